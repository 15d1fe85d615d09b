// What makes the package and the page matches files by their paths: where nothing matches, that is an error, not a
// larger bundle.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chosenByHost } from "../../bindings/packaging/chosen-by-host.js";
import { listConstants } from "../../bindings/packaging/list-constants.js";
import { pureConstants } from "../../bindings/packaging/pure-constants.js";
import { nativeInflate, shortStyles } from "../../web/esbuild-plugins.js";

// As if the sources had moved there.
const elsewhere = mkdtempSync(join(tmpdir(), "bearocsp-moved-"));
after(() => rmSync(elsewhere, { recursive: true }));
const moved = join(elsewhere, "index.js");
writeFileSync(moved, "export const style = `a { b: c }`; export const WORDS = new Map([]);");
const index = fileURLToPath(new URL("../../bindings/index.js", import.meta.url));

/** @param {string} entry @param {import("esbuild").Plugin} plugin */
const bundle = (entry, plugin) =>
  build({
    entryPoints: [entry],
    plugins: [plugin],
    bundle: true,
    write: false,
    format: "esm",
    external: ["#wasm", "#eddsa"],
    logLevel: "silent",
  });

for (const [plugin, complaint] of /** @type {const} */ ([
  [pureConstants({ least: 1 }), /marked 0 constants of bindings\/ as pure, expected 1 or more/],
  [listConstants({ isNeeded: true }), /build\/lists\.js is not a part of it/],
  [chosenByHost, /nothing imports #eddsa[^]*nothing imports fflate/],
  [nativeInflate, /the page does not import bindings\/wasm\/module-inlined\.js/],
  [shortStyles, /found 0 styles in web\/panel\/, expected \d+ or more/],
])) {
  test(`${plugin.name}: sources that moved are an error`, () => assert.rejects(bundle(moved, plugin), complaint));
}

test("where the sources are it is none, and constants are marked", async () => {
  const {
    outputFiles: [{ text }],
  } = await bundle(index, pureConstants({ least: 30 }));
  assert.match(text, /= \/\* @__PURE__ \*\/ new Map\(/);
  await bundle(index, listConstants({ isNeeded: true }));
});
