/**
 * For esbuild: CommonJS has one file for every host, since what loads it may know no conditions. What index.js finds by
 * conditions is chosen when it runs.
 */
import { fileURLToPath } from "node:url";

/** By import, what stands in its place. Paths are relative to build/package. @type {Record<string, string>} */
const CHOICES = {
  // noble, which CommonJS may be unable to load, is asked for only where node:crypto is missing.
  "#eddsa": `
    const eddsa = () =>
      globalThis.process?.getBuiltinModule ? require("./eddsa-node.js") : require("./eddsa.js");
    export const publicKey = (...key) => eddsa().publicKey(...key);
    export const signer = (...key) => eddsa().signer(...key);
    export const verify = (...signature) => eddsa().verify(...signature);`,
  // Node's own is faster, and test runners load the library once for every file.
  fflate: `
    import * as fflate from "../../node_modules/fflate/esm/browser.js";
    const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
    export const inflateSync = (bytes, options) =>
      zlib ? zlib.inflateRawSync(bytes) : fflate.inflateSync(bytes, options);`,
};

/** @type {import("esbuild").Plugin} */
export const chosenByHost = {
  name: "chosen by the host",
  setup({ onResolve, onLoad, onEnd }) {
    /** @type {Set<string>} */
    const found = new Set();
    onResolve({ filter: /^(?:#eddsa|fflate)$/ }, ({ path }) => {
      found.add(path);
      return { path, namespace: "host" };
    });
    onLoad({ filter: /./, namespace: "host" }, ({ path }) => ({
      resolveDir: fileURLToPath(new URL("../../build/package", import.meta.url)),
      contents: CHOICES[path],
    }));
    onEnd(() => ({
      errors: Object.keys(CHOICES)
        .filter((path) => !found.has(path))
        .map((path) => ({ text: `nothing imports ${path}` })),
    }));
  },
};
