/**
 * The only file that sees linear memory: copy in, call, copy out. An instance keeps nothing from one call to the next,
 * so one that trapped or grew is dropped, and the next call makes another.
 */
import { DISSECTION, LIMITS, REPORT } from "../../build/lists.js";
import { keep, OwnedBytes } from "../lib/bytes.js";
import { OCSPError, refusalError } from "../lib/error.js";
import { textDecoder, textEncoder } from "../lib/text.js";
import { explained } from "../lib/text-bytes.js";
import { wasmModule } from "./module.js";
import { Plan } from "./plan.js";

/** @import { Table } from "./table.js" */

/** @typedef {{ readonly buffer: ArrayBuffer, grow(pages: number): number }} Memory a WebAssembly.Memory */
/**
 * The exports of csrc/wasm.c, which says what they do.
 * @typedef {{
 *   memory: Memory, arena(): number, report(): number,
 *   find_kind(length: number): number, dissect(length: number): number,
 *   read_certificate(length: number): number, read_request(length: number): number,
 *   read_response(length: number): number, read_cert_id(length: number): number, read_name(length: number): number,
 *   read_extensions(length: number): number, read_extension_value(length: number, id: number): number,
 *   read_public_key(length: number): number, read_private_key(length: number): number,
 *   write_request(cells: number, length: number): number, write_cert_id(cells: number, length: number): number,
 *   hash(length: number, hash: number): number,
 *   write_extension(oidLength: number, valueLength: number, critical: number): number,
 *   write_extension_value(cells: number, length: number, id: number): number,
 *   write_tbs_request(cells: number, length: number): number, write_signed_request(cells: number, length: number):
 *   number, write_response_data(cells: number, length: number): number,
 *   write_signed_response(cells: number, length: number): number, write_unsuccessful(status: number): number,
 *   write_public_key(length: number): number, encode_signature_value(length: number): number,
 *   oid_to_text(length: number): number, oid_from_text(length: number): number,
 *   read_algorithm(length: number): number, find_entry(cells: number, length: number): number,
 *   names_equal(length: number, otherLength: number): number,
 *   can_sign(cells: number, length: number): number, make_signature(cells: number, length: number): number,
 *   check_signature(cells: number, length: number): number, ec_tables(length: number): number,
 *   verify(cells: number, length: number): number,
 * }} Exports
 */

/**
 * @typedef {object} Instance
 * @property {Exports} exports
 * @property {Memory} memory
 * @property {Uint8Array} bytes the whole memory
 * @property {Int32Array} words the whole memory, in cells of tables
 * @property {number} arena address at which input and output begin
 * @property {number} report index of the report in words
 */

const PAGE = 65536;
/** An instance whose memory is larger than this after a call is dropped. */
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
    words: new Int32Array(memory.buffer),
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

/** When memory grows, the views of it are detached. @param {Instance} core */
function refreshViews(core) {
  core.bytes = new Uint8Array(core.memory.buffer);
  core.words = new Int32Array(core.memory.buffer);
}

/** The instance, with room for an input. @param {number} size in bytes */
function prepare(size) {
  const core = instance ?? instantiate();
  const missing = core.arena + size - core.bytes.length;
  if (missing > 0) {
    withMemory(() => core.memory.grow(Math.ceil(missing / PAGE)));
    refreshViews(core);
  }
  return core;
}

/**
 * Calls an export. A trap is a bug of this library, and the end of the instance.
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

/* Small tables share a buffer, as small messages do (lib/bytes.js). */
const SHARED_CELLS = 4096,
  SMALL_TABLE = 512;
let sharedCells = new ArrayBuffer(0);
let usedCells = Infinity;

/** @param {Int32Array} words @param {number} start @param {number} count @returns {Table} */
function copyTable(words, start, count) {
  if (count > SMALL_TABLE) {
    return words.slice(start, start + count);
  }
  if (usedCells + count > SHARED_CELLS) {
    sharedCells = new ArrayBuffer(4 * SHARED_CELLS);
    usedCells = 0;
  }
  const table = new Int32Array(sharedCells, 4 * usedCells, count);
  usedCells += count;
  for (let i = 0; i < count; i++) {
    table[i] = words[start + i];
  }
  return table;
}

/** @param {Instance} core @param {OwnedBytes} bytes @param {number} at address in linear memory */
function copyTo(core, { array, start, length }, at) {
  if (length > 64) {
    core.bytes.set(length === array.length ? array : array.subarray(start, start + length), at);
  } else {
    /* Copying so few takes less time than making a view of them. */
    for (let i = 0; i < length; i++) {
      core.bytes[at + i] = array[start + i];
    }
  }
}

