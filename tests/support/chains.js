// Certificates by OpenSSL for questions such as "which is meant, and who issued it": two CAs, another of the same
// name, a root without basicConstraints, cross-signed and self-issued CAs, leaves, decoys, a responder.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openssl, privateKeyFile } from "./openssl.js";

const EXTENSIONS = `
[ca]
basicConstraints = critical, CA:TRUE
[leaf]
basicConstraints = critical, CA:FALSE
[plain]
subjectKeyIdentifier = hash
[responder]
extendedKeyUsage = OCSPSigning
[mixed]
extendedKeyUsage = serverAuth, OCSPSigning
`;

/** Made once per process: name, subject, key, its issuer's certificate and key, extensions. */
const CERTIFICATES = /** @type {const} */ ([
  ["root", "/CN=Root", "p-384", "root", "ca"],
  ["ca", "/CN=CA", "p-256", "root", "ca"],
  ["sub", "/CN=Sub CA", "p-521", "ca", "ca"],
  // Another key under the name of the CA, as after a change of keys.
  ["rekeyed", "/CN=CA", "p-256-other", "root", "ca"],
  // The CA's key and name, certified by another CA.
  ["stranger", "/CN=Stranger", "rsa-2048", "stranger", "ca"],
  ["cross", "/CN=CA", "p-256", "stranger", "ca"],
  // The new key of the CA, certified by its old one: self-issued (RFC 5280 6.1).
  ["newWithOld", "/CN=CA", "p-256-other", "ca", "ca"],
  ["oldRoot", "/CN=Old Root", "rsa-2048-other", "oldRoot", "plain"],
  ["leaf", "/CN=leaf", "ed25519", "ca", "leaf"],
  ["other", "/CN=other", "ed25519", "ca", "leaf"],
  ["ofSub", "/CN=of sub", "ed25519", "sub", "leaf"],
  ["ofOldRoot", "/CN=of old root", "ed25519", "oldRoot", "leaf"],
  ["responder", "/CN=Responder", "ed448", "ca", "responder"],
  ["mixed", "/CN=mixed", "ed448", "ca", "mixed"],
  // The key of the leaf can sign anything.
  ["decoy", "/CN=decoy", "p-256", "leaf", "leaf"],
  ["decoyCA", "/CN=decoy CA", "p-256", "leaf", "ca"],
  // Keys of a curve that the library does not verify with.
  ["curveCA", "/CN=Curve CA", "p-224", "curveCA", "ca"],
  ["secondCurveCA", "/CN=Curve CA", "p-192", "secondCurveCA", "ca"],
  ["ofCurve", "/CN=of curve", "ed25519", "curveCA", "leaf"],
  ["ofUnknown", "/CN=of unknown", "ed25519", "unknown", "leaf"],
  ["unknown", "/CN=Unknown", "p-256", "unknown", "ca"],
]);
/** @typedef {(typeof CERTIFICATES)[number][0]} ChainName */

/** @returns {Record<ChainName, string>} PEM by name */
export function makeChains() {
  const folder = mkdtempSync(join(tmpdir(), "bearocsp-chains-"));
  const at = (/** @type {string} */ name) => join(folder, name);
  writeFileSync(at("extensions.cnf"), EXTENSIONS);
  const keys = Object.fromEntries(CERTIFICATES.map(([name, , key]) => [name, privateKeyFile(key)]));
  const order = [...CERTIFICATES].sort((a, b) => Number(b[0] === b[3]) - Number(a[0] === a[3]));
  const pems = order.map(([name, subject, , issuer, section], i) => {
    const isRoot = issuer === name;
    openssl(
      [
        ...["x509", "-req", "-days", "30", "-set_serial", String(100 + i), "-out", at(`${name}.pem`)],
        ...(isRoot ? ["-signkey", keys[name]] : ["-CA", at(`${issuer}.pem`), "-CAkey", keys[issuer]]),
        ...["-extfile", at("extensions.cnf"), "-extensions", section],
      ],
      openssl(["req", "-new", "-key", keys[name], "-subj", subject]),
    );
    return [name, readFileSync(at(`${name}.pem`), "latin1")];
  });
  rmSync(folder, { recursive: true });
  return Object.fromEntries(pems);
}

/** What is given in order, the certificate in question, its issuer, and what stays open. */
export const CHAINS = [
  ["a chain", "leaf ca root", "leaf", "ca"],
  ["reversed", "root ca leaf", "leaf", "ca"],
  ["the first of two leaves", "leaf other ca", "leaf", "ca"],
  ["the first of two, which is another", "other leaf ca", "other", "ca"],
  ["two leaves after their CA", "ca leaf other", null, null, "leaf other"],
  ["an unrelated CA before it", "stranger leaf ca", "leaf", "ca"],
  ["a CA of the same name and another key", "rekeyed leaf ca", "leaf", "ca"],
  ["that after it", "leaf rekeyed ca", "leaf", "ca"],
  ["a root without basicConstraints before it", "oldRoot ofOldRoot", "ofOldRoot", "oldRoot"],
  ["an unrelated one", "oldRoot leaf ca", "leaf", "ca"],
  ["two certificates of the CA's key", "cross leaf ca", "leaf", "cross"],
  ["the responder first", "responder leaf ca", "leaf", "ca"],
  ["the responder after the CA", "ca responder leaf", "leaf", "ca"],
  ["a server's certificate that may also answer", "mixed leaf ca", "leaf", "ca"],
  ["the responder alone with its CA", "ca responder", "responder", "ca"],
  ["two responders after their CA", "ca responder mixed", null, null, "responder mixed"],
  ["the responder before two leaves", "responder leaf other ca", null, null, "leaf other"],
  ["what the leaf's key signed", "leaf decoy decoyCA ca", "leaf", "ca"],
  ["a CA that the leaf's key signed, first", "decoyCA leaf ca", "leaf", "ca"],
  ["an intermediate and its issuer", "ca root", "ca", "root"],
  ["reversed, since nobody asks about a root", "root ca", "ca", "root"],
  ["two intermediates, the first counts", "ca sub root", "ca", "root"],
  ["two after the root, the lower counts", "root ca sub", "sub", "ca"],
  ["two after the root, neither lower", "root rekeyed sub", null, null, "rekeyed sub"],
  ["a self-issued CA after its leaf", "leaf newWithOld ca", "leaf", "ca"],
  ["one alone", "leaf", "leaf", null],
  ["a root alone", "root", "root", "root"],
  ["repetitions", "ca leaf leaf ca", "leaf", "ca"],
  ["an issuer of the right name and another key", "leaf rekeyed", "leaf", null, "rekeyed"],
  ["an issuer that cannot be verified", "ofCurve curveCA", "ofCurve", "curveCA"],
  ["a longer chain", "ofSub sub ca root", "ofSub", "sub"],
];
