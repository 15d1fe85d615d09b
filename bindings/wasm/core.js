/**
 * The only file that sees linear memory: copy in, call, copy out. An instance keeps nothing between calls, so one that
 * trapped or grew is dropped, and the next call makes another.
 */
import { DISSECTION, LIMITS, REPORT } from "../../build/lists.js";
import { keep, Octets } from "../lib/bytes.js";
import { OCSPError, refusalError } from "../lib/error.js";
import { wasmModule } from "./module.js";

/**
 * The exports of csrc/wasm.c, which says what they do.
 * @typedef {{
 *   memory: { readonly buffer: ArrayBuffer, grow(pages: number): number }, arena(): number, report(): number,
 *   find_kind(length: number): number, dissect(length: number): number, read_certificate(length: number): number, read_request(length: number): number, read_response(length: number): number,
 *   read_cert_id(length: number): number, read_name(length: number): number, read_extensions(length: number): number,
 *   read_extension_value(length: number, id: number): number,
 *   write_request(cells: number, length: number): number, write_cert_id(cells: number, length: number): number,
 *   write_unsuccessful(status: number): number, write_extension(oidLength: number, valueLength: number, critical: number): number,
 *   write_extension_value(cells: number, length: number, id: number): number, find_entry(cells: number, length: number): number,
 *   oid_to_text(length: number): number, oid_from_text(length: number): number,
 *   read_algorithm(length: number): number, read_public_key(length: number): number, read_private_key(length: number): number, write_public_key(length: number): number,
 *   make_signature(cells: number, length: number): number, check_signature(cells: number, length: number): number,
 *   verify(cells: number, length: number): number,
 *   encode_signature_value(length: number): number, write_tbs_request(cells: number, length: number): number,
 *   write_signed_request(cells: number, length: number): number, write_response_data(cells: number, length: number): number,
 *   write_signed_response(cells: number, length: number): number,
 * }} Exports
 */

/**
 * @typedef {{ exports: Exports, memory: { readonly buffer: ArrayBuffer, grow(pages: number): number }, bytes:
 *   Uint8Array, cells: Int32Array, arena: number, report: number }} Instance
 * bytes and cells are views of the whole memory
 */

const PAGE = 65536;
/** An instance that is larger than this after a call is given back. */
const KEPT = 4 * 2 ** 20;

/** @type {Instance | undefined} */
let instance;

/** @returns {Instance} */
function instantiate() {
  const exports = /** @type {Exports} */ (
    /** @type {unknown} */ (new WebAssembly.Instance(/** @type {WebAssembly.Module} */ (wasmModule())).exports)
  );
  const { memory } = exports;
  return (instance = {
    exports,
    memory,
    bytes: new Uint8Array(memory.buffer),
    cells: new Int32Array(memory.buffer),
    arena: exports.arena(),
    report: exports.report() >> 2,
  });
}

/** @template T @param {() => T} allocate @returns {any} */
function withMemory(allocate) {
  try {
    return allocate();
  } catch (cause) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", "there is not enough memory for the WebAssembly core", { cause });
  }
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
    withMemory(() => core.memory.grow(Math.ceil(missing / PAGE)));
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

/* Tables of few cells share a buffer, as small messages do (bytes.js). */
const SHARED_CELLS = 4096,
  FEW_CELLS = 512;
let sharedCells = new ArrayBuffer(0);
let usedCells = Infinity;

/** @param {Int32Array} memory @param {number} start @param {number} count */
function copyCells(memory, start, count) {
  if (count > FEW_CELLS) {
    return memory.slice(start, start + count);
  }
  if (usedCells + count > SHARED_CELLS) {
    sharedCells = new ArrayBuffer(4 * SHARED_CELLS);
    usedCells = 0;
  }
  const cells = new Int32Array(sharedCells, 4 * usedCells, count);
  usedCells += count;
  for (let i = 0; i < count; i++) {
    cells[i] = memory[start + i];
  }
  return cells;
}

/** @param {Instance} core @param {Octets} octets @param {number} at address in linear memory */
function copyTo(core, { bytes, start, length }, at) {
  if (length > 64) {
    core.bytes.set(length === bytes.length ? bytes : bytes.subarray(start, start + length), at);
  } else {
    /* So few are copied before a view of them is made. */
    for (let i = 0; i < length; i++) {
      core.bytes[at + i] = bytes[start + i];
    }
  }
}

