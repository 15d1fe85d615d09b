/**
 * The only file that sees linear memory: copy in, call, copy out. An instance keeps nothing between calls, so one that trapped or grew
 * is dropped, and the next call makes another.
 */
import { REPORT } from "../build/lists.js";
import { OCSPError, refusalError } from "./error.js";
import { wasmModule } from "./module.js";

/**
 * The exports of csrc/wasm.c, which says what they do.
 * @typedef {{
 *   memory: WebAssembly.Memory, arena(): number, report(): number,
 *   read_certificate(length: number): number, read_request(length: number): number, read_response(length: number): number,
 *   read_cert_id(length: number): number, read_name(length: number): number, read_extensions(length: number): number,
 *   read_extension_value(length: number, id: number): number,
 *   write_request(cells: number, length: number): number, write_cert_id(cells: number, length: number): number,
 *   write_unsuccessful(status: number): number, write_extension(oidLength: number, valueLength: number, critical: number): number,
 *   write_extension_value(cells: number, length: number, id: number): number, find_entry(cells: number, length: number): number,
 *   oid_to_text(length: number): number, oid_from_text(length: number): number,
 * }} Exports
 */

/**
 * @typedef {{ exports: Exports, memory: WebAssembly.Memory, bytes: Uint8Array, cells: Int32Array, arena: number, report: number }} Instance
 * bytes and cells are views of the whole memory
 */

const PAGE = 65536;
/** As much as a reader takes may be written. */
const INPUT_LIMIT = 64 * 2 ** 20;
/** An instance that is larger than this after a call is given back. */
const KEPT = 4 * 2 ** 20;

/** @type {Instance | undefined} */
let instance;

/** @returns {Instance} */
function instantiate() {
  const exports = /** @type {Exports} */ (/** @type {unknown} */ (new WebAssembly.Instance(wasmModule()).exports));
  const { memory } = exports;
  return instance = {
    exports, memory, bytes: new Uint8Array(memory.buffer), cells: new Int32Array(memory.buffer),
    arena: exports.arena(), report: exports.report() >> 2,
  };
}

/** Views of memory that has grown are detached. @param {Instance} core */
function refreshViews(core) {
  core.bytes = new Uint8Array(core.memory.buffer);
  core.cells = new Int32Array(core.memory.buffer);
}

/** The instance, with room for an input. @param {number} octets */
function prepare(octets) {
  const core = instance ?? instantiate();
  const missing = core.arena + octets - core.bytes.length;
  if (missing > 0) {
    core.memory.grow(Math.ceil(missing / PAGE));
    refreshViews(core);
  }
  return core;
}

/**
 * Calls an export; a trap is a fault of ours, and ends the instance.
 * @param {Instance} core
 * @param {(exports: Exports, a: number, b: number, c: number) => number} call
 * @param {number} a @param {number} [b] @param {number} [c]
 */
function invoke(core, call, a, b = 0, c = 0) {
  let result;
  try {
    result = call(core.exports, a, b, c);
  } catch (cause) {
    instance = undefined;
    throw new OCSPError("ERR_INTERNAL", "the WebAssembly core trapped: please report this with the input", { cause });
  }
  if (core.bytes.length === 0) {
    refreshViews(core);
  }
  return result;
}

/** @param {Instance} core */
function release(core) {
  if (core.bytes.length > KEPT) {
    instance = undefined;
  }
}

/**
 * One crossing: bytes in, their table out.
 * @param {(exports: Exports, length: number, detail: number) => number} reader
 * @param {Uint8Array} bytes
 * @param {number} [detail]
 * @returns {Int32Array}
 * @throws {OCSPError} where the bytes are refused
 */
function readTable(reader, bytes, detail = 0) {
  const core = prepare(bytes.length);
  core.bytes.set(bytes, core.arena);
  const count = invoke(core, reader, bytes.length, detail);
  try {
    if (count < 0) {
      throw refusalError(core.cells.subarray(core.report + REPORT.refusal));
    }
    const start = core.cells[core.report + REPORT.output] >> 2;
    return core.cells.slice(start, start + count);
  } finally {
    release(core);
  }
}

/** @param {Uint8Array} der */
export const readCertificate = (der) => readTable((exports, length) => exports.read_certificate(length), der);
/** @param {Uint8Array} der */
export const readRequest = (der) => readTable((exports, length) => exports.read_request(length), der);
/** @param {Uint8Array} der */
export const readResponse = (der) => readTable((exports, length) => exports.read_response(length), der);
/** @param {Uint8Array} der */
export const readCertID = (der) => readTable((exports, length) => exports.read_cert_id(length), der);
/** @param {Uint8Array} der */
export const readName = (der) => readTable((exports, length) => exports.read_name(length), der);
/** @param {Uint8Array} der */
export const readExtensions = (der) => readTable((exports, length) => exports.read_extensions(length), der);
/** @param {Uint8Array} value contents of extnValue @param {number} id of OID */
export const readExtensionValue = (value, id) => readTable((exports, length, detail) => exports.read_extension_value(length, detail), value, id);