/**
 * The table that a call left. This ends the use of the instance.
 * @param {Instance} core
 * @param {number} count of the table's cells, negative after a refusal
 * @returns {Table}
 * @throws {OCSPError} the refusal
 */
function tableOf(core, count) {
  try {
    if (count < 0) {
      throw refusalError(core.words.subarray(core.report + REPORT.refusal));
    }
    return copyTable(core.words, core.words[core.report + REPORT.output] >> 2, count);
  } finally {
    release(core);
  }
}

/**
 * What was refused may be a private key that was given to the wrong reader.
 * @param {Instance} core
 * @param {number} size in bytes
 */
function wipeInput(core, size) {
  core.bytes.fill(0, core.arena, core.arena + size);
}

/**
 * One crossing: bytes in, their table out.
 * @param {(exports: Exports, length: number, detail: number) => number} reader
 * @param {OwnedBytes} bytes
 * @param {number} [detail]
 * @returns {Table}
 * @throws {OCSPError} if the bytes are refused
 */
function readTable(reader, bytes, detail = 0) {
  const core = prepare(bytes.length);
  copyTo(core, bytes, core.arena);
  const count = invoke(core, reader, bytes.length, detail);
  if (count < 0) {
    wipeInput(core, bytes.length);
  }
  return tableOf(core, count);
}

/**
 * The same for what users have in files and from the network, which may be text.
 * @type {(reader: Parameters<typeof readTable>[0], bytes: OwnedBytes, maySay?: boolean) => Table}
 */
function readInput(reader, bytes, maySay) {
  try {
    return readTable(reader, bytes);
  } catch (error) {
    throw explained(error, bytes, maySay);
  }
}

/** @param {OwnedBytes} der */
export const readCertificate = (der) => readInput((exports, length) => exports.read_certificate(length), der);
/** @param {OwnedBytes} der */
export const readRequest = (der) => readInput((exports, length) => exports.read_request(length), der);
/** @param {OwnedBytes} der */
export const readResponse = (der) => readInput((exports, length) => exports.read_response(length), der);
/** @param {OwnedBytes} der */
export const readCertID = (der) => readTable((exports, length) => exports.read_cert_id(length), der);
/** @param {OwnedBytes} der */
export const readName = (der) => readTable((exports, length) => exports.read_name(length), der);
/** @param {OwnedBytes} der */
export const readExtensions = (der) => readTable((exports, length) => exports.read_extensions(length), der);
/** @param {OwnedBytes} der */
export const readAlgorithm = (der) => readTable((exports, length) => exports.read_algorithm(length), der);
/** @param {OwnedBytes} spki */
export const readPublicKey = (spki) => readTable((exports, length) => exports.read_public_key(length), spki);
/** @param {OwnedBytes} value contents of extnValue @param {number} id of OID */
export const readExtensionValue = (value, id) =>
  readTable((exports, length, detail) => exports.read_extension_value(length, detail), value, id);

/** @param {Plan} plan */
function copyIn({ cells, chunks, length }) {
  const core = prepare(4 * cells.length + length);
  core.words.set(cells, core.arena >> 2);
  let at = core.arena + 4 * cells.length;
  for (const chunk of chunks) {
    copyTo(core, chunk, at);
    at += chunk.length;
  }
  return core;
}

/**
 * One crossing the other way: a plan in, the DER of what it describes out.
 * @param {(exports: Exports, a: number, b: number, c: number) => number} writer
 * @param {Plan} plan
 * @param {number} [a] as the writer takes it @param {number} [b] @param {number} [c]
 * @returns {OwnedBytes}
 */
function write(writer, plan, a, b, c) {
  const written = writeIfPossible(writer, plan, a, b, c);
  if (written.length === 0) {
    throw new OCSPError("ERR_INTERNAL", "the WebAssembly core wrote nothing: please report this");
  }
  return written;
}

/** The same, for writers that may find nothing to write. @type {typeof write} */
function writeIfPossible(writer, plan, a = plan.cells.length, b = plan.length, c = 0) {
  if (plan.length > LIMITS.INPUT) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", `${plan.length} bytes to write are over the limit of ${LIMITS.INPUT}`);
  }
  const core = copyIn(plan);
  const length = invoke(core, writer, a, b, c);
  try {
    if (length > LIMITS.INPUT) {
      throw new OCSPError("ERR_INPUT_TOO_LARGE", `${length} bytes of output are over the limit of ${LIMITS.INPUT}`);
    }
    const start = core.words[core.report + REPORT.output];
    return keep(core.bytes.subarray(start, start + length));
  } finally {
    release(core);
  }
}

