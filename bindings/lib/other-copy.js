/**
 * Objects of another copy of this library: its CommonJS beside its ES module, or another version. What they keep in
 * private fields cannot be read here. Nothing that they say is believed but their DER, which is read anew.
 */
import { isBytes } from "./arguments.js";

/**
 * @typedef {"Certificate" | "CertID" | "OCSPRequest" | "OCSPResponse" | "PrivateKey" | "SingleRequest"
 *   | "SingleResponse"} ClassName
 */

/**
 * Whether an object calls itself one of this library, of whatever copy. Anything can call itself so.
 * @param {unknown} value
 * @param {...ClassName} names
 */
export function isCalled(value, ...names) {
  try {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    return typeof value === "object" && names.some((name) => name === tag);
  } catch {
    return false;
  }
}

/**
 * The DER of an object that another copy may have made.
 * @param {any} value
 * @param {...ClassName} names what it may call itself
 * @returns {import("./arguments.js").Bytes | undefined} not checked, and not copied; undefined if there is none
 */
export function derOfOtherCopy(value, ...names) {
  try {
    if (isCalled(value, ...names)) {
      const der = typeof value.toDER === "function" ? value.toDER() : value.der;
      return isBytes(der) ? der : undefined;
    }
  } catch {
    /* It only looks like one. */
  }
  return undefined;
}
