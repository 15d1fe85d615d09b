// The fields of csrc/ec_field_public.h: no limb and no sum overflows. support/limb-bounds.py proves it with intervals,
// and fails for changes that would let one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const SOURCES = ["ec_field_public.h", "ec_point_public.c"];
const folder = mkdtempSync(join(tmpdir(), "bearocsp-limbs-"));
after(() => rmSync(folder, { recursive: true }));

const prove = (/** @type {string} */ sources) =>
  spawnSync("python3", [path("../support/limb-bounds.py"), sources], { encoding: "utf8" });

test("nothing overflows", (t) => {
  const { status, stdout, stderr } = prove(path("../../csrc"));
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^p256: .*\np384: .*\np521: .*\n$/);
  for (const line of stdout.trim().split("\n")) {
    t.diagnostic(line);
  }
});

/** What is changed, what it becomes, and what the proof says then. @type {[string, string, string, RegExp][]} */
const CHANGES = [
  ["a multiple of 8", "combine_reduced(f, p->x, 1, t, -4, b, 0, t);", "-8", /does not fit in 32 bits/],
  [
    "a factor that is loose",
    "combine_reduced(f, a, 1, p->x, 1, t, 0, t);",
    "combine(f, a, 1, p->x, 1, t)",
    /in 64 bits/,
  ],
  ["a y that is loose", "combine_reduced(f, p->y, 1, r, -1, h, 0, h);", "combine(f, p->y, 1, r, -1, h)", /./],
  ["a longer limb", "{9, 29, 4,", "{9, 30, 4,", /./],
  ["a sum of four", "combine(f, t, 3, p->x, -3, t);", "combine(f, t, 4, p->x, -4, t)", /does not fit/],
];
for (const [what, from, to, says] of CHANGES) {
  test(`the proof fails for ${what}`, () => {
    for (const name of SOURCES) {
      cpSync(path(`../../csrc/${name}`), join(folder, name));
    }
    const changed = to === "-8" ? from.replace("-4", "-8") : from.endsWith(";") ? `${to};` : to;
    const whole = SOURCES.map((name) => readFileSync(join(folder, name), "utf8"));
    assert.equal(whole.filter((text) => text.includes(from)).length, 1, `there is no ${from}`);
    for (const [i, text] of whole.entries()) {
      writeFileSync(join(folder, SOURCES[i]), text.replace(from, changed));
    }
    const { status, stderr } = prove(folder);
    assert.notEqual(status, 0);
    assert.match(stderr, says);
  });
}
