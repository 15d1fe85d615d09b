// For esbuild: how the page and the panel are made smaller. A plugin whose file has moved is an error.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** @param {boolean} isMatched @param {string} text @returns {import("esbuild").OnEndResult} */
const errorUnless = (isMatched, text) => ({ errors: isMatched ? [] : [{ text }] });

/**
 * Browsers can inflate by themselves, and the page can wait for that; it gets the smaller build of the same core.
 * @type {import("esbuild").Plugin}
 */
export const nativeInflate = {
  name: "native inflate",
  setup({ onLoad, onEnd }) {
    let isFound = false;
    onLoad({ filter: /[\\/]bindings[\\/]wasm[\\/]module-inlined\.js$/ }, () => {
      isFound = true;
      return {
        resolveDir: fileURLToPath(new URL("../build", import.meta.url)),
        contents: `
        import { deflated } from "./wasm-small-deflated.js";
        const input = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
        const inflated = new Blob([input]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        const bytes = await new Response(inflated).arrayBuffer();
        export const compile = () => new WebAssembly.Module(bytes);
        export const compileAsync = () => WebAssembly.compile(bytes);`,
      };
    });
    onEnd(() => errorUnless(isFound, "the page does not import bindings/wasm/module-inlined.js"));
  },
};

/**
 * Without comments, leading zeros and needless white space; white space before a colon is a combinator, and stays.
 * @param {string} css
 */
const shortened = (css) =>
  css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s*([{};,>]|: )\s*/g, (_, mark) => mark.trim())
    .replace(/;\}/g, "}")
    .replace(/(?<![\w.])0\./g, ".");

/** The text of a style, in the module of a view. */
const STYLE = /(?<=^(?:export )?const (?:style|elements) = `)[^`]+/gm;
/** Fewer are an error: the panel has a dozen modules with a style. */
const LEAST_STYLES = 8;

/** The styles of the panel are text in modules. @type {import("esbuild").Plugin} */
export const shortStyles = {
  name: "short styles",
  setup({ onLoad, onEnd }) {
    let found = 0;
    onLoad({ filter: /[\\/]web[\\/]panel(?:[\\/][\w-]+){0,2}\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return {
        contents: source.replace(STYLE, (css) => {
          found++;
          return shortened(css);
        }),
      };
    });
    onEnd(() =>
      errorUnless(found >= LEAST_STYLES, `found ${found} styles in web/panel/, expected ${LEAST_STYLES} or more`),
    );
  },
};
