// For esbuild: the styles of the panel are text in modules, which it does not minify.

import { readFile } from "node:fs/promises";

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

/** @type {import("esbuild").Plugin} */
export const shortStyles = {
  name: "short styles",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]web[\\/]panel(?:[\\/][\w-]+){0,2}\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/(?<=^(?:export )?const (?:style|elements) = `)[^`]+/gm, shortened) };
    });
  },
};