/** @param {Plan} plan of REQUEST_PLAN and rows of REQUEST_ITEM */
export const writeRequest = (plan) => write((exports, cells, length) => exports.write_request(cells, length), plan);
/** @param {Plan} plan of TARGET */
export const writeCertID = (plan) => write((exports, cells, length) => exports.write_cert_id(cells, length), plan);
/** @param {Plan} plan of the rows of this extension's value @param {number} id of OID */
export const writeExtensionValue = (plan, id) =>
  write(
    (exports, cells, length, detail) => exports.write_extension_value(cells, length, detail),
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
    new Plan().append(new OwnedBytes(oid)).append(new OwnedBytes(value)),
    oid.length,
    value.length,
    Number(critical),
  );
/** @param {Plan} plan of REQUEST_PLAN and rows of REQUEST_ITEM */
export const writeTbsRequest = (plan) =>
  write((exports, cells, length) => exports.write_tbs_request(cells, length), plan);
/** @param {Plan} plan of SIGNED_PARTS */
export const writeSignedRequest = (plan) =>
  write((exports, cells, length) => exports.write_signed_request(cells, length), plan);
/** @param {Plan} plan of RESPONSE_PLAN and rows of RESPONSE_ITEM */
export const writeResponseData = (plan) =>
  write((exports, cells, length) => exports.write_response_data(cells, length), plan);
/** @param {Plan} plan of SIGNED_PARTS */
export const writeSignedResponse = (plan) =>
  write((exports, cells, length) => exports.write_signed_response(cells, length), plan);
/**
 * @param {OwnedBytes} value r and s, each as long as the group's order, as WebCrypto returns them
 * @returns {OwnedBytes} Ecdsa-Sig-Value
 */
export const encodeSignatureValue = (value) =>
  writeIfPossible((exports, length) => exports.encode_signature_value(length), new Plan().append(value), value.length);
/** @param {OwnedBytes} bytes @param {number} hash of HASHES @returns {OwnedBytes} its value */
export const hashOf = (bytes, hash) =>
  write((exports, length, number) => exports.hash(length, number), new Plan().append(bytes), bytes.length, hash);
/** @param {number} status number of OCSPResponseStatus */
export const writeUnsuccessful = (status) =>
  write((exports, number) => exports.write_unsuccessful(number), new Plan(), status);

/**
 * One crossing for a single number.
 * @param {(exports: Exports, cells: number, length: number) => number} call
 * @param {Plan} plan
 */
function ask(call, plan) {
  const core = copyIn(plan);
  const answer = invoke(core, call, plan.cells.length, plan.length);
  release(core);
  return answer;
}

/** @param {Plan} plan of CHECK_PLAN @returns {Table} CHECKED */
export function checkSignature(plan) {
  const core = copyIn(plan);
  return tableOf(
    core,
    invoke(core, (exports, cells, length) => exports.check_signature(cells, length), plan.cells.length, plan.length),
  );
}
/** @param {OwnedBytes} spki of any key @returns {OwnedBytes} to check its signatures faster; empty for most keys */
export const ecTables = (spki) =>
  writeIfPossible((exports, length) => exports.ec_tables(length), new Plan().append(spki), spki.length).own();

/**
 * @param {Plan} plan of SEARCH
 * @returns {number} index of the entry, or -1
 */
export const findEntry = (plan) => ask((exports, cells, length) => exports.find_entry(cells, length), plan);

/** RFC 5280 7.1. @param {OwnedBytes} name DER of a Name @param {OwnedBytes} other likewise */
export function namesEqual(name, other) {
  if (name.equals(other)) {
    return true;
  }
  const core = copyIn(new Plan().append(name).append(other));
  const equal = invoke(
    core,
    (exports, length, otherLength) => exports.names_equal(length, otherLength),
    name.length,
    other.length,
  );
  release(core);
  return equal === 1;
}

/**
 * @param {Plan} plan of VERIFICATION, rows of BYTES and of NUMBER
 * @returns {Table} a JUDGEMENT
 */
export function verify(plan) {
  const core = copyIn(plan);
  const count = invoke(core, (exports, cells, length) => exports.verify(cells, length), plan.cells.length, plan.length);
  return tableOf(core, count);
}

