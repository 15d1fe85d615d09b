/** The same as wasm-inlined.js with what Node has: a start-up of few milliseconds feels the difference. */
import { inflateRawSync } from "node:zlib";
import { deflated } from "../../build/wasm-deflated.js";

const bytes = () => /** @type {Uint8Array<ArrayBuffer>} */ (inflateRawSync(Buffer.from(deflated, "base64")));

export const compile = () => new WebAssembly.Module(bytes());
export const compileAsync = () => WebAssembly.compile(bytes());
