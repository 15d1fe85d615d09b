// What a certificate says, as far as OCSP is concerned.

import { OCSPError } from "../../../bindings/index.js";
import { disclosure, element } from "../dom.js";
import { fault } from "../fault.js";
import { absent, bytes, foreign, list, objectIdentifier, serial, time, yesNo } from "../values.js";
import { extensionsPart } from "./extensions-view.js";
import { fields, part } from "./fields.js";
import { keyPurpose } from "./key-purpose.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */

/** A name, even an empty one.
 * @param {import("../../../bindings/index.js").Name} name */
export function nameText(name) {
  return name.attributes.length ? foreign(name.toString()) : absent("empty name");
}

/** @param {import("../../../bindings/index.js").PublicKeyInfo} key */
function publicKey(key) {
  const size = key.curve ?? (key.bits === null ? "" : `${key.bits} bits`);
  return objectIdentifier(key.oid, key.algorithm && `${key.algorithm} ${size}`.trimEnd());
}

/** @param {Certificate} certificate */
export function certificateHeadline(certificate) {
  return nameText(certificate.subject);
}

/** @param {Certificate} certificate */
export function certificateView(certificate) {
  const view = document.createDocumentFragment();
  view.append(
    part(
      "Certificate",
      fields({
        subject: () => nameText(certificate.subject),
        issuer: () => nameText(certificate.issuer),
        serialNumber: () => serial(certificate.serialNumber),
        notBefore: () => time(certificate.notBefore),
        notAfter: () => time(certificate.notAfter),
        publicKey: () => publicKey(certificate.publicKey),
        signatureAlgorithm: () =>
          objectIdentifier(certificate.signatureAlgorithm.oid, certificate.signatureAlgorithm.name),
        version: () => String(certificate.version),
      }),
    ),
    part(
      "For OCSP",
      fields({
        ocspUrls: () => list(certificate.ocspUrls, foreign),
        caIssuersUrls: () => list(certificate.caIssuersUrls, foreign),
        isCA: () => yesNo(certificate.isCA),
        extendedKeyUsage: () => list(certificate.extendedKeyUsage, keyPurpose),
        ocspNoCheck: () => yesNo(certificate.ocspNoCheck),
      }),
    ),
    extensionsPart("Extensions", certificate.extensions),
    part(
      "Bytes",
      fields({
        subjectPublicKeyInfo: () => bytes(certificate.publicKey.spki),
        der: () => bytes(certificate.toDER()),
      }),
    ),
  );
  return view;
}

/**
 * The certificates that a message carries, each opened on demand. One that does not parse shows why, among the others.
 *
 * @param {readonly Certificate[]} certificates
 */
export function certificatesPart(certificates) {
  if (certificates.length === 0) {
    return part("Certificates", absent("none in the message"));
  }
  const shown = [];
  for (let index = 0; index < certificates.length; index++) {
    try {
      const certificate = /** @type {Certificate} */ (certificates[index]);
      shown.push(
        element(
          "li",
          {},
          disclosure(certificateHeadline(certificate), () =>
            element("div", { class: "nested" }, certificateView(certificate)),
          ),
        ),
      );
    } catch (error) {
      if (!(error instanceof OCSPError)) {
        throw error;
      }
      shown.push(element("li", {}, fault(error)));
    }
  }
  return part("Certificates", element("ol", { class: "plain" }, ...shown));
}

export const style = `
.nested { margin: 0.75rem 0 0.5rem; padding-left: 1rem; border-left: 3px solid var(--line); }
.nested .part { padding-left: 0; border-left: 0; }
`;
