/** The extensions of RFC 6960 4.4, RFC 9654, RFC 5280 5.3 and RFC 6962 3.3: reads, makes and decodes them. */
import {
  ACCESS,
  ALGORITHM,
  BYTES,
  CRL_ID,
  DEFAULTS,
  EXTENSION,
  EXTENSIONS,
  INSTANT,
  LIMITS,
  NUMBER,
  OID,
  OID_NAMES,
  OIDS,
  REASON_NUMBERS,
  SCT,
  SIGNATURES,
} from "../../build/lists.js";
import {
  assertString,
  copyBytes,
  invalidArgument,
  toBoolean,
  toIntegerBytes,
  toList,
  toMemberNumber,
  toSeconds,
} from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { encodeHex, fromLatin1 } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf } from "../lib/inspect.js";
import { knownNames, memberOf, toOptions, toParts } from "../lib/options.js";
import { assertPrivate, PRIVATE } from "../lib/private-constructor.js";
import { textEncoder } from "../lib/text.js";
import { readExtensions, readExtensionValue, writeExtension, writeExtensionValue } from "../wasm/core.js";
import { oidAt, oidText, toOID } from "../wasm/oid.js";
import { Plan } from "../wasm/plan.js";
import { integerAt, isPresent, optionalTimeAt, spanAt, timeAt } from "../wasm/table.js";
import { REASONS } from "./enums.js";
import { makeName, toNameDER } from "./name.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { DecodedExtensionName, ExtensionShape, SignatureAlgorithmName } from "../../build/lists.js" */
/** @typedef {typeof REASONS[number]} ReasonFlags */

/**
 * @template [T=unknown]
 * @typedef {object} ExtensionParts what an Extension has
 * @property {string} oid dotted
 * @property {string | null} name short name if known: "nonce", "cRLReason", "acceptableResponses", ...; else null
 * @property {boolean} critical whoever does not understand the extension must refuse what carries it
 * @property {Uint8Array} value the contents of extnValue: the DER of the extension's own type
 * @property {T} [decoded] the decoded value if the type is known, else undefined. Throws if the value is not of its
 *   type (ERR_DER_*, ERR_OCSP_REASON, ERR_SCT_LIST): such an extension is read all the same. The error's offset counts
 *   from the first byte of `value`
 */
/**
 * @template [T=unknown]
 * @typedef {Readonly<ExtensionParts<T>>} Extension of a message, an entry or a certificate, RFC 5280 4.2
 */

/**
 * @typedef {object} SignedCertificateTimestampParts what a SignedCertificateTimestamp has
 * @property {number} version 0 is v1
 * @property {Uint8Array} logId SHA-256 of the log's key
 * @property {Date} timestamp with milliseconds
 * @property {Uint8Array} extensions of the timestamp, undecoded
 * @property {SignatureAlgorithmName | null} signatureAlgorithm null if unknown
 * @property {Uint8Array} signature the log's signature
 */
/** @typedef {Readonly<SignedCertificateTimestampParts>} SignedCertificateTimestamp RFC 6962 3.2 */

/**
 * @typedef {object} KnownExtensions what `decoded` is, by short name
 * @property {Uint8Array} nonce RFC 9654
 * @property {readonly string[]} acceptableResponses OIDs of response types, RFC 6960 4.4.3
 * @property {readonly (SignatureAlgorithmName | string)[]} preferredSignatureAlgorithms names if known, else OIDs,
 *   RFC 6960 4.4.7
 * @property {{ readonly issuer: import("./name.js").Name, readonly ocspUrls: readonly string[] }} serviceLocator RFC
 *   6960 4.4.6
 * @property {Date} archiveCutoff RFC 6960 4.4.4
 * @property {{ readonly url: string | null, readonly number: bigint | null, readonly time: Date | null }} crlReferences
 *   RFC 6960 4.4.2
 * @property {true} extendedRevoke the extension has no contents, RFC 6960 4.4.8
 * @property {ReasonFlags} cRLReason RFC 5280 5.3.1
 * @property {Date} invalidityDate RFC 5280 5.3.2
 * @property {readonly import("./name.js").Name[]} certificateIssuer the directoryNames, RFC 5280 5.3.3
 * @property {readonly SignedCertificateTimestamp[]} signedCertificateTimestamps RFC 6962 3.3
 * @property {readonly string[]} extKeyUsage OIDs of key purposes, RFC 5280 4.2.1.12
 * @property {{ readonly ocspUrls: readonly string[], readonly caIssuersUrls: readonly string[] }} authorityInfoAccess
 *   RFC 5280 4.2.2.1
 */
