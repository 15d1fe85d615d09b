// The extensions of certificates, requests, responses and entries, with their meanings if known.

import { decodedOf } from "../decoded.js";
import { element } from "../dom.js";
import { fault } from "../fault.js";
import { absent, bytes, foreign, list, objectIdentifier, serial, time } from "../values.js";
import { fields, part } from "./fields.js";
import { keyPurpose } from "./key-purpose.js";

/** @typedef {import("../../../bindings/index.js").Extension} Extension */
/** @typedef {import("../dom.js").Child} Child */

/** How the decoded value of each known extension is shown.
 * @type {Record<string, (decoded: any) => Child>} */
const DECODED = {
  extKeyUsage: (purposes) => list(purposes, keyPurpose),
  authorityInfoAccess: (access) =>
    fields({
      ocspUrls: () => list(access.ocspUrls, foreign),
      caIssuersUrls: () => list(access.caIssuersUrls, foreign),
    }),
  nonce: bytes,
  acceptableResponses: (oids) => list(oids, (oid) => objectIdentifier(oid)),
  preferredSignatureAlgorithms: (algorithms) => list(algorithms, foreign),
  serviceLocator: (locator) =>
    fields({
      issuer: () => foreign(locator.issuer.toString()),
      ocspUrls: () => list(locator.ocspUrls, foreign),
    }),
  archiveCutoff: time,
  crlReferences: (reference) =>
    fields({
      url: () => (reference.url === null ? absent() : foreign(reference.url)),
      number: () => (reference.number === null ? absent() : serial(reference.number)),
      time: () => time(reference.time),
    }),
  extendedRevoke: () => "present",
  cRLReason: (reason) => reason,
  invalidityDate: time,
  certificateIssuer: (names) => list(names, (name) => foreign(name.toString())),
  signedCertificateTimestamps: (timestamps) =>
    list(timestamps, (timestamp) =>
      fields({
        version: () => String(timestamp.version),
        logId: () => bytes(timestamp.logId),
        timestamp: () => time(timestamp.timestamp),
        extensions: () => bytes(timestamp.extensions),
        signatureAlgorithm: () => timestamp.signatureAlgorithm ?? absent("unknown"),
        signature: () => bytes(timestamp.signature),
      }),
    ),
};

/** @param {Extension} extension @returns {Child} */
function meaning(extension) {
  const show = extension.name === null ? undefined : DECODED[extension.name];
  const { value, error } = decodedOf(extension);
  if (error !== undefined) {
    return element("div", {}, bytes(extension.value), fault(error));
  }
  return show && value !== undefined ? show(value) : bytes(extension.value);
}

/**
 * A part with one row for each extension; empty if there is none.
 *
 * @param {string} title
 * @param {Iterable<Extension>} extensions
 */
export function extensionsPart(title, extensions) {
  const rows = element("dl", { class: "fields extensions" });
  for (const extension of extensions) {
    rows.append(
      element(
        "div",
        { "data-extension": extension.oid },
        element(
          "dt",
          {},
          objectIdentifier(extension.oid, extension.name),
          extension.critical ? element("span", { class: "tag" }, "critical") : "",
        ),
        element("dd", {}, meaning(extension)),
      ),
    );
  }
  return rows.childElementCount ? part(title, rows) : "";
}

export const style = `
dl.extensions .aside-inline { display: block; }
.tag {
  display: inline-block;
  padding: 0 0.4375rem;
  border: 1px solid var(--control-line);
  border-radius: 4px;
  color: var(--text);
  font-size: 0.8125rem;
}
`;
