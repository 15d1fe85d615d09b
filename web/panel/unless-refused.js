// What the library gives, where it may refuse to say: a broken extension is no reason to show nothing.

import { OCSPError } from "../../bindings/index.js";

/** Undefined where the library refuses to say. @template T @param {() => T} ask @returns {T | undefined} */
export function unlessRefused(ask) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return undefined;
  }
}
