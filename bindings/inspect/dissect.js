/** Any bytes as a tree, for inspectors. The parser that reads the objects also reads and names the elements. */
import { DISSECTION, FIELD_ITEM, FIELDS, KINDS, LIMITS, NODE } from "../../build/lists.js";
import { copyBytes } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { encodeHex, fromLatin1 } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { typeName } from "../lib/tag.js";
import { dissectBytes, oidToText } from "../wasm/core.js";
import { NAME_OF_OID } from "../wasm/oid.js";
import { integerAt } from "../wasm/table.js";
import { CERT_STATUSES, REASONS, RESPONSE_STATUSES } from "../x509/enums.js";
import { STRING_TYPES } from "../x509/name.js";

/** @import { DERKind } from "../../build/lists.js" */
/**
 * @typedef {object} DERNodeParts what a DERNode has
 * @property {string | null} name the name of the field, such as "producedAt"; that of its list with an index, such as
 *   "responses[0]"; that of its type inside an OCTET STRING, such as "KeyUsage"; null if the structure has no name for
 *   it
 * @property {string} type "SEQUENCE", "OBJECT IDENTIFIER", "[0]", ...
 * @property {number} offset of the element's first byte in the input
 * @property {number} headerLength bytes of the identifier and the length
 * @property {number} length bytes of the contents, or as many of them as the input has
 * @property {string | null} text readable value of a primitive, else null. Always null for the INTEGERs and OCTET
 *   STRINGs of a private key, and for INTEGERs of more than 8 bytes in an unknown structure, which may be a key too
 * @property {readonly DERNode[]} children made on first use
 */
/** @typedef {Readonly<DERNodeParts>} DERNode one element, named by the ASN.1 module of its structure; immutable */
/**
 * @typedef {object} DissectionParts what a Dissection has
 * @property {DERKind} kind told by the structure
 * @property {DERNode | null} root null if not even a header can be read
 * @property {OCSPError | null} error the fault, if the bytes are broken; root still has what could be read
 */
/** @typedef {Readonly<DissectionParts>} Dissection what dissect() found */

/**
 * What the nodes of one input share.
 * @typedef {{ readonly bytes: OwnedBytes, readonly table: import("../wasm/table.js").Table, readonly kind: DERKind }}
 *   Tree
 */

const CONSTRUCTED = 0x20;
/** Tags whose values have a text form; those of strings are in x509/name.js. */
const BOOLEAN = 0x01,
  INTEGER = 0x02,
  BIT_STRING = 0x03,
  OCTET_STRING = 0x04,
  OBJECT_IDENTIFIER = 0x06,
  ENUMERATED = 0x0a,
  UTC_TIME = 0x17,
  GENERALIZED_TIME = 0x18;

/** By bit, RFC 5280 4.2.1.3. */
const KEY_USAGES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

/** Longer ones are shown in hexadecimal as well. */
const SHORT_INTEGER = 4;
/**
 * In an unknown structure, a longer INTEGER may be part of a key in a form unknown here. The smallest such numbers,
 * those of DSA, have 20 bytes (FIPS 186-2).
 */
const LONGEST_UNKNOWN = 8;

/** @param {Uint8Array} contents two's complement */
function integerText(contents) {
  if (contents.length === 0 || contents.length > LIMITS.INTEGER) {
    return null;
  }
  const value = integerAt(new OwnedBytes(contents), Int32Array.of(0, contents.length), 0);
  return contents.length <= SHORT_INTEGER
    ? String(value)
    : `${value} (${value < 0n ? "-" : ""}0x${(value < 0n ? -value : value).toString(16)})`;
}

/** @param {Uint8Array} contents @param {readonly string[] | undefined} names by number */
function enumeratedText(contents, names) {
  const number = integerText(contents),
    name = number === null ? undefined : names?.[Number(number)];
  return name === undefined ? number : `${name} (${number})`;
}

/** Whether every arc begins and ends as X.690 8.19.2 demands. @param {Uint8Array} contents */
const isOID = (contents) =>
  contents.length > 0 &&
  contents.length <= LIMITS.OID &&
  contents[contents.length - 1] < 0x80 &&
  contents.every((byte, i) => byte !== 0x80 || (i > 0 && contents[i - 1] >= 0x80));

/** @param {Uint8Array} contents */
function oidText(contents) {
  if (!isOID(contents)) {
    return null;
  }
  const dotted = oidToText(contents),
    name = NAME_OF_OID.get(dotted);
  return name === undefined ? dotted : `${name} (${dotted})`;
}

