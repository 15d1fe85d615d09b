// The bugs that tests/tools/planted-bugs.js plants still fit the source: planting all of them takes minutes, and is not
// a part of `make test`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { BUGS, planted } from "../support/planted-bugs.js";

for (const bug of BUGS) {
  test(bug.bug, () => {
    const source = readFileSync(new URL(`../../${bug.file}`, import.meta.url), "utf8");
    assert.notEqual(planted(bug, source), source);
  });
}
