// What is kept of public keys between two signatures changes no verdict: tables of EC keys in the core, KeyObjects and
// CryptoKeys of the host.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { describe, test } from "node:test";
import { KeptKeys } from "../../bindings/keys/kept-keys.js";
import { verdictOf, verdictOfAsync } from "../../bindings/keys/signature-check.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { ecTables } from "../../bindings/wasm/core.js";
import { VERDICT } from "../../build/lists.js";
import { signatureAlgorithm } from "../support/signature-algorithms.js";

const owned = (/** @type {Uint8Array} */ bytes) => new OwnedBytes(new Uint8Array(bytes));

/** A key with questions that it answers with yes, and one with no. @param {string} namedCurve @param {string} hash */
function keyOf(namedCurve, hash) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
  const spki = publicKey.export({ format: "der", type: "spki" });
  const algorithm = owned(signatureAlgorithm.ecdsa(hash.replace("sha", "SHA-")).bytes);
  const signed = (/** @type {string} */ text) => sign(hash, Buffer.from(text), privateKey);
  return {
    spki,
    good: (/** @type {string} */ text, key = spki) => ({
      algorithm,
      spki: owned(key),
      data: owned(Buffer.from(text)),
      signature: owned(signed(text)),
    }),
    bad: (/** @type {string} */ text) => ({
      algorithm,
      spki: owned(spki),
      data: owned(Buffer.from(`${text}!`)),
      signature: owned(signed(text)),
    }),
  };
}

for (const [curve, hash] of /** @type {const} */ ([
  ["P-256", "sha256"],
  ["P-384", "sha384"],
  ["P-521", "sha512"],
])) {
  describe(curve, () => {
    test("the first, second and every later signature of a key get their own verdicts", () => {
      const key = keyOf(curve, hash);
      for (let i = 0; i < 5; i++) {
        assert.equal(verdictOf(key.good(`message ${i}`)), VERDICT.GOOD, `good ${i}`);
        assert.equal(verdictOf(key.bad(`message ${i}`)), VERDICT.BAD, `bad ${i}`);
      }
    });
    test("more keys than are kept, in turns", () => {
      const keys = Array.from({ length: 40 }, () => keyOf(curve, hash));
      for (let round = 0; round < 3; round++) {
        for (const key of keys) {
          assert.equal(verdictOf(key.good("a")), VERDICT.GOOD);
        }
        assert.equal(verdictOf(keys[round].good("b")), VERDICT.GOOD);
        assert.equal(verdictOf(keys[round].good("c", keys[round + 1].spki)), VERDICT.BAD, "under another key");
      }
    });
    test("no tables are made of a point that is off the curve, and it verifies nothing", () => {
      const { spki, good } = keyOf(curve, hash);
      const moved = Buffer.from(spki);
      moved[moved.length - 1] ^= 1;
      assert.equal(ecTables(owned(moved)).length, 0);
      assert.ok(ecTables(owned(spki)).length > 1000);
      for (let i = 0; i < 4; i++) {
        assert.equal(verdictOf(good("a", moved)), VERDICT.BAD, `off the curve, ${i}`);
        assert.equal(verdictOf(good("a")), VERDICT.GOOD, `on the curve, ${i}`);
      }
    });
    test("by WebCrypto too", async () => {
      const [one, other] = [keyOf(curve, hash), keyOf(curve, hash)];
      for (let i = 0; i < 3; i++) {
        assert.equal(await verdictOfAsync(one.good(`message ${i}`)), VERDICT.GOOD);
        assert.equal(await verdictOfAsync(one.bad(`message ${i}`)), VERDICT.BAD);
        assert.equal(await verdictOfAsync(one.good(`message ${i}`, other.spki)), VERDICT.BAD);
      }
    });
  });
}

test("tables are made of EC keys alone", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  assert.equal(ecTables(owned(publicKey.export({ format: "der", type: "spki" }))).length, 0);
  assert.equal(ecTables(owned(Buffer.from("3000", "hex"))).length, 0);
  assert.equal(ecTables(owned(Buffer.alloc(0))).length, 0);
});

describe("KeptKeys", () => {
  const key = (/** @type {number} */ i) => owned(Buffer.from(`key ${String(i).padStart(3, "0")}`));

  test("keeps the last ones asked for, and compares all octets", () => {
    let made = 0;
    const kept = new KeptKeys(() => made++);
    for (let i = 0; i < 16; i++) {
      assert.equal(kept.of(key(i), undefined).value, i);
    }
    assert.equal(kept.of(key(0), undefined).value, 0, "the oldest is there");
    assert.equal(kept.of(key(16), undefined).value, 16);
    assert.equal(kept.of(key(0), undefined).value, 0, "asked for a moment ago");
    assert.equal(kept.of(key(1), undefined).value, 17, "gave way");
  });
  test("its octets are a copy: what was a part of a large message does not keep it alive", () => {
    const kept = new KeptKeys(() => 0);
    const { spki } = kept.of(new OwnedBytes(new Uint8Array(100_000), 50, 20), undefined);
    assert.deepEqual([spki.array.length, spki.length], [20, 20]);
  });
});
