/** Extensions of RFC 6960 4.4, RFC 9654, RFC 5280 5.3 and RFC 6962 3.3: read, made and decoded. */
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
  checkInteger,
  checkList,
  checkMember,
  checkOptions,
  checkString,
  checkTime,
  copyBytes,
  invalidArgument,
} from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { fromLatin1 } from "../lib/encoding.js";
import { OCSPError } from "../lib/error.js";
import { jsonOf, presentAs } from "../lib/inspect.js";
import { checkFriend, FRIEND } from "../lib/private-constructor.js";
import { Plan, readExtensions, readExtensionValue, writeExtension, writeExtensionValue } from "../wasm/core.js";
import { checkOID, oidAt, oidText } from "../wasm/oid.js";
import { integerAt, isPresent, optionalTimeAt, spanAt, timeAt } from "../wasm/table.js";
import { REASONS } from "./enums.js";
import { checkName, makeName } from "./name.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { DecodedExtensionName, ExtensionShape, SignatureAlgorithmName } from "../../build/lists.js" */
/** @typedef {typeof REASONS[number]} ReasonFlags */

/**
 * @template [T=unknown]
 * @typedef {object} ExtensionParts what an Extension has
 * @property {string} oid dotted
 * @property {string | null} name short name where known: "nonce", "cRLReason", "acceptableResponses", ...; else null
 * @property {boolean} critical whoever does not understand it must refuse what it is in
 * @property {Uint8Array} value the contents of extnValue: the DER of the extension's own type
 * @property {T} [decoded] the decoded value where the type is known; else undefined
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
 * @property {Uint8Array} extensions of the timestamp, as they are
 * @property {SignatureAlgorithmName | null} signatureAlgorithm null where it is not known
 * @property {Uint8Array} signature of the log
 */
/** @typedef {Readonly<SignedCertificateTimestampParts>} SignedCertificateTimestamp RFC 6962 3.2 */

/**
 * @typedef {object} KnownExtensions what `decoded` is, by short name
 * @property {Uint8Array} nonce RFC 9654
 * @property {readonly string[]} acceptableResponses OIDs of response types, RFC 6960 4.4.3
 * @property {readonly (SignatureAlgorithmName | string)[]} preferredSignatureAlgorithms names where known, else OIDs,
 *   RFC 6960 4.4.7
 * @property {{ readonly issuer: import("./name.js").Name, readonly ocspUrls: readonly string[] }} serviceLocator RFC
 *   6960 4.4.6
 * @property {Date} archiveCutoff RFC 6960 4.4.4
 * @property {{ readonly url: string | null, readonly number: bigint | null, readonly time: Date | null }} crlReferences
 *   RFC 6960 4.4.2
 * @property {true} extendedRevoke it has no contents, RFC 6960 4.4.8
 * @property {ReasonFlags} cRLReason RFC 5280 5.3.1
 * @property {Date} invalidityDate RFC 5280 5.3.2
 * @property {readonly import("./name.js").Name[]} certificateIssuer the directoryNames, RFC 5280 5.3.3
 * @property {readonly SignedCertificateTimestamp[]} signedCertificateTimestamps RFC 6962 3.3
 * @property {readonly string[]} extKeyUsage OIDs of purposes, RFC 5280 4.2.1.12
 * @property {{ readonly ocspUrls: readonly string[], readonly caIssuersUrls: readonly string[] }} authorityInfoAccess
 *   RFC 5280 4.2.2.1
 */
/**
 * A type error here means that extensions.def has a decoded extension that KnownExtensions lacks.
 * @typedef {{ [Name in DecodedExtensionName]: KnownExtensions[Name] }} AllKnownExtensions
 */

/**
 * The first cell of each row.
 * @param {import("../wasm/table.js").Cells} cells
 * @param {number} size of a row
 * @param {number} [start]
 */
function* rowsOf(cells, size, start = 0) {
  for (let base = start; base < cells.length; base += size) {
    yield base;
  }
}

/**
 * The URIs of one access method.
 * @param {Octets} value
 * @param {import("../wasm/table.js").Cells} cells of ACCESS rows
 * @param {number} method of OID
 * @param {number} [start] first cell
 */
const urlsOf = (value, cells, method, start) =>
  Object.freeze(
    [...rowsOf(cells, ACCESS.CELLS, start)]
      .filter((base) => cells[base + ACCESS.method] === method && isPresent(cells, base + ACCESS.uri))
      .map((base) => fromLatin1(spanAt(value, cells, base + ACCESS.uri))),
  );

