// Wycheproof's signatures in every runtime, where another implementation than Node's OpenSSL checks some of them: right
// of each, at once and by WebCrypto, with the curves that a runtime lacks from bearocsp/curves. Every fourth signature;
// `make prove` takes them all.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { VectorSource, withoutVectors } from "../support/vectors.js";
import { algorithmOf, isRight, outOfReach } from "../support/wycheproof.js";
import { programs, RUNTIMES } from "./in-runtimes.js";
import { makeProject } from "./project.js";

const EVERY = process.env.PROVE ? 1 : 4;

/** By file, keys with their signatures: number, data, signature, whether it is right. */
function vectors() {
  const source = new VectorSource("wycheproof");
  const files = Object.values(source.table.tiers).flatMap(({ list }) => list.map(({ file }) => file));
  return Object.fromEntries(
    files
      .filter((file) => outOfReach(file) === null)
      .map((file) => [
        file,
        JSON.parse(source.text(file)).testGroups.map((group) => ({
          algorithm: Buffer.from(algorithmOf(group)).toString("hex"),
          spki: group.publicKeyDer,
          tests: group.tests
            .filter(({ tcId }) => tcId % EVERY === 0)
            .map((one) => [one.tcId, one.msg, one.sig, isRight(one)]),
        })),
      ]),
  );
}

const project = (/** @type {string} */ name) =>
  makeProject(`wycheproof-${name.replaceAll(/\W/g, "-")}`, {
    ...programs(`import "bearocsp/curves";
import { judge } from "./wycheproof.mjs";
import vectors from "./vectors.mjs";
export const main = () => judge(vectors);
`),
    "wycheproof.mjs": readFileSync(new URL("wycheproof.mjs", import.meta.url), "utf8"),
    "vectors.mjs": `export default ${JSON.stringify(vectors())};\n`,
  });

/* One for each implementation: Node 20's is asked in tests/vectors, and Node 22 and 24 have that of 26. */
const CHOSEN = ["Node 26", "Deno", "Bun", "workerd with `nodejs_compat`", "Chromium", "Firefox"];

describe("wycheproof", { concurrency: 2 }, () => {
  for (const runtime of CHOSEN) {
    test(`in ${runtime}`, { skip: withoutVectors }, async (t) => {
      const told = await RUNTIMES[runtime](project(runtime));
      let sum = 0;
      for (const [file, { right, wrong }] of Object.entries(told)) {
        assert.deepEqual(wrong, [], file);
        sum += right;
      }
      t.diagnostic(`${sum} verdicts right`);
      assert.ok(sum > 23_500 / EVERY, `${sum} of every ${EVERY}th`);
    });
  }
});