/** The shadow stack begins at address 0: it is linked first, so that an overflow traps. */
const STACK_BYTES = 65536;
/** More than a call that takes a key leaves after its input. */
const SECRET_OUTPUT = 8192;

/**
 * A call that takes a private key. Nothing of the key stays in linear memory, neither in the arena nor on the stack,
 * even after a refusal or a trap.
 * @template T
 * @param {number} size of the call's input in bytes
 * @param {() => T} call
 * @returns {T}
 */
function wiped(size, call) {
  const core = prepare(size + SECRET_OUTPUT);
  try {
    return call();
  } finally {
    const { buffer } = core.memory;
    new Uint8Array(buffer, 0, STACK_BYTES).fill(0);
    new Uint8Array(buffer, core.arena, Math.min(size + SECRET_OUTPUT, buffer.byteLength - core.arena)).fill(0);
  }
}

/**
 * @param {OwnedBytes} der of a private key
 * @returns {Table} of SECRET
 * @throws {OCSPError} if it is refused
 */
export const readPrivateKey = (der) =>
  wiped(der.length, () => readInput((exports, length) => exports.read_private_key(length), der, false));
/** @param {OwnedBytes} der of a private key that was read before @returns {OwnedBytes} SubjectPublicKeyInfo */
export const writePublicKey = (der) =>
  wiped(der.length, () =>
    write((exports, length) => exports.write_public_key(length), new Plan().append(der), der.length),
  );
/** @param {Plan} plan of SIGNING @returns {boolean} false if the algorithm does not fit the key */
export const canSign = (plan) =>
  wiped(
    4 * plan.cells.length + plan.length,
    () => ask((exports, cells, length) => exports.can_sign(cells, length), plan) === 1,
  );
/**
 * @param {Plan} plan of SIGNING
 * @returns {OwnedBytes} the signature as X.509 encodes it; empty if the algorithm does not fit the key
 */
export const makeSignature = (plan) =>
  wiped(4 * plan.cells.length + plan.length, () =>
    writeIfPossible((exports, cells, length) => exports.make_signature(cells, length), plan),
  );

/** No kind depends on more of an input than this. */
const KIND_BYTES = 8192;

/** @param {OwnedBytes} bytes of anything; they may be a private key @returns {number} of KINDS */
export function findKind(bytes) {
  const prefix = bytes.part(0, Math.min(bytes.length, KIND_BYTES));
  return wiped(prefix.length, () => {
    const core = prepare(prefix.length);
    copyTo(core, prefix, core.arena);
    return invoke(core, (exports, length) => exports.find_kind(length), prefix.length);
  });
}

/**
 * A table of DISSECTION and the rows of NODE, and why the rest was refused.
 * @param {OwnedBytes} bytes of anything; they may be a private key
 * @returns {{ table: Table, error: OCSPError | null }}
 */
export const dissectBytes = (bytes) =>
  wiped(bytes.length, () => {
    const core = prepare(bytes.length);
    copyTo(core, bytes, core.arena);
    const count = invoke(core, (exports, length) => exports.dissect(length), bytes.length);
    try {
      const start = core.words[core.report + REPORT.output] >> 2;
      const error = core.words[start + DISSECTION.refused]
        ? /** @type {OCSPError} */ (explained(refusalError(core.words.subarray(core.report + REPORT.refusal)), bytes))
        : null;
      return { table: withMemory(() => copyTable(core.words, start, count)), error };
    } finally {
      release(core);
    }
  });

const utf8 = { encoder: textEncoder(), decoder: textDecoder() };

/** @param {Uint8Array} oid contents of an OBJECT IDENTIFIER @returns {string} dotted */
export const oidToText = (oid) =>
  utf8.decoder.decode(
    write((exports, length) => exports.oid_to_text(length), new Plan().append(new OwnedBytes(oid)), oid.length).copy(),
  );

/**
 * @param {string} text dotted
 * @returns {Uint8Array} contents of an OBJECT IDENTIFIER; empty if the text does not stand for one
 */
export function oidFromText(text) {
  const bytes = utf8.encoder.encode(text);
  return writeIfPossible(
    (exports, length) => exports.oid_from_text(length),
    new Plan().append(new OwnedBytes(bytes)),
    bytes.length,
  ).copy();
}

/** The linear memory of the instance; undefined if there is no instance. For tests. */
export const linearMemory = () => instance?.memory.buffer;
/** Its size in bytes. For tests. */
export const linearMemoryBytes = () => instance?.memory.buffer.byteLength ?? 0;
