/** The one WebAssembly.Module: compiled on first use, or given by the host. */
import { compile, compileAsync } from "#wasm";
import { invalidArgument } from "../lib/arguments.js";

/** @type {WebAssembly.Module | undefined} */
let compiled;

/**
 * The module, compiled on first use.
 * @returns {object} a WebAssembly.Module; the name is not everywhere known to TypeScript
 */
export const wasmModule = () => (compiled ??= compile());

/**
 * Compiles the WebAssembly module ahead of first use, off the main thread where the host can, or adopts one that the
 * host compiled from `ocsp.wasm`. Nothing needs this call: without it the module is compiled on first use. Idempotent.
 * @param {object} [module] a WebAssembly.Module
 * @returns {Promise<void>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT when it is not a WebAssembly.Module
 */
export async function ready(module) {
  if (
    module !== undefined &&
    !(
      module instanceof WebAssembly.Module &&
      WebAssembly.Module.exports(module).some(({ name }) => name === "read_response")
    )
  ) {
    throw invalidArgument("module", "the WebAssembly.Module of ocsp.wasm", module);
  }
  compiled ??= module ?? (await compileAsync());
}
