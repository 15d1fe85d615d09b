/**
 * The WebAssembly module, inlined: there is no file to find and nothing to wait for. Deflated, since so it travels
 * best.
 */
import { inflateSync } from "fflate";
import { deflated, length } from "../../build/wasm-deflated.js";

const bytes = () =>
  inflateSync(
    Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0)),
    { out: new Uint8Array(length) },
  );

/** @returns {object} a WebAssembly.Module; the name is not everywhere known to TypeScript */
export const compile = () => new WebAssembly.Module(bytes());

/** Off the main thread where the host can. @returns {Promise<object>} a WebAssembly.Module */
export const compileAsync = () => WebAssembly.compile(bytes());
