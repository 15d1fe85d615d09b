// Certificates put together with the tests' DER writer: well-formed, signed by nobody.

import { bitString, context, integer, sequence, tlv } from "./der.js";
import { algorithm, extension, name, OID } from "./messages.js";

export const utcTime = (text) => tlv(0x17, Buffer.from(text, "latin1"));

export const publicKeyInfo = (identifier, key) => sequence(identifier, bitString(key));

const rsaKey = () =>
  publicKeyInfo(algorithm("1.2.840.113549.1.1.1"), sequence(integer(2n ** 2047n + 1n), integer(65537)).bytes);

const extensionList = (rows) =>
  sequence(
    rows.map((row) => {
      if (!Array.isArray(row)) {
        return row;
      }
      const [dotted, value, flags] = row;
      return extension(dotted, value, flags);
    }),
  );

/**
 * `extensions`: rows of [oid, value, what stands between them], or whole Extensions.
 * @param {Record<string, any>} [parts]
 */
export const certificate = (parts = {}) => {
  const signatureAlgorithm = algorithm(OID.sha256WithRSAEncryption);
  return sequence(
    sequence(
      parts.version ?? context(0, integer(2)),
      parts.serialNumber ?? integer(0x1234),
      signatureAlgorithm,
      parts.issuer ?? name("Issuer"),
      parts.validity ?? sequence(utcTime("240101000000Z"), utcTime("340101000000Z")),
      parts.subject ?? name("Subject"),
      parts.publicKey ?? rsaKey(),
      parts.extensions ? context(3, extensionList(parts.extensions)) : [],
    ),
    signatureAlgorithm,
    bitString(new Uint8Array(256).fill(0xd4)),
  );
};
