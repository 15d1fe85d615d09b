/** Constructors that only this library can call: they ask for a key that is not public. */
import { OCSPError } from "./error.js";

export const PRIVATE = Symbol("bearocsp");

/**
 * @param {unknown} key
 * @param {string} name of the class
 * @param {string} makers what to call instead
 */
export function assertPrivate(key, name, makers) {
  if (key !== PRIVATE) {
    throw new OCSPError("ERR_INVALID_ARGUMENT", `new ${name}: the constructor is private; use ${makers}`);
  }
}
