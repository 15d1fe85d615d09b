// What each runtime can check, with and without the optional peer: right for what was signed and for what was changed
// afterwards, or refused with a code and a sentence that names algorithm and runtime; and the table that says so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tableIn } from "../tools/readme-tables.js";
import { answersOf, CERTIFICATES, RUNTIMES, TABLE, tableOf } from "./algorithms.js";

/** What no runtime lacks: the core computes it, or @noble/curves. */
const EVERYWHERE = ["RSA-2048", "RSA-PSS", "ECDSA P-256", "ECDSA P-384", "ECDSA P-521", "DSA-2048", "Ed25519", "Ed448"];

/** How a sentence names the runtime. */
const NAMED = {
  Node: /\bNode\b/i,
  Deno: /\bDeno\b/,
  Bun: /\bBun\b/,
  workerd: /\bworkerd\b|Cloudflare/i,
  Chromium: /\bbrowser\b|\bChrom/i,
  Firefox: /\bbrowser\b|\bFirefox\b/i,
};

/** @param {string} runtime @param {string} algorithm @param {string} answer */
function assertRefusal(runtime, algorithm, answer) {
  const [, code, message] = /^no: (\w+) ([^]*)$/.exec(answer) ?? assert.fail(`${algorithm}: ${answer}`);
  assert.match(code, /^ERR_UNSUPPORTED_(ALGORITHM|KEY)$/, algorithm);
  const [name] = /SHA3-256|brainpoolP\d+r1|secp256k1|\d{4,5}|(?:ML|SLH)-DSA-[\w-]+/.exec(algorithm) ?? [algorithm];
  assert.ok(message.includes(name), `${name} in: ${message}`);
  assert.match(message, NAMED[runtime.split(" ")[0]], `${runtime} in: ${message}`);
}

/** @type {Map<string, Awaited<ReturnType<typeof answersOf>>>} */
const found = new Map();

describe("what can be checked", () => {
  for (const runtime of Object.keys(RUNTIMES)) {
    test(runtime, async (t) => {
      const answers = await answersOf(runtime);
      found.set(runtime, answers);
      for (const [how, all] of Object.entries(answers)) {
        assert.deepEqual(Object.keys(all), Object.keys(CERTIFICATES));
        for (const [algorithm, answer] of Object.entries(all)) {
          if (answer !== "yes") {
            t.diagnostic(`${how}: ${algorithm}: ${answer}`);
            assertRefusal(runtime, algorithm, answer);
          }
        }
        assert.deepEqual(
          EVERYWHERE.filter((algorithm) => all[algorithm] !== "yes"),
          [],
        );
      }
      /* A peer takes nothing away. */
      assert.deepEqual(
        Object.keys(CERTIFICATES).filter((name) => answers.alone[name] === "yes" && answers.withPeer[name] !== "yes"),
        [],
      );
    });
  }
});

test("the table of it", () => {
  assert.deepEqual([...found.keys()], Object.keys(RUNTIMES), "each runtime has answered");
  assert.equal(tableIn(TABLE).trim(), tableOf(found), "node tests/package/algorithms.js --write");
});
