// The rooms of the JavaScript and what they import of each other, read from the source: CONTRIBUTING.md has the map.
// `node tests/support/rooms.js` says whether the map is right; with --write it makes it so.

import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const CONTRIBUTING = join(root, "CONTRIBUTING.md");

/**
 * By room, from the bottom to the top: the rooms that it may import, and what it is. `index` is bindings/index.js.
 * @type {Record<string, { imports: readonly string[], about: string }>}
 */
export const ROOMS = {
  lib: { imports: [], about: "what all rooms use: arguments, bytes, errors, text forms" },
  wasm: { imports: ["lib"], about: "linear memory, plans and tables; OIDs" },
  keys: { imports: ["wasm", "lib"], about: "algorithms, private keys, signatures" },
  x509: { imports: ["keys", "wasm", "lib"], about: "certificates, names, extensions, the issuer" },
  crl: { imports: ["x509", "keys", "wasm", "lib"], about: "certificate revocation lists" },
  ocsp: { imports: ["x509", "keys", "wasm", "lib"], about: "requests, responses, verification" },
  recognize: { imports: ["wasm", "lib"], about: "objects in text and bytes of any form" },
  inspect: { imports: ["x509", "wasm", "lib"], about: "the tree of named elements, and bytes as text" },
  index: { imports: ["crl", "ocsp", "x509", "keys", "wasm", "lib", "recognize", "inspect"], about: "the public names" },
  client: { imports: ["index"], about: "asks responders" },
  node: { imports: ["client", "index"], about: "what only Node has" },
  responder: { imports: ["index"], about: "answers requests" },
  cli: { imports: ["index"], about: "the command line" },
  web: { imports: ["index"], about: "the panel and the page" },
};

/** Rooms of the library itself: none of them knows a network, a clock or a file. */
export const BELOW_INDEX = ["lib", "wasm", "keys", "x509", "crl", "ocsp", "recognize", "inspect"];

/** Not rooms: they stand outside and import the package, or make it. */
const OUTSIDE = ["packaging", "recipes"];

/**
 * @typedef {object} Import
 * @property {string} file relative to the project
 * @property {string} room
 * @property {string} specifier as it is written
 * @property {string | null} target room, "lists" for build/lists.js, or null where it is no file of a room
 * @property {boolean} isType whether only JSDoc asks for it
 */

/** @param {string} folder @returns {string[]} the JavaScript in it */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(folder, name));

/** @param {string} path absolute @returns {string | null} */
function roomOf(path) {
  const [top, name = "", ...rest] = relative(root, path).split("/");
  if (top === "web") {
    return "web";
  }
  if (top === "build") {
    return name === "lists.js" ? "lists" : null;
  }
  if (top !== "bindings") {
    return null;
  }
  if (rest.length === 0) {
    return name === "index.js" ? "index" : `bindings/${name}`;
  }
  return OUTSIDE.includes(name) ? null : name;
}

/** Static and dynamic imports, and re-exports; in comments those are types. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"\n]+)"/g;

/** @param {string} source @returns {[string, boolean][]} specifiers, and whether they stand in a comment */
function specifiersOf(source) {
  /** @type {[string, boolean][]} */
  const found = [];
  const code = source.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, (comment) => {
    found.push(...Array.from(comment.matchAll(IMPORT), ([, path]) => /** @type {[string, boolean]} */ ([path, true])));
    return "";
  });
  found.push(...Array.from(code.matchAll(IMPORT), ([, path]) => /** @type {[string, boolean]} */ ([path, false])));
  return found;
}

/** The makers of the page stand in web/, and are no part of it. */
const isMaker = (/** @type {string} */ file) => /^web\/(?:build-site|serve|esbuild-plugins)\.js$/.test(file);

/** @returns {Import[]} of all rooms */
export function readImports() {
  return [join(root, "bindings"), join(root, "web")].flatMap(filesIn).flatMap((path) => {
    const file = relative(root, path),
      room = roomOf(path);
    if (room === null || isMaker(file)) {
      return [];
    }
    return specifiersOf(readFileSync(path, "utf8")).map(([specifier, isType]) => {
      const target = specifier.startsWith(".") ? roomOf(resolve(dirname(path), specifier)) : null;
      return { file, room, specifier, target, isType };
    });
  });
}

/** @returns {string} a table: every room that there is, what it is, and the rooms that it imports */
export function roomMap() {
  const imports = readImports();
  const rows = Object.entries(ROOMS)
    .filter(([room]) => imports.some((each) => each.room === room))
    .map(([room, { about }]) => {
      const used = new Set(imports.filter((each) => each.room === room && !each.isType).map(({ target }) => target));
      const arrows = Object.keys(ROOMS).filter((target) => target !== room && used.has(target));
      const place = room === "web" ? "web/" : room === "index" ? "bindings/index.js" : `bindings/${room}/`;
      return `| \`${place}\` | ${about} | ${arrows.join(", ") || "–"} |`;
    });
  return ["| room | what is in it | imports |", "|---|---|---|", ...rows].join("\n");
}

const [BEGIN, END] = ["<!-- rooms -->\n", "<!-- /rooms -->"];

/** @param {string} text of CONTRIBUTING.md @returns {string} with the map as the source has it */
export function withMap(text) {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) {
    throw new Error(`CONTRIBUTING.md: expected ${BEGIN.trim()} and then ${END}`);
  }
  return `${text.slice(0, from)}${BEGIN}\n${roomMap()}\n\n${text.slice(to)}`;
}

if (
  process.argv[1] &&
  existsSync(process.argv[1]) &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  const text = readFileSync(CONTRIBUTING, "utf8");
  const current = withMap(text);
  if (process.argv.includes("--write")) {
    writeFileSync(CONTRIBUTING, current);
  } else if (current !== text) {
    console.error("CONTRIBUTING.md: the map of the rooms is old: node tests/support/rooms.js --write");
    process.exitCode = 1;
  }
}
