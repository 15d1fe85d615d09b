// ML-DSA and SLH-DSA both ways, in one runtime: what others signed is checked by the package, and what the package
// signs is checked by others. It is given all that it uses, so that any runtime can load it.

import {
  bitString,
  boolean,
  children,
  context,
  integer,
  octetString,
  oid,
  sequence,
  set,
  tlv,
  utf8String,
} from "../support/der.js";

/** RFC 9881 and RFC 9909: the parameter sets and the last arc of their OBJECT IDENTIFIERs. */
const ARCS = {
  "ML-DSA-44": 17,
  "ML-DSA-65": 18,
  "ML-DSA-87": 19,
  "SLH-DSA-SHA2-128s": 20,
  "SLH-DSA-SHA2-128f": 21,
  "SLH-DSA-SHA2-192s": 22,
  "SLH-DSA-SHA2-192f": 23,
  "SLH-DSA-SHA2-256s": 24,
  "SLH-DSA-SHA2-256f": 25,
  "SLH-DSA-SHAKE-128s": 26,
  "SLH-DSA-SHAKE-128f": 27,
  "SLH-DSA-SHAKE-192s": 28,
  "SLH-DSA-SHAKE-192f": 29,
  "SLH-DSA-SHAKE-256s": 30,
  "SLH-DSA-SHAKE-256f": 31,
};
export const PARAMETER_SETS = Object.keys(ARCS);

const identifier = (name) => sequence(oid(`2.16.840.1.101.3.4.3.${ARCS[name]}`));
const named = (text) => sequence(set(sequence(oid("2.5.4.3"), utf8String(text))));
const time = (text) =>
  tlv(
    0x18,
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
  );

/** The name in @noble/post-quantum: ml_dsa44, slh_dsa_sha2_128s. @param {string} name */
const nobleName = (name) => name.toLowerCase().replaceAll("-", "_").replace("ml_dsa_", "ml_dsa");

/**
 * A CA's certificate of a key, signed with it.
 * @param {string} name of the parameter set
 * @param {Uint8Array} publicKey
 * @param {(data: Uint8Array) => Uint8Array} sign
 * @returns {Uint8Array}
 */
function certificateOf(name, publicKey, sign) {
  const spki = sequence(identifier(name), bitString(publicKey));
  const ca = sequence(oid("2.5.29.19"), boolean(true), octetString(sequence(boolean(true))));
  const tbs = sequence(
    context(0, integer(2)),
    integer(1),
    identifier(name),
    named(name),
    sequence(time("20500101000000Z"), time("20990101000000Z")),
    named(name),
    spki,
    context(3, sequence(ca)),
  );
  return sequence(tbs, identifier(name), bitString(sign(tbs.bytes))).bytes;
}

/** With one bit changed, from the end. @param {Uint8Array} der */
function changed(der, fromEnd = 1) {
  const twin = der.slice();
  twin[twin.length - fromEnd] ^= 1;
  return twin;
}

/** Whether the package says that a certificate signed itself, and that three changed ones did not. */
function selfSigned({ Certificate }, der) {
  const verdict = (bytes) => Certificate.fromDER(bytes).isIssuedBy(Certificate.fromDER(der));
  /* The last octet of the signature, one of its middle (none is shorter), and one of what was signed. */
  const middle = 1200;
  const year = der.findLastIndex((_, i) =>
    "20990101".split("").every((digit, j) => der[i + j] === digit.charCodeAt(0)),
  );
  return [der, changed(der), changed(der, middle), changed(der, der.length - year - 3)].map(verdict);
}

/**
 * What node:crypto and the package, and what @noble/post-quantum and the package, say of each other.
 * @param {any} bearocsp
 * @param {string} name
 * @param {typeof import("node:crypto")} crypto
 * @param {Record<string, any>} noble modules
 * @param {boolean} nobleSigns where that does not take many seconds
 */
export function bothWays(bearocsp, name, crypto, noble, nobleSigns) {
  const { Certificate, OCSPResponse, OCSPResponseBuilder } = bearocsp;
  const implementation = noble[nobleName(name)];
  const { privateKey, publicKey } = crypto.generateKeyPairSync(/** @type {any} */ (name.toLowerCase()));
  const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  const raw = spki.slice(-implementation.lengths.publicKey);
  const der = certificateOf(name, raw, (data) => crypto.sign(null, data, privateKey));
  const issuer = Certificate.fromDER(der);
  const now = new Date("2060-01-01T00:00:00Z");
  const response = new OCSPResponseBuilder()
    .addResponse({ certificate: issuer, issuer, certificateStatus: "good", thisUpdate: now, nextUpdate: now })
    .responderId("name", issuer)
    .producedAt(now)
    .sign(privateKey, null);
  const { signature, tbsResponseBytes: signed } = response;
  const told = {
    "node:crypto signed the certificate": selfSigned(bearocsp, der),
    "algorithm of key and signatures": [
      issuer.publicKey.algorithm,
      issuer.signatureAlgorithm.name,
      response.signatureAlgorithm.name,
    ],
    "own response, by the package": [
      response.isSignedBy(issuer),
      OCSPResponse.fromDER(changed(response.toDER())).isSignedBy(issuer),
    ],
    "own response, verified": response.check({ certificate: issuer, issuer, time: now }).ok,
    "own response, by node:crypto": crypto.verify(null, signed, publicKey, signature),
    "own response, by noble": implementation.verify(signature, signed, raw),
  };
  if (nobleSigns) {
    const keys = implementation.keygen();
    const theirs = certificateOf(name, keys.publicKey, (data) => implementation.sign(data, keys.secretKey));
    told["noble signed the certificate"] = selfSigned(bearocsp, theirs);
    told["another key"] = Certificate.fromDER(theirs).isIssuedBy(issuer);
  }
  return told;
}

