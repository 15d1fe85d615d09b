// Reads everything that a parsed object offers.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { OCSPError } from "../../bindings/index.js";
import { assertRefusal } from "./refusal.js";

/** What a getter of a sound object may throw: there is no such part, or not one only. */
const ABSENT = new Set(["ERR_OCSP_UNSUCCESSFUL", "ERR_NOT_SINGLE"]);

const getterNames = new Map();

/** Names of the getters of the object's class, and of its own properties. */
export function gettersOf(value) {
  const prototype = Object.getPrototypeOf(value);
  if (!getterNames.has(prototype)) {
    const names = [];
    for (let at = prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        if (get) {
          names.push(name);
        }
      }
    }
    getterNames.set(prototype, names);
  }
  return [...getterNames.get(prototype), ...Object.keys(value)];
}

const isLeaf = (value) =>
  value === null || typeof value !== "object" || value instanceof Date || ArrayBuffer.isView(value);

/** Reads on where `get` leads; what it may throw stands for nothing. */
function follow(get, path, root) {
  let value;
  try {
    value = get();
  } catch (error) {
    if (error instanceof OCSPError && ABSENT.has(error.code)) {
      return;
    }
    // An embedded certificate may be broken inside: reading that element throws.
    if (/\.certificates\[\d+\]$/.test(path)) {
      return assertRefusal(error, root, Infinity);
    }
    // So may the value of an extension, where it decides nothing.
    if (
      /\.(decoded|extendedKeyUsage|ocspUrls|caIssuersUrls|distributionPoints|crlUrls|noRevocationAvailable|mustStaple)$/.test(
        path,
      ) &&
      error instanceof OCSPError
    ) {
      assert.match(String(error.path), /^extnValue/);
      assert.match(error.code, /^ERR_(DER_|OCSP_REASON$|SCT_LIST$|INPUT_TOO_LARGE$)/);
      assert.ok(Number(error.offset) >= 0);
      return;
    }
    throw new Error(`${path}: ${error?.stack ?? inspect(error)}`);
  }
  if (isLeaf(value)) {
    return;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      follow(() => value[index], `${path}[${index}]`, root);
    }
    return;
  }
  if (Symbol.iterator in value) {
    follow(() => [...value], `${path}[]`, root);
  }
  for (const name of gettersOf(value)) {
    follow(() => value[name], `${path}.${name}`, root);
  }
}

/** Every getter, of every part, gives a value; toJSON and inspect never throw. */
export function readEverything(message) {
  const root = message.constructor.name;
  follow(() => message, root, root);
  assert.ok(JSON.stringify(message).length > 2);
  assert.ok(inspect(message).length > 2);
  assert.equal(Object.prototype.toString.call(message), `[object ${root}]`);
}
