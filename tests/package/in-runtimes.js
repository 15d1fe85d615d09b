// One program in every runtime that the package is for: Node, Deno, Bun, workerd, Chromium and Firefox.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../support/browser.js";
import { executables, nodeOf, require, run } from "./project.js";

const START = `import * as bearocsp from "bearocsp";
import { main } from "./program.mjs";
`;

/**
 * The files of a project that a runtime can run.
 * @param {string} program a module that exports main(bearocsp), whose result, awaited, is what the runtime answers
 */
export const programs = (program) => ({
  "program.mjs": program,
  "main.mjs": `${START}console.log(JSON.stringify(await main(bearocsp)));\n`,
  "worker.mjs": `${START}export default { fetch: async () => Response.json(await main(bearocsp)) };\n`,
  "page.mjs": `${START}globalThis.done = JSON.stringify(await main(bearocsp));\n`,
});

/** @param {20 | 22 | 24 | 26} major @returns {(project: string) => Promise<any>} */
const inNode = (major) => async (project) => JSON.parse(await run(nodeOf(major), ["main.mjs"], project));

/** @param {readonly string[]} flags @returns {(project: string) => Promise<any>} */
const inWorkerd =
  (...flags) =>
  async (project) =>
    JSON.parse(
      await run(nodeOf(24), [fileURLToPath(new URL("in-workerd.mjs", import.meta.url)), project, ...flags], project),
    );

/** Bundled by esbuild, without configuration. @param {import("../support/browser.js").BrowserName} name */
const inBrowser = (name) => async (/** @type {string} */ project) => {
  await run(
    require.resolve("esbuild/bin/esbuild"),
    ["page.mjs", "--bundle", "--format=esm", "--outfile=page.js", "--log-level=warning"],
    project,
  );
  const script = readFileSync(join(project, "page.js"));
  const html =
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="page.js">';
  const server = createServer(({ url }, response) => {
    const isScript = url === "/page.js";
    response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : `${html}</script>`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = await launch(name);
  try {
    const { page, complaints } = await browser.openPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const done = await page.waitForFunction("globalThis.done").catch((error) => {
      throw new Error(`${name}: ${complaints.join("; ") || error.message}`);
    });
    return JSON.parse(String(await done.jsonValue()));
  } finally {
    await browser.close();
    server.close();
  }
};

const DENO = ["run", "--no-lock", "--node-modules-dir=manual", "--cached-only", "main.mjs"];

/** By the name that documents call it, what runs a project of programs(). */
export const RUNTIMES = /** @type {Record<string, (project: string) => Promise<any>>} */ ({
  "Node 20": inNode(20),
  "Node 22": inNode(22),
  "Node 24": inNode(24),
  "Node 26": inNode(26),
  Deno: async (project) => JSON.parse(await run(executables.deno, DENO, project, { DENO_NO_UPDATE_CHECK: "1" })),
  Bun: async (project) => JSON.parse(await run(executables.bun, ["run", "main.mjs"], project)),
  workerd: inWorkerd(),
  "workerd with `nodejs_compat`": inWorkerd("nodejs_compat"),
  Chromium: inBrowser("chromium"),
  Firefox: inBrowser("firefox"),
});
