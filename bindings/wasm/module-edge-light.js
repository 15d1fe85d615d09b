/** The same as module-imported.js, in the form that the bundlers of edge runtimes expect. */
// @ts-expect-error: this is not a module of JavaScript
import module from "./ocsp.wasm?module";

export const compile = () => module;
export const compileAsync = async () => module;
