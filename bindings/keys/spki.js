/** SubjectPublicKeyInfo of RSA keys in DER, RFC 3279 2.3.1. */
import { concatenated } from "../lib/bytes.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */

/** SEQUENCE { rsaEncryption, NULL } */
const RSA_ENCRYPTION = Uint8Array.of(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0);

/** @param {number} tag @param {number} length below 65536 @returns {Uint8Array} */
const header = (tag, length) =>
  length < 0x80
    ? Uint8Array.of(tag, length)
    : length < 0x100
      ? Uint8Array.of(tag, 0x81, length)
      : Uint8Array.of(tag, 0x82, length >> 8, length & 0xff);

/** @param {OwnedBytes} key an RSAPublicKey @returns {OwnedBytes} its SubjectPublicKeyInfo */
export function rsaPublicKey(key) {
  const bits = concatenated([header(0x03, key.length + 1), Uint8Array.of(0), key.view()]);
  return concatenated([header(0x30, RSA_ENCRYPTION.length + bits.length), RSA_ENCRYPTION, bits.view()]);
}
