/**
 * For esbuild: what the library computes when it is loaded has no effect on anything else, `const WORDS = new Map(…)`.
 * Bundlers cannot know that, so they are told: unused values then go, with all that only they use.
 */
import { readFileSync } from "node:fs";

const IN_BINDINGS = /[\\/]bindings[\\/](?:[\w-]+[\\/])?[\w-]+\.js$/;
const AT_TOP_LEVEL = /^((?:export )?const \w+ = )(?=(?:new )?[\w.]+\()/gm;

/**
 * @param {{ least: number }} expected so many constants at least: fewer are an error, since files may have moved
 * @returns {import("esbuild").Plugin}
 */
export const pureConstants = ({ least }) => ({
  name: "pure constants",
  setup({ onLoad, onEnd }) {
    let marked = 0;
    onLoad({ filter: IN_BINDINGS }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(AT_TOP_LEVEL, (constant) => {
        marked++;
        return `${constant}/* @__PURE__ */ `;
      }),
    }));
    onEnd(() => ({
      errors:
        marked < least ? [{ text: `marked ${marked} constants of bindings/ as pure, expected ${least} or more` }] : [],
    }));
  },
});
