/** Where the WebAssembly.Module comes from: inlined, so that there is no file to find and nothing to wait for. */
import wasm from "../build/wasm-base64.js";
import { invalidArgument } from "./arguments.js";
import { fromBase64 } from "./text.js";

/** @type {WebAssembly.Module | undefined} */
let compiled;

/** The module, compiled on first use. @returns {WebAssembly.Module} */
export const wasmModule = () => compiled ??= new WebAssembly.Module(fromBase64(wasm));

/**
 * Compiles the WebAssembly module ahead of first use, off the main thread where the host can, or adopts one that the host compiled from
 * `ocsp.wasm`. Nothing needs this call: without it the module is compiled on first use. Idempotent.
 * @param {object} [module] a WebAssembly.Module
 * @returns {Promise<void>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT when it is not a WebAssembly.Module
 */
export async function ready(module) {
  if (module !== undefined && !(module instanceof WebAssembly.Module)) {
    throw invalidArgument("module", "a WebAssembly.Module", module);
  }
  compiled ??= module ?? await WebAssembly.compile(fromBase64(wasm));
}
