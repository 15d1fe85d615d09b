/** OBJECT IDENTIFIERs in dotted form. */
import { NAMED_OIDS, OID_NAMES, OIDS } from "../../build/lists.js";
import { assertString } from "../lib/arguments.js";
import { OCSPError } from "../lib/error.js";
import { oidFromText, oidToText } from "./core.js";
import { spanAt } from "./table.js";

/** By dotted form. @type {ReadonlyMap<string, string>} */
export const NAME_OF_OID = new Map([
  ...OIDS.map((dotted, id) => /** @type {const} */ ([dotted, OID_NAMES[id]])),
  ...NAMED_OIDS,
]);

/**
 * @param {import("../lib/bytes.js").OwnedBytes} bytes
 * @param {import("./table.js").Table} table
 * @param {number} cell of the span of the contents
 * @returns {string} dotted
 */
export const oidAt = (bytes, table, cell) => oidToText(spanAt(bytes, table, cell));

/** Those of the list need no crossing. @param {number} id of OID; 0 if unknown @param {Uint8Array} contents */
export const oidText = (id, contents) => (id > 0 ? OIDS[id] : oidToText(contents));

/**
 * @param {unknown} value dotted
 * @param {string} name of the argument
 * @returns {Uint8Array} the contents of the OBJECT IDENTIFIER
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function toOID(value, name) {
  const text = assertString(value, name, "an OBJECT IDENTIFIER in dotted form");
  const contents = oidFromText(text);
  if (contents.length === 0) {
    const got = JSON.stringify(text.slice(0, 40));
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${name}: expected an OBJECT IDENTIFIER in dotted form, like "1.3.6.1.5.5.7.48.1.2", got ${got}`,
    );
  }
  return contents;
}
