// Engines that a program imports, with node:crypto out of sight as in a browser: what is refused without them says
// which import helps; with them Wycheproof's verdicts are those of node:crypto, and certificates and answers that
// Bouncy Castle signed verify, their changed twins not. They are asked only about what nobody else checks.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { Certificate, OCSPResponse, ready } from "../../bindings/index.js";
import { addEngines, engineOf } from "../../bindings/keys/engines.js";
import { runtimeName } from "../../bindings/keys/host-crypto.js";
import { verifySignature } from "../../bindings/keys/signature-check.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { signatureAlgorithm } from "../support/signature-algorithms.js";
import { describeVectors } from "../support/vectors.js";

const octets = (/** @type {string} */ hex) => new OwnedBytes(new Uint8Array(Buffer.from(hex, "hex")));
const bytes = (/** @type {string} */ base64) => new Uint8Array(Buffer.from(base64, "base64"));

const { getBuiltinModule } = process;
const hide = () => Object.assign(process, { getBuiltinModule: undefined });
const show = () => Object.assign(process, { getBuiltinModule });

/** @template Result @param {() => Result} work @returns {Result} */
function withoutHost(work) {
  hide();
  try {
    return work();
  } finally {
    show();
  }
}

/** @param {() => boolean} check @returns {boolean | string} what it says, or why not */
function judged(check) {
  try {
    return check();
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
}

/** By Bouncy Castle: see PostQuantum.java. @type {Record<string, { issuer: string, response?: string }>} */
const STORED = JSON.parse(readFileSync(new URL("../support/stored/post-quantum.json", import.meta.url), "utf8"));

/** The year of notAfter and of nextUpdate changed, and an octet of the signature. @param {Uint8Array} der */
function changedTwins(der) {
  const twins = [der.slice(), der.slice()];
  twins[0][Buffer.from(der).indexOf("2099") + 3] -= 1;
  twins[1][der.length - 1] ^= 1;
  return twins;
}

const isSelfSigned = (/** @type {Uint8Array} */ der) =>
  judged(() => Certificate.fromDER(der).isIssuedBy(Certificate.fromDER(der)));

/**
 * The options that ask for the one entry.
 * @param {OCSPResponse} answer
 * @param {string} issuer in base64
 * @returns {any}
 */
function optionsFor(answer, issuer) {
  const [{ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }] = answer.responses;
  return {
    certificate: { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber },
    issuer: Certificate.fromDER(bytes(issuer)),
  };
}

const CURVES = {
  secp256k1: "SHA-256",
  brainpoolP256r1: "SHA-256",
  brainpoolP384r1: "SHA-384",
  brainpoolP512r1: "SHA-512",
};
const DATA = new Uint8Array(Buffer.from("tbsResponseData"));

/**
 * A signature that node:crypto made.
 * @param {string} curve
 * @param {string} hash as OpenSSL calls it
 */
function signedOn(curve, hash) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: curve });
  return {
    spki: new Uint8Array(publicKey.export({ format: "der", type: "spki" })),
    signature: new Uint8Array(sign(hash, DATA, privateKey)),
  };
}

/** @param {string} hash @param {{ spki: Uint8Array, signature: Uint8Array }} signed */
const isSigned = (hash, { spki, signature }, data = DATA) =>
  judged(() =>
    verifySignature({
      algorithm: new OwnedBytes(signatureAlgorithm.ecdsa(hash).bytes),
      spki: new OwnedBytes(spki),
      data: new OwnedBytes(data),
      signature: new OwnedBytes(signature),
    }),
  );

before(() => ready());

describe("without an import", () => {
  const runtime = `is not supported by this runtime (${runtimeName()})`;
  for (const [curve, hash] of Object.entries(CURVES)) {
    test(`${curve}: the sentence names the import`, () => {
      const signed = signedOn(curve, hash.replace("-", ""));
      assert.equal(
        withoutHost(() => isSigned(hash, signed)),
        `ERR_UNSUPPORTED_KEY: ${curve} ${runtime} unless the program imports bearocsp/curves`,
      );
    });
  }
  for (const [name, { issuer, response }] of Object.entries(STORED)) {
    const clause = `${name} ${runtime} unless @noble/post-quantum is installed and the program imports bearocsp/post-quantum`;
    test(`${name}: the sentence names package and import`, () => {
      assert.equal(
        withoutHost(() => isSelfSigned(bytes(issuer))),
        `ERR_UNSUPPORTED_ALGORITHM: ${clause}`,
      );
      if (response === undefined) {
        return;
      }
      const answer = OCSPResponse.fromDER(bytes(response));
      const { checks } = withoutHost(() => answer.check(optionsFor(answer, issuer)));
      assert.equal(
        checks.find((check) => check.name === "signature")?.message,
        `The signature cannot be checked: ${clause}.`,
      );
    });
  }
  test("no import helps against a hash that only hosts know", () => {
    for (const curve of ["P-256", "brainpoolP256r1"]) {
      const signed = signedOn(curve, "sha3-256");
      assert.equal(
        withoutHost(() => isSigned("SHA3-256", signed)),
        `ERR_UNSUPPORTED_ALGORITHM: ECDSA-SHA3-256 ${runtime}`,
      );
    }
  });
});

