/** The one WebAssembly.Module: compiled on first use, or supplied by the host. */
import { compile, compileAsync } from "#wasm";
import { invalidArgument } from "../lib/arguments.js";

/** @type {WebAssembly.Module | undefined} */
let compiled;

/**
 * The module, compiled on first use.
 * @returns {object} a WebAssembly.Module, whose name not every TypeScript configuration knows
 */
export const wasmModule = () => (compiled ??= compile());

/**
 * Compiles the WebAssembly module ahead of first use, off the main thread if the host can, or adopts one that the host
 * compiled from `ocsp.wasm`. This call is optional: without it, the module is compiled on first use. Idempotent.
 * @param {object} [module] the WebAssembly.Module of `ocsp.wasm`; the library compiles its own by default
 * @returns {Promise<void>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT if it is not that module
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
