// Nonces of a wrong size and form (RFC 9654 2.1), and what a caller expects.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { describeCases, fromHex, optionsOf, withoutPython } from "../support/field-cases.js";

const cases = await describeCases("nonces", "nonces", 90);
const skip = withoutPython;
const named = (/** @type {string} */ name) => cases.find((chosen) => chosen.name === name);

test("expectedNonce beside a request with another nonce", { skip }, () => {
  const chosen = named("32 octets sent, the same came back");
  const response = OCSPResponse.fromDER(fromHex(chosen.response));
  const options = optionsOf(chosen);
  const sent = /** @type {Uint8Array} */ (options.request.nonce);
  assert.ok(response.check({ ...options, expectedNonce: sent }).ok);
  for (const expectedNonce of [sent.subarray(1), sent.map((octet) => octet ^ 1), new Uint8Array(1)]) {
    for (const noncePolicy of /** @type {const} */ ([undefined, "if-requested", "required", "ignore"])) {
      assert.throws(() => response.check({ ...options, expectedNonce, noncePolicy }), {
        code: "ERR_INVALID_ARGUMENT",
        message: /expectedNonce/,
      });
    }
  }
});

test("what stands on an OCSPRequest beside its own getters is not its nonce", { skip }, () => {
  const replay = named("32 octets sent, others came back");
  const response = OCSPResponse.fromDER(fromHex(replay.response));
  for (const nonce of [response.nonce, null, new Uint8Array(32)]) {
    const options = optionsOf(replay);
    try {
      Object.defineProperty(options.request, "nonce", { value: nonce });
    } catch (error) {
      assert.ok(error instanceof TypeError); // a frozen object takes none, which is as good
    }
    const report = response.check(options);
    assert.equal(report.ok, false);
    assert.equal(report.checks.find(({ name }) => name === "nonce")?.outcome, "fail");
  }
  const inherited = Object.create(OCSPRequest.fromDER(fromHex(replay.request)), { nonce: { value: response.nonce } });
  assert.throws(() => response.check({ ...optionsOf(replay), request: inherited }), { code: "ERR_INVALID_ARGUMENT" });
});
