/** The WebAssembly module, inlined and deflated: there is no file to find and nothing to wait for. */
import { inflateSync } from "fflate";
import { deflated, length } from "../../build/wasm-deflated.js";

const bytes = () =>
  inflateSync(
    Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0)),
    { out: new Uint8Array(length) },
  );

/** @returns {object} a WebAssembly.Module, whose name not every TypeScript configuration knows */
export const compile = () => new WebAssembly.Module(bytes());

/** Compiles off the main thread if the host can. @returns {Promise<object>} a WebAssembly.Module */
export const compileAsync = () => WebAssembly.compile(bytes());
