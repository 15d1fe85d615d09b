/**
 * For esbuild: the numbers of build/lists.js (table layouts, OIDs by identifier) become constants where they are used.
 * esbuild does that across files for the enums of TypeScript. An enum that remains is an error: its object has more
 * members than ours.
 */
import * as lists from "../../build/lists.js";

/** These stay objects: their members are looked up by names known at run time, or the package exports them. */
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

/**
 * @param {{ isNeeded: boolean }} expected whether a build without build/lists.js is an error: it may have moved
 * @returns {import("esbuild").Plugin}
 */
export const listConstants = ({ isNeeded }) => ({
  name: "list constants",
  setup({ onLoad, onEnd }) {
    let isFound = false;
    onLoad({ filter: /[\\/]build[\\/]lists\.js$/ }, () => {
      isFound = true;
      return { contents: source.join("\n"), loader: "ts" };
    });
    onEnd(({ outputFiles = [] }) => ({
      errors: [
        ...(isNeeded && !isFound ? [{ text: "build/lists.js is not a part of it" }] : []),
        ...outputFiles.flatMap(({ path, text }) =>
          Array.from(text.matchAll(/\[\w+(?:\.\w+|\["\w+"\]) ?= ?\d+\] ?= ?"\w+"/g), ([found]) => ({
            text: `${path}: a list of numbers is used as a whole: ${found}`,
          })),
        ),
      ].slice(0, 1),
    }));
  },
});
