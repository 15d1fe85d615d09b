// The documents of the project, read: their headings, fenced blocks, tables and links.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const project = fileURLToPath(new URL("../..", import.meta.url));

const NOT_OURS = ["node_modules", "build", ".git"];

/** @param {string} folder @returns {string[]} */
const documentsIn = (folder) =>
  readdirSync(join(project, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return NOT_OURS.includes(entry.name) ? [] : documentsIn(path);
    }
    return path.endsWith(".md") ? [path] : [];
  });
/** Every document, by its path from the project's folder. */
export const DOCUMENTS = documentsIn(".").sort();

/** @param {string} path */
export const read = (path) => readFileSync(join(project, path), "utf8");

/** The text without what stands in fences. @param {string} text */
export const withoutFences = (text) => text.replaceAll(/^```[^]*?^```$/gm, "");

/** @param {string} text @param {RegExp} pattern @returns {string} the pattern's group, or all that it matches */
export function only(text, pattern) {
  const match = pattern.exec(text) ?? assert.fail(`no ${pattern}`);
  return match[1] ?? match[0];
}

/** The text below a heading, up to the next of its level or above. @param {string} path @param {string} title */
export function section(path, title) {
  const document = read(path);
  const heading = only(document, new RegExp(`^#+ ${title}$`, "m"));
  const [text] = document
    .slice(document.indexOf(heading) + heading.length)
    .split(new RegExp(`^#{1,${heading.indexOf(" ")}} `, "m"));
  return text;
}

/**
 * The fenced blocks of a language, each with its document and the heading that it stands below.
 * @param {string} language
 * @param {readonly string[]} [paths]
 */
export function blocks(language, paths = DOCUMENTS) {
  const found = [];
  for (const path of paths) {
    let title = "";
    for (const [, heading, tag, code] of read(path).matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm)) {
      if (heading !== undefined) {
        title = heading;
      } else if (tag === language) {
        found.push({ path, title, code });
      }
    }
  }
  return found;
}

/**
 * The code of the first block of a language below a heading.
 * @param {string} language
 * @param {string} path
 * @param {string} title
 */
export const block = (language, path, title) =>
  (
    blocks(language, [path]).find((each) => each.title === title) ??
    assert.fail(`${path}: no ${language} below ${title}`)
  ).code;

/**
 * The rows of every table in a text, without heads; a cell is its code spans and its whole text.
 * @param {string} text
 */
export function rows(text) {
  return [...text.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row]) =>
      row.split("|").map((cell) => ({
        text: cell.trim(),
        spans: [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span),
      })),
    )
    .filter(([first], i, all) => !/^-+$/.test(first.text) && !/^-+$/.test(all[i + 1]?.[0].text ?? ""));
}

/** The anchors that a code host gives the headings of a text. @param {string} text */
export const anchors = (text) =>
  [...withoutFences(text).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );

/** The targets of all links of a text that lead to the project itself. @param {string} text */
export const relativeLinks = (text) =>
  [...withoutFences(text).matchAll(/\]\(\s*([^)\s]+)\s*\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^https?:/.test(target));
