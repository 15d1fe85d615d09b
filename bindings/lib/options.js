/**
 * Options, and other objects whose properties callers name: a name that is not known, and a property that would not
 * count, are refused, so that a misspelt or an inherited option never weakens a decision in silence.
 */
import { invalidArgument } from "./arguments.js";
import { OCSPError } from "./error.js";

/**
 * The names that an object of type T may have.
 * @template {object} T
 * @typedef {object} Known
 * @property {readonly (keyof T & string)[]} names in the order in which a message lists them
 * @property {readonly string[]} keys those of the object that was read last, in its order: most have the same
 * @property {readonly string[]} absent the names that it did not have
 * @property {(given: object) => any} copy of an ordinary object
 */

/**
 * Declares the names that a call knows.
 * @template {object} T
 * @param {readonly (keyof T & string)[]} names
 * @param {(given: object) => any} [copy] where there are many: a spread of its own, since engines copy objects of one
 *   shape several times faster
 * @returns {Known<T>}
 */
export const knownNames = (names, copy = (given) => ({ ...given })) => ({ names, keys: [], absent: names, copy });

/** What Object.prototype.constructor is as text, in every realm. */
const NATIVE_OBJECT = Function.prototype.toString.call(Object);

/** Whether it is the Object.prototype of some other realm. @param {object} prototype */
function isForeignObjectPrototype(prototype) {
  if (Object.getPrototypeOf(prototype) !== null) {
    return false;
  }
  const constructor = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return (
    typeof constructor === "function" &&
    constructor.prototype === prototype &&
    Function.prototype.toString.call(constructor) === NATIVE_OBJECT
  );
}

/** Whether nothing is inherited that a caller may have meant. @param {object} value */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isForeignObjectPrototype(prototype);
}

/** Letters and digits, without case: "nonce_policy" is "noncePolicy". @param {string} name */
const letters = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** How many letters to insert, delete or replace (Levenshtein). @param {string} one @param {string} other */
function editDistance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(one[i - 1] !== other[j - 1]));
    }
    row = next;
  }
  return row[other.length];
}

/** A name that is longer than this is not compared. */
const LONGEST = 64;
/** One that begins or ends like another, as "maxAge" does, is as near as one with two letters wrong. */
const AFFIX = 2,
  SHORTEST_AFFIX = 4;

/**
 * @param {string} name that is not known
 * @param {readonly string[]} known
 * @returns {string | undefined} the known name that was meant, if one is near enough
 */
function nearest(name, known) {
  const given = letters(name);
  if (given === "" || given.length > LONGEST) {
    return undefined;
  }
  let found;
  let least = Infinity;
  for (const candidate of known) {
    const other = letters(candidate);
    const [short, long] = given.length < other.length ? [given, other] : [other, given];
    const isAffix =
      short.length >= SHORTEST_AFFIX &&
      (long.startsWith(short) || (2 * short.length >= long.length && long.endsWith(short)));
    const limit = Math.max(1, Math.floor(other.length / 3));
    const distance = editDistance(given, other);
    const rank = isAffix ? Math.min(distance, AFFIX) : distance <= limit ? distance : Infinity;
    if (rank < least) {
      [found, least] = [candidate, rank];
    }
  }
  return found;
}

/**
 * @param {string} name of the object
 * @param {string | symbol} key that is not known
 * @param {readonly string[]} names
 */
function unknownName(name, key, names) {
  const shown =
    typeof key === "symbol"
      ? `${name}[${String(key).slice(0, LONGEST)}]`
      : /^[\w$]{1,64}$/.test(key)
        ? `${name}.${key}`
        : `${name}[${JSON.stringify(key.slice(0, LONGEST))}]`;
  const meant = typeof key === "symbol" ? undefined : nearest(key, names);
  const hint = meant === undefined ? `expected ${names.join(", ")}` : `did you mean ${meant}?`;
  return new OCSPError(
    "ERR_INVALID_ARGUMENT",
    `${shown} is not ${name === "options" ? "an option" : "known"}; ${hint}`,
  );
}