/**
 * The table that a call left; the instance is done with then.
 * @param {Instance} core
 * @param {number} count of its cells, negative after a refusal
 * @returns {import("./table.js").Cells}
 * @throws {OCSPError} the refusal
 */
function tableOf(core, count) {
  try {
    if (count < 0) {
      throw refusalError(core.cells.subarray(core.report + REPORT.refusal));
    }
    return copyCells(core.cells, core.cells[core.report + REPORT.output] >> 2, count);
  } finally {
    release(core);
  }
}

/**
 * What was refused may be a private key that was given to the wrong reader.
 * @param {Instance} core
 * @param {number} octets
 */
function wipeInput(core, octets) {
  core.bytes.fill(0, core.arena, core.arena + octets);
}

/**
 * One crossing: bytes in, their table out.
 * @param {(exports: Exports, length: number, detail: number) => number} reader
 * @param {Octets} octets
 * @param {number} [detail]
 * @returns {import("./table.js").Cells}
 * @throws {OCSPError} where the bytes are refused
 */
function readTable(reader, octets, detail = 0) {
  const core = prepare(octets.length);
  copyTo(core, octets, core.arena);
  const count = invoke(core, reader, octets.length, detail);
  if (count < 0) {
    wipeInput(core, octets.length);
  }
  return tableOf(core, count);
}

/** @param {Octets} der */
export const readCertificate = (der) => readTable((exports, length) => exports.read_certificate(length), der);
/** @param {Octets} der */
export const readRequest = (der) => readTable((exports, length) => exports.read_request(length), der);
/** @param {Octets} der */
export const readResponse = (der) => readTable((exports, length) => exports.read_response(length), der);
/** @param {Octets} der */
export const readCertID = (der) => readTable((exports, length) => exports.read_cert_id(length), der);
/** @param {Octets} der */
export const readName = (der) => readTable((exports, length) => exports.read_name(length), der);
/** @param {Octets} der */
export const readExtensions = (der) => readTable((exports, length) => exports.read_extensions(length), der);
/** @param {Octets} der */
export const readAlgorithm = (der) => readTable((exports, length) => exports.read_algorithm(length), der);
/** @param {Octets} spki */
export const readPublicKey = (spki) => readTable((exports, length) => exports.read_public_key(length), spki);
/** @param {Octets} value contents of extnValue @param {number} id of OID */
export const readExtensionValue = (value, id) =>
  readTable((exports, length, detail) => exports.read_extension_value(length, detail), value, id);

/** What a writer is given: cells of a table, and the bytes that its spans lie in. */
export class Plan {
  /** @type {number[]} */
  cells = [];
  /** @type {Octets[]} */
  chunks = [];
  length = 0;

  /** @param {number} value */
  int(value) {
    this.cells.push(value);
    return this;
  }

  /** @param {Octets | null} octets null: absent */
  span(octets) {
    if (octets === null) {
      this.cells.push(-1, 0);
    } else {
      this.cells.push(this.length, octets.length);
      this.chunks.push(octets);
      this.length += octets.length;
    }
    return this;
  }

  /**
   * What a span of the answer points to: a part of one of the chunks, not copied.
   * @param {import("./table.js").Cells} cells
   * @param {number} cell of a span
   */
  part(cells, cell) {
    let start = cells[cell],
      i = 0;
    /* An empty span may lie at the very end. */
    for (; start >= this.chunks[i].length && i < this.chunks.length - 1; i++) {
      start -= this.chunks[i].length;
    }
    return new Octets(this.chunks[i].bytes, this.chunks[i].start + start, cells[cell + 1]);
  }

  /** Bytes without cells, for exports that take no table. @param {Octets} octets */
  bytes(octets) {
    this.chunks.push(octets);
    this.length += octets.length;
    return this;
  }

  /** @param {number | null} seconds since 1970; null: absent */
  time(seconds) {
    this.cells.push(seconds === null ? 0 : Math.floor(seconds / 86400), seconds === null ? -1 : seconds % 86400);
    return this;
  }
}

/** @param {Plan} plan */
function copyIn({ cells, chunks, length }) {
  const core = prepare(4 * cells.length + length);
  core.cells.set(cells, core.arena >> 2);
  let at = core.arena + 4 * cells.length;
  for (const chunk of chunks) {
    copyTo(core, chunk, at);
    at += chunk.length;
  }
  return core;
}

/**
 * One crossing the other way: what to write in, its DER out.
 * @param {(exports: Exports, a: number, b: number, c: number) => number} writer
 * @param {Plan} plan
 * @param {number} a @param {number} [b] @param {number} [c]
 * @returns {Octets}
 */
