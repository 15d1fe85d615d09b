/**
 * The WebAssembly module where code must not be compiled at run time: the host or its bundler has compiled the file
 * that is imported.
 */
// @ts-expect-error: no module of JavaScript
import module from "./ocsp.wasm";

export const compile = () => module;
export const compileAsync = async () => module;
