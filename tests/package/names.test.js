// The functions and classes of the published entry carry their names: they stand in stack traces, and whoever logs
// `constructor.name` reads them. A bundler gives a class that names itself within another one.

import assert from "node:assert/strict";
import { test } from "node:test";

test("every export is called what it is exported as", async () => {
  const exported = Object.entries(await import("../../build/package/index.js")).filter(
    ([, value]) => typeof value === "function",
  );
  assert.ok(exported.length > 20);
  assert.deepEqual(
    exported.filter(([name, value]) => value.name !== name).map(([name, value]) => `${name}: ${value.name}`),
    [],
  );
});