function write(writer, plan, a, b, c) {
  const written = writeIfPossible(writer, plan, a, b, c);
  if (written.length === 0) {
    throw new OCSPError("ERR_INTERNAL", "the WebAssembly core wrote nothing: please report this");
  }
  return written;
}

/** The same where writing nothing is an answer. @type {typeof write} */
function writeIfPossible(writer, plan, a, b, c) {
  if (plan.length > LIMITS.INPUT) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", `${plan.length} bytes to write are over the limit of ${LIMITS.INPUT}`);
  }
  const core = copyIn(plan);
  const length = invoke(core, writer, a, b, c);
  try {
    if (length > LIMITS.INPUT) {
      throw new OCSPError("ERR_INPUT_TOO_LARGE", `${length} bytes of output are over the limit of ${LIMITS.INPUT}`);
    }
    const start = core.cells[core.report + REPORT.output];
    return keep(core.bytes.subarray(start, start + length));
  } finally {
    release(core);
  }
}

/** @param {Plan} plan of REQUEST_PLAN and rows of REQUEST_ITEM */
export const writeRequest = (plan) =>
  write((exports, cells, octets) => exports.write_request(cells, octets), plan, plan.cells.length, plan.length);
/** @param {Plan} plan of TARGET */
export const writeCertID = (plan) =>
  write((exports, cells, octets) => exports.write_cert_id(cells, octets), plan, plan.cells.length, plan.length);
/** @param {Plan} plan of the rows of this extension's value @param {number} id of OID */
export const writeExtensionValue = (plan, id) =>
  write(
    (exports, cells, octets, detail) => exports.write_extension_value(cells, octets, detail),
    plan,
    plan.cells.length,
    plan.length,
    id,
  );
/**
 * @param {Uint8Array} oid contents of extnID
 * @param {boolean} critical
 * @param {Uint8Array} value contents of extnValue
 */
export const writeExtension = (oid, critical, value) =>
  write(
    (exports, oidLength, valueLength, flag) => exports.write_extension(oidLength, valueLength, flag),
    new Plan().bytes(new Octets(oid)).bytes(new Octets(value)),
    oid.length,
    value.length,
    Number(critical),
  );
/** @param {Plan} plan of REQUEST_PLAN and rows of REQUEST_ITEM */
export const writeTbsRequest = (plan) =>
  write((exports, cells, length) => exports.write_tbs_request(cells, length), plan, plan.cells.length, plan.length);
/** @param {Plan} plan of SIGNED_PARTS */
export const writeSignedRequest = (plan) =>
  write((exports, cells, length) => exports.write_signed_request(cells, length), plan, plan.cells.length, plan.length);
/** @param {Plan} plan of RESPONSE_PLAN and rows of RESPONSE_ITEM */
export const writeResponseData = (plan) =>
  write((exports, cells, length) => exports.write_response_data(cells, length), plan, plan.cells.length, plan.length);
/** @param {Plan} plan of SIGNED_PARTS */
export const writeSignedResponse = (plan) =>
  write((exports, cells, length) => exports.write_signed_response(cells, length), plan, plan.cells.length, plan.length);
/**
 * @param {Octets} value r and s, each as long as the group's order, as WebCrypto gives them
 * @returns {Octets} Ecdsa-Sig-Value
 */
export const encodeSignatureValue = (value) =>
  writeIfPossible((exports, length) => exports.encode_signature_value(length), new Plan().bytes(value), value.length);
/** @param {number} status number of OCSPResponseStatus */
export const writeUnsuccessful = (status) =>
  write((exports, number) => exports.write_unsuccessful(number), new Plan(), status);

/**
 * @param {Plan} plan of CHECKING
 * @returns {number} of VERDICT
 */
export function checkSignature(plan) {
  const core = copyIn(plan);
  const verdict = invoke(
    core,
    (exports, cells, length) => exports.check_signature(cells, length),
    plan.cells.length,
    plan.length,
  );
  release(core);
  return verdict;
}

/**
 * @param {Plan} plan of VERIFICATION, rows of BYTES and of NUMBER
 * @returns {import("./table.js").Cells} a JUDGEMENT
 */
export function verify(plan) {
  const core = copyIn(plan);
  const count = invoke(core, (exports, cells, length) => exports.verify(cells, length), plan.cells.length, plan.length);
  return tableOf(core, count);
}

