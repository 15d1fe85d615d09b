/** The one kind of exception that this library throws. */
import { FAULTS, FIELD_ITEM, FIELDS, REFUSAL } from "../../build/lists.js";
import { tagName } from "./tag.js";

/** @import { OCSPErrorCode } from "../../build/lists.js" */

/** Every failure of this library, with a stable `code`; of a fault in bytes also where it is. */
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
      /** Byte offset of the fault in the input (in text: of the character). @readonly @type {number | undefined} */
      this.offset = offset;
    }
    if (path !== undefined) {
      /** Where in the structure, in the names of its ASN.1 module. @readonly @type {string | undefined} */
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
 * @param {Int32Array} cells of a table that begins with REFUSAL
 * @returns {string} e.g. "OCSPRequest.tbsRequest.requestList[0].reqCert"; empty where nothing has a name
 */
function pathOf(cells) {
  let path = "";
  for (let i = 0; i < cells[REFUSAL.depth]; i++) {
    const field = cells[REFUSAL.path + 2 * i];
    path += field === FIELD_ITEM ? `[${cells[REFUSAL.path + 2 * i + 1]}]` : `${path && "."}${FIELDS[field]}`;
  }
  return path;
}

/**
 * The error that a refusal of the core stands for.
 * @param {Int32Array} cells of a table that begins with REFUSAL
 */
export function refusalError(cells) {
  const fault = /** @type {NonNullable<typeof FAULTS[number]>} */ (FAULTS[cells[REFUSAL.fault]]);
  const offset = cells[REFUSAL.offset];
  const path = pathOf(cells);
  const expected = cells[REFUSAL.expected] >>> 0;
  const found = cells[REFUSAL.found] >>> 0;
  const reason = fault.message
    .replace("{expectedTag}", tagName(expected))
    .replace("{foundTag}", tagName(found))
    .replace("{expected}", String(expected))
    .replace("{found}", String(found));
  const place = path === "" ? { offset } : { offset, path };
  return new OCSPError(fault.code, `${path || "DER"} at byte ${offset}: ${reason} (${fault.clause})`, place);
}

/**
 * The same fault as a part of a larger input.
 * @param {unknown} error
 * @param {number} offset of the part in the whole
 * @param {string} path of the part, in place of the first name
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
