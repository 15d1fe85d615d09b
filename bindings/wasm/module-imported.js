/**
 * The WebAssembly module for hosts that must not compile code at run time: the host or its bundler has compiled the
 * file that is imported here.
 */
// @ts-expect-error: this is not a module of JavaScript
import module from "./ocsp.wasm";

export const compile = () => module;
export const compileAsync = async () => module;
