// Projects that have installed the package from its tarball, as a user's have.

import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fixtures } from "./fixtures.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HERE = fileURLToPath(new URL(".", import.meta.url));
const _BIN = join(HERE, "node_modules", ".bin");

export const require = createRequire(import.meta.url);

const folder = mkdtempSync(join(tmpdir(), "bearocsp-package-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/* Once a run: every project has a copy of what `npm install <tarball>` put into an empty folder. */
function install() {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const installed = join(folder, "installed");
  mkdirSync(installed);
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  execFileSync("npm", ["install", join(folder, filename), "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: installed,
    stdio: "ignore",
  });
  return installed;
}
const installed = install();

/**
 * A new project with the package in node_modules, the exercise and its fixtures beside what is given.
 * @param {string} name
 * @param {Record<string, string>} files
 * @returns {string} its folder
 */
export function makeProject(name, files) {
  const path = join(folder, name);
  cpSync(installed, path, { recursive: true });
  cpSync(join(HERE, "exercise.mjs"), join(path, "exercise.mjs"));
  writeFileSync(join(path, "fixtures.json"), JSON.stringify(fixtures));
  writeFileSync(join(path, "fixtures.mjs"), `export const fixtures = ${JSON.stringify(fixtures)};\n`);
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(path, file), content);
  }
  return path;
}

/** Makes packages of the tests' own folder visible in a project. @param {string} project @param {string[]} names */
export function lend(project, names) {
  for (const name of names) {
    symlinkSync(join(HERE, "node_modules", name), join(project, "node_modules", name));
  }
}

/** @param {20 | 22 | 24 | 26} major @returns {string} path of the binary */
export const nodeOf = (major) => join(HERE, "node_modules", `node-${major}`, "bin", "node");

export const executables = {
  /* Their npm packages carry the binaries; only a script that runs at installation would link them. */
  deno: require
    .resolve("deno/package.json")
    .replace(/deno[\\/]package\.json$/, `@deno/linux-${process.arch}-glibc/deno`),
  bun: require.resolve("bun/package.json").replace(/bun[\\/]package\.json$/, `@oven/bun-linux-${process.arch}/bin/bun`),
};

/**
 * Runs a program; what it prints to standard error is part of what a failure says.
 * @param {string} program @param {string[]} args @param {string} cwd @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string>} its standard output
 */
export async function run(program, args, cwd, environment = {}) {
  const { stdout, stderr } = await promisify(execFile)(program, args, {
    cwd,
    maxBuffer: 2 ** 26,
    timeout: 600_000,
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: "1", ...environment },
  });
  if (/warning/i.test(stderr)) {
    throw new Error(`${program} ${args.join(" ")} warns: ${stderr}`);
  }
  return stdout;
}

/** A tool of the tests' own folder, under a Node that is new enough for it. */
export const runTool = (/** @type {string} */ script, /** @type {string[]} */ args, /** @type {string} */ cwd) =>
  run(nodeOf(24), [require.resolve(script), ...args], cwd);