/** HashAlgorithm and SignatureAlgorithm of RFC 5246 7.4.1.4.1, as RFC 6962 uses them. */
const TLS_HASHES = [undefined, undefined, "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];
const TLS_SIGNATURES = [undefined, "RSA", "DSA", "ECDSA"];

/**
 * @param {Octets} value
 * @param {import("../wasm/table.js").Cells} cells
 * @param {number} base
 * @returns {SignedCertificateTimestamp}
 */
function timestampAt(value, cells, base) {
  const timestamp = spanAt(value, cells, base + SCT.timestamp);
  const family = TLS_SIGNATURES[cells[base + SCT.signatureAlgorithm]];
  const hash = TLS_HASHES[cells[base + SCT.hashAlgorithm]];
  return Object.freeze({
    version: cells[base + SCT.version],
    logId: spanAt(value, cells, base + SCT.logId),
    timestamp: new Date(Number(new DataView(timestamp.buffer).getBigUint64(0))),
    extensions: spanAt(value, cells, base + SCT.extensions),
    signatureAlgorithm: SIGNATURES.find((known) => known?.family === family && known?.hash === hash)?.name ?? null,
    signature: spanAt(value, cells, base + SCT.signature),
  });
}

/**
 * What `decoded` is, by the shape that extensions.def gives the value.
 * @type {Record<ExtensionShape, (value: Octets, cells: import("../wasm/table.js").Cells) => unknown>}
 */
export const DECODERS = {
  bytes: (value, cells) => spanAt(value, cells, BYTES.bytes),
  oids: (value, cells) => Object.freeze(Array.from(rowsOf(cells, BYTES.CELLS), (base) => oidAt(value, cells, base))),
  algorithms: (value, cells) =>
    Object.freeze(
      Array.from(
        rowsOf(cells, ALGORITHM.CELLS),
        (base) => SIGNATURES[cells[base + ALGORITHM.signature]]?.name ?? oidAt(value, cells, base + ALGORITHM.oid),
      ),
    ),
  serviceLocator: (value, cells) =>
    Object.freeze({
      issuer: makeName(spanAt(value, cells, BYTES.bytes)),
      ocspUrls: urlsOf(value, cells, OID.AD_OCSP, BYTES.CELLS),
    }),
  access: (value, cells) =>
    Object.freeze({
      ocspUrls: urlsOf(value, cells, OID.AD_OCSP),
      caIssuersUrls: urlsOf(value, cells, OID.AD_CA_ISSUERS),
    }),
  time: (_, cells) => timeAt(cells, INSTANT.time),
  crlReferences: (value, cells) =>
    Object.freeze({
      url: isPresent(cells, CRL_ID.url) ? fromLatin1(spanAt(value, cells, CRL_ID.url)) : null,
      number: isPresent(cells, CRL_ID.number) ? integerAt(value, cells, CRL_ID.number) : null,
      time: optionalTimeAt(cells, CRL_ID.time),
    }),
  reason: (_, cells) => REASONS[cells[NUMBER.number]],
  names: (value, cells) =>
    Object.freeze(Array.from(rowsOf(cells, BYTES.CELLS), (base) => makeName(spanAt(value, cells, base)))),
  timestamps: (value, cells) =>
    Object.freeze(Array.from(rowsOf(cells, SCT.CELLS), (base) => timestampAt(value, cells, base))),
  presence: () => true,
};

/** By number of OID. */
const SHAPES = new Map(EXTENSIONS.map(({ id, shape }) => [id, shape]));

/**
 * @param {number} id of OID
 * @param {Uint8Array} value contents of extnValue, read before as part of its message
 * @returns {any} undefined where the type is not known
 */
export function decodeExtensionValue(id, value) {
  const shape = SHAPES.get(id);
  const octets = new Octets(value);
  return shape ? DECODERS[shape](octets, readExtensionValue(octets, id)) : undefined;
}

/** Made here, so that its value was checked. @type {(value: object) => boolean} */
let isOurs;

/** @implements {Extension} */
class ExtensionObject {
  static {
    isOurs = (value) => #id in value;
  }
  #id;
  #oid;
  #critical;
  #value;
  /**
   * @param {number} id of OID; 0 where not known
   * @param {Uint8Array} oid contents of extnID
   * @param {boolean} critical
   * @param {Uint8Array} value contents of extnValue, nobody else's
   */
  constructor(id, oid, critical, value) {
    this.#id = id;
    this.#oid = oid;
    this.#critical = critical;
    this.#value = value;
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
    const decoded = this.decoded;
    return {
      oid: this.oid,
      name: this.name,
      critical: this.critical,
      value: jsonOf(this.#value),
      ...(decoded === undefined ? {} : { decoded: jsonOf(decoded) }),
    };
  }
}
presentAs(ExtensionObject, "Extension");

/**
 * Makes Extensions of DER that was read before as part of its message.
 * @type {(der: Uint8Array | null) => Extensions}
 */
export let makeExtensions;

/** A list of extensions, in order; what has no extensions has an empty one. Immutable. */
export class Extensions {
  /** @type {readonly ExtensionObject[]} */
  #list;
  static {
    makeExtensions = (der) => new this(FRIEND, der);
  }
  /** @private @param {symbol} key @param {Uint8Array | null} der */
  constructor(key, der) {
    checkFriend(key, "Extensions", "the getters that return one");
    this.#list = der === null ? [] : readAll(der);
  }
  /** How many there are. */
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
  /** Whether there is one with this short name or OID. @param {string} oidOrName as for get() */
  has(oidOrName) {
    return this.get(oidOrName) !== undefined;
  }
  /** In their order. @returns {Iterator<Extension>} */
  [Symbol.iterator]() {
    return this.#list[Symbol.iterator]();
  }
  /** A list of them, for JSON.stringify: bytes in hexadecimal, times in ISO 8601. */
  toJSON() {
    return this.#list.map((extension) => extension.toJSON());
  }
}
presentAs(Extensions, "Extensions");

/** @param {Uint8Array} der */
function readAll(der) {
  const octets = new Octets(der);
  const cells = readExtensions(octets);
  return Array.from(
    rowsOf(cells, EXTENSION.CELLS),
    (base) =>
      new ExtensionObject(
        cells[base + EXTENSION.id],
        spanAt(octets, cells, base + EXTENSION.oid),
        cells[base + EXTENSION.critical] === 1,
        spanAt(octets, cells, base + EXTENSION.value),
      ),
  );
}

/** Numbers of the extensions' OIDs, by dotted form. */
const EXTENSION_IDS = new Map(EXTENSIONS.map(({ id }) => [OIDS[id], id]));

/**
 * Makes an Extension.
 * @param {string} oid dotted
 * @param {Bytes} value the DER of the extension's own type; of a known one it is checked
 * @param {{ critical?: boolean | undefined }} [options] not critical unless given
 * @returns {Extension}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_* where the value is not of the known type
 */
export function extension(oid, value, options) {
  const contents = checkOID(oid, "oid");
  const bytes = copyBytes(value, "value");
  return new ExtensionObject(checkKnownValue(oid, bytes), contents, checkCritical(options), bytes);
}

/** @param {{ critical?: boolean | undefined } | undefined} options @param {boolean} [otherwise] */
function checkCritical(options, otherwise = false) {
  const { critical = otherwise } = checkOptions(options);
  if (typeof critical !== "boolean") {
    throw invalidArgument("options.critical", "a boolean", critical);
  }
  return critical;
}

/** A known extension, not critical, from the rows of its value. @param {number} id @param {Plan} [plan] */
const known = (id, plan = new Plan()) =>
  new ExtensionObject(id, checkOID(OIDS[id], "oid"), false, writeExtensionValue(plan, id).copy());

/**
 * The nonce that binds a response to its request, RFC 9654. Some responders refuse 32 bytes: give 16 there.
 * @param {[value?: Bytes]} given 1 to 128 bytes; 32 random ones unless given
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
  return known(OID.NONCE, new Plan().span(new Octets(bytes)));
}

/**
 * The response types that the client takes, RFC 6960 4.4.3.
 * @param {readonly string[]} oids dotted, at least one
 * @returns {Extension<readonly string[]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function acceptableResponses(oids) {
  const plan = new Plan();
  for (const [i, oid] of checkFilledList(oids, "oids").entries()) {
    plan.span(new Octets(checkOID(oid, `oids[${i}]`)));
  }
  return known(OID.ACCEPTABLE_RESPONSES, plan);
}

/** @param {unknown} value @param {string} name */
function checkFilledList(value, name) {
  const list = checkList(value, name, "at least one");
  if (list.length === 0) {
    throw invalidArgument(name, "an array of at least one", value);
  }
  return list;
}

const SIGNATURE_NUMBERS = Object.fromEntries(
  SIGNATURES.flatMap((signature, number) => (signature === null ? [] : [[signature.name, number]])),
);

/**
 * The signature algorithms that the client wants, the most wanted first, RFC 6960 4.4.7.
 * @param {readonly SignatureAlgorithmName[]} names at least one
 * @returns {Extension<readonly (SignatureAlgorithmName | string)[]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function preferredSignatureAlgorithms(names) {
  const plan = new Plan();
  for (const [i, name] of checkFilledList(names, "names").entries()) {
    plan.int(checkMember(name, `names[${i}]`, SIGNATURE_NUMBERS));
  }
  return known(OID.PREFERRED_SIGNATURE_ALGORITHMS, plan);
}

/** An IA5String. @param {unknown} value @param {string} name */
function checkURL(value, name) {
  const url = checkString(value, name, "a URL");
  // eslint-disable-next-line no-control-regex
  if (!/^[\x00-\x7f]+$/.test(url)) {
    throw invalidArgument(name, "a URL in ASCII", value);
  }
  return new Octets(new TextEncoder().encode(url));
}

/**
 * Where the responder that answers for this certificate is, for a request that is routed on, RFC 6960 4.4.6.
 * @param {{ readonly der: Uint8Array }} issuer Name of the certificate's issuer
 * @param {readonly string[]} [ocspUrls] in ASCII, as id-ad-ocsp URIs
 * @returns {Extension<KnownExtensions["serviceLocator"]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_* where the issuer is not a Name
 */
export function serviceLocator(issuer, ocspUrls = []) {
  const plan = new Plan().span(new Octets(checkName(issuer, "issuer")));
  for (const [i, url] of checkList(ocspUrls, "ocspUrls", "URLs").entries()) {
    plan.int(OID.AD_OCSP).span(checkURL(url, `ocspUrls[${i}]`));
  }
  return known(OID.SERVICE_LOCATOR, plan);
}

/**
 * How far back the responder keeps revocation information of expired certificates, RFC 6960 4.4.4.
 * @param {Date} time the archive cutoff date, to whole seconds
 * @returns {Extension<Date>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export const archiveCutoff = (time) => known(OID.ARCHIVE_CUTOFF, new Plan().time(checkTime(time, "time")));

/**
 * The CRL that an entry's status comes from, RFC 6960 4.4.2.
 * @param {{ url?: string | undefined, number?: bigint | undefined, time?: Date | undefined }} reference at least one of
 *   them
 * @returns {Extension<KnownExtensions["crlReferences"]>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function crlReferences(reference) {
  const { url, number, time } = reference ?? {};
  if (url === undefined && number === undefined && time === undefined) {
    throw invalidArgument("reference", "an object with url, number or time", reference);
  }
  return known(
    OID.CRL_REFERENCES,
    new Plan()
      .span(url === undefined ? null : checkURL(url, "reference.url"))
      .span(number === undefined ? null : new Octets(checkInteger(number, "reference.number")))
      .time(time === undefined ? null : checkTime(time, "reference.time")),
  );
}

/**
 * The responder answers revoked for certificates that were never issued, RFC 6960 4.4.8.
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
  known(OID.CRL_REASON, new Plan().int(checkMember(reason, "reason", REASON_NUMBERS)));

/**
 * Since when the key is known or suspected to be compromised, RFC 5280 5.3.2.
 * @param {Date} time to whole seconds
 * @returns {Extension<Date>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export const invalidityDate = (time) => known(OID.INVALIDITY_DATE, new Plan().time(checkTime(time, "time")));

/**
 * Somebody's Extension, ours or one like it, for a builder.
 * @param {unknown} value
 * @param {string} name of the argument
 * @param {{ critical?: boolean | undefined }} [options] override its own
 * @returns {{ oid: string, der: Uint8Array }} der: the whole Extension
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function checkExtension(value, name, options) {
  if (
    typeof value !== "object" ||
    value === null ||
    !("oid" in value && "critical" in value && "value" in value) ||
    typeof value.critical !== "boolean"
  ) {
    throw invalidArgument(name, "an Extension", value);
  }
  const oid = checkString(value.oid, `${name}.oid`);
  const contents = checkOID(oid, `${name}.oid`);
  const bytes = copyBytes(value.value, `${name}.value`);
  if (!isOurs(value)) {
    checkKnownValue(oid, bytes);
  }
  return { oid, der: writeExtension(contents, checkCritical(options, value.critical), bytes).copy() };
}

/**
 * A value that the reader would refuse is not written.
 * @param {string} oid
 * @param {Uint8Array} value contents of extnValue
 * @returns {number} of OID; 0 where it is not known
 */
function checkKnownValue(oid, value) {
  const id = EXTENSION_IDS.get(oid) ?? 0;
  readExtensionValue(new Octets(value), id);
  return id;
}