/**
 * A time in the forms of RFC 5280 4.1.2.5 becomes ISO 8601, with the fraction of its second as it stands there;
 * anything else stays as it is.
 * @param {number} tag
 * @param {Uint8Array} contents
 */
function timeText(tag, contents) {
  const text = fromLatin1(contents);
  const [, year, ...parts] = /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text) ?? [];
  const [month, day, hour, minute, second, fraction = ""] = parts;
  if (year === undefined || year.length !== (tag === UTC_TIME ? 2 : 4) || (tag === UTC_TIME && fraction)) {
    return text;
  }
  const century = year.length === 4 ? "" : year >= "50" ? "19" : "20";
  const iso = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = new Date(`${iso}Z`);
  /* Date turns 30 February into a day in March. */
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(iso) ? `${iso}${fraction}Z` : text;
}

/** @param {Uint8Array} contents of a BIT STRING */
function keyUsageText(contents) {
  const bits = Array.from({ length: Math.max(0, 8 * (contents.length - 1) - contents[0]) }, (_, bit) => bit);
  const names = bits
    .filter((bit) => contents[1 + (bit >> 3)] & (0x80 >> (bit & 7)))
    .map((bit) => KEY_USAGES[bit] ?? `bit ${bit}`);
  return names.join(", ") || "none";
}

/**
 * A primitive GeneralName, RFC 5280 4.2.1.6.
 * @param {number} choice tag number
 * @param {Uint8Array} contents
 */
const generalNameText = (choice, contents) =>
  choice === 1 || choice === 2 || choice === 6 ? fromLatin1(contents) : choice === 8 ? oidText(contents) : null;

/**
 * Whether a GeneralName stands here: under its own name, or without one in a field that holds one or a list of them.
 * @param {string} field @param {string} parent
 */
const isGeneralName = (field, parent) =>
  field === "accessLocation" ||
  (field === "" && (parent === "requestorName" || parent === "authorityCertIssuer" || parent === "CertificateIssuer"));

/**
 * An implicit tag hides the type, which the field then tells.
 * @param {number} tag
 * @param {string} field
 * @param {string} parent field
 * @param {Uint8Array} contents
 */
function taggedText(tag, field, parent, contents) {
  const number = tag & 0x1f;
  return field === "certStatus"
    ? CERT_STATUSES[number]
    : field === "authorityCertSerialNumber"
      ? integerText(contents)
      : isGeneralName(field, parent)
        ? generalNameText(number, contents)
        : null;
}

/**
 * @param {number} tag of a primitive
 * @param {string} field empty if there is none
 * @param {string} parent field of the element around it, empty if there is none
 * @param {Uint8Array} contents
 * @returns {string | null}
 */
function textOf(tag, field, parent, contents) {
  switch (tag) {
    case BOOLEAN:
      return contents.length !== 1 ? null : contents[0] === 0 ? "FALSE" : contents[0] === 255 ? "TRUE" : null;
    case INTEGER:
      return integerText(contents);
    case ENUMERATED:
      return enumeratedText(
        contents,
        field === "responseStatus"
          ? RESPONSE_STATUSES
          : field === "CRLReason" || parent === "revocationReason"
            ? REASONS
            : undefined,
      );
    case OBJECT_IDENTIFIER:
      return oidText(contents);
    case UTC_TIME:
    case GENERALIZED_TIME:
      return timeText(tag, contents);
    case BIT_STRING:
      return field === "KeyUsage" ? keyUsageText(contents) : null;
    default:
      return tag >= 0x80 ? taggedText(tag, field, parent, contents) : (STRING_TYPES.get(tag)?.(contents) ?? null);
  }
}

/** A node makes up to this many children at once; more are made one by one. */
const MANY = 64;

let made = 0;
/** How many nodes have been made so far. For tests. */
export const nodesMade = () => made;

/** @param {DERNode} node */
const withoutChildren = ({ name, type, offset, headerLength, length, text }) => ({
  name,
  type,
  offset,
  headerLength,
  length,
  text,
});

/** @implements {DERNode} */
class DERNodeObject {
  #tree;
  #parent;
  /** First cell of its row in the table. */
  #base;
  /** @type {readonly DERNodeObject[] | undefined} */
  #children;