/**
 * What the package says of certificates and responses that Bouncy Castle made.
 * @param {any} bearocsp
 * @param {{ issuer: string, response?: string, certificate?: string, delegated?: string }} stored in base64
 */
export function ofBouncyCastle(bearocsp, stored) {
  const { Certificate, OCSPResponse } = bearocsp;
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const issuer = Certificate.fromDER(bytes(stored.issuer));
  const told = { issuer: selfSigned(bearocsp, bytes(stored.issuer)) };
  for (const kind of /** @type {const} */ (["response", "delegated"])) {
    if (stored[kind] === undefined) {
      continue;
    }
    const der = bytes(stored[kind]);
    const of = (given) => {
      const response = OCSPResponse.fromDER(given);
      const [{ issuerNameHash, issuerKeyHash, serialNumber, hashAlgorithm }] = response.responses;
      const certificate = stored.certificate
        ? Certificate.fromDER(bytes(stored.certificate))
        : { issuerNameHash, issuerKeyHash, serialNumber, hashAlgorithm };
      const signer = response.certificates[0] ?? issuer;
      return [response.isSignedBy(signer), response.check({ certificate, issuer }).ok];
    };
    /* Of the delegated one, the last octet is one of the delegate's certificate: its signature stands before it. */
    const { signature } = OCSPResponse.fromDER(der);
    const at = Buffer.from(der).indexOf(Buffer.from(signature.subarray(0, 32)));
    told[kind] = [...of(der), ...of(changed(der, der.length - at - 9))];
    if (kind === "delegated") {
      told["delegate's certificate"] = of(changed(der));
    }
  }
  if (stored.certificate !== undefined) {
    const der = bytes(stored.certificate);
    told.certificate = [der, changed(der)].map((given) => Certificate.fromDER(given).isIssuedBy(issuer));
  }
  return told;
}

/**
 * What is said of a good response, and of forms of it and of its key that RFC 9881 and RFC 9909 do not have, and
 * whether node:crypto was asked.
 * @param {any} bearocsp
 * @param {any} crypto the module, whose verify is watched
 * @param {string} name of the parameter set
 * @param {{ issuer: string, response: string }} stored in base64
 */
export function strictness({ Certificate, OCSPResponse }, crypto, name, stored) {
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { verify, createPublicKey } = crypto;
  let asked = false;
  crypto.verify = (...given) => ((asked = true), verify(...given));
  crypto.createPublicKey = (...given) => ((asked = true), createPublicKey(...given));

  const original = OCSPResponse.fromDER(bytes(stored.response));
  const answer = (algorithm, signature) =>
    sequence(
      tlv(0x0a, "00"),
      context(
        0,
        sequence(
          oid("1.3.6.1.5.5.7.48.1.1"),
          octetString(sequence(original.tbsResponseBytes, algorithm, bitString(signature))),
        ),
      ),
    ).bytes;
  const [tbs, ...rest] = children(bytes(stored.issuer)).map(({ element }) => element);
  const fields = children(tbs).map(({ element }) => element);
  const SPKI = 6;
  const key = children(fields[SPKI])[1].contents.slice(1);
  const issuer = (spki) => sequence(sequence(fields.with(SPKI, spki.bytes)), rest).bytes;
  const judged = (der, certificate) => {
    asked = false;
    try {
      return [OCSPResponse.fromDER(der).isSignedBy(Certificate.fromDER(certificate)), asked];
    } catch (error) {
      return [error.code, asked];
    }
  };
  const { signature } = original;
  const other = Object.keys(ARCS).find((one) => one.startsWith(name.slice(0, 3)) && one !== name);
  const withNull = sequence(oid(`2.16.840.1.101.3.4.3.${ARCS[name]}`), tlv(0x05));
  const good = issuer(sequence(identifier(name), bitString(key)));
  const told = {
    "as it should be": judged(answer(identifier(name), signature), good),
    "NULL parameters of the algorithm": judged(answer(withNull, signature), good),
    "a signature that is too short": judged(answer(identifier(name), signature.subarray(1)), good),
    "a signature that is too long": judged(answer(identifier(name), [signature, "00"]), good),
    "no signature": judged(answer(identifier(name), ""), good),
    "another parameter set": judged(answer(identifier(other), signature), good),
    "NULL parameters of the key": judged(
      answer(identifier(name), signature),
      issuer(sequence(withNull, bitString(key))),
    ),
    "a key that is too short": judged(
      answer(identifier(name), signature),
      issuer(sequence(identifier(name), bitString(key.subarray(1)))),
    ),
    "a key that is too long": judged(
      answer(identifier(name), signature),
      issuer(sequence(identifier(name), bitString(key, "00"))),
    ),
    "a key in an OCTET STRING": judged(
      answer(identifier(name), signature),
      issuer(sequence(identifier(name), bitString(octetString(key)))),
    ),
  };
  Object.assign(crypto, { verify, createPublicKey });
  return told;
}
