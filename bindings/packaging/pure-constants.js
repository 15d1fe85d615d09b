/**
 * For esbuild: what the library computes when it is loaded it computes for itself, `const WORDS = new Map(…)`, and
 * importing has no effect. Bundlers are told so, since they cannot know: what nobody asks for goes, and what only that
 * uses.
 */
import { readFileSync } from "node:fs";

const AT_TOP_LEVEL = /^((?:export )?const \w+ = )(?=(?:new )?[\w.]+\()/gm;

/** @type {import("esbuild").Plugin} */
export const pureConstants = {
  name: "pure constants",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]bindings[\\/](?:[\w-]+[\\/])?[\w-]+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(AT_TOP_LEVEL, "$1/* @__PURE__ */ "),
    }));
  },
};
