/** The only exceptions that this library throws. */
import { FAULTS, FIELD_ITEM, FIELDS, REFUSAL } from "../../build/lists.js";
import { tagName } from "./tag.js";

/** @import { OCSPErrorCode } from "../../build/lists.js" */

/** Every failure of this library. It has a stable `code`, and for a fault in bytes also the place of the fault. */
export class OCSPError extends Error {
  static {
    for (const key of ["name", Symbol.toStringTag]) {
      Object.defineProperty(this.prototype, key, { value: "OCSPError", writable: true, configurable: true });
    }
  }
  /**
   * @param {OCSPErrorCode} code
   * @param {string} message
   * @param {{ offset?: number | undefined, path?: string | undefined, cause?: unknown }} [place]
   */
  constructor(code, message, { offset, path, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    /** One of the codes that the README lists. @readonly @type {OCSPErrorCode} */
    this.code = code;
    if (offset !== undefined) {
      /** Offset of the fault in the input, in bytes; in text, in characters. @readonly @type {number | undefined} */
      this.offset = offset;
    }
    if (path !== undefined) {
      /**
       * The place of the fault in the structure, in the names of its ASN.1 module.
       * @readonly @type {string | undefined}
       */
      this.path = path;
    }
  }
  /** The error, for JSON.stringify. */
  toJSON() {
    const { name, code, message, offset, path } = this;
    return { name, code, message, offset, path };
  }
}

/**
 * @param {Int32Array} table one that begins with a REFUSAL
 * @returns {string} e.g. "OCSPRequest.tbsRequest.requestList[0].reqCert"; empty if nothing there has a name
 */
function pathOf(table) {
  let path = "";
  for (let i = 0; i < table[REFUSAL.depth]; i++) {
    const field = table[REFUSAL.path + 2 * i];
    path += field === FIELD_ITEM ? `[${table[REFUSAL.path + 2 * i + 1]}]` : `${path && "."}${FIELDS[field]}`;
  }
  return path;
}

/**
 * What is wrong, and where that is written. @param {number} number of FAULTS
 * @param {number} expected a tag or a number @param {number} found likewise
 */
export function faultText(number, expected, found) {
  const { message, clause } = /** @type {NonNullable<typeof FAULTS[number]>} */ (FAULTS[number]);
  const reason = message
    .replace("{expectedTag}", tagName(expected >>> 0))
    .replace("{foundTag}", tagName(found >>> 0))
    .replace("{expected}", String(expected >>> 0))
    .replace("{found}", String(found >>> 0));
  return `${reason} (${clause})`;
}

/**
 * The error for a refusal of the core.
 * @param {Int32Array} table one that begins with a REFUSAL
 */
export function refusalError(table) {
  const fault = /** @type {NonNullable<typeof FAULTS[number]>} */ (FAULTS[table[REFUSAL.fault]]);
  const offset = table[REFUSAL.offset];
  const path = pathOf(table);
  const reason = faultText(table[REFUSAL.fault], table[REFUSAL.expected], table[REFUSAL.found]);
  const place = path === "" ? { offset } : { offset, path };
  return new OCSPError(fault.code, `${path || "DER"} at byte ${offset}: ${reason}`, place);
}

/**
 * The same fault, in a part of a larger input.
 * @param {unknown} error
 * @param {number} offset of the part in the whole
 * @param {string} path of the part, which replaces the first name of the path
 */
export function relocated(error, offset, path) {
  if (!(error instanceof OCSPError) || error.offset === undefined || error.path === undefined) {
    return error;
  }
  const place = { offset: error.offset + offset, path: error.path.replace(/^\w+/, path), cause: error };
  return new OCSPError(
    error.code,
    error.message.replace(/^.*? at byte \d+/, `${place.path} at byte ${place.offset}`),
    place,
  );
}

/** Undefined where the library refuses to say. @template T @param {() => T} ask @returns {T | undefined} */
export function unlessRefused(ask) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return undefined;
  }
}
