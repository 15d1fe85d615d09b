// ECDSA where its theory bites: the cases of support/ecdsa-edges.js in WebAssembly, judged with BigInt. Digests cannot
// be chosen there: tests/native/ecdsa_public.c has those cases too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CoreKey } from "../support/ecdsa-core.js";
import { edgeCases } from "../support/ecdsa-edges.js";
import { CURVES, integerOfDigest, isOnCurve, verifies } from "../support/ecdsa-judge.js";
import { signatureOf, spkiOf } from "../support/ecdsa-octets.js";

const cases = edgeCases();

test("the judge agrees with what was constructed", () => {
  for (const { name, curve, key, digest, r, s, isGood } of cases) {
    assert.equal(verifies(curve, key, integerOfDigest(curve, digest), r, s), isGood, name);
  }
});

test("each curve has all kinds of cases, good and bad", () => {
  for (const { name } of Object.values(CURVES)) {
    const own = cases.filter(({ curve }) => curve.name === name);
    assert.ok(own.filter(({ isGood }) => isGood).length > 30, name);
    assert.ok(own.filter(({ isGood }) => !isGood).length > 40, name);
  }
});

test("the core says the same, with tables of the key and without", () => {
  for (const { name, curve, key, hash, data, r, s, isGood } of cases) {
    if (data !== undefined) {
      const own = new CoreKey(spkiOf(curve, key));
      assert.equal(own.tables.length > 0, isOnCurve(curve, key), `${name}: there are tables`);
      for (const verdict of own.verdicts(hash, data, signatureOf(r, s))) {
        assert.equal(verdict, isGood, name);
      }
    }
  }
});