  /** @param {Tree} tree @param {DERNodeObject | null} parent @param {number} base */
  constructor(tree, parent, base) {
    this.#tree = tree;
    this.#parent = parent;
    this.#base = base;
    made++;
    compareBy(this, DERNodeObject.#textOf);
    Object.freeze(this);
  }

  /** Where it stands, what it is called there, and its bytes. @param {DERNodeObject} node */
  static #textOf(node) {
    const { offset, headerLength, length, name } = node;
    return `${offset} ${name} ${encodeHex(node.#tree.bytes.array, offset, offset + headerLength + length)}`;
  }
  /** @param {number} member of NODE */
  #cell(member) {
    return this.#tree.table[this.#base + member];
  }
  /** @returns {string} empty if there is none */
  get #field() {
    return FIELDS[this.#cell(NODE.field)];
  }

  /** @returns {string | null} */
  get name() {
    if (this.#cell(NODE.field) !== FIELD_ITEM) {
      return this.#field || null;
    }
    let list = this.#parent;
    while (list && list.name === null) {
      list = list.#parent;
    }
    return `${list?.name ?? ""}[${this.#cell(NODE.index)}]`;
  }
  get type() {
    return typeName(this.#cell(NODE.tag));
  }
  get offset() {
    return this.#cell(NODE.offset);
  }
  get headerLength() {
    return this.#cell(NODE.headerLength);
  }
  get length() {
    return this.#cell(NODE.length);
  }
  /** @returns {string | null} */
  get text() {
    const { bytes, kind } = this.#tree,
      tag = this.#cell(NODE.tag);
    /* The kind alone decides, so that no secret becomes text, whatever else is known about the element. */
    if (
      tag & CONSTRUCTED ||
      (kind === "private-key" && (tag === INTEGER || tag === OCTET_STRING)) ||
      (kind === "unknown" && tag === INTEGER && this.length > LONGEST_UNKNOWN)
    ) {
      return null;
    }
    const start = this.offset + this.headerLength;
    return textOf(
      tag,
      this.#field,
      this.#parent === null ? "" : this.#parent.#field,
      bytes.array.subarray(start, start + this.length),
    );
  }
  /** @returns {readonly DERNode[]} */
  get children() {
    return (this.#children ??= this.#makeChildren());
  }
  #makeChildren() {
    const { table } = this.#tree,
      depth = this.#cell(NODE.depth);
    /** @type {number[]} */
    const bases = [];
    for (
      let base = this.#base + NODE.CELLS;
      base < table.length && table[base + NODE.depth] > depth;
      base += NODE.CELLS
    ) {
      if (table[base + NODE.depth] === depth + 1) {
        bases.push(base);
      }
    }
    const make = (/** @type {number} */ index) => new DERNodeObject(this.#tree, this, bases[index]);
    return bases.length > MANY ? lazyList(bases.length, make) : Object.freeze(bases.map((_, index) => make(index)));
  }

  /** @returns {object} */
  toJSON() {
    return {
      ...withoutChildren(this),
      children: Array.from(this.children, (child) => /** @type {DERNodeObject} */ (child).toJSON()),
    };
  }
}
inspectAs(DERNodeObject, "DERNode", (node) => ({ ...withoutChildren(node), children: node.children }));

/** @param {DERKind} kind @param {DERNode | null} root @param {OCSPError | null} error @returns {Dissection} */
const dissection = (kind, root, error) => Object.freeze({ kind, root, error });

/**
 * Shows bytes as a tree of their elements. A certificate, an OCSP request or an OCSP response is read as its class
 * reads it, so names and faults are the same; anything else, keys included, is shown by its types alone, to a depth of
 * 40.
 *
 * Broken input is shown to its end, as far as it is DER: after a value that is broken the names go on, and after
 * another structure come the types of what follows. `error` is the first fault. A known extension whose value is broken
 * has one too, although its message can be read. Truncated input is shown to its end.
 *
 * Two limits give ERR_INPUT_TOO_LARGE: after 4,194,304 elements (112 MiB) no more are shown, and of input over 64 MiB
 * nothing is, not even its kind.
 * @param {import("../lib/arguments.js").Bytes} der anything that may be DER
 * @returns {Dissection}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT if it is not bytes; never for what the bytes are
 */
export function dissect(der) {
  try {
    /* Not in the array that messages share: they may be a private key. */
    const bytes = new OwnedBytes(copyBytes(der, "der"));
    const { table, error } = dissectBytes(bytes);
    const kind = KINDS[table[DISSECTION.kind]];
    const root =
      table.length > DISSECTION.CELLS ? new DERNodeObject({ bytes, table, kind }, null, DISSECTION.CELLS) : null;
    return dissection(kind, root, error);
  } catch (error) {
    if (error instanceof OCSPError && error.code === "ERR_INPUT_TOO_LARGE") {
      return dissection("unknown", null, error);
    }
    throw error;
  }
}
