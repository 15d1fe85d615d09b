// What the page says about what came in.

export const LOOKED_FOR = "Looked for PEM blocks, base64, hexadecimal, DER and the URLs of GET requests.";

const KEY_LEFT_OUT = "A private key was left out: OCSP needs none, and it is best kept where it was.";
const PRINTED_BY_OPENSSL =
  "The text describes an OCSP response in words, as OpenSSL prints it. That cannot be verified: verifying takes the " +
  "bytes of the response, as openssl ocsp -respout FILE saves them.";

/**
 * What there is to say about the text in the field.
 *
 * @param {string} text
 * @param {readonly import("../objects.js").Item[]} items found in it
 * @param {boolean} keysLeftOut
 * @returns {{ first: string[], last: string[] }} before and after what there is to say about files
 */
export function noticesOn(text, items, keysLeftOut) {
  const isSettled = text.trim() === "" || items.length > 0 || keysLeftOut;
  const isPrinted = /^OCSP Response Data:/m.test(text) && items.every(({ kind }) => kind !== "ocsp-response");
  return {
    first: keysLeftOut ? [KEY_LEFT_OUT] : [],
    last: [
      ...(isSettled ? [] : [`Nothing was recognised in the text. ${LOOKED_FOR}`]),
      ...(isPrinted ? [PRINTED_BY_OPENSSL] : []),
    ],
  };
}
