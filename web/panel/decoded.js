import { OCSPError } from "../../bindings/index.js";

/** @typedef {import("../../bindings/index.js").Extension} Extension */

/**
 * What an extension says; a known one whose value is broken says nothing.
 * @param {Extension | undefined} extension
 * @returns {{ readonly value?: any, readonly error?: OCSPError }} error: why it cannot be read
 */
export function decodedOf(extension) {
  try {
    return { value: extension?.decoded };
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return { error };
  }
}
