// Writes the module as a JavaScript string: the one form that every runtime and bundler can import without help. It is
// deflated first, by zopfli, which finds a twentieth more than zlib: base64 of compressed bytes travels a fifth shorter
// than base64 that gzip compresses.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";

const [from, to] = process.argv.slice(2);
const wasm = readFileSync(from);

function deflate() {
  try {
    return execFileSync("zopfli", ["--deflate", "-c", from]);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") {
      throw error;
    }
    console.log(`${to}: made by zlib, a twentieth larger, since zopfli is missing`);
    return deflateRawSync(wasm, { level: 9 });
  }
}

const deflated = deflate();
if (!inflateRawSync(deflated).equals(wasm)) {
  throw new Error(`${from}: it does not inflate to what was deflated`);
}
// Declared as a string, so that tsc does not take it for a literal type.
writeFileSync(
  to,
  `/** Octets of the module. */
export const length = ${wasm.length};
/** @type {string} base64 of its raw deflate stream */
export const deflated = "${deflated.toString("base64")}";
`,
);
