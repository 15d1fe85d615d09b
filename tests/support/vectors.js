// Test vectors that others wrote, read in place: ../shared/vectors beside the project, or the folder that OCSP_VECTORS
// names.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = process.env.OCSP_VECTORS ?? fileURLToPath(new URL("../../../shared/vectors", import.meta.url));

/** The reason to skip, or false: for node:test's `skip` option. */
export const withoutVectors = existsSync(resolve(folder, "README.md")) ? false : `no test vectors in ${folder}`;

const read = (...path) => readFileSync(resolve(folder, ...path));

/** @returns {any} a JSON file at the top of the folder */
export const readList = (name) => JSON.parse(read(name).toString());

/** @returns {string[]} every file under a folder, as paths that bytesOf() takes */
export const vectorFiles = (name) =>
  readdirSync(resolve(folder, name), { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [resolve(entry.parentPath ?? entry.path, entry.name)] : []))
    .sort();
/** @returns {Uint8Array<ArrayBuffer>} */
export const bytesOf = (path) => new Uint8Array(read(path));

/** One source's table and files; paths are relative to its folder, as in the table. */
export class VectorSource {
  constructor(name) {
    this.name = name;
    this.table = JSON.parse(read(name, "expected.json").toString());
  }

  bytes(path) {
    return new Uint8Array(read(this.name, path));
  }

  text(path) {
    return read(this.name, path).toString();
  }

  /** A certificate as its file has it: PEM text or DER bytes. */
  certificate(path) {
    return path.endsWith(".pem") ? this.text(path) : this.bytes(path);
  }
}

/** A suite over one source, or one test that says why it is skipped. */
export function describeVectors(name, suite) {
  if (withoutVectors) {
    test(`${name} vectors`, { skip: withoutVectors });
  } else {
    describe(`${name} vectors`, () => suite(new VectorSource(name)));
  }
}
