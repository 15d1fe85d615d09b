// Sample messages cut off at every byte, and with every bit of every byte flipped: a value whose every part can be
// read, or an OCSPError. Python's cryptography and OpenSSL judge the same bytes, and wherever they decide otherwise a
// rule says by which clause.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificate, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { CLASSES, regionsOf } from "../support/differences.js";
import { readEverything } from "../support/exercise.js";
import { hex } from "../support/fields.js";
import { askLibcrypto, askPython, withoutLibcrypto, withoutPython } from "../support/judge.js";
import { assertRefusal } from "../support/refusal.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

const TYPES = { request: OCSPRequest, response: OCSPResponse, certificate: Certificate };

const SAMPLES = [
  ["request", "pyca", "ocsp/req-acceptable-responses.der"],
  ["request", "pyca", "ocsp/req-multi-sha1.der"],
  ["request", "rustcrypto", "examples/ocsp-multiple-exts-clean-req.der"],
  ["request", "rustcrypto", "examples/ocsp-signed-req.der"],
  ["response", "pyca", "ocsp/resp-unauthorized.der"],
  ["response", "pyca", "ocsp/resp-single-extension-reason.der"],
  ["response", "pyca", "ocsp/resp-revoked-reason.der"],
  ["response", "pyca", "ocsp/resp-sct-extension.der"],
  ["response", "rustcrypto", "examples/ocsp-multiple-exts-res.der"],
  ["certificate", "rustcrypto", "examples/rsa-2048-sha256-ocsp-crt.der"],
];

function* mutants(der) {
  for (let length = 0; length < der.length; length++) {
    yield { what: `cut to ${length} octets`, at: length, der: der.slice(0, length) };
  }
  for (let at = 0; at < der.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = der.slice();
      flipped[at] ^= 1 << bit;
      yield { what: `bit ${bit} of octet ${at} flipped`, at, der: flipped };
    }
  }
}

/** null for a value, else the error; nothing else can come out. */
function decide(kind, der) {
  const type = TYPES[kind];
  let message;
  try {
    message = type.fromDER(der);
  } catch (error) {
    assertRefusal(error, type.name, der.length);
    return { error, message: null };
  }
  readEverything(message);
  assert.equal(hex(message.toDER()), hex(der));
  return { error: null, message };
}

/** @type {any[]} */
const all = [];

test("every mutant gives a value or an OCSPError", { skip: withoutVectors }, async (context) => {
  for (const [kind, source, file] of SAMPLES) {
    await context.test(file, (one) => {
      const der = new VectorSource(source).bytes(file);
      const regions = regionsOf(kind, der);
      let accepted = 0,
        count = 0;
      for (const mutant of mutants(der)) {
        try {
          const decision = decide(kind, mutant.der);
          const region = regions.find(({ start, end }) => start <= mutant.at && mutant.at < end)?.name;
          all.push({ kind, file, region, ...mutant, ...decision });
          accepted += decision.error === null ? 1 : 0;
          count++;
        } catch (error) {
          error.message = `${mutant.what}: ${hex(mutant.der)}\n${error.message}`;
          throw error;
        }
      }
      one.diagnostic(`${count} mutants, ${accepted} accepted`);
      assert.equal(count, 9 * der.length);
    });
  }
});

for (const { judge, ask, skip } of [
  { judge: "Python", ask: askPython, skip: withoutPython },
  { judge: "OpenSSL", ask: askLibcrypto, skip: withoutLibcrypto },
]) {
  test(`${judge} decides alike, or a rule says why not`, { skip: withoutVectors || skip }, async (context) => {
    const answers = await ask(all);
    const counts = new Map(CLASSES.filter((rule) => rule.judge === judge).map((rule) => [rule, 0]));
    /** @type {any[]} */
    const unexplained = [];
    let agreed = 0;
    all.forEach((mutant, index) => {
      const refusal = answers[index];
      if ((refusal === null) === (mutant.error === null)) {
        agreed++;
        return;
      }
      const rule = [...counts.keys()].find(
        ({ weAccept, when }) => weAccept === (mutant.error === null) && when(mutant, refusal),
      );
      if (rule) {
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
      } else {
        unexplained.push({ ...mutant, refusal });
      }
    });
    context.diagnostic(`${agreed} of ${all.length} decided alike`);
    for (const [{ name, weAccept, clause }, count] of counts) {
      context.diagnostic(`${count} ${weAccept ? "accepted" : "refused"} here only: ${name} (${clause})`);
    }
    const shown = unexplained
      .slice(0, 20)
      .map(
        ({ file, what, error, refusal }) =>
          `${file}, ${what}: ${error ? `${error.code}: ${error.message}` : "accepted"}; ${judge}: ${refusal ?? "accepted"}`,
      );
    assert.equal(unexplained.length, 0, shown.join("\n"));
    for (const [{ name }, count] of counts) {
      assert.ok(count > 0, `no difference is of the class "${name}"`);
    }
  });
}
