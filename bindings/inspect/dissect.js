/** The bytes of anything as a tree, for inspectors: named and read by the same parse as the objects. */
import { DISSECTION, FIELD_ITEM, FIELDS, KINDS, LIMITS, NODE } from "../../build/lists.js";
import { copyBytes } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { fromLatin1 } from "../lib/encoding.js";
import { OCSPError } from "../lib/error.js";
import { presentAs } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { typeName } from "../lib/tag.js";
import { dissectOctets, oidToText } from "../wasm/core.js";
import { NAME_OF_OID } from "../wasm/oid.js";
import { integerAt } from "../wasm/table.js";
import { CERT_STATUSES, REASONS, RESPONSE_STATUSES } from "../x509/enums.js";
import { STRING_TYPES } from "../x509/name.js";

/** @import { DERKind } from "../../build/lists.js" */
/**
 * @typedef {object} DERNodeParts what a DERNode has
 * @property {string | null} name the field's name, e.g. "producedAt", of an element of a list with its index, e.g. "responses[0]"; of what an
 * OCTET STRING holds that of its type, e.g. "KeyUsage"; null where the structure has no name for it
 * @property {string} type "SEQUENCE", "OBJECT IDENTIFIER", "[0]", ...
 * @property {number} offset of the first identifier octet in the input
 * @property {number} headerLength octets of identifier and length
 * @property {number} length octets of the contents; where the end of the input cuts them off, those that are there
 * @property {string | null} text readable value of a primitive, else null; of a private key's INTEGERs and OCTET STRINGs always null, of
 * something unknown's INTEGERs where they have more than 8 octets: they may be a key in a form not known here
 * @property {readonly DERNode[]} children made when first read
 */
/** @typedef {Readonly<DERNodeParts>} DERNode one TLV, named by the ASN.1 module of what it is part of; immutable */
/**
 * @typedef {object} DissectionParts what a Dissection has
 * @property {DERKind} kind by the structure
 * @property {DERNode | null} root null where not even a header can be read
 * @property {OCSPError | null} error the fault, where the bytes are broken: what could be read is still in root
 */
/** @typedef {Readonly<DissectionParts>} Dissection what dissect() found */

/** @import { Cells } from "../wasm/table.js" */
/**
 * What the nodes of one input share.
 * @typedef {{ readonly octets: Octets, readonly cells: Cells, readonly kind: DERKind }} Tree
 */

const CONSTRUCTED = 0x20;
/** Identifier octets with a text of their own; those of strings are in name.js. */
const BOOLEAN = 0x01,
  INTEGER = 0x02,
  BIT_STRING = 0x03,
  OCTET_STRING = 0x04,
  OBJECT_IDENTIFIER = 0x06,
  ENUMERATED = 0x0a,
  UTC_TIME = 0x17,
  GENERALIZED_TIME = 0x18;

/** RFC 5280 4.2.1.3, by bit. */
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

/** Longer ones are told in hexadecimal too. */
const SHORT_INTEGER = 4;
/**
 * Of something unknown, a longer INTEGER may be part of a key in a form not known here: the smallest, of DSA, have 20
 * octets (FIPS 186-2).
 */
const LONGEST_UNKNOWN = 8;

