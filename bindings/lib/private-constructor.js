/** Classes whose objects only this library makes: their constructors ask for this key, which is not public. */
import { OCSPError } from "./error.js";

export const FRIEND = Symbol("bearocsp");

/**
 * @param {unknown} key
 * @param {string} name of the class
 * @param {string} makers
 */
export function checkFriend(key, name, makers) {
  if (key !== FRIEND) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `new ${name}: expected to be made by ${makers}, got called as a constructor`,
    );
  }
}
