/**
 * For esbuild: what the library computes when it is loaded has no effect on anything else: `const WORDS = new Map(…)`,
 * and a class that says how it looks, `inspectAs(Class, …)`. Bundlers cannot know that, so they are told: unused values
 * and classes then go, with all that only they use.
 */
import { readFileSync } from "node:fs";

const IN_BINDINGS = /[\\/]bindings[\\/](?:[\w-]+[\\/])?[\w-]+\.js$/;
const AT_TOP_LEVEL = /^((?:export )?const \w+ = )(?=(?:new )?[\w.]+\()/gm;
/** A class, and what is said of it right after it. */
const CLASS = /^(export )?class (\w+)(\b.*\n[^]*?^\})\ninspectAs\(\2,([^]*?\);\n)(?=\n|$(?![^]))/gm;
const ASSIGNED = /^ {4}(\w+) = /gm;

/**
 * Whether nothing outside a class needs what its static block gives away.
 * @param {string} source
 * @param {string} text of the class
 */
function isOnItsOwn(source, text) {
  const statics = /^ {2}static \{\n[^]*?^ {2}\}\n/m.exec(text)?.[0] ?? "";
  const rest = source.replace(text, "").replaceAll(/\/\*[^]*?\*\//g, "");
  return Array.from(statics.matchAll(ASSIGNED), ([, name]) => name).every((name) =>
    Array.from(rest.matchAll(new RegExp(`^.*\\b${name}\\b.*$`, "gm"))).every(([line]) => line === `let ${name};`),
  );
}

/**
 * A class becomes the result of one call, which goes where the class is not used. It has its name from a property: the
 * minifier would rename a class with the name of the constant around it.
 * @param {string} source
 */
const withPureClasses = (source) =>
  source.replaceAll(CLASS, (whole, exported = "", name, rest, shown) =>
    isOnItsOwn(source, whole)
      ? `${exported}const ${name} = /* @__PURE__ */ (() => {
const it = { ${name}: class${rest} }.${name};
inspectAs(it,${shown}return it;
})();
`
      : whole,
  );

/**
 * @param {{ least: number }} expected so many constants at least: fewer are an error, since files may have moved
 * @returns {import("esbuild").Plugin}
 */
export const pureConstants = ({ least }) => ({
  name: "pure constants",
  setup({ onLoad, onEnd }) {
    let marked = 0;
    onLoad({ filter: IN_BINDINGS }, ({ path }) => ({
      contents: withPureClasses(readFileSync(path, "utf8")).replaceAll(AT_TOP_LEVEL, (constant) => {
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
