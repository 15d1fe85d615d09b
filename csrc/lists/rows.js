/** Reads the rows of a list: `MACRO(word, "text" "more text", 12)`, one after the other, on any number of lines. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/**
 * @typedef {object} Row
 * @property {string} macro
 * @property {readonly (string | number)[]} columns text without its quotes, numbers, and anything else as it is written
 * @property {string} place for a complaint, "checks.def:12"
 */

/** Blanks out what C does not see either, so that the lines keep their numbers. @param {string} text */
const blank = (text) => text.replaceAll(/[^\n]/g, " ");

/** One piece of a row: a string literal, a bracket, a comma, or a run of anything else. */
const PIECE = /"(?:[^"\\\n]|\\.)*"|[(),]|[^"(),]+/y;

/**
 * The columns that begin at `at`, and where they end.
 * @param {string} text
 * @param {number} at after the opening bracket
 * @param {(message: string) => Error} complain
 */
function readColumns(text, at, complain) {
  const columns = [""];
  for (let depth = 1; depth > 0; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text)?.[0];
    if (piece === undefined) {
      throw complain("the row or a string in it does not end");
    }
    depth += piece === "(" ? 1 : piece === ")" ? -1 : 0;
    if (piece === "," && depth === 1) {
      columns.push("");
    } else if (depth > 0) {
      columns[columns.length - 1] += piece;
    }
  }
  return { columns: columns.map((column) => valueOf(column.trim(), complain)), end: at };
}

/** @param {string} column @param {(message: string) => Error} complain */
function valueOf(column, complain) {
  if (!column.startsWith('"')) {
    return /^\d+$/.test(column) ? Number(column) : column.replaceAll(/\s+/g, " ");
  }
  if (!/^(?:"(?:[^"\\]|\\.)*"\s*)+$/.test(column)) {
    throw complain(`a comma is missing beside a string: ${column}`);
  }
  /* Adjacent literals are one, as in C. */
  return Array.from(column.matchAll(/"(?:[^"\\]|\\.)*"/g), ([literal]) => JSON.parse(literal)).join("");
}

/** @param {string} path of a .def file @returns {Row[]} in their order */
export function readRows(path) {
  const text = readFileSync(path, "utf8")
    .replaceAll(/\/\*[^]*?\*\//g, blank)
    .replaceAll(/^#.*$/gm, blank);
  /** @type {Row[]} */
  const rows = [];
  for (let at = 0; text.slice(at).trim() !== ""; ) {
    const [, blanks, macro] = /** @type {RegExpExecArray} */ (/^(\s*)(\w*)/.exec(text.slice(at)));
    const place = `${basename(path)}:${text.slice(0, at + blanks.length).split("\n").length}`;
    const complain = (/** @type {string} */ message) => new Error(`csrc/lists/${place}: ${message}`);
    at += blanks.length + macro.length;
    if (macro === "" || text[at] !== "(") {
      throw complain(`expected a row like MACRO(a, "b", 3), found ${JSON.stringify(text.slice(at).split("\n")[0])}`);
    }
    const { columns, end } = readColumns(text, at + 1, complain);
    rows.push({ macro, columns, place });
    at = end;
  }
  return rows;
}