/** What a writer is given: cells of a table, and the bytes that its spans lie in. */
export class Plan {
  /** @type {number[]} */
  cells = [];
  /** @type {Uint8Array[]} */
  chunks = [];
  octets = 0;

  /** @param {number} value */
  int(value) {
    this.cells.push(value);
    return this;
  }

  /** @param {Uint8Array | null} bytes null: absent */
  span(bytes) {
    if (bytes === null) {
      this.cells.push(-1, 0);
    } else {
      this.cells.push(this.octets, bytes.length);
      this.chunks.push(bytes);
      this.octets += bytes.length;
    }
    return this;
  }

  /** The bytes without cells, for exports that take no table. */
  bytesOnly() {
    this.cells = [];
    return this;
  }

  /** @param {number | null} seconds since 1970; null: absent */
  time(seconds) {
    this.cells.push(seconds === null ? 0 : Math.floor(seconds / 86400), seconds === null ? -1 : seconds % 86400);
    return this;
  }
}

/** @param {Plan} plan */
function copyIn({ cells, chunks, octets }) {
  if (octets > INPUT_LIMIT) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", `${octets} bytes to write are over the limit of ${INPUT_LIMIT}`);
  }
  const core = prepare(4 * cells.length + octets);
  core.cells.set(cells, core.arena >> 2);
  let at = core.arena + 4 * cells.length;
  for (let i = 0; i < chunks.length; i++) {
    core.bytes.set(chunks[i], at);
    at += chunks[i].length;
  }
  return core;
}

/**
 * One crossing the other way: what to write in, its DER out.
 * @param {(exports: Exports, a: number, b: number, c: number) => number} writer
 * @param {Plan} plan
 * @param {number} a @param {number} [b] @param {number} [c]
 */
function write(writer, plan, a, b, c) {
  const core = copyIn(plan);
  const octets = invoke(core, writer, a, b, c);
  try {
    const start = core.cells[core.report + REPORT.output];
    return core.bytes.slice(start, start + octets);
  } finally {
    release(core);
  }
}

/** @param {Plan} plan of REQUEST_PLAN and rows of REQUEST_ITEM */
export const writeRequest = (plan) =>
  write((exports, cells, octets) => exports.write_request(cells, octets), plan, plan.cells.length, plan.octets);
/** @param {Plan} plan of TARGET */
export const writeCertID = (plan) =>
  write((exports, cells, octets) => exports.write_cert_id(cells, octets), plan, plan.cells.length, plan.octets);
/** @param {Plan} plan of the rows of this extension's value @param {number} id of OID */
export const writeExtensionValue = (plan, id) =>
  write((exports, cells, octets, detail) => exports.write_extension_value(cells, octets, detail), plan, plan.cells.length, plan.octets, id);
/** @param {Uint8Array} oid contents of extnID @param {boolean} critical @param {Uint8Array} value contents of extnValue */
export const writeExtension = (oid, critical, value) =>
  write((exports, oidLength, valueLength, flag) => exports.write_extension(oidLength, valueLength, flag),
    new Plan().span(oid).span(value).bytesOnly(), oid.length, value.length, Number(critical));
/** @param {number} status number of OCSPResponseStatus */
export const writeUnsuccessful = (status) => write((exports, number) => exports.write_unsuccessful(number), new Plan(), status);

/**
 * @param {Plan} plan of SEARCH
 * @returns {number} index of the entry, or -1
 */
export function findEntry(plan) {
  const core = copyIn(plan);
  const index = invoke(core, (exports, cells, octets) => exports.find_entry(cells, octets), plan.cells.length, plan.octets);
  release(core);
  return index;
}

const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** @param {Uint8Array} oid contents of an OBJECT IDENTIFIER @returns {string} dotted */
export const oidToText = (oid) =>
  utf8.decoder.decode(write((exports, length) => exports.oid_to_text(length), new Plan().span(oid).bytesOnly(), oid.length));

/**
 * @param {string} text dotted
 * @returns {Uint8Array} contents of an OBJECT IDENTIFIER; empty where the text is none
 */
export function oidFromText(text) {
  const bytes = utf8.encoder.encode(text);
  return write((exports, length) => exports.oid_from_text(length), new Plan().span(bytes).bytesOnly(), bytes.length);
}

/** Size of the linear memory that is held, in bytes; 0 when there is none. For tests. */
export const linearMemoryBytes = () => instance?.memory.buffer.byteLength ?? 0;
