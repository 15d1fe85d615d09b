/** Names of X.509, RFC 5280 4.1.2.4, and their strings, RFC 4514. */
import { ATTRIBUTE, OID_NAMES } from "../../build/lists.js";
import { copyBytes, invalidArgument } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { encodeHex, fromLatin1 } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { inspectAs } from "../lib/inspect.js";
import { memberOf } from "../lib/options.js";
import { assertPrivate, PRIVATE } from "../lib/private-constructor.js";
import { textDecoder } from "../lib/text.js";
import { namesEqual, readName } from "../wasm/core.js";
import { Row } from "../wasm/table.js";

/**
 * @typedef {object} NameAttributeParts one attribute of a Name
 * @property {string} oid of its type, dotted
 * @property {string} type the short name if it has one ("CN", "organizationIdentifier"; RFC 4514 section 3, the LDAP
 *   registry, X.520), else the OID
 * @property {string} value the string; "#" and the DER in hexadecimal if the value is not a string
 */
/** @typedef {Readonly<NameAttributeParts>} NameAttribute one attribute of a Name */

/**
 * Decoders of the string types, by tag: RFC 5280 4.1.2.4 and X.690 8.23. T61String is read as Latin-1, which is what
 * certificates put into it.
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
  const text = textDecoder(encoding, { ignoreBOM: true });
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

/** Makes a Name from DER that was read before, and which the Name then owns. @type {(der: Uint8Array) => Name} */
export let makeName;
/**
 * The DER of a Name, which is not to be changed; undefined for others.
 * @type {(value: object) => Uint8Array | undefined}
 */
let ownBytes;

/** @param {Name} name */
const hexOf = (name) => encodeHex(/** @type {Uint8Array} */ (ownBytes(name)));

/** A distinguished name; immutable. */
export class Name {
  #der;
  static {
    makeName = (der) => new this(PRIVATE, der);
    ownBytes = (value) => (#der in value ? value.#der : undefined);
  }
  /** @private @param {symbol} key @param {Uint8Array} der */
  constructor(key, der) {
    assertPrivate(key, "Name", "the getters that return one");
    this.#der = der;
    compareBy(this, hexOf);
  }

  /** DER of the Name, as a copy. */
  get der() {
    return this.#der.slice();
  }

  /** Every AttributeTypeAndValue, in the order of the DER. @returns {readonly NameAttribute[]} */
  get attributes() {
    return Object.freeze(this.#rows().map(({ oid, type, value }) => Object.freeze({ oid, type, value })));
  }

  /**
   * Compares two names as RFC 5280 7.1 says: strings as text, whatever their types, without regard to the case of ASCII
   * letters and to how many blanks there are; the attributes of one RDN in any order. All else byte for byte.
   * @param {{ readonly der: Uint8Array }} other a Name, or an object with its DER in der
   * @returns {boolean}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
   */
  equals(other) {
    const der = nameBytes(other);
    if (der === undefined) {
      throw invalidArgument("other", "a Name, or an object with its DER in der", other);
    }
    const one = new OwnedBytes(this.#der),
      two = new OwnedBytes(copyBytes(der, "other.der"));
    return one.equals(two) || namesEqual(one, two);
  }

  /**
   * The name in the form of RFC 4514, which begins with the last RDN: "CN=Example CA,O=Example,C=US". A string is text,
   * whatever its attribute; only what is not a string is "#" and its DER in hexadecimal.
   */
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
    const bytes = new OwnedBytes(this.#der);
    const table = readName(bytes);
    const rows = [];
    for (let base = 0; base < table.length; base += ATTRIBUTE.CELLS) {
      const row = new Row(bytes, table, base);
      const id = row.number(ATTRIBUTE.id);
      const oid = row.oid(ATTRIBUTE.oid);
      const hex = `#${encodeHex(row.span(ATTRIBUTE.valueDer))}`;
      const decode = STRING_TYPES.get(row.number(ATTRIBUTE.tag));
      const value = decode ? decode(row.span(ATTRIBUTE.value)) : hex;
      /*
       * RFC 4514 2.4 wants hexadecimal after a dotted OID. People read this, though, and OpenSSL and Python's
       * cryptography write the text too: hexadecimal is left for what is not a string.
       */
      const text = decode ? escaped(value) : hex;
      rows.push({ rdn: row.number(ATTRIBUTE.rdn), oid, type: id > 0 ? OID_NAMES[id] : oid, value, text });
    }
    return rows;
  }
}
inspectAs(Name, "Name");

/**
 * @param {unknown} value
 * @returns {Uint8Array | undefined} the DER of a Name or of an object like one, not checked; undefined if there is none
 */
export function nameBytes(value) {
  const der = typeof value === "object" && value !== null ? (ownBytes(value) ?? memberOf(value, "der")) : undefined;
  return der instanceof Uint8Array ? der : undefined;
}

/**
 * @param {unknown} value a Name, made here or by somebody else
 * @param {string} name of the argument
 * @returns {Uint8Array} a copy of its DER
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, and ERR_DER_* if it is not a Name
 */
export function toNameDER(value, name) {
  const der = nameBytes(value);
  if (der === undefined) {
    throw invalidArgument(name, "a Name, or an object with its DER in der", value);
  }
  const copy = new Uint8Array(der);
  readName(new OwnedBytes(copy));
  return copy;
}