/** @param {unknown} value @param {string} name @param {readonly string[]} names */
function notPlain(value, name, names) {
  const example = `{ ${names.slice(0, 2).join(", ")} }`;
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    return invalidArgument(name, `a plain object such as ${example}`, value);
  }
  return new OCSPError(
    "ERR_INVALID_ARGUMENT",
    `${name}: expected a plain object, got one that inherits from another; only its own properties would count, so ` +
      "copy all of them into one: { ...inherited, ...own }",
  );
}

/** @param {readonly string[]} one @param {readonly string[]} other */
function areSame(one, other) {
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== other[i]) {
      return false;
    }
  }
  return one.length === other.length;
}

/** @param {string} name */
const isInherited = (name) => name in Object.prototype;

/**
 * A copy of any object, with every known name.
 * @param {any} value
 * @param {Known<any>} known
 * @param {string} name of the argument
 */
function copyOfAny(value, known, name) {
  /** @type {any} */
  const parts = Object.fromEntries(known.names.map((each) => [each, undefined]));
  for (const key of Reflect.ownKeys(value)) {
    if (!Object.hasOwn(parts, key)) {
      throw unknownName(name, key, known.names);
    }
    parts[key] = value[key];
  }
  return parts;
}

/**
 * The same, faster, where nothing is special about the object or Object.prototype: names that it does not have are then
 * undefined. A message of 10,000 entries comes here 20,000 times.
 * @param {object} value with nothing to inherit
 * @param {Known<any>} known
 * @param {string} name of the argument
 */
function copyOf(value, known, name) {
  const keys = Object.keys(value);
  if (!areSame(keys, known.keys)) {
    if (!keys.every((key) => known.names.includes(key))) {
      return copyOfAny(value, known, name);
    }
    known.keys = keys;
    known.absent = known.names.filter((each) => !keys.includes(each));
  }
  return Object.getOwnPropertyNames(value).length !== keys.length ||
    Object.getOwnPropertySymbols(value).length > 0 ||
    known.absent.some(isInherited)
    ? copyOfAny(value, known, name)
    : known.copy(value);
}

/**
 * Reads the own properties of a plain object, each once.
 * @template {object} T
 * @param {unknown} value
 * @param {Known<T>} known
 * @param {string} name of the argument
 * @returns {Partial<T>} an object that has all that was given, and inherits nothing by a known name
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function toParts(value, known, name) {
  if (typeof value !== "object" || value === null) {
    throw invalidArgument(name, "an object", value);
  }
  try {
    if (!isPlain(value)) {
      throw notPlain(value, name, known.names);
    }
    return copyOf(value, known, name);
  } catch (cause) {
    /* A getter of the caller's, or a Proxy. */
    throw cause instanceof OCSPError
      ? cause
      : new OCSPError("ERR_INVALID_ARGUMENT", `${name}: expected an object that can be read, got one that throws`, {
          cause,
        });
  }
}

const NOTHING = Object.freeze({});

/**
 * The same for options, which may be left out.
 * @template {object} T
 * @param {unknown} value
 * @param {Known<T>} known
 * @param {string} [name]
 * @returns {Partial<T>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export const toOptions = (value, known, name = "options") =>
  value === undefined && !known.names.some(isInherited)
    ? NOTHING
    : toParts(value === undefined ? NOTHING : value, known, name);

/**
 * What an object of any class has under a name. Object.prototype does not count: what everything has was not given.
 * @param {any} object
 * @param {string} name
 * @returns {unknown}
 */
export function memberOf(object, name) {
  try {
    if (!isInherited(name)) {
      return object[name];
    }
    for (let at = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      if (Object.hasOwn(at, name)) {
        return object[name];
      }
    }
  } catch {
    /* A getter of the caller's, or a Proxy: there is nothing to be had. */
  }
  return undefined;
}
