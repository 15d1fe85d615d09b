/** What goes to standard output and to files. */
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { InputError } from "./exit.js";
import { printableJSON, printableLine } from "./terminal.js";

const BLOCK = 2 ** 16;

const REASONS = new Map(
  Object.entries({
    ENOENT: "there is no such folder",
    ENOTDIR: "there is no such folder",
    EISDIR: "it is a folder",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "no space is left",
  }),
);

/** @param {string} name @param {any} error of the file system @returns {InputError} */
export const unwritable = (name, { code, message }) =>
  new InputError(`${name}: it cannot be written: ${REASONS.get(code) ?? message}`);

/** Resolves once it is written. @param {string | Uint8Array} content @returns {Promise<void>} */
const write = (content) =>
  new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => (error ? reject(error) : resolve()));
  });

/** Resolves once all output has left the process. */
export const flush = () => write("");

/** At the reader's pace: lines that nobody reads are never made. @param {Iterable<string>} lines */
export async function printLines(lines) {
  let block = "";
  for (const line of lines) {
    block += `${line}\n`;
    if (block.length >= BLOCK) {
      await write(block);
      block = "";
    }
  }
  await write(block);
}

/** @param {unknown} value */
export const printJSON = (value) => printLines([printableJSON(value)]);

/**
 * The result of a command to a file or to standard output; bytes are kept off terminals.
 * @param {string | Uint8Array} content
 * @param {string} [file]
 * @throws {InputError}
 */
export async function writeResult(content, file = "-") {
  if (file !== "-") {
    await writeFile(file, content).catch((error) => {
      throw unwritable(printableLine(file), error);
    });
  } else if (typeof content !== "string" && process.stdout.isTTY) {
    throw new InputError("DER cannot be printed on a terminal: use --base64 or -o FILE, or a pipe");
  } else {
    await write(content);
  }
}
