// A known extension with a broken value: the message is read, `value` is there, `decoded` throws, the inspector shows
// the fault at its byte, and check() refuses it where it is critical alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dissect, OCSPError, OCSPResponse } from "../../bindings/index.js";
import { assertCase, describeCases, fromHex, optionsOf, rowOf, toHex } from "../support/field-cases.js";
import { withoutPython } from "../support/python-worker.js";

/** @param {any} chosen */
function judge(chosen) {
  assertCase(chosen);
  if (chosen.short === undefined) {
    return;
  }
  const der = fromHex(chosen.response);
  const response = OCSPResponse.fromDER(der);
  const list = chosen.place === "entry" ? response.singleExtensions : response.extensions;
  const extension = list.get(chosen.short);
  assert.ok(extension);
  assert.equal(toHex(extension.value), chosen.value);
  assert.equal(extension.critical, chosen.critical);
  assert.throws(
    () => extension.decoded,
    (/** @type {any} */ error) => error instanceof OCSPError && /^ERR_/.test(error.code),
  );
  JSON.stringify(response);
  const { root, error: fault } = dissect(der);
  const whole = fromHex(chosen.extension);
  const end = Buffer.from(der).indexOf(whole) + whole.length;
  assert.ok(fault instanceof OCSPError && fault.offset !== undefined, "the inspector shows no fault");
  assert.ok(end - extension.value.length <= fault.offset && fault.offset <= end, `${fault.offset}, to ${end}`);
  assert.equal(root?.length === undefined ? -1 : root.headerLength + root.length, der.length);
}

const cases = await describeCases("broken extensions", "extensions", 36, judge);

test("where it is critical the sentence has the fault", { skip: withoutPython }, () => {
  for (const chosen of cases.filter(({ critical }) => critical)) {
    const response = OCSPResponse.fromDER(fromHex(chosen.response));
    const list = chosen.place === "entry" ? response.singleExtensions : response.extensions;
    const { message } = rowOf(response.check(optionsOf(chosen)), "criticalExtensions");
    try {
      assert.fail(String(list.get(chosen.short)?.decoded));
    } catch (/** @type {any} */ error) {
      const fault = error.message.replace(/^.*? at byte \d+: /, "");
      assert.ok(error instanceof OCSPError && message.includes(fault), `${message}\n${error.message}`);
      assert.ok(message.includes(chosen.short), message);
    }
  }
});
