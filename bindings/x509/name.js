/** Names of X.509, RFC 5280 4.1.2.4, and their strings, RFC 4514. */
import { ATTRIBUTE, OID_NAMES } from "../../build/lists.js";
import { invalidArgument } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { fromLatin1, toHex } from "../lib/encoding.js";
import { presentAs } from "../lib/inspect.js";
import { checkFriend, FRIEND } from "../lib/private-constructor.js";
import { readName } from "../wasm/core.js";
import { oidAt } from "../wasm/oid.js";
import { spanAt } from "../wasm/table.js";

/**
 * @typedef {object} NameAttributeParts one attribute of a Name
 * @property {string} oid of its type, dotted
 * @property {string} type the short name of RFC 4514 section 3 where there is one, else the OID
 * @property {string} value the string; of a value that is none "#" and its DER in hex
 */
/** @typedef {Readonly<NameAttributeParts>} NameAttribute one attribute of a Name */

/**
 * Decoders of the string types, by tag: RFC 5280 4.1.2.4 and X.690 8.23. T61String is read as Latin-1, which is what is
 * in them.
 */
export const STRING_TYPES = new Map([
  [0x0c, decoder("utf-8")],
  [0x13, fromLatin1],
  [0x16, fromLatin1],
  [0x14, fromLatin1],
  [0x12, fromLatin1],
  [0x1a, fromLatin1],
  [0x1e, decoder("utf-16be")],
  [0x1c, utf32],
]);

/** @param {string} encoding */
function decoder(encoding) {
  const text = new TextDecoder(encoding, { ignoreBOM: true });
  return (/** @type {Uint8Array} */ bytes) => text.decode(bytes);
}

/** @param {Uint8Array} bytes */
function utf32(bytes) {
  let text = "";
  for (let i = 0; i + 3 < bytes.length; i += 4) {
    const code = ((bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3]) >>> 0;
    text += code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  }
  return text;
}

/** RFC 4514 2.4 @param {string} value */
const escaped = (value) => value.replaceAll(/[\\"+,;<>]|^[ #]| $/g, "\\$&").replaceAll("\0", "\\00");

/** Makes a Name of DER that was read before and is nobody else's. @type {(der: Uint8Array) => Name} */
export let makeName;

/** A distinguished name; immutable. */
export class Name {
  #der;
  static {
    makeName = (der) => new this(FRIEND, der);
  }
  /** @private @param {symbol} key @param {Uint8Array} der */
  constructor(key, der) {
    checkFriend(key, "Name", "the getters that return one");
    this.#der = der;
  }

  /** DER of the Name. */
  get der() {
    return this.#der.slice();
  }

  /** Every AttributeTypeAndValue, in encoded order. @returns {readonly NameAttribute[]} */
  get attributes() {
    return Object.freeze(this.#rows().map(({ oid, type, value }) => Object.freeze({ oid, type, value })));
  }

  /**
   * Byte for byte, as RFC 5280 7.1 allows.
   * @param {{ readonly der: Uint8Array }} other a Name, or its DER
   * @returns {boolean}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  equals(other) {
    const der = nameBytes(other);
    if (der === undefined) {
      throw invalidArgument("other", "a Name, or an object with its DER in der", other);
    }
    return der.length === this.#der.length && der.every((byte, i) => byte === this.#der[i]);
  }

  /** The string of RFC 4514, which begins with the last RDN: "CN=Example CA,O=Example,C=US". */
  toString() {
    /** @type {string[][]} */
    const rdns = [];
    for (const { rdn, type, text } of this.#rows()) {
      (rdns[rdn] ??= []).push(`${type}=${text}`);
    }
    return rdns
      .filter(Boolean)
      .reverse()
      .map((rdn) => rdn.join("+"))
      .join(",");
  }

  /** The name as text, for JSON.stringify. */
  toJSON() {
    return this.toString();
  }

  #rows() {
    const octets = new Octets(this.#der);
    const cells = readName(octets);
    const rows = [];
    for (let base = 0; base < cells.length; base += ATTRIBUTE.CELLS) {
      const id = cells[base + ATTRIBUTE.id];
      const oid = oidAt(octets, cells, base + ATTRIBUTE.oid);
      const hex = `#${toHex(spanAt(octets, cells, base + ATTRIBUTE.valueDer))}`;
      const decode = STRING_TYPES.get(cells[base + ATTRIBUTE.tag]);
      const value = decode ? decode(spanAt(octets, cells, base + ATTRIBUTE.value)) : hex;
      /* RFC 4514 2.4: behind an OID the value is hexadecimal. */
      const text = id > 0 && decode ? escaped(value) : hex;
      rows.push({ rdn: cells[base + ATTRIBUTE.rdn], oid, type: id > 0 ? OID_NAMES[id] : oid, value, text });
    }
    return rows;
  }
}
presentAs(Name, "Name");

/**
 * @param {unknown} value
 * @returns {Uint8Array | undefined} the DER of a Name or of an object like one, not checked to be one; undefined where
 *   there is none
 */
export function nameBytes(value) {
  const der = typeof value === "object" && value !== null && "der" in value ? value.der : undefined;
  return der instanceof Uint8Array ? der : undefined;
}

/**
 * A Name that somebody else made.
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {Uint8Array} its DER
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, and ERR_DER_* where it is not a Name
 */
export function checkName(value, name) {
  const der = nameBytes(value);
  if (der === undefined) {
    throw invalidArgument(name, "a Name, or an object with its DER in der", value);
  }
  const copy = new Uint8Array(der);
  readName(new Octets(copy));
  return copy;
}
