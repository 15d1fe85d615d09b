// What bytes are, from their structure alone: objects of every form, whole, cut off and broken, and what is none of
// them.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { after, describe, test } from "node:test";
import { dissect } from "../../bindings/index.js";
import { keep, OwnedBytes } from "../../bindings/lib/bytes.js";
import { derKind } from "../../bindings/recognize/kind.js";
import { enumerated, integer, join, octetString, oid, sequence, set, tlv, utf8String } from "../support/der.js";
import { everyVector } from "../support/dissection.js";
import { assertTakesAtMost } from "../support/growth.js";
import { derOf, openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";
import { withoutVectors } from "../support/vectors.js";

const kindOf = (bytes) => derKind(new OwnedBytes(new Uint8Array(bytes)));
const folder = mkdtempSync(`${tmpdir()}/kinds-`);
after(() => rmSync(folder, { recursive: true }));

/**
 * Known from some octet on, and before that never taken for something else.
 * @param {number} latest the octet from which on it must be known
 */
function assertKnownWhenCut(der, kind, latest) {
  let first = -1;
  for (let length = 0; length <= der.length; length++) {
    const found = kindOf(der.subarray(0, length));
    if (first < 0 && found === kind) {
      first = length;
    }
    assert.equal(found, first < 0 ? "unknown" : kind, `${length} of ${der.length} octets`);
  }
  assert.ok(first <= latest, `known from octet ${first} on`);
}

describe("vectors", { skip: withoutVectors }, () => {
  /** v1 certificates need the algorithm after their serial number, requests the OID of the first CertID. */
  const LATEST = { certificate: 48, "ocsp-request": 180, "ocsp-response": 8, "private-key": 16, "public-key": 20 };
  test("all of them, and cut off at every octet", () => {
    for (const { origin, kind, der } of everyVector()) {
      assert.equal(kindOf(der), kind, origin);
      assert.equal(dissect(der).kind, kind, origin);
      assertKnownWhenCut(der, kind, LATEST[kind]);
    }
  });
  test("with bytes after them", () => {
    for (const { origin, kind, der } of everyVector()) {
      assert.equal(kindOf(join(der, "0000").bytes), kind, origin);
    }
  });
  test("with any byte after the first 64 changed", () => {
    for (const { origin, kind, der } of everyVector().filter(
      ({ kind }) => kind === "ocsp-response" || kind === "private-key",
    )) {
      for (let at = 64; at < der.length; at += 5) {
        const broken = der.slice();
        broken[at] ^= 0xff;
        assert.equal(kindOf(broken), kind, `${origin} at ${at}`);
      }
    }
  });
});

describe("keys by OpenSSL", () => {
  const KEYS = /** @type {const} */ ([
    "rsa-512",
    "rsa-2048",
    "rsa-4096",
    "rsa-pss",
    "p-224",
    "p-256",
    "p-521",
    "secp256k1",
    "p-256-explicit",
    "dsa-1024",
    "dsa-3072",
    "ed25519",
    "ed448",
    "x25519",
    "x448",
  ]);
  const pkey = (name, ...args) => openssl(["pkey", "-in", privateKeyFile(name), ...args]);

  for (const name of KEYS) {
    test(name, () => {
      assertKnownWhenCut(derOf(privateKeyPEM(name)), "private-key", 16);
      assertKnownWhenCut(new Uint8Array(pkey(name, "-pubout", "-outform", "DER")), "public-key", 20);
    });
    if (!/^ed|^x\d|pss/.test(name)) {
      test(`${name}, the traditional form`, () =>
        assertKnownWhenCut(derOf(pkey(name, "-traditional").toString()), "private-key", 16));
    }
  }
  for (const [scheme, options] of Object.entries({
    "PKCS #5 v2": ["-v2", "aes-256-cbc"],
    scrypt: ["-scrypt"],
    "PKCS #12": ["-v1", "PBE-SHA1-3DES"],
  })) {
    test(`encrypted with ${scheme}`, () =>
      assertKnownWhenCut(
        new Uint8Array(
          openssl([
            "pkcs8",
            "-topk8",
            "-in",
            privateKeyFile("p-256"),
            "-passout",
            "pass:test",
            "-outform",
            "DER",
            ...options,
          ]),
        ),
        "private-key",
        24,
      ));
  }
  test("EC without its public key", () =>
    assertKnownWhenCut(
      new Uint8Array(openssl(["ec", "-in", privateKeyFile("p-256"), "-no_public", "-outform", "DER"])),
      "private-key",
      8,
    ));
});

describe("certificates of version v1, and what begins like them", () => {
  const make = (...args) => new Uint8Array(openssl(args));
  const request = make("req", "-new", "-key", privateKeyFile("p-256"), "-subj", "/CN=a", "-outform", "DER");
  const csr = `${folder}/a.csr`,
    certificate = `${folder}/a.crt`,
    config = `${folder}/ca.cnf`;
  writeFileSync(csr, request);
  writeFileSync(`${folder}/index`, "");
  writeFileSync(`${folder}/number`, "01");
  const v1 = (serial) =>
    make(
      "x509",
      "-req",
      "-in",
      csr,
      "-inform",
      "DER",
      "-key",
      privateKeyFile("p-256"),
      "-set_serial",
      serial,
      "-outform",
      "DER",
    );
  const crl = (number) => {
    writeFileSync(
      config,
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${folder}/index\ndefault_md=sha256\ndefault_crl_days=3\n${number ? `crlnumber=${folder}/number\n` : ""}`,
    );
    writeFileSync(
      certificate,
      openssl(["x509", "-req", "-in", csr, "-inform", "DER", "-key", privateKeyFile("p-256")]),
    );
    return derOf(
      openssl([
        "ca",
        "-gencrl",
        "-config",
        config,
        "-cert",
        certificate,
        "-keyfile",
        privateKeyFile("p-256"),
      ]).toString(),
    );
  };

  test("a certificate", () => {
    assert.equal(kindOf(v1("0x1234")), "certificate");
    assertKnownWhenCut(v1("0x1234"), "certificate", 24);
  });
  test("one with serial number 1 is told from a CRL by its validity", () =>
    assertKnownWhenCut(v1("1"), "certificate", 48));
  for (const [name, der] of Object.entries({
    "CRL v2": crl(true),
    "CRL v1": crl(false),
    "certification request": request,
  })) {
    test(`a ${name} is unknown, also cut off`, () => assertKnownWhenCut(der, "unknown", 0));
  }
});

describe("unknown", () => {
  const octets = (count) => new Uint8Array(count).fill(0xa5);
  const OTHERS = {
    RSAPublicKey: openssl(["rsa", "-in", privateKeyFile("rsa-2048"), "-RSAPublicKey_out", "-outform", "DER"]),
    "PKCS #12": openssl(["pkcs12", "-export", "-nocerts", "-inkey", privateKeyFile("p-256"), "-passout", "pass:a"]),
    "a timestamp query": openssl(["ts", "-query", "-digest", "00".repeat(32), "-sha256"]),
    "DSA parameters": openssl(["dsa", "-in", privateKeyFile("dsa-1024"), "-pubout", "-outform", "DER"]).subarray(
      18,
      300,
    ),
    DigestInfo: sequence(sequence(oid("2.16.840.1.101.3.4.2.1"), tlv(5)), octetString(octets(32))).bytes,
    "ECDSA-Sig-Value": sequence(integer(2n ** 255n), integer(2n ** 254n)).bytes,
    LDAP: sequence(integer(1), tlv(0x60, integer(3), octetString(), tlv(0x80))).bytes,
    "a Name": sequence(set(sequence(oid("2.5.4.3"), utf8String("a")))).bytes,
    Extensions: sequence(sequence(oid("2.5.29.14"), octetString(octets(20)))).bytes,
    "INTEGER 1 and a short OCTET STRING": sequence(integer(1), octetString("0102030405")).bytes,
    "two small INTEGERs": sequence(integer(0), integer(1), integer(2)).bytes,
    "a long ENUMERATED": sequence(tlv(0x0a, octets(2))).bytes,
    "no bytes": octets(0),
    "an empty SEQUENCE": sequence().bytes,
    "a NULL": tlv(5).bytes,
  };
  for (const [name, der] of Object.entries(OTHERS)) {
    test(name, () => assertKnownWhenCut(new Uint8Array(der), "unknown", 0));
  }

  test("what differs only after the start of an object", () => {
    // RFC 1901: version-2c is 1, as SEC 1 has it; cut off in the community name it may be a key, and is better taken
    // for one.
    assert.equal(
      kindOf(
        sequence(
          integer(1),
          octetString(Buffer.from("a-long-community-name")),
          tlv(0xa0, integer(7), integer(0), integer(0), sequence()),
        ).bytes,
      ),
      "unknown",
    );
    assert.equal(kindOf(sequence(enumerated(1), tlv(5), tlv(5)).bytes), "unknown");
  });
  test("prose and numbers", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url));
    for (let at = 0; at < readme.length; at += 3) {
      assert.equal(kindOf(readme.subarray(at, at + 64)), "unknown");
    }
    // "0" is the octet of SEQUENCE.
    for (const text of ["0".repeat(100), "0a\n01", "30820312", "0\n\n\n0a", "0 0 0 0 0 0 0 0"]) {
      assertKnownWhenCut(new Uint8Array(Buffer.from(text)), "unknown", 0);
    }
  });
  test("random bytes", () => {
    for (let i = 0; i < 200; i++) {
      const bytes = randomBytes(4096);
      for (let at = 0; at < bytes.length; at += 64) {
        bytes[at] = 0x30;
        assert.equal(kindOf(bytes.subarray(at, at + 64)), "unknown", bytes.subarray(at, at + 64).toString("hex"));
      }
    }
  });
});

test("60 MB cost no more than their beginning", () => {
  const der = new Uint8Array(60e6);
  der.set(join("30840393870030840393860ca003020102020101").bytes);
  const asking = (octets) => () => {
    for (let i = 0; i < 1000; i++) {
      assert.equal(derKind(octets), "certificate");
    }
  };
  assertTakesAtMost(20, asking(keep(der.subarray(0, 1000))), asking(keep(der)));
});
