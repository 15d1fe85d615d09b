// Where a certificate says that its status is: cRLDistributionPoints (RFC 5280 4.2.1.13), noRevAvail (RFC 9608), TLS
// features (RFC 7633); and its fingerprint. OpenSSL makes the certificates, Python's cryptography says what they hold.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Certificate, ReasonFlags } from "../../bindings/index.js";
import { certificate as buildCertificate } from "../support/certificates.js";
import { bitString, context, contextPrimitive, nullValue, sequence, tlv } from "../support/der.js";
import { openssl, privateKeyFile } from "../support/openssl.js";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-points-"));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} extensions lines of an OpenSSL configuration @returns {string} PEM */
function make(extensions) {
  const file = join(folder, "extensions.cnf");
  writeFileSync(file, `[req]\ndistinguished_name=dn\n[dn]\n[ext]\n${extensions}\n`);
  return openssl([
    ...["req", "-x509", "-new", "-config", file, "-extensions", "ext", "-key", privateKeyFile("p-256")],
    ...["-subj", "/CN=points", "-days", "30"],
  ]).toString();
}

const PYTHON = `
import json, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes
certificate = x509.load_pem_x509_certificate(sys.stdin.buffer.read())
def value(kind):
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
points = []
for point in value(x509.CRLDistributionPoints) or []:
    points.append({
        "urls": [name.value for name in point.full_name or [] if isinstance(name, x509.UniformResourceIdentifier)],
        "reasons": None if point.reasons is None else sorted(reason.value for reason in point.reasons),
        "cRLIssuer": [name.value.rfc4514_string() for name in point.crl_issuer or [] if isinstance(name, x509.DirectoryName)],
    })
features = value(x509.TLSFeature)
print(json.dumps({
    "points": points,
    "mustStaple": features is not None and x509.TLSFeatureType.status_request in list(features),
    "fingerprint": certificate.fingerprint(hashes.SHA256()).hex(),
}))
`;
const python = (/** @type {string} */ pem) =>
  JSON.parse(execFileSync("python3", ["-c", PYTHON], { input: pem, encoding: "utf8" }));

const ISSUER = "[issuer]\nC=DE\nO=Example\nCN=CRL Signer\n";
/** @type {Record<string, string>} */
const CERTIFICATES = {
  none: "basicConstraints=CA:FALSE",
  "one URL": "crlDistributionPoints=URI:http://crl.example/ca.crl",
  "several URLs, of several schemes":
    "crlDistributionPoints=URI:http://crl.example/a.crl,URI:ldap://ldap.example/cn=CA?certificateRevocationList,URI:HTTP://crl.example/b.crl?x=%20",
  "URLs in one point":
    "crlDistributionPoints=p\n[p]\nfullname=URI:http://a.example/1,URI:http://a.example/2,DNS:a.example",
  "for some reasons":
    "crlDistributionPoints=p\n[p]\nfullname=URI:http://a.example/1\nreasons=keyCompromise, CACompromise",
  "for every reason":
    "crlDistributionPoints=p\n[p]\nfullname=URI:http://a.example/1\nreasons=keyCompromise,CACompromise,affiliationChanged," +
    "superseded,cessationOfOperation,certificateHold,privilegeWithdrawn,AACompromise",
  "two points, one signed by another":
    "crlDistributionPoints=p,q\n[p]\nfullname=URI:http://a.example/1\nreasons=superseded\n" +
    `[q]\nfullname=URI:http://a.example/2\nCRLissuer=dirName:issuer\n${ISSUER}`,
  "a CRL issuer without a name": `crlDistributionPoints=p\n[p]\nCRLissuer=dirName:issuer\n${ISSUER}`,
  "a relative name": `crlDistributionPoints=p\n[p]\nrelativename=r\nCRLissuer=dirName:issuer\n[r]\nCN=part\n${ISSUER}`,
  "a directory name alone": `crlDistributionPoints=p\n[p]\nfullname=dirName:issuer\n${ISSUER}`,
  "critical points": "crlDistributionPoints=critical,URI:http://crl.example/ca.crl",
  "must staple": "tlsfeature=status_request",
  "must staple, version 2 alone": "tlsfeature=status_request_v2",
  "must staple, both": "tlsfeature=status_request_v2,status_request",
};

describe("as Python's cryptography reads them", () => {
  for (const [name, extensions] of Object.entries(CERTIFICATES)) {
    test(name, () => {
      const pem = make(extensions);
      const certificate = Certificate.fromPEM(pem);
      const expected = python(pem);
      const points = certificate.distributionPoints.map(({ urls, reasons, cRLIssuer }) => ({
        urls,
        reasons: reasons && [...reasons].sort(),
        cRLIssuer: cRLIssuer.map(String),
      }));
      assert.deepEqual(points, expected.points);
      assert.deepEqual(
        certificate.crlUrls,
        expected.points.flatMap((/** @type {any} */ { urls }) => urls),
      );
      assert.equal(certificate.mustStaple, expected.mustStaple);
      assert.equal(certificate.noRevocationAvailable, false);
      assert.equal(Buffer.from(certificate.fingerprint()).toString("hex"), expected.fingerprint);
      for (const list of [certificate.crlUrls, certificate.distributionPoints, ...certificate.distributionPoints]) {
        assert.ok(Object.isFrozen(list));
      }
      for (const reason of certificate.distributionPoints.flatMap(({ reasons }) => reasons ?? [])) {
        assert.ok(Object.values(ReasonFlags).includes(reason));
      }
    });
  }
});

