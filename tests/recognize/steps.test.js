// recognizeSteps(): in small steps, so that a page can do something else between two of them, and the same objects as
// recognize() finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognize, recognizeSteps } from "../../bindings/recognize/recognize.js";
import { samples } from "../../build/samples.js";
import { Random } from "../support/random.js";

const LENGTH = 2 ** 21;
/** Characters or octets between two steps, in the mean: a hundredth of a second. */
const FEW = 2 ** 17;

const story = await /** @type {any} */ (samples.find(({ id }) => id === "good")).load();
const [{ der }] = recognize(story);
const many = (unit) => unit.repeat(Math.ceil(LENGTH / unit.length));
const noise = Buffer.from(new Random(1).bytes(LENGTH));
const lines = (text) => text.replace(/.{1,64}/g, "$&\n");
const xxd = (octets) =>
  lines(octets.toString("hex")).replace(
    /.+/g,
    (line, at) => `${((at / 65) * 32).toString(16).padStart(8, "0")}: ${line.replace(/.{4}/g, "$& ")}`,
  );

/** @type {Record<string, string | Uint8Array>} */
const INPUTS = {
  "a log": `${many("1772625492.104 38 192.0.2.44 TCP_MISS/200 1742 CONNECT www.bear.example:443 - HIER_DIRECT/192.0.2.80 -\n")}${story}`,
  "PEM blocks": many(story),
  "base64, a word each": many(`${Buffer.from(der).toString("base64")} . `),
  "what nearly begins an object": many("MIIBIjANBgkqhkiG MAMKAQ 3082010a "),
  hexadecimal: lines(noise.subarray(0, LENGTH / 2).toString("hex")),
  literals: many("'\\x30' '0' \"0\\x82\" "),
  "a dump": xxd(noise.subarray(0, LENGTH / 3)),
  bytes: noise,
  "objects, one after the other": Buffer.concat(Array(Math.ceil(LENGTH / der.length)).fill(der)),
};

for (const [what, input] of Object.entries(INPUTS)) {
  test(`${what}: steps, and the same objects`, () => {
    const steps = [...recognizeSteps(input)];
    assert.ok(steps.length > input.length / FEW, `${steps.length} steps for ${input.length}`);
    const found = new Map(
      steps.flatMap((object) => (object ? [[Buffer.from(object.der).toString("hex"), object]] : [])),
    );
    assert.deepEqual([...found.values()], recognize(input));
  });
}

test("what is short is read without a pause", () => assert.deepEqual([...recognizeSteps(story)], recognize(story)));
