// The rooms of the JavaScript, and the arrows between them: imports run one way, the command line and the page use the
// public API alone, one file touches linear memory, and the library itself knows no network, clock or file.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BELOW_INDEX, CONTRIBUTING, ROOMS, readImports, root, withMap } from "../support/rooms.js";

const imports = readImports();
/** @param {import("../support/rooms.js").Import} each */
const arrow = ({ file, specifier }) => `${file} imports ${specifier}`;

test("every file stands in a room that is listed, and the imports were found", () => {
  const rooms = new Set(imports.map(({ room }) => room));
  assert.deepEqual(
    [...rooms].filter((room) => !Object.hasOwn(ROOMS, room)),
    [],
  );
  for (const room of [...BELOW_INDEX, "index", "cli", "web"].filter((each) => each !== "crl")) {
    assert.ok(rooms.has(room), room);
  }
  assert.ok(imports.filter(({ isType }) => !isType).length > 200);
  assert.ok(imports.filter(({ isType }) => isType).length > 50);
});

/** JSDoc asks for types of tables where no code is shared. */
const TYPES_ALLOWED = new Set(["lib/wasm"]);

test("arrows run one way", () => {
  const wrong = imports.filter(
    ({ room, target, isType }) =>
      target !== null &&
      target !== room &&
      target !== "lists" &&
      !ROOMS[room].imports.includes(target) &&
      !(isType && TYPES_ALLOWED.has(`${room}/${target}`)),
  );
  assert.deepEqual(wrong.map(arrow), []);
});

test("the allowed arrows have no circle", () => {
  /** @param {string} room @param {readonly string[]} path */
  const walk = (room, path) => {
    assert.ok(!path.includes(room), [...path, room].join(" → "));
    for (const target of ROOMS[room].imports) {
      walk(target, [...path, room]);
    }
  };
  Object.keys(ROOMS).forEach((room) => walk(room, []));
});

test("nothing above the public API imports anything but its index.js, and no list", () => {
  const wrong = imports.filter(
    ({ room, target, specifier }) =>
      !BELOW_INDEX.includes(room) &&
      room !== "index" &&
      target !== null &&
      target !== room &&
      (target === "lists" || !/(?:^|\/)index\.js$/.test(specifier)),
  );
  assert.deepEqual(wrong.map(arrow), []);
});

/** @param {string} room @returns {[string, string][]} file and code without comments */
const sourcesOf = (room) =>
  readdirSync(join(root, "bindings", room), { encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => [
      `${room}/${name}`,
      readFileSync(join(root, "bindings", room, name), "utf8").replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, ""),
    ]);
const sources = BELOW_INDEX.filter((room) => imports.some((each) => each.room === room)).flatMap(sourcesOf);
/** @param {RegExp} pattern */
const filesWith = (pattern) => sources.filter(([, code]) => pattern.test(code)).map(([file]) => file);

test("one file touches linear memory", () => {
  assert.deepEqual(filesWith(/\bmemory\.buffer\b/), ["wasm/core.js"]);
});

test("below index.js nothing knows a network, a file or the surroundings, but for these", () => {
  // Loaders of the module, node:crypto where there is one, and what jsdom lacks.
  assert.deepEqual(filesWith(/"node:|\bprocess\b/).sort(), [
    "keys/eddsa-node.js",
    "keys/host-crypto.js",
    "lib/text.js",
    "wasm/module-node.js",
  ]);
  assert.deepEqual(filesWith(/\bfetch\(|XMLHttpRequest|WebSocket|\bdocument\.|\bwindow\.|\blocation\./), []);
});

test("encoders of text come from one place, since jsdom has none", () => {
  assert.deepEqual(filesWith(/\bText(?:En|De)coder\b/), ["lib/text.js"]);
});

test("nor a clock, where a time was given: two have the current time as a default", () => {
  assert.deepEqual(filesWith(/Date\.now\(|new Date\(\)|performance\./).sort(), [
    "ocsp/response-builder.js",
    "ocsp/verification.js",
  ]);
});

test("packages are imported where they are listed", () => {
  const outside = new Set(
    imports
      .filter(
        ({ specifier, isType, room }) => !isType && BELOW_INDEX.includes(room) && !/^(?:\.|node:)/.test(specifier),
      )
      .map(({ file, specifier }) => `${file}: ${specifier}`),
  );
  assert.deepEqual([...outside].sort(), [
    "bindings/keys/curves.js: @noble/curves/misc.js",
    "bindings/keys/curves.js: @noble/curves/secp256k1.js",
    "bindings/keys/eddsa.js: @noble/curves/ed25519.js",
    "bindings/keys/eddsa.js: @noble/curves/ed448.js",
    "bindings/keys/post-quantum.js: @noble/post-quantum/ml-dsa.js",
    "bindings/keys/post-quantum.js: @noble/post-quantum/slh-dsa.js",
    "bindings/keys/private-key.js: #eddsa",
    "bindings/keys/signature-check.js: #eddsa",
    "bindings/keys/signature.js: #eddsa",
    "bindings/wasm/module-inlined.js: fflate",
    "bindings/wasm/module.js: #wasm",
  ]);
});

test("CONTRIBUTING.md has the map that the imports draw", () => {
  const text = readFileSync(CONTRIBUTING, "utf8");
  assert.equal(withMap(text), text, "it is old: node tests/support/rooms.js --write");
});
