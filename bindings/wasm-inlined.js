/** The WebAssembly module, inlined: there is no file to find and nothing to wait for. Deflated, since so it travels best. */
import { inflateSync } from "fflate";
import { deflated, length } from "../build/wasm-deflated.js";

const { Buffer, process } = /** @type {any} */ (globalThis);

/** Node's own decoders are several times as fast, which a start-up of few milliseconds feels. */
function bytes() {
  const zlib = Buffer && process?.getBuiltinModule?.("node:zlib");
  return zlib ? zlib.inflateRawSync(Buffer.from(deflated, "base64"))
    : inflateSync(Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0)), { out: new Uint8Array(length) });
}

/** @returns {object} a WebAssembly.Module; the name is not everywhere known to TypeScript */
export const compile = () => new WebAssembly.Module(bytes());

/** Off the main thread where the host can. @returns {Promise<object>} a WebAssembly.Module */
export const compileAsync = () => WebAssembly.compile(bytes());
