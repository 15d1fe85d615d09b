// Runs the command as a shell would: the source, or what the environment variable BEAROCSP names, such as the bundle of
// the package.

import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS } from "./patience.js";
import { SURROUNDINGS } from "./surroundings.js";

export const PROGRAM = process.env.BEAROCSP
  ? resolve(process.env.BEAROCSP)
  : fileURLToPath(new URL("../../bindings/cli/main.js", import.meta.url));

/** What no run may leave: a warning or a stack of Node, whatever the input. */
const FAULTS = /Warning:|^\s+at .*:\d+:\d+\)?$|Unhandled|node:internal/m;

/**
 * @typedef {object} Run
 * @property {number | null} status
 * @property {string} stdout
 * @property {Buffer} bytes of stdout
 * @property {string} stderr
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, input?: string | Uint8Array, env?: Record<string, string> }} [options]
 * @returns {Promise<Run>}
 */
export async function execute(command, args, { cwd, input, env } = {}) {
  // Node does not colour anything in CI, whatever the terminal: it must not know where the tests run.
  const child = spawn(command, args, { cwd, env: { ...SURROUNDINGS, ...env }, detached: true });
  // With all that it started.
  const timer = setTimeout(() => process.kill(-(/** @type {number} */ (child.pid)), "SIGKILL"), PATIENCE_MS);
  // A program need not read all that it is given.
  child.stdin.on("error", () => {}).end(input ?? "");
  const ended = new Promise((settle, reject) => child.on("close", settle).on("error", reject));
  const [stdout, stderr, status] = await Promise.all([child.stdout.toArray(), text(child.stderr), ended]);
  clearTimeout(timer);
  const bytes = Buffer.concat(stdout);
  return { status, stdout: bytes.toString(), bytes, stderr };
}

/**
 * @param {readonly string[]} args
 * @param {Parameters<typeof execute>[2]} [options]
 * @returns {Promise<Run>}
 */
export async function bearocsp(args, options) {
  const run = await execute(process.execPath, [PROGRAM, ...args], options);
  if (FAULTS.test(run.stderr)) {
    throw new Error(`bearocsp ${args.join(" ")}\n${run.stderr}`);
  }
  return run;
}

/**
 * A line for a shell in which `bearocsp` is this program.
 * @param {string} line
 * @param {Parameters<typeof execute>[2]} [options]
 */
export const shell = (line, options) =>
  execute("bash", ["-c", `bearocsp() { "${process.execPath}" "${PROGRAM}" "$@"; }\n${line}`], options);

/**
 * In a terminal of 80 columns, by script(1) of util-linux: the output is as it comes, with carriage returns taken out.
 * @param {readonly string[]} args
 * @param {Parameters<typeof execute>[2]} [options]
 */
export async function inTerminal(args, options) {
  const line = [process.execPath, PROGRAM, ...args].map((arg) => `'${arg}'`).join(" ");
  const run = await execute("script", ["-qec", `stty cols 80; ${line}`, "/dev/null"], options);
  return { ...run, stdout: run.stdout.replaceAll("\r\n", "\n") };
}

/** The commands under "Examples:" of a help text, with what is broken into lines joined. @param {string} help */
export const examplesOf = (help) =>
  help
    .slice(help.indexOf("Examples:\n") + 10)
    .split(/\n\s*\n/)
    .map((example) =>
      example
        .split("\n")
        .map((line) => line.trim())
        .join("\n")
        .trim(),
    );
