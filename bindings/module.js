/** Where the WebAssembly.Module comes from: inlined, so that there is no file to find and nothing to wait for. */
import wasm from "../build/wasm-base64.js";
import { invalidArgument } from "./arguments.js";
import { fromBase64 } from "./text.js";

/* Node's own decoder is several times as fast, which a start-up of few milliseconds feels. */
const bytes = () => /** @type {any} */ (globalThis).Buffer?.from(wasm, "base64") ?? fromBase64(wasm);

/** @type {WebAssembly.Module | undefined} */
let compiled;

/** The module, compiled on first use. @returns {object} a WebAssembly.Module; the name is not everywhere known to TypeScript */
export const wasmModule = () => compiled ??= new WebAssembly.Module(bytes());

/**
 * Compiles the WebAssembly module ahead of first use, off the main thread where the host can, or adopts one that the host compiled from
 * `ocsp.wasm`. Nothing needs this call: without it the module is compiled on first use. Idempotent.
 * @param {object} [module] a WebAssembly.Module
 * @returns {Promise<void>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT when it is not a WebAssembly.Module
 */
export async function ready(module) {
  if (module !== undefined && !(module instanceof WebAssembly.Module && WebAssembly.Module.exports(module).some(({ name }) => name === "read_response"))) {
    throw invalidArgument("module", "the WebAssembly.Module of ocsp.wasm", module);
  }
  compiled ??= module ?? await WebAssembly.compile(bytes());
}
