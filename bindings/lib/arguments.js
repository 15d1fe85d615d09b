/**
 * What callers pass in: to... converts it, assert... refuses it. Every error names the argument, and says what was
 * expected and what was given.
 */
import { HASHES, LIMITS } from "../../build/lists.js";
import { keep } from "./bytes.js";
import { decodeHex } from "./encoding.js";
import { OCSPError } from "./error.js";

/**
 * @typedef {Uint8Array | ArrayBuffer | ArrayBufferView} Bytes bytes, of which this library takes a copy; a Buffer is a
 *   Uint8Array
 */
/** @import { HashAlgorithm } from "../../build/lists.js" */
/**
 * @typedef {HashAlgorithm | Lowercase<HashAlgorithm> | "SHA1" | "SHA224" | "SHA256" | "SHA384" | "SHA512"
 *   | "sha1" | "sha224" | "sha256" | "sha384" | "sha512"} HashAlgorithmInput a hash algorithm in any common spelling
 */

/** What kind of value it is, without its contents, which may be secret. @param {unknown} value */
function kindOf(value) {
  try {
    return describe(value);
  } catch {
    return "an object that cannot be inspected";
  }
}

/** @param {unknown} value */
function describe(value) {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return value === "" ? "an empty string" : `a string of ${value.length} characters`;
    case "number":
    case "bigint":
    case "boolean":
      return `the ${typeof value} ${value}`;
    case "object": {
      if (value === null) {
        return "null";
      }
      if (value instanceof Date) {
        const time = milliseconds(value);
        return Number.isNaN(time) ? "an invalid Date" : `the Date ${new Date(time).toISOString()}`;
      }
      const tag = Object.prototype.toString.call(value).slice(8, -1);
      return Array.isArray(value) ? `an array of ${value.length}` : `${/^[aeiou]/i.test(tag) ? "an" : "a"} ${tag}`;
    }
    default:
      return `a ${typeof value}`;
  }
}

/**
 * @param {string} name of the argument
 * @param {string} expected
 * @param {unknown} got
 * @returns {OCSPError} ERR_INVALID_ARGUMENT
 */
export const invalidArgument = (name, expected, got) =>
  new OCSPError("ERR_INVALID_ARGUMENT", `${name}: expected ${expected}, got ${kindOf(got)}`);

/**
 * The same for one of a few words, which are not secret.
 * @param {string} name
 * @param {readonly string[]} words
 * @param {unknown} got
 */
const notAmong = (name, words, got) =>
  typeof got === "string"
    ? new OCSPError(
        "ERR_INVALID_ARGUMENT",
        `${name}: expected ${orList(words)}, got ${JSON.stringify(got.slice(0, 40))}`,
      )
    : invalidArgument(name, orList(words), got);

/** @param {readonly string[]} words */
const orList = (words) =>
  words
    .map((word) => JSON.stringify(word))
    .join(", ")
    .replace(/, (?=[^,]*$)/, " or ");

/** The real size of an ArrayBuffer of any realm; throws for anything else. @type {(value: unknown) => number} */
const bufferSize = Function.prototype.call.bind(
  /** @type {any} */ (Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength")).get,
);

/** @param {unknown} value @returns {value is ArrayBuffer} */
function isArrayBuffer(value) {
  try {
    /* The tag may lie. Asking for the size is slow for values that have none. */
    return Object.prototype.toString.call(value) === "[object ArrayBuffer]" && bufferSize(value) >= 0;
  } catch {
    return false;
  }
}

/** @param {unknown} value @returns {value is Bytes} */
export const isBytes = (value) => ArrayBuffer.isView(value) || isArrayBuffer(value);

/** @param {number} size @param {string} name @param {string} [path] what the bytes are, if known */
function assertSize(size, name, path) {
  if (size > LIMITS.INPUT) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", `${name}: ${size} bytes are over the limit of ${LIMITS.INPUT}`, {
      offset: 0,
      path,
    });
  }
}

/**
 * Passes on the caller's bytes, which have to be copied at once.
 * @template T
 * @param {unknown} value
 * @param {string} name
 * @param {(bytes: Uint8Array) => T} copy
 * @param {string} [path] what the bytes are, if known
 * @param {string} [expected]
 * @returns {T}
 */
