/** Certificates in a CMS message without signatures (RFC 5652 5.1, RFC 5751 3.3.1), as .p7b and .p7c files are. */
import { dissect } from "../index.js";

/*
 * ContentInfo ::= SEQUENCE {
 *   contentType  OBJECT IDENTIFIER,  -- id-signedData
 *   content      [0] EXPLICIT SEQUENCE {
 *     version           INTEGER,
 *     digestAlgorithms  SET,
 *     encapContentInfo  SEQUENCE,
 *     certificates      [0] IMPLICIT SET OF Certificate OPTIONAL, ... } }
 * Only DER is read.
 */
const SIGNED_DATA = /(?:^|\()1\.2\.840\.113549\.1\.7\.2(?:\)|$)/;

/**
 * @param {Uint8Array} der of anything
 * @returns {Uint8Array[]} empty if it is not such a message
 */
export function certificatesInCMS(der) {
  const [contentType, content] = dissect(der).root?.children ?? [];
  if (!SIGNED_DATA.test(contentType?.text ?? "")) {
    return [];
  }
  const certificates = content?.children[0]?.children.find(({ type }) => type === "[0]");
  return Array.from(certificates?.children ?? [], ({ offset, headerLength, length }) =>
    der.slice(offset, offset + headerLength + length),
  );
}
