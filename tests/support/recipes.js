// The recipes of CONTRIBUTING.md, read and applied. A recipe is a section; each of its steps is a sentence that names a
// file and a place in it, and the block below it, which goes there:
//
//     In `csrc/lists/checks.def`, after `CHECK(ALGORITHM_STRENGTH`:
//
//     ```c
//     CHECK(...)
//     ```
//
// The place is `after` or `before` the statement that begins with the quoted words. It must be there exactly once.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { project, section } from "./documents.js";

/** @typedef {{ path: string, side: "after" | "before", anchor: string, code: string }} Step */

const STEP = /^In `([^`]+)`,\s(after|before)\s`([^`]+)`:\n\n```\w+\n([^]*?)^```$/gm;

/** The steps of a section of CONTRIBUTING.md. @param {string} title @returns {Step[]} */
export function stepsOf(title) {
  const text = section("CONTRIBUTING.md", title);
  const steps = Array.from(text.matchAll(STEP), ([, path, side, anchor, code]) => ({
    path,
    side: /** @type {Step["side"]} */ (side),
    anchor,
    code,
  }));
  const fences = text.match(/^```\w+$/gm) ?? [];
  assert.equal(steps.length, fences.length, `${title}: every block says where it goes`);
  assert.ok(steps.length > 0, title);
  return steps;
}

/**
 * The lines that a statement takes: to the first at which all its parentheses, brackets and braces are closed.
 * @param {readonly string[]} lines
 * @param {number} first
 */
function endOfStatement(lines, first) {
  let depth = 0;
  for (let i = first; i < lines.length; i++) {
    const bare = lines[i].replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
    depth += (bare.match(/[([{]/g) ?? []).length - (bare.match(/[)\]}]/g) ?? []).length;
    if (depth <= 0 && !/^(?:static |extern )?[\w *]+\([^;]*\)$/.test(bare)) {
      return i + 1;
    }
  }
  return assert.fail(`no end of ${lines[first]}`);
}

/** The text with a step's code in its place. @param {string} text @param {Step} step */
export function withStep(text, { path, side, anchor, code }) {
  const lines = text.split("\n");
  const found = lines.flatMap((line, i) => (line.trimStart().startsWith(anchor) ? [i] : []));
  assert.equal(found.length, 1, `${path}: one line begins with ${anchor}`);
  lines.splice(side === "before" ? found[0] : endOfStatement(lines, found[0]), 0, ...code.trimEnd().split("\n"));
  return lines.join("\n");
}

/** @param {string} root of a copy @param {readonly Step[]} steps */
export function apply(root, steps) {
  for (const step of steps) {
    const file = join(root, step.path);
    writeFileSync(file, withStep(readFileSync(file, "utf8"), step));
  }
}

/** What is made, installed or fetched, not copied. */
const NOT_SOURCES = ["node_modules", "build", ".git"];
/** What is worth taking along: a build is faster with it. */
const WARM = ["generated", "lists.js", "wasm", "ocsp.wasm", "wasm-deflated.js"];

/** A copy of the tree to build in. @param {string} to a folder */
export function copyTree(to) {
  const options = { recursive: true, preserveTimestamps: true };
  cpSync(project, to, { ...options, filter: (path) => !NOT_SOURCES.includes(basename(path)) || path === project });
  symlinkSync(join(project, "node_modules"), join(to, "node_modules"));
  mkdirSync(join(to, "build"));
  for (const part of WARM) {
    cpSync(join(project, "build", part), join(to, "build", part), options);
  }
  symlinkSync(join(project, "build/bearssl-0.6"), join(to, "build/bearssl-0.6"));
}
