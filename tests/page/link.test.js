// A link to the page: what it carries comes out as it went in, and nothing else is taken for one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromFragment, toFragment } from "../../web/page/link.js";

const objects = [Uint8Array.of(0x30, 0x03, 0xfb, 0xff, 0xfe), Uint8Array.of(0x30, 0x00)];

test("objects, without and with the time of the verdict", () => {
  for (const asOf of [null, new Date("2026-03-04T12:00:00Z"), new Date("1970-01-01T00:00:00Z")]) {
    const fragment = toFragment(objects, asOf);
    assert.match(fragment, /^#objects=[\w.-]+(&time=[\dTZ:-]+)?$/);
    assert.deepEqual(fromFragment(fragment), { objects, asOf });
  }
  assert.equal(
    toFragment(objects, null),
    `#objects=${objects.map((each) => Buffer.from(each).toString("base64url")).join(".")}`,
  );
});

test("anything else is not a link", () => {
  for (const fragment of [
    "",
    "#",
    "#checks",
    "#objects=MAMKAQY.!!!",
    "#objects=MAMKAQY&time=now",
    "#objects=MAMKAQY&time=2026-13-04T12:00:00Z",
    "#objects=MAMKAQY&time=1969-12-31T23:59:59Z",
    "#objects=MAMKAQY&other=1",
  ]) {
    assert.equal(fromFragment(fragment), null, fragment);
  }
});
