// The installed package in every runtime on this side of a browser: import it, parse, build, sign, verify.

import { describe, test } from "node:test";
import { assertDone } from "./fixtures.js";
import { executables, makeProject, nodeOf, require, run } from "./project.js";

const IMPORT = `
import * as bearocsp from "bearocsp";
import { exercise } from "./exercise.mjs";
import { fixtures } from "./fixtures.mjs";
console.log(JSON.stringify(exercise(bearocsp, fixtures)));
`;
const REQUIRE = `
const bearocsp = require("bearocsp");
import("./exercise.mjs").then(({ exercise }) => {
  console.log(JSON.stringify(exercise(bearocsp, require("./fixtures.json"))));
});
`;
const WORKER = `
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import * as bearocsp from "bearocsp";
import { exercise } from "./exercise.mjs";
import { fixtures } from "./fixtures.mjs";
if (isMainThread) {
  new Worker(fileURLToPath(import.meta.url)).on("message", (done) => console.log(done));
} else {
  parentPort.postMessage(JSON.stringify(exercise(bearocsp, fixtures)));
}
`;
const project = makeProject("runtimes", { "import.mjs": IMPORT, "require.cjs": REQUIRE, "worker.mjs": WORKER });

describe("Node", { concurrency: 2 }, () => {
  for (const major of /** @type {const} */ ([20, 22, 24, 26])) {
    const node = nodeOf(major);
    for (const [how, args] of Object.entries({
      import: ["import.mjs"],
      require: ["require.cjs"],
      worker_threads: ["worker.mjs"],
      "no code from strings": ["--disallow-code-generation-from-strings", "import.mjs"],
    })) {
      test(`${major}: ${how}`, async (t) => {
        t.diagnostic(await run(node, ["--version"], project).then((text) => `node ${text.trim()}`));
        assertDone(JSON.parse(await run(node, args, project)));
      });
    }
  }
});

test("Deno", async (t) => {
  t.diagnostic((await run(executables.deno, ["--version"], project)).split("\n", 1)[0]);
  const permissions = ["--no-lock", "--node-modules-dir=manual", "--cached-only"];
  assertDone(
    JSON.parse(
      await run(executables.deno, ["run", ...permissions, "import.mjs"], project, { DENO_NO_UPDATE_CHECK: "1" }),
    ),
  );
});

test("Bun", async (t) => {
  t.diagnostic(`bun ${(await run(executables.bun, ["--version"], project)).trim()}`);
  assertDone(JSON.parse(await run(executables.bun, ["run", "import.mjs"], project)));
});

/* miniflare 4 asks for Node 22 itself: it is run under one. */
test("workerd, through miniflare: WebAssembly that was compiled ahead", async (t) => {
  const { version } = require("miniflare/package.json");
  const workerd = require("workerd/package.json").version;
  t.diagnostic(`miniflare ${version}, workerd ${workerd}`);
  const worker = makeProject("workerd", {
    "worker.mjs": `
import * as bearocsp from "bearocsp";
import { exercise } from "./exercise.mjs";
import { fixtures } from "./fixtures.mjs";
export default { fetch: () => Response.json(exercise(bearocsp, fixtures)) };
`,
  });
  const output = await run(nodeOf(24), [new URL("in-workerd.mjs", import.meta.url).pathname, worker], worker);
  assertDone(JSON.parse(output));
});