export function withBytes(value, name, copy, path, expected = "bytes (Uint8Array, ArrayBuffer or a view)") {
  if (!isBytes(value)) {
    throw invalidArgument(name, expected, value);
  }
  try {
    const bytes =
      value instanceof Uint8Array
        ? value
        : ArrayBuffer.isView(value)
          ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
          : new Uint8Array(value);
    assertSize(bytes.byteLength, name, path);
    return copy(bytes);
  } catch (error) {
    throw error instanceof OCSPError
      ? error
      : new OCSPError("ERR_INVALID_ARGUMENT", `${name}: expected ${expected}, got a view of a detached ArrayBuffer`);
  }
}

/** A copy of the caller's bytes. @param {unknown} value @param {string} name */
export const copyBytes = (value, name) => withBytes(value, name, (bytes) => new Uint8Array(bytes));

/**
 * A copy of the caller's bytes for an object to keep.
 * @param {unknown} value
 * @param {string} name
 * @param {string} path the type of the object
 * @param {string} [expected]
 */
export const keepBytes = (value, name, path, expected) => withBytes(value, name, keep, path, expected);

/** @param {unknown} value @param {string} name @param {string} [expected] @returns {string} */
export function assertString(value, name, expected = "a string") {
  if (typeof value !== "string") {
    throw invalidArgument(name, expected, value);
  }
  assertSize(value.length, name);
  return value;
}

/** The time of a Date; NaN if it is invalid or not a Date, as a Proxy of one is not. @param {unknown} value */
function milliseconds(value) {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return NaN;
  }
}

/** 9999-12-31T23:59:59.999Z, in milliseconds since 1970. */
const LAST_MOMENT = 253402300799999;

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} milliseconds since 1970
 */
export function toMilliseconds(value, name) {
  const time = milliseconds(value);
  if (!(time >= 0 && time <= LAST_MOMENT)) {
    throw invalidArgument(name, "a Date from 1970 to 9999", value);
  }
  return time;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} whole seconds since 1970, as they are written
 */
export const toSeconds = (value, name) => Math.floor(toMilliseconds(value, name) / 1000);

/** 20 bytes, RFC 5280 4.1.2.2, and the one that keeps a high bit from being a sign. */
const INTEGER_LIMIT = 1n << 160n;

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Uint8Array} the contents of an INTEGER
 */
export function toIntegerBytes(value, name) {
  if (typeof value !== "bigint" || value < 0n || value >= INTEGER_LIMIT) {
    throw invalidArgument(name, "a bigint from 0 to 2^160 - 1", value);
  }
  const hex = value.toString(16);
  const digits = hex.length % 2 === 1 ? `0${hex}` : hex >= "8" ? `00${hex}` : hex;
  return decodeHex(digits);
}

/** @type {Map<unknown, number>} */
const HASH_NUMBERS = new Map(
  HASHES.flatMap((hash, number) =>
    hash === null
      ? []
      : [hash.name, hash.name.replace("-", "")].flatMap((name) => [
          [name, number],
          [name.toLowerCase(), number],
        ]),
  ),
);
/** The hash algorithms of CertIDs and signatures, by their names in WebCrypto. @type {readonly HashAlgorithm[]} */
export const HASH_ALGORITHMS = Object.freeze(HASHES.flatMap((hash) => hash?.name ?? []));

/** @param {unknown} value @param {string} [name] @returns {number} of HASHES */
export function toHashNumber(value, name = "hashAlgorithm") {
  const number = HASH_NUMBERS.get(value);
  if (number === undefined) {
    throw notAmong(name, HASH_ALGORITHMS, value);
  }
  return number;
}

/**
 * One of an enumeration.
 * @param {unknown} value
 * @param {string} name
 * @param {Readonly<Record<string, number>>} numbers by identifier
 * @returns {number}
 */
export function toMemberNumber(value, name, numbers) {
  if (typeof value !== "string" || !Object.hasOwn(numbers, value)) {
    throw notAmong(name, Object.keys(numbers), value);
  }
  return numbers[value];
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {boolean} [otherwise] if it is not given
 * @returns {boolean}
 */
export function toBoolean(value, name, otherwise = false) {
  if (value !== undefined && typeof value !== "boolean") {
    throw invalidArgument(name, "a boolean", value);
  }
  return value ?? otherwise;
}

/** @param {unknown} value @param {string} name @param {string} things @returns {unknown[]} */
export function toList(value, name, things) {
  const iterable = /** @type {Iterable<unknown> | null} */ (value);
  if (typeof iterable !== "object" || typeof iterable?.[Symbol.iterator] !== "function") {
    throw invalidArgument(name, `an array of ${things}`, value);
  }
  return [...iterable];
}
