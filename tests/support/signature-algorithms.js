// AlgorithmIdentifiers of signatures, by the tests' own DER writer. Hashes are named as in WebCrypto.

import { context, integer, nullValue, oid, sequence } from "./der.js";

const HASHES = {
  "SHA-1": {
    oid: "1.3.14.3.2.26",
    octets: 20,
    rsa: "1.2.840.113549.1.1.5",
    ecdsa: "1.2.840.10045.4.1",
    dsa: "1.2.840.10040.4.3",
  },
  "SHA-224": {
    oid: "2.16.840.1.101.3.4.2.4",
    octets: 28,
    rsa: "1.2.840.113549.1.1.14",
    ecdsa: "1.2.840.10045.4.3.1",
    dsa: "2.16.840.1.101.3.4.3.1",
  },
  "SHA-256": {
    oid: "2.16.840.1.101.3.4.2.1",
    octets: 32,
    rsa: "1.2.840.113549.1.1.11",
    ecdsa: "1.2.840.10045.4.3.2",
    dsa: "2.16.840.1.101.3.4.3.2",
  },
  "SHA-384": {
    oid: "2.16.840.1.101.3.4.2.2",
    octets: 48,
    rsa: "1.2.840.113549.1.1.12",
    ecdsa: "1.2.840.10045.4.3.3",
    dsa: "2.16.840.1.101.3.4.3.3",
  },
  "SHA-512": {
    oid: "2.16.840.1.101.3.4.2.3",
    octets: 64,
    rsa: "1.2.840.113549.1.1.13",
    ecdsa: "1.2.840.10045.4.3.4",
    dsa: "2.16.840.1.101.3.4.3.4",
  },
  "SHA3-256": { oid: "2.16.840.1.101.3.4.2.8", octets: 32, ecdsa: "2.16.840.1.101.3.4.3.10" },
  "SHA-512/256": { oid: "2.16.840.1.101.3.4.2.6", octets: 32, rsa: "1.2.840.113549.1.1.16" },
  MD5: { oid: "1.2.840.113549.2.5", octets: 16, rsa: "1.2.840.113549.1.1.4" },
};

export const RSASSA_PSS = "1.2.840.113549.1.1.10";

const named = (hash) =>
  HASHES[hash] ??
  (() => {
    throw new Error(`no row for the hash ${hash}`);
  })();
const hashAlgorithm = (hash) => sequence(oid(named(hash).oid), nullValue());
/** A component that equals its DEFAULT is left out. */
const component = (number, isDefault, part) => (isDefault ? [] : context(number, part));

/**
 * RSASSA-PSS-params, RFC 4055 3.1.
 * @param {{ hash: string, mgf1Hash?: string, saltLength?: number, trailerField?: number }} parameters
 */
export const pssParameters = ({ hash, mgf1Hash = hash, saltLength = named(hash).octets, trailerField = 1 }) =>
  sequence(
    component(0, hash === "SHA-1", hashAlgorithm(hash)),
    component(1, mgf1Hash === "SHA-1", sequence(oid("1.2.840.113549.1.1.8"), hashAlgorithm(mgf1Hash))),
    component(2, saltLength === 20, integer(saltLength)),
    component(3, trailerField === 1, integer(trailerField)),
  );

/** By family, the AlgorithmIdentifier. */
export const signatureAlgorithm = {
  rsa: (hash) => sequence(oid(named(hash).rsa), nullValue()),
  pss: (parameters) => sequence(oid(RSASSA_PSS), pssParameters(parameters)),
  ecdsa: (hash) => sequence(oid(named(hash).ecdsa)),
  dsa: (hash) => sequence(oid(named(hash).dsa)),
  ed25519: () => sequence(oid("1.3.101.112")),
  ed448: () => sequence(oid("1.3.101.113")),
};
