/**
 * For esbuild: table layouts, OIDs by identifier and the like of build/lists.js become constants where they are used.
 * Of TypeScript's enums esbuild does that across files; what is left of an enum is an error, since its object has more
 * members than ours.
 */
import * as lists from "../../build/lists.js";

/** What is looked up by a name that is known at run time stays an object. */
const LOOKED_UP = /_NUMBERS$|_POLICIES$|^LIMITS$|^DEFAULTS$/;
/** @type {(list: [string, unknown]) => boolean} */
const isConstants = ([name, value]) =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !LOOKED_UP.test(name) &&
  Object.values(value).every((member) => typeof member === "number");

const source = Object.entries(lists).map((list) =>
  isConstants(list)
    ? `export enum ${list[0]} { ${Object.entries(list[1])
        .map(([name, number]) => `${JSON.stringify(name)} = ${number}`)
        .join(", ")} }`
    : `export const ${list[0]} = /* @__PURE__ */ Object.freeze(${JSON.stringify(list[1])});`,
);

/** @type {import("esbuild").Plugin} */
export const listConstants = {
  name: "list constants",
  setup({ onLoad, onEnd }) {
    onLoad({ filter: /[\\/]build[\\/]lists\.js$/ }, () => ({ contents: source.join("\n"), loader: "ts" }));
    onEnd(({ outputFiles = [] }) => ({
      errors: outputFiles
        .flatMap(({ path, text }) =>
          Array.from(text.matchAll(/\[\w+(?:\.\w+|\["\w+"\]) ?= ?\d+\] ?= ?"\w+"/g), ([found]) => ({
            text: `${path}: a list of numbers is used as a whole: ${found}`,
          })),
        )
        .slice(0, 1),
    }));
  },
};
