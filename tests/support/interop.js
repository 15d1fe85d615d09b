// Random cases against other implementations: interop.py makes and reads messages, and what we read is compared with
// what they read.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { PythonWorker, withoutPython } from "./python-worker.js";
import { printSeed, Random, SEED } from "./random.js";

/** How many cases are under way at once: enough that neither process waits for the other. */
const AT_ONCE = 8;
const FAILURES_SHOWN = 3;

/** @type {PythonWorker | undefined} */
let worker;
after(async () => worker?.close());

/**
 * The functions of interop.py, in one process for the whole test file.
 * @type {PythonWorker["functions"]}
 */
export const peers = new Proxy(
  {},
  {
    get: (_, name) => {
      worker ??= new PythonWorker(new URL("interop.py", import.meta.url));
      return worker.functions[String(name)];
    },
  },
);

export const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
export const hex = (octets) => Buffer.from(octets).toString("hex");

const isBytes = (value) => value instanceof Uint8Array;

/** A value as interop.py writes it, with its type. */
function written(value) {
  if (value === undefined) {
    return "undefined";
  }
  if (typeof value === "bigint") {
    return `integer ${value}`;
  }
  if (isBytes(value)) {
    return `bytes ${hex(value)}`;
  }
  if (value instanceof Date) {
    return `time ${value.toISOString()}`;
  }
  return value;
}

const member = (object, key) => (key.endsWith("()") ? object[key.slice(0, -2)]() : object[key]);

/** What our object says of everything that the peer's description speaks of, in its shape. */
function inShapeOf(ours, described) {
  if (ours === null || typeof ours !== "object" || isBytes(ours) || ours instanceof Date) {
    return written(ours);
  }
  if (Array.isArray(described)) {
    return Array.from(/** @type {any} */ (ours), (element, i) => inShapeOf(element, described[i]));
  }
  if (described === null || typeof described !== "object") {
    return ours;
  }
  return Object.fromEntries(Object.keys(described).map((key) => [key, inShapeOf(member(ours, key), described[key])]));
}

/** Every value that the peer told is ours too. */
export function assertSays(ours, described, who) {
  assert.deepEqual(inShapeOf(ours, described), described, `otherwise than ${who} reads it`);
}

/**
 * One test of many random cases. Each has a seed of its own, which its failure names: `SEED=… CASE=… node --test …`
 * runs that one alone.
 * @param {(seed: number) => Promise<void>} run
 */
export function cases(name, count, run) {
  test(`${name}: ${count} cases`, { skip: withoutPython }, async (t) => {
    printSeed(t);
    const random = new Random(SEED ^ hash(name));
    const all = Array.from({ length: count }, () => random.uint32());
    const seeds = process.env.CASE === undefined ? all : all.filter((seed) => seed === Number(process.env.CASE));
    const failures = [];
    const queue = seeds.values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const seed of queue) {
          try {
            await run(seed);
          } catch (error) {
            failures.push(`CASE=${seed}: ${error.stack}`);
          }
        }
      }),
    );
    t.diagnostic(`${seeds.length - failures.length} of ${seeds.length} cases agree`);
    if (failures.length > 0) {
      assert.fail(
        `${failures.length} of ${seeds.length} cases disagree\n${failures.slice(0, FAILURES_SHOWN).join("\n\n")}`,
      );
    }
  });
}

/** So that the tests of one file have different cases. */
function hash(text) {
  let value = 0;
  for (const character of text) {
    value = (Math.imul(value, 31) + character.charCodeAt(0)) | 0;
  }
  return value;
}
