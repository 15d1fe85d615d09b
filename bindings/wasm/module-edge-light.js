/** The same as wasm-imported.js in the words of edge runtimes' bundlers. */
// @ts-expect-error: no module of JavaScript
import module from "./ocsp.wasm?module";

export const compile = () => module;
export const compileAsync = async () => module;
