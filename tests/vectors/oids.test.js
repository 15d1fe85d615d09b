// Every OBJECT IDENTIFIER of the vectors' list is known by its standard name, or is reported as unknown where it is out
// of scope.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acceptableResponses,
  archiveCutoff,
  Certificate,
  cRLReason,
  crlReferences,
  extendedRevoke,
  extension,
  invalidityDate,
  nonce,
  OCSPRequest,
  OCSPResponse,
  preferredSignatureAlgorithms,
  serviceLocator,
} from "../../bindings/index.js";
import { certificate as buildCertificate, publicKeyInfo } from "../support/certificates.js";
import { context, contextPrimitive, integer, join, nullValue, octetString, oid, sequence } from "../support/der.js";
import { algorithm, certID, name, request, response, singleRequest } from "../support/messages.js";
import { readList, withoutVectors } from "../support/vectors.js";

const oids = withoutVectors ? {} : readList("oids.json");
/** The part of a list's key that is the name: "md5WithRSA (reject)" -> "md5WithRSA". */
const entries = (group) => Object.entries(oids[group] ?? {}).map(([key, dotted]) => [key.replace(/ \(.*/, ""), dotted]);

const options = { skip: withoutVectors };

test("containers: the basic response type, and the arc as id-ad-ocsp", options, () => {
  assert.equal(OCSPResponse.fromDER(response().bytes).responseType, oids.containers["id-pkix-ocsp-basic"]);
  assert.equal(oids.containers["id-pkix-ocsp"], oids.certificate["id-ad-ocsp"]);
});

test("ocspExtensions and singleExtensions: short names, and the makers' OIDs", options, () => {
  const time = new Date(0);
  const names = {
    nonce: ["nonce", nonce()],
    "crl references": ["crlReferences", crlReferences({ number: 1n })],
    "acceptable responses": ["acceptableResponses", acceptableResponses([oids.containers["id-pkix-ocsp-basic"]])],
    nocheck: ["ocspNoCheck", null],
    "archive cutoff": ["archiveCutoff", archiveCutoff(time)],
    "service locator": ["serviceLocator", serviceLocator({ der: name().bytes })],
    "preferred signature algorithms": ["preferredSignatureAlgorithms", preferredSignatureAlgorithms(["RSA-SHA256"])],
    "extended revoke": ["extendedRevoke", extendedRevoke()],
    reasonCode: ["cRLReason", cRLReason("keyCompromise")],
    invalidityDate: ["invalidityDate", invalidityDate(time)],
    holdInstructionCode: [null, null],
    certificateIssuer: ["certificateIssuer", null],
    "SCT list in OCSP": ["signedCertificateTimestamps", null],
  };
  const values = {
    certificateIssuer: sequence(context(4, name())),
    nocheck: nullValue(),
    // One timestamp: version, log and time of zeros, no extensions, ECDSA with SHA-256, an empty signature.
    "SCT list in OCSP": octetString("0031", "002f", new Uint8Array(41), "0000", "0403", "0000"),
    holdInstructionCode: oid("1.2.840.10040.2.1"),
  };
  for (const [key, dotted] of [...entries("ocspExtensions"), ...entries("singleExtensions")]) {
    const [shortName, made] = names[key] ?? assert.fail(`${key} has no row`);
    if (made) {
      assert.equal(made.oid, dotted, key);
    }
    const value = made ? made.value : values[key].bytes;
    const parsed = OCSPRequest.fromDER(
      request({
        extensions: sequence(oid(dotted), octetString(value)),
      }).bytes,
    ).extensions;
    assert.equal(parsed.get(dotted)?.name, shortName, key);
    assert.equal(extension(dotted, value).name, shortName, key);
    if (shortName) {
      assert.equal(parsed.get(shortName)?.oid, dotted, key);
      assert.ok(parsed.has(shortName) && parsed.has(dotted), key);
    }
  }
});

test("hash: names of CertID hash algorithms", options, () => {
  for (const [name, dotted] of entries("hash")) {
    const asked = certID({ hashAlgorithm: algorithm(dotted) });
    const parsed = OCSPRequest.fromDER(request({ requests: singleRequest({ certID: asked }) }).bytes);
    assert.equal(parsed.hashAlgorithm, name);
    assert.equal(parsed.hashAlgorithmOid, dotted);
  }
});

test("signature: names of signature algorithms and their hashes", options, () => {
  const names = {
    md2WithRSA: null,
    md5WithRSA: null,
    sha1WithRSA: "RSA-SHA1",
    sha224WithRSA: "RSA-SHA224",
    sha256WithRSA: "RSA-SHA256",
    sha384WithRSA: "RSA-SHA384",
    sha512WithRSA: "RSA-SHA512",
    "ecdsa-with-SHA1": "ECDSA-SHA1",
    "ecdsa-with-SHA224": "ECDSA-SHA224",
    "ecdsa-with-SHA256": "ECDSA-SHA256",
    "ecdsa-with-SHA384": "ECDSA-SHA384",
    "ecdsa-with-SHA512": "ECDSA-SHA512",
    Ed25519: "Ed25519",
    Ed448: "Ed448",
    "dsa-with-sha1": "DSA-SHA1",
    "dsa-with-sha224": "DSA-SHA224",
    "dsa-with-sha256": "DSA-SHA256",
  };
  const check = (identifier, dotted, expected) => {
    const parsed = OCSPResponse.fromDER(response({ signatureAlgorithm: identifier }).bytes);
    assert.equal(parsed.signatureAlgorithmOid, dotted);
    assert.equal(parsed.signatureAlgorithm.name, expected);
    assert.equal(parsed.signatureHashAlgorithm, expected?.match(/SHA(\d+)$/)?.[1].replace(/^/, "SHA-") ?? null);
  };
  for (const [key, dotted] of entries("signature")) {
    if (key === "mgf1") {
      continue; // a parameter of RSASSA-PSS, below
    }
    if (key !== "RSASSA-PSS") {
      check(algorithm(dotted), dotted, names[key] === undefined ? assert.fail(`${key} has no row`) : names[key]);
      continue;
    }
    // RFC 4055 3.1: hash, mask generation function with the same hash, salt length.
    const pss = (hash, saltLength) =>
      sequence(
        context(0, algorithm(hash)),
        context(1, sequence(oid(oids.signature.mgf1), algorithm(hash))),
        context(2, integer(saltLength)),
      );
    check(algorithm(dotted, sequence()), dotted, "RSA-PSS-SHA1"); // all defaults
    for (const [bits, length] of [
      ["224", 28],
      ["256", 32],
      ["384", 48],
      ["512", 64],
    ]) {
      check(algorithm(dotted, pss(oids.hash[`SHA-${bits}`], length)), dotted, `RSA-PSS-SHA${bits}`);
    }
    check(algorithm(dotted, join()), dotted, null); // RFC 4055 3.1: a signature has parameters
  }
});

test("certificate: extensions, usages and access methods", options, () => {
  const list = oids.certificate;
  const url = (text) => contextPrimitive(6, Buffer.from(text));
  const parsed = Certificate.fromDER(
    buildCertificate({
      extensions: [
        [list.extKeyUsage, sequence(oid(list["id-kp-OCSPSigning"]), oid(list.anyExtendedKeyUsage))],
        [
          list.authorityInfoAccess,
          sequence(
            sequence(oid(list["id-ad-ocsp"]), url("http://ocsp.example/")),
            sequence(oid(list["id-ad-caIssuers"]), url("http://ca.example/ca.cer")),
          ),
        ],
        [list.basicConstraints, sequence("0101ff")],
        [list.keyUsage, "03020780"],
        [list.subjectKeyIdentifier, octetString("01")],
        [list.authorityKeyIdentifier, sequence(contextPrimitive(0, "01"))],
        [list["tls-feature (must staple)"], sequence(integer(5))],
      ],
    }).bytes,
  );
  assert.deepEqual(parsed.extendedKeyUsage, [list["id-kp-OCSPSigning"], list.anyExtendedKeyUsage]);
  assert.deepEqual(parsed.ocspUrls, ["http://ocsp.example/"]);
  assert.deepEqual(parsed.caIssuersUrls, ["http://ca.example/ca.cer"]);
  assert.equal(parsed.isCA, true);
  for (const [key, dotted] of entries("certificate")) {
    if (/^id-|^any/.test(key)) {
      continue; // usages and methods, above
    }
    assert.equal(parsed.extensions.get(dotted)?.name, key === "tls-feature" ? "tlsFeature" : key);
  }
});

test("keys: algorithms and curves", options, () => {
  const point = (octets) => Uint8Array.of(4, ...new Uint8Array(octets).fill(7));
  const { keys } = oids;
  const publicKey = (identifier, bits) =>
    Certificate.fromDER(buildCertificate({ publicKey: publicKeyInfo(identifier, bits) }).bytes).publicKey;
  const summary = ({ algorithm, oid, curve, bits }) => ({ algorithm, oid, curve, bits });
  for (const [curve, bits] of /** @type {[string, number][]} */ ([
    ["P-256", 256],
    ["P-384", 384],
    ["P-521", 521],
  ])) {
    const key = curve.replace("P-", "secp") + "r1";
    assert.deepEqual(
      summary(publicKey(algorithm(keys["id-ecPublicKey"], oid(keys[key])), point(2 * Math.ceil(bits / 8)))),
      { algorithm: "EC", oid: keys["id-ecPublicKey"], curve, bits },
    );
  }
  assert.deepEqual(
    summary(publicKey(algorithm(keys.rsaEncryption), sequence(integer(2n ** 1023n + 1n), integer(65537)).bytes)),
    { algorithm: "RSA", oid: keys.rsaEncryption, curve: null, bits: 1024 },
  );
});
