// The WebAssembly module asks for nothing, and offers functions, their table (hash functions are called through it) and
// its memory.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const module = new WebAssembly.Module(readFileSync(new URL("../../build/ocsp.wasm", import.meta.url)));

test("imports nothing", () => assert.deepEqual(WebAssembly.Module.imports(module), []));

test("exports one memory, functions and their table only", () => {
  const kinds = WebAssembly.Module.exports(module).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === "memory").length, 1);
  assert.ok(kinds.includes("function"));
  assert.deepEqual(
    kinds.filter((kind) => !["memory", "function", "table"].includes(kind)),
    [],
  );
});

test("runs with no imports at all", () => {
  const memory = /** @type {WebAssembly.Memory} */ (new WebAssembly.Instance(module).exports.memory);
  assert.ok(memory.buffer.byteLength > 0);
});