/** The shadow stack begins at address 0: linked stack first, so that an overflow traps. */
const STACK_OCTETS = 65536;
/** More than a call that takes a key leaves behind its input. */
const SECRET_OUTPUT = 8192;

/**
 * A call that takes a private key, after which nothing of it is left in linear memory: not in the arena, not on the
 * stack, also not after a refusal or a trap.
 * @template T
 * @param {number} octets of the call's input
 * @param {() => T} call
 * @returns {T}
 */
function wiped(octets, call) {
  const core = prepare(octets + SECRET_OUTPUT);
  try {
    return call();
  } finally {
    const { buffer } = core.memory;
    new Uint8Array(buffer, 0, STACK_OCTETS).fill(0);
    new Uint8Array(buffer, core.arena, Math.min(octets + SECRET_OUTPUT, buffer.byteLength - core.arena)).fill(0);
  }
}

/**
 * @param {Octets} der of a private key
 * @returns {import("./table.js").Cells} of SECRET
 * @throws {OCSPError} where it is refused
 */
export const readPrivateKey = (der) =>
  wiped(der.length, () => readTable((exports, length) => exports.read_private_key(length), der));
/** @param {Octets} der of a private key, read before @returns {Octets} SubjectPublicKeyInfo */
export const writePublicKey = (der) =>
  wiped(der.length, () =>
    write((exports, length) => exports.write_public_key(length), new Plan().bytes(der), der.length),
  );
/**
 * @param {Plan} plan of SIGNING
 * @returns {Octets} the signature as X.509 encodes it; none where the algorithm does not fit the key
 */
export const makeSignature = (plan) =>
  wiped(4 * plan.cells.length + plan.length, () =>
    writeIfPossible(
      (exports, cells, length) => exports.make_signature(cells, length),
      plan,
      plan.cells.length,
      plan.length,
    ),
  );

/**
 * @param {Plan} plan of SEARCH
 * @returns {number} index of the entry, or -1
 */
export function findEntry(plan) {
  const core = copyIn(plan);
  const index = invoke(
    core,
    (exports, cells, octets) => exports.find_entry(cells, octets),
    plan.cells.length,
    plan.length,
  );
  release(core);
  return index;
}

/** More than what the kind of an input can depend on. */
const KIND_OCTETS = 8192;

/** @param {Octets} octets of anything; they may be a private key @returns {number} of KINDS */
export function findKind({ bytes, start, length }) {
  const prefix = new Octets(bytes, start, Math.min(length, KIND_OCTETS));
  return wiped(prefix.length, () => {
    const core = prepare(prefix.length);
    copyTo(core, prefix, core.arena);
    return invoke(core, (exports, octets) => exports.find_kind(octets), prefix.length);
  });
}

/**
 * A table of DISSECTION and the rows of NODE, and why the rest was refused.
 * @param {Octets} octets of anything; they may be a private key
 * @returns {{ cells: import("./table.js").Cells, error: OCSPError | null }}
 */
export const dissectOctets = (octets) =>
  wiped(octets.length, () => {
    const core = prepare(octets.length);
    copyTo(core, octets, core.arena);
    const count = invoke(core, (exports, length) => exports.dissect(length), octets.length);
    try {
      const start = core.cells[core.report + REPORT.output] >> 2;
      const error = core.cells[start + DISSECTION.refused]
        ? refusalError(core.cells.subarray(core.report + REPORT.refusal))
        : null;
      return { cells: withMemory(() => copyCells(core.cells, start, count)), error };
    } finally {
      release(core);
    }
  });

const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** @param {Uint8Array} oid contents of an OBJECT IDENTIFIER @returns {string} dotted */
export const oidToText = (oid) =>
  utf8.decoder.decode(
    write((exports, length) => exports.oid_to_text(length), new Plan().bytes(new Octets(oid)), oid.length).copy(),
  );

/**
 * @param {string} text dotted
 * @returns {Uint8Array} contents of an OBJECT IDENTIFIER; empty where the text is none
 */
export function oidFromText(text) {
  const bytes = utf8.encoder.encode(text);
  return writeIfPossible(
    (exports, length) => exports.oid_from_text(length),
    new Plan().bytes(new Octets(bytes)),
    bytes.length,
  ).copy();
}

/** The linear memory that is held; undefined when there is none. For tests. */
export const linearMemory = () => instance?.memory.buffer;
/** Its size in bytes. For tests. */
export const linearMemoryBytes = () => instance?.memory.buffer.byteLength ?? 0;