/**
 * A type error here means that extensions.def has a decoded extension that KnownExtensions lacks.
 * @typedef {{ [Name in DecodedExtensionName]: KnownExtensions[Name] }} AllKnownExtensions
 */

/**
 * The first cell of each row.
 * @param {import("../wasm/table.js").Table} table
 * @param {number} size cells in a row
 * @param {number} [start] first cell of the first row
 */
function* rowsOf(table, size, start = 0) {
  for (let base = start; base < table.length; base += size) {
    yield base;
  }
}

/**
 * The URIs of one access method.
 * @param {OwnedBytes} value
 * @param {import("../wasm/table.js").Table} table of ACCESS rows
 * @param {number} method of OID
 * @param {number} [start] first cell
 */
const urlsOf = (value, table, method, start) =>
  Object.freeze(
    [...rowsOf(table, ACCESS.CELLS, start)]
      .filter((base) => table[base + ACCESS.method] === method && isPresent(table, base + ACCESS.uri))
      .map((base) => fromLatin1(spanAt(value, table, base + ACCESS.uri))),
  );

/** HashAlgorithm and SignatureAlgorithm of RFC 5246 7.4.1.4.1, as RFC 6962 uses them. */
const TLS_HASHES = [undefined, undefined, "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];
const TLS_SIGNATURES = [undefined, "RSA", "DSA", "ECDSA"];

/**
 * @param {OwnedBytes} value
 * @param {import("../wasm/table.js").Table} table
 * @param {number} base
 * @returns {SignedCertificateTimestamp}
 */
function timestampAt(value, table, base) {
  const timestamp = spanAt(value, table, base + SCT.timestamp);
  const family = TLS_SIGNATURES[table[base + SCT.signatureAlgorithm]];
  const hash = TLS_HASHES[table[base + SCT.hashAlgorithm]];
  return Object.freeze({
    version: table[base + SCT.version],
    logId: spanAt(value, table, base + SCT.logId),
    timestamp: new Date(Number(new DataView(timestamp.buffer).getBigUint64(0))),
    extensions: spanAt(value, table, base + SCT.extensions),
    signatureAlgorithm: SIGNATURES.find((known) => known?.family === family && known?.hash === hash)?.name ?? null,
    signature: spanAt(value, table, base + SCT.signature),
  });
}

/**
 * What `decoded` is, by the shape that extensions.def gives the value.
 * @type {Record<ExtensionShape, (value: OwnedBytes, table: import("../wasm/table.js").Table) => unknown>}
 */
export const DECODERS = {
  bytes: (value, table) => spanAt(value, table, BYTES.bytes),
  oids: (value, table) => Object.freeze(Array.from(rowsOf(table, BYTES.CELLS), (base) => oidAt(value, table, base))),
  algorithms: (value, table) =>
    Object.freeze(
      Array.from(
        rowsOf(table, ALGORITHM.CELLS),
        (base) => SIGNATURES[table[base + ALGORITHM.signature]]?.name ?? oidAt(value, table, base + ALGORITHM.oid),
      ),
    ),
  serviceLocator: (value, table) =>
    Object.freeze({
      issuer: makeName(spanAt(value, table, BYTES.bytes)),
      ocspUrls: urlsOf(value, table, OID.AD_OCSP, BYTES.CELLS),
    }),
  access: (value, table) =>
    Object.freeze({
      ocspUrls: urlsOf(value, table, OID.AD_OCSP),
      caIssuersUrls: urlsOf(value, table, OID.AD_CA_ISSUERS),
    }),
  time: (_, table) => timeAt(table, INSTANT.time),
  crlReferences: (value, table) =>
    Object.freeze({
      url: isPresent(table, CRL_ID.url) ? fromLatin1(spanAt(value, table, CRL_ID.url)) : null,
      number: isPresent(table, CRL_ID.number) ? integerAt(value, table, CRL_ID.number) : null,
      time: optionalTimeAt(table, CRL_ID.time),
    }),
  reason: (_, table) => REASONS[table[NUMBER.number]],
  names: (value, table) =>
    Object.freeze(Array.from(rowsOf(table, BYTES.CELLS), (base) => makeName(spanAt(value, table, base)))),
  timestamps: (value, table) =>
    Object.freeze(Array.from(rowsOf(table, SCT.CELLS), (base) => timestampAt(value, table, base))),
  presence: () => true,
};

/** By number of OID. */
const SHAPES = new Map(EXTENSIONS.map(({ id, shape }) => [id, shape]));

/**
 * @param {number} id of OID
 * @param {Uint8Array} value contents of extnValue
 * @returns {any} undefined if the type is unknown
 * @throws {OCSPError} ERR_DER_*, ERR_OCSP_REASON or ERR_SCT_LIST if the value is not of its type
 */
export function decodeExtensionValue(id, value) {
  const shape = SHAPES.get(id);
  const bytes = new OwnedBytes(value);
  return shape ? DECODERS[shape](bytes, readExtensionValue(bytes, id)) : undefined;
}

/**
 * What an extension that was made here holds, and whether its value has been checked; undefined for any other object.
 * @type {(value: object) => { oid: string, critical: boolean, value: Uint8Array, isChecked: boolean } | undefined}
 */
let ownParts;

/** @param {ExtensionObject} extension */
function textOf(extension) {
  const { oid, critical, value } = /** @type {NonNullable<ReturnType<typeof ownParts>>} */ (ownParts(extension));
  return `${oid} ${critical} ${encodeHex(value)}`;
}

/** @implements {Extension} */
class ExtensionObject {
  static {
    ownParts = (value) =>
      #id in value
        ? {
            oid: oidText(value.#id, value.#oid),
            critical: value.#critical,
            value: value.#value,
            isChecked: value.#isChecked,
          }
        : undefined;
  }
  #id;
  #oid;
  #critical;
  #value;
  #isChecked;
  /**
   * @param {number} id of OID; 0 if unknown
   * @param {Uint8Array} oid contents of extnID
   * @param {boolean} critical
   * @param {Uint8Array} value contents of extnValue, which the object then owns
   * @param {boolean} checked whether it is known to be of its type
   */
  constructor(id, oid, critical, value, checked) {
    this.#isChecked = checked;
    this.#id = id;
    this.#oid = oid;
    this.#critical = critical;
    this.#value = value;
    compareBy(this, textOf);
  }
  get oid() {
    return oidText(this.#id, this.#oid);
  }
  get name() {
    return this.#id > 0 ? OID_NAMES[this.#id] : null;
  }
  get critical() {
    return this.#critical;
  }
  get value() {
    return this.#value.slice();
  }
  /** @returns {any} */
  get decoded() {
    return decodeExtensionValue(this.#id, this.#value);
  }
  toJSON() {
    return {
      oid: this.oid,
      name: this.name,
      critical: this.critical,
      value: jsonOf(this.#value),
      ...this.#decodedJSON(),
    };
  }
  /** Nothing if the type is unknown; error: why it cannot be read. @returns {{ decoded?: unknown, error?: string }} */
  #decodedJSON() {
    try {
      const decoded = this.decoded;
      return decoded === undefined ? {} : { decoded: jsonOf(decoded) };
    } catch (error) {
      return { error: /** @type {Error} */ (error).message };
    }
  }
}
inspectAs(ExtensionObject, "Extension");

/**
 * Makes Extensions from DER that was read before as part of its message.
 * @type {(der: Uint8Array | null) => Extensions}
 */
export let makeExtensions;
/** @type {(extensions: Extensions) => string} */
let textOfList;

/** A list of extensions, in order; empty if there are none. Immutable. */
export class Extensions {
  /** @type {readonly ExtensionObject[]} */
  #list;
  static {
    makeExtensions = (der) => new this(PRIVATE, der);
    textOfList = (extensions) => extensions.#list.map(textOf).join();
  }
  /** @private @param {symbol} key @param {Uint8Array | null} der */
  constructor(key, der) {
    assertPrivate(key, "Extensions", "the getters that return one");
    this.#list = der === null ? [] : readAll(der);
    compareBy(this, textOfList);
  }
  /** The number of extensions. */
  get length() {
    return this.#list.length;
  }
  /**
   * The extension with this short name or OID.
   * @template {string} K
   * @param {K} oidOrName "nonce", or "1.3.6.1.5.5.7.48.1.2"
   * @returns {K extends keyof KnownExtensions ? Extension<KnownExtensions[K]> | undefined : Extension | undefined}
   */
  get(oidOrName) {
    const found = this.#list.find((extension) => extension.name === oidOrName || extension.oid === oidOrName);
    return /** @type {any} */ (found);
  }
  /** Whether the list has an extension with this short name or OID. @param {string} oidOrName as for get() */
  has(oidOrName) {
    return this.get(oidOrName) !== undefined;
  }
  /** The extensions, in order. @returns {Iterator<Extension>} */
  [Symbol.iterator]() {
    return this.#list[Symbol.iterator]();
  }
  /** The extensions for JSON.stringify: bytes in hexadecimal, times in ISO 8601. */
  toJSON() {
    return this.#list.map((extension) => extension.toJSON());
  }
}
inspectAs(Extensions, "Extensions");

/** @param {Uint8Array} der */
function readAll(der) {
  const bytes = new OwnedBytes(der);
  const table = readExtensions(bytes);
  return Array.from(
    rowsOf(table, EXTENSION.CELLS),
    (base) =>
      new ExtensionObject(
        table[base + EXTENSION.id],
        spanAt(bytes, table, base + EXTENSION.oid),
        table[base + EXTENSION.critical] === 1,
        spanAt(bytes, table, base + EXTENSION.value),
        false,
      ),
  );
}

/**
 * @param {OwnedBytes} bytes Extensions that were read before
 * @param {number} id of OID
 * @returns {OwnedBytes | null} the contents of extnValue; null if there is no such extension
 */
export function findExtensionValue(bytes, id) {
  const table = readExtensions(bytes);
  for (const base of rowsOf(table, EXTENSION.CELLS)) {
    if (table[base + EXTENSION.id] === id) {
      return bytes.part(table[base + EXTENSION.value], table[base + EXTENSION.value + 1]);
    }
  }
  return null;
}

/** Numbers of the extensions' OIDs, by dotted form. */
const EXTENSION_IDS = new Map(EXTENSIONS.map(({ id }) => [OIDS[id], id]));

/**
 * Makes an Extension.
 * @param {string} oid dotted
 * @param {Bytes} value the DER of the extension's own type, which is checked if the type is known
 * @param {{ critical?: boolean | undefined }} [options] critical: false by default
 * @returns {Extension}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_* if the value is not of the known type
 */
export function extension(oid, value, options) {
  const contents = toOID(oid, "oid");
  const bytes = copyBytes(value, "value");
  return new ExtensionObject(assertKnownValue(oid, bytes), contents, toCritical(options), bytes, true);
}

/** @type {import("../lib/options.js").Known<{ critical?: boolean | undefined }>} */
const EXTENSION_OPTIONS = knownNames(["critical"]);

/** @param {{ critical?: boolean | undefined } | undefined} options @param {boolean} [otherwise] */
function toCritical(options, otherwise = false) {
  return toBoolean(toOptions(options, EXTENSION_OPTIONS).critical, "options.critical", otherwise);
}

/** A known extension, not critical, made from the rows of its value. @param {number} id @param {Plan} [plan] */
const known = (id, plan = new Plan()) =>
  new ExtensionObject(id, toOID(OIDS[id], "oid"), false, writeExtensionValue(plan, id).copy(), true);

/**
 * The nonce that binds a response to its request, RFC 9654. Some responders refuse 32 bytes: give them 16.
 * @param {[value?: Bytes]} given 1 to 128 bytes; 32 random bytes by default
 * @returns {Extension<Uint8Array>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function nonce(...given) {
  const bytes =
    given.length === 0 ? crypto.getRandomValues(new Uint8Array(DEFAULTS.nonceBytes)) : copyBytes(given[0], "value");
  if (bytes.length < 1 || bytes.length > LIMITS.NONCE) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `value: expected 1 to ${LIMITS.NONCE} bytes (RFC 9654 section 2.1), got ${bytes.length}`,
    );
  }
  return known(OID.NONCE, new Plan().span(new OwnedBytes(bytes)));
}

/**
 * The response types that the client accepts, RFC 6960 4.4.3.
 * @param {readonly string[]} oids dotted, at least one
 * @returns {Extension<readonly string[]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function acceptableResponses(oids) {
  const plan = new Plan();
  for (const [i, oid] of toFilledList(oids, "oids").entries()) {
    plan.span(new OwnedBytes(toOID(oid, `oids[${i}]`)));
  }
  return known(OID.ACCEPTABLE_RESPONSES, plan);
}

/** @param {unknown} value @param {string} name */
function toFilledList(value, name) {
  const list = toList(value, name, "at least one element");
  if (list.length === 0) {
    throw invalidArgument(name, "an array of at least one element", value);
  }
  return list;
}

const SIGNATURE_NUMBERS = Object.fromEntries(
  SIGNATURES.flatMap((signature, number) => (signature === null ? [] : [[signature.name, number]])),
);

/**
 * The signature algorithms that the client prefers, in order of preference, RFC 6960 4.4.7.
 * @param {readonly SignatureAlgorithmName[]} names at least one, the most preferred first
 * @returns {Extension<readonly (SignatureAlgorithmName | string)[]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function preferredSignatureAlgorithms(names) {
  const plan = new Plan();
  for (const [i, name] of toFilledList(names, "names").entries()) {
    plan.int(toMemberNumber(name, `names[${i}]`, SIGNATURE_NUMBERS));
  }
  return known(OID.PREFERRED_SIGNATURE_ALGORITHMS, plan);
}

/** An IA5String. @param {unknown} value @param {string} name */
function toURLBytes(value, name) {
  const url = assertString(value, name, "a URL");
  if (!/^[\x00-\x7f]+$/.test(url)) {
    throw invalidArgument(name, "a URL in ASCII", value);
  }
  return new OwnedBytes(textEncoder().encode(url));
}

/**
 * Tells a responder where to route a request: the responder that answers for this certificate, RFC 6960 4.4.6.
 * @param {{ readonly der: Uint8Array }} issuer Name of the certificate's issuer
 * @param {readonly string[]} [ocspUrls] URLs in ASCII, written as id-ad-ocsp URIs
 * @returns {Extension<KnownExtensions["serviceLocator"]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_* if the issuer is not a Name
 */
export function serviceLocator(issuer, ocspUrls = []) {
  const plan = new Plan().span(new OwnedBytes(toNameDER(issuer, "issuer")));
  for (const [i, url] of toList(ocspUrls, "ocspUrls", "URLs").entries()) {
    plan.int(OID.AD_OCSP).span(toURLBytes(url, `ocspUrls[${i}]`));
  }
  return known(OID.SERVICE_LOCATOR, plan);
}

/**
 * How far back the responder keeps revocation information on expired certificates, RFC 6960 4.4.4.
 * @param {Date} time the archive cutoff date; fractions of a second are dropped
 * @returns {Extension<Date>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export const archiveCutoff = (time) => known(OID.ARCHIVE_CUTOFF, new Plan().time(toSeconds(time, "time")));

/** @type {import("../lib/options.js").Known<Parameters<typeof crlReferences>[0]>} */
const CRL_REFERENCE = knownNames(["url", "number", "time"]);

/**
 * The CRL that an entry's status comes from, RFC 6960 4.4.2.
 * @param {{ url?: string | undefined, number?: bigint | undefined, time?: Date | undefined }} reference at least one of
 *   url (ASCII), number (the CRL's) and time (when it was created; fractions of a second are dropped)
 * @returns {Extension<KnownExtensions["crlReferences"]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function crlReferences(reference) {
  const { url, number, time } = toParts(reference, CRL_REFERENCE, "reference");
  if (url === undefined && number === undefined && time === undefined) {
    throw invalidArgument("reference", "an object with url, number or time", reference);
  }
  return known(
    OID.CRL_REFERENCES,
    new Plan()
      .span(url === undefined ? null : toURLBytes(url, "reference.url"))
      .span(number === undefined ? null : new OwnedBytes(toIntegerBytes(number, "reference.number")))
      .time(time === undefined ? null : toSeconds(time, "reference.time")),
  );
}

/**
 * Says that the responder answers "revoked" for certificates that were never issued, RFC 6960 4.4.8.
 * @returns {Extension<true>}
 */
export const extendedRevoke = () => known(OID.EXTENDED_REVOKE);

/**
 * Why a certificate was revoked, as an extension of its entry, RFC 5280 5.3.1.
 * @param {ReasonFlags} reason one of ReasonFlags
 * @returns {Extension<ReasonFlags>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export const cRLReason = (reason) =>
  known(OID.CRL_REASON, new Plan().int(toMemberNumber(reason, "reason", REASON_NUMBERS)));

/**
 * Since when the key is known or suspected to be compromised, RFC 5280 5.3.2.
 * @param {Date} time fractions of a second are dropped
 * @returns {Extension<Date>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export const invalidityDate = (time) => known(OID.INVALIDITY_DATE, new Plan().time(toSeconds(time, "time")));

/**
 * Encodes an Extension, made here or by somebody else, for a builder.
 * @param {unknown} value
 * @param {string} name of the argument
 * @param {{ critical?: boolean | undefined }} [options] override its own
 * @returns {{ oid: string, der: Uint8Array }} der: the whole Extension
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function toEncodedExtension(value, name, options) {
  if (typeof value !== "object" || value === null) {
    throw invalidArgument(name, "an Extension", value);
  }
  const own = ownParts(value);
  const [oid, critical, contents] = own
    ? [own.oid, own.critical, own.value]
    : ["oid", "critical", "value"].map((member) => memberOf(value, member));
  if (oid === undefined || contents === undefined || typeof critical !== "boolean") {
    throw invalidArgument(name, "an Extension", value);
  }
  const dotted = assertString(oid, `${name}.oid`);
  const id = toOID(dotted, `${name}.oid`);
  const bytes = copyBytes(contents, `${name}.value`);
  if (!own?.isChecked) {
    assertKnownValue(dotted, bytes);
  }
  return { oid: dotted, der: writeExtension(id, toCritical(options, critical), bytes).copy() };
}

/**
 * Refuses a value that the reader would refuse.
 * @param {string} oid
 * @param {Uint8Array} value contents of extnValue
 * @returns {number} of OID; 0 if unknown
 */
function assertKnownValue(oid, value) {
  const id = EXTENSION_IDS.get(oid) ?? 0;
  readExtensionValue(new OwnedBytes(value), id);
  return id;
}