describe("bearocsp/curves", () => {
  before(() => import("../../bindings/keys/curves.js"));

  describeVectors("wycheproof", (source) => {
    for (const [curve, hash] of Object.entries(CURVES)) {
      test(`${curve}: all verdicts are right, and those of node:crypto`, () => {
        const file = `testvectors_v1/ecdsa_${curve}_${hash.toLowerCase().replace("-", "")}_test.json`;
        const counts = { valid: 0, invalid: 0 };
        for (const { publicKeyDer, sha, tests } of JSON.parse(source.text(file)).testGroups) {
          assert.equal(sha, hash);
          for (const { result, msg, sig, tcId, comment } of tests) {
            const question = {
              algorithm: new OwnedBytes(signatureAlgorithm.ecdsa(hash).bytes),
              spki: octets(publicKeyDer),
              data: octets(msg),
              signature: octets(sig),
            };
            const says = [withoutHost(() => judged(() => verifySignature(question)))];
            says.push(judged(() => verifySignature(question)));
            assert.deepEqual(says, [result === "valid", result === "valid"], `test ${tcId}: ${comment}`);
            counts[result]++;
          }
        }
        assert.ok(counts.valid > 150 && counts.invalid > 300, JSON.stringify(counts));
      });
    }
  });

  for (const curve of Object.keys(CURVES)) {
    test(`${curve}: a digest of any length`, () => {
      for (const hash of ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]) {
        const signed = signedOn(curve, hash.replace("-", ""));
        const other = DATA.slice(1);
        assert.deepEqual(
          withoutHost(() => [isSigned(hash, signed), isSigned(hash, signed, other)]),
          [true, false],
          hash,
        );
      }
    });

    test(`${curve}: a point that is not on it`, () => {
      const signed = signedOn(curve, "sha256");
      signed.spki[signed.spki.length - 1] ^= 1;
      assert.equal(
        withoutHost(() => isSigned("SHA-256", signed)),
        false,
      );
    });
  }

  test("SHA-3 lacks still, and the sentence does not name what has been imported", () => {
    const signed = signedOn("brainpoolP256r1", "sha3-256");
    assert.equal(
      withoutHost(() => isSigned("SHA3-256", signed)),
      `ERR_UNSUPPORTED_ALGORITHM: ECDSA-SHA3-256 is not supported by this runtime (${runtimeName()})`,
    );
  });
});

describe("bearocsp/post-quantum", () => {
  before(() => import("../../bindings/keys/post-quantum.js"));

  for (const [name, { issuer, response }] of Object.entries(STORED)) {
    test(`${name}: a certificate by Bouncy Castle`, () => {
      const der = bytes(issuer);
      assert.deepEqual(
        withoutHost(() => [der, ...changedTwins(der)].map(isSelfSigned)),
        [true, false, false],
      );
    });
    if (response === undefined) {
      continue;
    }
    test(`${name}: an answer by Bouncy Castle`, async () => {
      const verdicts = [];
      const der = bytes(response);
      for (const twin of [der, ...changedTwins(der)]) {
        const answer = OCSPResponse.fromDER(twin);
        const options = optionsFor(answer, issuer);
        verdicts.push(withoutHost(() => answer.check(options)).ok);
        hide();
        verdicts.push((await answer.checkAsync(options).finally(show)).ok);
      }
      assert.deepEqual(verdicts, [true, true, false, false, false, false]);
    });
  }
});

describe("an engine is asked", () => {
  /**
   * Puts an engine in the place of another while work is done.
   * @param {string} name
   * @param {any} engine
   * @param {() => void} work
   */
  function withEngine(name, engine, work) {
    const other = engineOf(name);
    addEngines({ [name]: engine });
    try {
      work();
    } finally {
      addEngines({ [name]: /** @type {any} */ (other) });
    }
  }

  test("only after node:crypto", () => {
    const signed = signedOn("secp256k1", "sha256");
    withEngine("secp256k1", assert.fail, () => assert.equal(isSigned("SHA-256", signed), true));
  });

  test("never about what the core computes", () => {
    const signed = signedOn("P-256", "sha256");
    signed.signature[signed.signature.length - 1] ^= 1;
    for (const name of ["P-256", "ECDSA-SHA256"]) {
      withEngine(name, assert.fail, () =>
        assert.equal(
          withoutHost(() => isSigned("SHA-256", signed)),
          false,
        ),
      );
    }
  });

  test("about nothing that the core refuses", () => {
    const { spki, signature } = signedOn("secp256k1", "sha256");
    const hybrid = spki.slice();
    hybrid[spki.length - 65] = 0x06 | (spki[spki.length - 1] & 1);
    withEngine("secp256k1", assert.fail, () =>
      withoutHost(() => {
        assert.equal(isSigned("SHA-256", { spki, signature: signature.subarray(1) }), false);
        assert.match(String(isSigned("SHA-256", { spki: hybrid, signature })), /ERR_UNSUPPORTED_KEY/);
      }),
    );
  });

  test("and believed if it says true, not if it says something like it", () => {
    const signed = signedOn("secp256k1", "sha256");
    for (const [answer, verdict] of [
      [true, true],
      [1, false],
      ["true", false],
      [Promise.resolve(true), false],
    ]) {
      withEngine(
        "secp256k1",
        () => answer,
        () =>
          assert.equal(
            withoutHost(() => isSigned("SHA-256", signed)),
            verdict,
          ),
      );
    }
  });
});