/** @param {Uint8Array} contents two's complement */
function integerText(contents) {
  if (contents.length === 0 || contents.length > LIMITS.INTEGER) {
    return null;
  }
  const value = integerAt(new Octets(contents), Int32Array.of(0, contents.length), 0);
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

/** X.690 8.19.2: where the arcs begin and end. @param {Uint8Array} contents */
const isOID = (contents) =>
  contents.length > 0 &&
  contents.length <= LIMITS.OID &&
  contents[contents.length - 1] < 0x80 &&
  contents.every((octet, i) => octet !== 0x80 || (i > 0 && contents[i - 1] >= 0x80));

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
 * ISO 8601 in the forms of RFC 5280 4.1.2.5; what has another form, or is no date, as it stands.
 * @param {number} tag
 * @param {Uint8Array} contents
 */
function timeText(tag, contents) {
  const text = fromLatin1(contents);
  const [, year, ...parts] = /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (year === undefined || year.length !== (tag === UTC_TIME ? 2 : 4)) {
    return text;
  }
  const [month, day, hour, minute, second] = parts;
  const iso = `${year.length === 4 ? year : year >= "50" ? `19${year}` : `20${year}`}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = new Date(`${iso}Z`);
  /* 30 February becomes a day in March. */
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(iso) ? `${iso}Z` : text;
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
 * GeneralName, RFC 5280 4.2.1.6, where it is primitive.
 * @param {number} choice tag number
 * @param {Uint8Array} contents
 */
const generalNameText = (choice, contents) =>
  choice === 1 || choice === 2 || choice === 6 ? fromLatin1(contents) : choice === 8 ? oidText(contents) : null;

/**
 * Where a GeneralName stands: under this name, or as what has none or a place in a list under one of these.
 * @param {string} field @param {string} parent
 */
const isGeneralName = (field, parent) =>
  field === "accessLocation" ||
  (field === "" && (parent === "requestorName" || parent === "authorityCertIssuer" || parent === "CertificateIssuer"));

/**
 * An implicit tag hides the type: the field tells it.
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
 * @param {string} field empty where there is none
 * @param {string} parent field of what it is in, empty where there is none
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

/** Children in longer lists are made one by one. */
const MANY = 64;

let made = 0;
/** How many nodes were made so far. For tests. */
export const nodesMade = () => made;

/** @implements {DERNode} */
class DERNodeObject {
  #tree;
  #parent;
  /** First cell of its row. */
  #base;
  /** @type {readonly DERNodeObject[] | undefined} */
  #children;

  /** @param {Tree} tree @param {DERNodeObject | null} parent @param {number} base */
  constructor(tree, parent, base) {
    this.#tree = tree;
    this.#parent = parent;
    this.#base = base;
    made++;
    Object.freeze(this);
  }

  /** @param {number} member of NODE */
  #cell(member) {
    return this.#tree.cells[this.#base + member];
  }
  /** @returns {string} empty where there is none */
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
    const { octets, kind } = this.#tree,
      tag = this.#cell(NODE.tag);
    /* Decided by kind alone, so that no secret becomes text, whatever else is known of the element. */
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
      octets.bytes.subarray(start, start + this.length),
    );
  }
  /** @returns {readonly DERNode[]} */
  get children() {
    return (this.#children ??= this.#makeChildren());
  }
  #makeChildren() {
    const { cells } = this.#tree,
      depth = this.#cell(NODE.depth);
    /** @type {number[]} */
    const bases = [];
    for (
      let base = this.#base + NODE.CELLS;
      base < cells.length && cells[base + NODE.depth] > depth;
      base += NODE.CELLS
    ) {
      if (cells[base + NODE.depth] === depth + 1) {
        bases.push(base);
      }
    }
    const make = (/** @type {number} */ index) => new DERNodeObject(this.#tree, this, bases[index]);
    return bases.length > MANY ? lazyList(bases.length, make) : Object.freeze(bases.map((_, index) => make(index)));
  }

  /** @returns {object} */
  toJSON() {
    return {
      ...this.#own(),
      children: Array.from(this.children, (child) => /** @type {DERNodeObject} */ (child).toJSON()),
    };
  }
  #own() {
    const { name, type, offset, headerLength, length, text } = this;
    return { name, type, offset, headerLength, length, text };
  }
  static {
    presentAs(this, "DERNode", (node) => ({ ...node.#own(), children: node.children }));
  }
}

/** @param {DERKind} kind @param {DERNode | null} root @param {OCSPError | null} error @returns {Dissection} */
const dissection = (kind, root, error) => Object.freeze({ kind, root, error });

/**
 * The bytes as a tree of their elements. A certificate, OCSP request or response is read as its class reads it, so
 * names and faults are the same; all else (keys too) is shown with its types alone, to a depth of 40.
 *
 * What is broken keeps what was read up to the fault; what is cut off, all that is there. Of more than 4,194,304
 * elements (112 MiB) the first ones are there, and of more than 64 MiB nothing, not even its kind: both with
 * ERR_INPUT_TOO_LARGE.
 * @param {import("../lib/arguments.js").Bytes} der what may be DER
 * @returns {Dissection}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT where it is no bytes; never for what the bytes are
 */
export function dissect(der) {
  try {
    /* Not in the buffer that messages share: they may be a private key. */
    const octets = new Octets(copyBytes(der, "der"));
    const { cells, error } = dissectOctets(octets);
    const kind = KINDS[cells[DISSECTION.kind]];
    const root =
      cells.length > DISSECTION.CELLS ? new DERNodeObject({ octets, cells, kind }, null, DISSECTION.CELLS) : null;
    return dissection(kind, root, error);
  } catch (error) {
    if (error instanceof OCSPError && error.code === "ERR_INPUT_TOO_LARGE") {
      return dissection("unknown", null, error);
    }
    throw error;
  }
}
