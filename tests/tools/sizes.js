// How large the package is: each file, minified and gzipped, what a page's bundle gets of it, and what is installed.
// `make sizes` prints the table and writes it, and its summary, into the documents that have their markers.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { code, table, wrapped, writeTable } from "./readme-tables.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @typedef {{ name: string, raw: number, minified?: number, gzipped?: number }} Size in bytes */

const gzipped = (/** @type {Uint8Array} */ bytes) => gzipSync(bytes, { level: 9 }).length;

/**
 * A program as a page's bundler makes it small, with the package as it is published.
 * @param {string} contents
 * @param {string[]} [external]
 */
function bundle(contents, external = []) {
  const [{ contents: bytes }] = buildSync({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    legalComments: "none",
    external,
  }).outputFiles;
  return bytes;
}

/** @param {string} name @param {Uint8Array} minified @param {number} [raw] @returns {Size} */
const sizeOf = (name, minified, raw = minified.length) => ({
  name,
  raw,
  minified: minified.length,
  gzipped: gzipped(minified),
});

/** @param {string} file of build/package */
function sizeOfFile(file) {
  const bytes = readFileSync(join(root, "build/package", file));
  if (!/\.c?js$/.test(file)) {
    return { name: code(file), raw: bytes.length, gzipped: gzipped(bytes) };
  }
  const [{ contents }] = buildSync({
    entryPoints: [join(root, "build/package", file)],
    minify: true,
    write: false,
    format: file.endsWith(".cjs") ? "cjs" : "esm",
    target: "es2022",
    legalComments: "none",
    outdir: "out",
  }).outputFiles;
  return sizeOf(code(file), contents, bytes.length);
}

const ALL = `a bundle for browsers of all that ${code("bearocsp")} exports`;
const PARTS = `${code("Certificate")}, ${code("OCSPRequestBuilder")} and ${code("OCSPResponse")}, without Ed25519 and Ed448`;
const WORTH_A_ROW = 2000;
/** Each file, then what is bundled. @returns {Size[]} */
export const sizes = () => [
  ...readdirSync(join(root, "build/package"))
    .filter((name) => name !== "types")
    .sort()
    .map(sizeOfFile)
    .filter(({ raw }) => raw >= WORTH_A_ROW),
  sizeOf(ALL, bundle('export * from "bearocsp"')),
  sizeOf("the same without Ed25519 and Ed448", bundle('export * from "bearocsp"', ["#eddsa"])),
  sizeOf(PARTS, bundle('export { Certificate, OCSPRequestBuilder, OCSPResponse } from "bearocsp"', ["#eddsa"])),
  ...["panel", "curves", "post-quantum"].map((name) =>
    sizeOf(`${code(`bearocsp/${name}`)} with all that it needs`, bundle(`import "bearocsp/${name}"`)),
  ),
];

/** The size of all files in a folder. @param {string} folder */
const bytesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** What npm puts into an empty project. @returns {{ packed: number, own: number, all: number }} bytes */
export function installedSizes() {
  const folder = mkdtempSync(join(tmpdir(), "bearocsp-sizes-"));
  try {
    const npm = (/** @type {string[]} */ ...args) =>
      execFileSync("npm", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const [{ filename, size }] = JSON.parse(npm("pack", "--json", "--ignore-scripts", "--pack-destination", folder));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", private: true }));
    npm(
      "install",
      "--prefix",
      folder,
      join(folder, filename),
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
    );
    const modules = join(folder, "node_modules");
    return { packed: size, own: bytesIn(join(modules, "bearocsp")), all: bytesIn(modules) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kB = (/** @type {number | undefined} */ bytes) => (bytes === undefined ? "" : (bytes / 1000).toFixed(1));

/** @param {Size[]} all */
const sizesTable = (all) =>
  table(
    ["kB", "as it is", "minified", "gzipped"],
    all.map(({ name, raw, minified, gzipped }) => [name, kB(raw), kB(minified), kB(gzipped)]),
  );

/** The summary for README.md. @param {Size[]} all @param {number} installed bytes */
export function summary(all, installed) {
  const small = (/** @type {string} */ name) => kB(all.find((size) => size.name === name)?.gzipped);
  return wrapped(
    `Gzipped, ${ALL} has ${small(ALL)} kB, the module in it included; one of ${PARTS} has ${small(PARTS)} kB. Installed, ` +
      `the package takes ${kB(installed)} kB ([all sizes](bindings/packaging/README.md#sizes)).`,
  );
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { packed, own, all } = installedSizes();
  const measured = sizes();
  const text =
    `${sizesTable(measured)}\n\n` +
    `The tarball has ${kB(packed)} kB. Installed, the package takes ${kB(own)} kB, with its one dependency ${kB(all)} kB.`;
  console.log(text);
  if (process.argv.includes("--write")) {
    writeTable("sizes", text);
    writeTable("sizes-brief", summary(measured, own));
  }
}
