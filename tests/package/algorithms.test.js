// What each runtime can check, with and without the imports of engines: right for what was signed and for what was
// changed afterwards, or refused with a code and a sentence that names algorithm and runtime; and the table that says
// so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tableIn } from "../tools/readme-tables.js";
import { answersOf, STORED, TABLE, tableOf } from "./algorithms.js";
import { RUNTIMES } from "./in-runtimes.js";

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

/** The name that a sentence has to tell. @param {string} algorithm */
const told = (algorithm) =>
  /SHA3-256|brainpoolP\d+r1|secp256k1|\d{4,5}|(?:ML|SLH)-DSA-[\w-]+/.exec(algorithm)?.[0] ?? algorithm;

/** @param {string} runtime @param {string} algorithm @param {string} answer */
function assertRefusal(runtime, algorithm, answer) {
  const [, message] = /^no: ([^]*)$/.exec(answer) ?? assert.fail(`${algorithm}: ${answer}`);
  assert.ok(message.includes(told(algorithm)), `${told(algorithm)} in: ${message}`);
  assert.match(message, NAMED[runtime.split(" ")[0]], `${runtime} in: ${message}`);
}

/** An algorithm is no key, and the other way round. @param {string} algorithm */
const codeOf = (algorithm) =>
  /SHA3-256|(?:ML|SLH)-DSA/.test(algorithm) ? "ERR_UNSUPPORTED_ALGORITHM" : "ERR_UNSUPPORTED_KEY";

/** @type {Map<string, Awaited<ReturnType<typeof answersOf>>>} */
const found = new Map();

describe("what can be checked", () => {
  for (const runtime of Object.keys(RUNTIMES)) {
    test(runtime, async (t) => {
      const answers = await answersOf(runtime);
      found.set(runtime, answers);
      const { alone, withImports } = answers;
      for (const { synchronous, asynchronous } of [alone, withImports]) {
        assert.deepEqual(Object.keys(synchronous), Object.keys(STORED));
        assert.deepEqual(
          Object.keys(asynchronous),
          Object.keys(STORED).filter((name) => STORED[name].response),
        );
        for (const [algorithm, answer] of Object.entries(synchronous)) {
          if (answer !== "yes") {
            assert.ok(answer.startsWith(`no: ${codeOf(algorithm)} `), answer);
          }
        }
        for (const [algorithm, answer] of [...Object.entries(synchronous), ...Object.entries(asynchronous)]) {
          if (answer !== "yes") {
            assertRefusal(runtime, algorithm, answer);
          }
          assert.ok(answer === "yes" || !EVERYWHERE.includes(algorithm), `${algorithm}: ${answer}`);
        }
        /* What can be checked at once can be checked later. */
        for (const algorithm of Object.keys(asynchronous)) {
          assert.ok(synchronous[algorithm] !== "yes" || asynchronous[algorithm] === "yes", algorithm);
        }
      }
      /* An import takes nothing away. */
      for (const name of Object.keys(STORED)) {
        assert.ok(alone.synchronous[name] !== "yes" || withImports.synchronous[name] === "yes", name);
      }
      t.diagnostic(
        `cannot: ${Object.values(alone.synchronous)
          .filter((answer) => answer !== "yes")
          .join("; ")}`,
      );
    });
  }
});

test("the table of it", () => {
  assert.deepEqual([...found.keys()], Object.keys(RUNTIMES), "each runtime has answered");
  assert.equal(tableIn(TABLE).trim(), tableOf(found), "node tests/package/algorithms.js --write");
});
