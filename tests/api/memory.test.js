// A million parses leave no more behind than ten thousand did, in linear memory and in JavaScript's heap.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { linearMemoryBytes } from "../../bindings/wasm/core.js";
import { certificate } from "../support/certificates.js";
import { octetString } from "../support/der.js";
import { extension, name, OID, request, response } from "../support/messages.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const REQUEST = request({ extensions: extension(OID.nonce, octetString("0102")) }).bytes;
const RESPONSE = response({ certificates: certificate(), extensions: extension(OID.nonce, octetString("0102")) }).bytes;
const CERTIFICATE = certificate({ subject: name("Subject") }).bytes;
const BROKEN = RESPONSE.slice(0, -1);

/** Ten parses, of which one is refused. */
function parseTen() {
  for (let i = 0; i < 3; i++) {
    OCSPRequest.fromDER(REQUEST).serialNumber;
    OCSPResponse.fromDER(RESPONSE).thisUpdate;
    Certificate.fromDER(CERTIFICATE).serialNumber;
  }
  try {
    OCSPResponse.fromDER(BROKEN);
    assert.fail("the broken response was read");
  } catch (error) {
    assert.ok(error instanceof OCSPError);
  }
}

/** Octets in use when everything that nobody refers to is gone. */
function used() {
  for (let i = 0; i < 4; i++) {
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return { linear: linearMemoryBytes(), heap: heapUsed, external };
}

test("a million parses take no more memory than ten thousand", (context) => {
  let parses = 0;
  const parseUpTo = (count) => {
    for (; parses < count; parses += 10) {
      parseTen();
    }
    return used();
  };
  const before = parseUpTo(10_000);
  const after = parseUpTo(1_000_000);
  context.diagnostic(`after 10,000: ${JSON.stringify(before)}; after 1,000,000: ${JSON.stringify(after)}`);
  assert.ok(before.linear > 0);
  assert.equal(after.linear, before.linear);
  // What V8 keeps for itself (compiled code, feedback) moves by less than this; one octet a parse would be 990,000.
  const NOISE = 256 * 1024;
  assert.ok(after.heap <= before.heap + NOISE, "JavaScript's heap grew");
  assert.ok(after.external <= before.external + NOISE, "memory outside of the heap grew");
});
