// What a browser loads before it shows the page: the page with the library weighs at most 139 kB compressed, as `node
// web/serve.js` serves it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";

const LARGEST = 139_000;
/** They are data to look at, and come after the page. */
const SAMPLES = /^samples-\w+\.js$/;

const program = fileURLToPath(new URL("../../web/serve.js", import.meta.url));
/** @type {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, null>} */
let child;
/** @type {string} */
let url;
/** @type {AsyncIterator<string>} */
let lines;
before(async () => {
  const environment = { ...process.env };
  delete environment.PORT;
  child = spawn(process.execPath, [program], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: line } = await lines.next();
  url = /^bearocsp page: (http:\/\/localhost:\d+\/)$/.exec(line)?.[1] ?? assert.fail(line);
});
after(() => child?.kill());

/** @type {Map<string, Set<string>>} */
const loaded = new Map();
for (const name of BROWSER_NAMES) {
  describe(`at the start, ${name}`, { skip: missing(name) }, () => {
    test("loads a few files of the server and shows the page", async () => {
      const running = await launch(name);
      try {
        const { page, complaints, requests } = await running.openPage();
        await page.goto(url);
        await page.waitForSelector(".samples:not([hidden]) [data-sample]");
        const own = requests
          .filter((each) => !each.startsWith("data:"))
          .map((each) => {
            assert.ok(each.startsWith(url), each);
            return each.slice(url.length) || "index.html";
          });
        loaded.set(name, new Set(own));
        for (const file of ["index.html", "page.css", "page.js", "icon.svg"]) {
          assert.ok(own.includes(file), file);
        }
        assert.deepEqual(complaints, []);
      } finally {
        await running.close();
      }
    });
  });
}

test(`all of it, without the samples, has at most ${LARGEST.toLocaleString("en")} bytes compressed by gzip -9`, async (t) => {
  const names = new Set([...loaded.values()].flatMap((each) => [...each]));
  assert.ok(names.size > 3);
  let sum = 0;
  for (const name of [...names].sort()) {
    const body = new Uint8Array(await (await fetch(url + name)).arrayBuffer());
    const { length } = gzipSync(body, { level: 9 });
    t.diagnostic(`${name}: ${body.length.toLocaleString("en")} bytes, ${length.toLocaleString("en")} compressed`);
    if (!SAMPLES.test(name)) {
      sum += length;
    }
  }
  t.diagnostic(`together without the samples: ${sum.toLocaleString("en")} bytes compressed`);
  assert.ok(sum <= LARGEST, `${sum} bytes`);
});

test("the server prints one line, and ends when it is told to", async () => {
  child.kill();
  assert.equal((await lines.next()).done, true);
});
