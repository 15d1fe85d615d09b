/** Text for a terminal: colours if there is one, and nothing that a terminal would obey. */
import process from "node:process";
import { styleText } from "node:util";
import { INVISIBLE, spelledOut } from "../index.js";

/** @typedef {"red" | "green" | "yellow" | "cyan" | "bold" | "dim"} Style */

/**
 * In colour only on a terminal, and not with NO_COLOR.
 * @param {Style | readonly Style[]} styles
 * @param {string} text
 * @param {NodeJS.WriteStream} [stream] that it is for
 */
export const paint = (styles, text, stream = process.stdout) =>
  stream.isTTY && stream.hasColors()
    ? [styles].flat().reduce((painted, style) => styleText(style, painted, { validateStream: false }), text)
    : text;

const EACH_INVISIBLE = new RegExp(INVISIBLE, "gu");

/** With invisible characters spelled out. Lines stay lines. @param {string} text */
export const printable = (text) =>
  text.replace(EACH_INVISIBLE, (character) => (character === "\n" ? character : spelledOut(character)));

/** The same for text of unknown origin, which must stay on its line. @param {string} text */
export const printableLine = (text) => text.split("\n").map(printable).join("U+000A");

/** @param {unknown} value @returns {string} JSON of the same meaning, in which nothing is invisible */
export const printableJSON = (value) =>
  JSON.stringify(value, null, 2).replace(EACH_INVISIBLE, (character) =>
    character === "\n"
      ? character
      : Array.from(
          { length: character.length },
          (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
        ).join(""),
  );

/** @param {readonly string[]} words @param {number} width @returns {string[]} lines */
export function wrapped(words, width) {
  const lines = [""];
  for (const word of words) {
    const line = lines[lines.length - 1];
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
    }
  }
  return lines;
}

/** The width of the terminal, or one that is easy to read in a file or a pipe. */
export const width = () => Math.max(60, Math.min(process.stdout.columns ?? 100, 120));
