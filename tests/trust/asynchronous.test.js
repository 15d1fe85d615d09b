// checkAsync, verifyAsync and assertGoodAsync: the same report as check(), with signatures checked by WebCrypto, and
// without it wherever it is missing, does not know the algorithm, or fails.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OCSPResponse, OCSPVerificationError } from "../../bindings/index.js";
import { casesOf, fromHex, optionsOf, withoutPython } from "../support/field-cases.js";

const skip = withoutPython;
const { subtle } = globalThis.crypto;

/**
 * What WebCrypto is asked while some work runs: its verify is replaced.
 * @param {(original: () => Promise<boolean>) => Promise<boolean>} verify
 * @param {() => Promise<any>} work
 */
async function withVerify(verify, work) {
  const original = subtle.verify;
  /** @type {any[]} */
  const asked = [];
  subtle.verify = (...all) => {
    asked.push(all[0]);
    return verify(() => Reflect.apply(original, subtle, all));
  };
  try {
    return { result: await work(), asked };
  } finally {
    subtle.verify = original;
  }
}

const read = (/** @type {any} */ chosen) => OCSPResponse.fromDER(fromHex(chosen.response));

describe("the same report as check()", { skip }, async () => {
  for (const kind of ["algorithms", "delegates", "unsupported"]) {
    const cases = await casesOf(kind, false);
    test(`${kind}: ${cases.length} cases`, async () => {
      assert.ok(cases.length > 20);
      for (const chosen of cases) {
        const report = read(chosen).check(optionsOf(chosen));
        assert.deepEqual((await read(chosen).checkAsync(optionsOf(chosen))).toJSON(), report.toJSON(), chosen.name);
      }
    });
  }
});

describe("who checks the signatures", { skip }, async () => {
  const cases = await casesOf("delegates", false);
  const chosen = cases.find(({ ok, options }) => ok && Object.keys(options).length === 0);

  test("WebCrypto, one question after the other: delegate and response", async () => {
    const { result, asked } = await withVerify(
      (original) => original(),
      () => read(chosen).checkAsync(optionsOf(chosen)),
    );
    assert.equal(result.ok, true);
    assert.ok(asked.length >= 2, JSON.stringify(asked));
    for (const { name } of asked) {
      assert.match(name, /^(?:ECDSA|RSASSA-PKCS1-v1_5)$/);
    }
  });
  test("its no is a no", async () => {
    const { result } = await withVerify(
      async () => false,
      () => read(chosen).checkAsync(optionsOf(chosen)),
    );
    assert.equal(result.ok, false);
  });
  test("where it fails, the core or the host", async () => {
    const { result, asked } = await withVerify(
      async () => {
        throw new DOMException("not now", "OperationError");
      },
      () => read(chosen).checkAsync(optionsOf(chosen)),
    );
    assert.deepEqual(result.toJSON(), read(chosen).check(optionsOf(chosen)).toJSON());
    assert.ok(asked.length >= 2);
  });
  test("where there is none, as on pages without TLS, likewise", async () => {
    const descriptor = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(globalThis, "crypto"));
    Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
    try {
      const report = await read(chosen).checkAsync(optionsOf(chosen));
      assert.equal(report.ok, true);
    } finally {
      Object.defineProperty(globalThis, "crypto", descriptor);
    }
  });
});

describe("the promises", { skip }, async () => {
  const cases = await casesOf("delegates", false);
  const good = cases.find(({ ok, options }) => ok && Object.keys(options).length === 0);
  const bad = cases.find(({ ok }) => !ok);

  test("verifyAsync and assertGoodAsync resolve to the entry that answers", async () => {
    const response = read(good);
    for (const entry of [
      await response.verifyAsync(optionsOf(good)),
      await response.assertGoodAsync(optionsOf(good)),
    ]) {
      assert.deepEqual(JSON.stringify(entry), JSON.stringify(response.verify(optionsOf(good))));
    }
  });
  test("they reject with the error that verify() throws", async () => {
    for (const method of /** @type {const} */ (["verifyAsync", "assertGoodAsync"])) {
      await assert.rejects(read(bad)[method](optionsOf(bad)), (error) => {
        assert.ok(error instanceof OCSPVerificationError);
        assert.equal(error.code, "ERR_NOT_RELIABLE");
        assert.equal(error.report.ok, false);
        return true;
      });
    }
  });
  test("wrong options reject, and never throw", async () => {
    for (const method of /** @type {const} */ (["checkAsync", "verifyAsync", "assertGoodAsync"])) {
      const promise = read(good)[method](/** @type {any} */ ({ issuer: 1, certificate: null }));
      await assert.rejects(promise, { code: "ERR_INVALID_ARGUMENT" });
    }
    await assert.rejects(read(good).verifyAsync(/** @type {any} */ ({ issuer: null, certificate: null })), {
      code: "ERR_INVALID_ARGUMENT",
      message: /options\.issuer/,
    });
  });
});