test("noRevAvail is there as OpenSSL writes it: NULL", () => {
  const certificate = Certificate.fromPEM(make("2.5.29.56=ASN1:NULL"));
  assert.equal(certificate.noRevocationAvailable, true);
  assert.equal(certificate.extensions.get("noRevAvail")?.oid, "2.5.29.56");
  assert.equal(certificate.mustStaple, false);
  assert.deepEqual(certificate.crlUrls, []);
});

test("other TLS features ask for no staple", () => {
  assert.equal(Certificate.fromPEM(make("tlsfeature=17,23")).mustStaple, false);
  assert.equal(Certificate.fromPEM(make("tlsfeature=17,5,23")).mustStaple, true);
});

describe("fingerprint", () => {
  const pem = make("basicConstraints=CA:FALSE");
  const certificate = Certificate.fromPEM(pem);

  test("is OpenSSL's, with every hash", () => {
    for (const hash of /** @type {const} */ (["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"])) {
      const option = `-${hash.replace("-", "").toLowerCase()}`;
      const [, text] =
        /Fingerprint=([0-9A-F:]+)/i.exec(openssl(["x509", "-fingerprint", option, "-noout"], pem).toString()) ?? [];
      const hex = Buffer.from(certificate.fingerprint(hash)).toString("hex");
      assert.equal(hex, text.replaceAll(":", "").toLowerCase());
      assert.deepEqual(certificate.fingerprint(/** @type {any} */ (option.slice(1))), certificate.fingerprint(hash));
    }
    const { fingerprint256 } = new X509Certificate(pem);
    assert.equal(
      Buffer.from(certificate.fingerprint()).toString("hex"),
      fingerprint256.replaceAll(":", "").toLowerCase(),
    );
  });

  test("is a fresh copy, and of the whole certificate, however long", () => {
    certificate.fingerprint().fill(0);
    assert.notEqual(certificate.fingerprint()[0] | certificate.fingerprint()[1] | certificate.fingerprint()[2], 0);
    const long = Certificate.fromDER(buildCertificate({ extensions: [["1.2.3", new Uint8Array(300000)]] }).bytes);
    assert.deepEqual(Buffer.from(long.fingerprint("SHA-512")), createHash("sha512").update(long.toDER()).digest());
  });

  test("another hash is refused", () => {
    for (const hash of [null, "MD5", 256, {}]) {
      assert.throws(() => certificate.fingerprint(/** @type {any} */ (hash)), {
        code: "ERR_INVALID_ARGUMENT",
        message: /^hashAlgorithm: expected/,
      });
    }
  });
});

describe("a broken extension", () => {
  const POINTS = "2.5.29.31",
    FEATURES = "1.3.6.1.5.5.7.1.24",
    NONE = "2.5.29.56";
  const uri = (/** @type {string} */ text) => tlv(0x86, Buffer.from(text));
  /** @type {[string, string, any][]} */
  const broken = [
    ["distributionPoints", POINTS, nullValue()],
    ["distributionPoints", POINTS, sequence(nullValue())],
    ["distributionPoints", POINTS, [sequence(), nullValue()]],
    ["distributionPoints", POINTS, sequence(sequence(context(0, uri("http://a.example/"))))],
    ["distributionPoints", POINTS, sequence(sequence(context(0, context(0, nullValue()))))],
    ["distributionPoints", POINTS, sequence(sequence(context(0, context(0)), context(0, context(0))))],
    ["distributionPoints", POINTS, sequence(sequence(contextPrimitive(1)))],
    ["distributionPoints", POINTS, sequence(sequence(contextPrimitive(1, "08", "80")))],
    ["distributionPoints", POINTS, sequence(sequence(context(3)))],
    ["distributionPoints", POINTS, "3080a0000000"],
    ["mustStaple", FEATURES, nullValue()],
    ["mustStaple", FEATURES, sequence(bitString("00"))],
    ["mustStaple", FEATURES, sequence("02020005")],
    ["noRevocationAvailable", NONE, "0501ff"],
    ["noRevocationAvailable", NONE, "0101ff"],
    ["noRevocationAvailable", NONE, ""],
  ];
  for (const [i, [getter, dotted, value]] of broken.entries()) {
    test(`${getter}, ${i}: the certificate is read, and the getter throws`, () => {
      const certificate = Certificate.fromDER(buildCertificate({ extensions: [[dotted, value]] }).bytes);
      const read = (/** @type {string} */ name) => /** @type {any} */ (certificate)[name];
      for (const each of getter === "distributionPoints" ? [getter, "crlUrls"] : [getter]) {
        assert.throws(
          () => read(each),
          (/** @type {any} */ { name, code }) => name === "OCSPError" && code.startsWith("ERR_DER_"),
        );
      }
      for (const other of ["distributionPoints", "mustStaple", "noRevocationAvailable"].filter(
        (each) => each !== getter,
      )) {
        read(other);
      }
      assert.equal(certificate.extensions.get(dotted)?.oid, dotted);
      JSON.stringify(certificate);
    });
  }

  test("points that say nothing are points", () => {
    const certificate = Certificate.fromDER(
      buildCertificate({ extensions: [[POINTS, sequence(sequence(), sequence(context(0, context(0))))]] }).bytes,
    );
    const empty = { urls: [], reasons: null, cRLIssuer: [] };
    assert.deepEqual(certificate.distributionPoints, [empty, empty]);
  });
});
