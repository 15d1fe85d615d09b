// Wycheproof's signatures in the form that verifySignature takes, and what is right of each.

import assert from "node:assert/strict";
import { signatureAlgorithm } from "./signature-algorithms.js";

/** By the type of a group, its AlgorithmIdentifier. */
const ALGORITHMS = {
  RsassaPkcs1Verify: ({ sha }) => signatureAlgorithm.rsa(sha),
  RsassaPssVerify: (group) => pss(group),
  RsassaPssWithParametersVerify: (group) => pss(group),
  EcdsaVerify: ({ sha }) => signatureAlgorithm.ecdsa(sha),
  DsaVerify: ({ sha }) => signatureAlgorithm.dsa(sha),
  EddsaVerify: ({ publicKey }) =>
    publicKey.curve === "edwards25519" ? signatureAlgorithm.ed25519() : signatureAlgorithm.ed448(),
};

function pss({ sha, mgf, mgfSha, sLen }) {
  assert.equal(mgf, "MGF1");
  return signatureAlgorithm.pss({ hash: sha, mgf1Hash: mgfSha, saltLength: sLen });
}

/** @param {any} group of a file @returns {Uint8Array} its AlgorithmIdentifier */
export const algorithmOf = (group) => ALGORITHMS[group.type](group).bytes;

/** By the flag of an acceptable signature, whether it is accepted here. */
const ACCEPTED = {
  // RFC 8017 A.2.4: in a DigestInfo the parameters are NULL. The padding is compared and not parsed, so there is one
  // that is right.
  MissingNull: false,
  // X.690 8.3.3: an INTEGER without the octet 0 in front is negative, and r is positive.
  MissingZero: false,
};

/** Whether a signature is to be accepted. @param {{ result: string, flags: string[] }} one @returns {boolean} */
export const isRight = ({ result, flags }) =>
  result === "acceptable" ? (ACCEPTED[flags[0]] ?? assert.fail(`no decision on ${flags}`)) : result === "valid";

/** Keys that neither the core nor a host computes with: by the file, how the refusal names the key. */
const OUT_OF_REACH = { secp224r1: /\bP-224\b|\bsecp224r1\b/ };

/** How the keys of a file are refused, if nobody computes with them. @param {string} file @returns {RegExp | null} */
export const outOfReach = (file) => Object.entries(OUT_OF_REACH).find(([part]) => file.includes(part))?.[1] ?? null;
