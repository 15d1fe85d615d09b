// The installed package through bundlers without configuration, and what they make in Chromium and Firefox; then
// without any bundler.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import { BROWSER_NAMES, launch } from "../support/browser.js";
import { assertDone } from "./fixtures.js";
import { lend, makeProject, nodeOf, require, run, runTool } from "./project.js";

/** Leaves what was done, or what went wrong, where a test finds it. */
const MAIN = `
import * as bearocsp from "bearocsp";
import { exercise } from "./exercise.mjs";
import { fixtures } from "./fixtures.mjs";
globalThis.done = JSON.stringify(exercise(bearocsp, fixtures));
`;
const WORKER = `
import * as bearocsp from "bearocsp";
import { exercise } from "./exercise.mjs";
import { fixtures } from "./fixtures.mjs";
postMessage(JSON.stringify(exercise(bearocsp, fixtures)));
`;
const STARTS_WORKER = `
new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" }).onmessage = ({ data }) => { globalThis.done = data; };
`;
const html = (script) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><link rel="icon" href="data:,"><script type="module" src="${script}"></script></html>`;

/** Without a bundler nothing resolves bare names in a worker: the standalone build has none. */
const standalone = (source) => source.replaceAll('"bearocsp"', '"./node_modules/bearocsp/build/package/standalone.js"');
/** What the README tells pages without a bundler that rather use an import map. */
const IMPORT_MAP = JSON.stringify({
  imports: {
    bearocsp: "./node_modules/bearocsp/build/package/index.js",
    "#wasm": "./node_modules/bearocsp/build/package/wasm-inlined.js",
    "#eddsa": "./node_modules/bearocsp/build/package/eddsa.js",
    "@noble/curves/": "./node_modules/@noble/curves/",
    "@noble/hashes/": "./node_modules/@noble/hashes/",
  },
});

const MEDIA_TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".css": "text/css",
};
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:";
/** Under which no page could start a worker. */
const TRUSTED_TYPES = `${POLICY}; require-trusted-types-for 'script'; trusted-types 'none'`;

/**
 * Serves a folder, its pages under a policy; those that start workers have one that lets them.
 * @param {string} folder
 */
async function serveFolder(folder, policy = "") {
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? "/", "http://localhost").pathname);
    if (!existsSync(path) || !path.startsWith(folder) || !extname(path)) {
      return void response.writeHead(404).end();
    }
    response.writeHead(200, {
      "Content-Type": MEDIA_TYPES[extname(path)] ?? "application/octet-stream",
      "Content-Security-Policy": policy || (path.includes("worker") ? POLICY : TRUSTED_TYPES),
    });
    response.end(readFileSync(path));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const project = makeProject("browsers", {
  "main.mjs": MAIN,
  "worker.mjs": WORKER,
  "starts-worker.mjs": STARTS_WORKER,
  "unbundled.mjs": standalone(MAIN),
  "unbundled-worker.mjs": standalone(WORKER),
  "starts-unbundled-worker.mjs": STARTS_WORKER.replace("./worker.mjs", "./unbundled-worker.mjs"),
  "index.html": html("./main.mjs"),
  "unbundled.html": html("./unbundled.mjs"),
  "unbundled-worker.html": html("./starts-unbundled-worker.mjs"),
  "import-map.html": html("./main.mjs").replace("<script", `<script type="importmap">${IMPORT_MAP}</script><script`),
});
lend(project, ["vite", "webpack", "rollup", "@rollup", "esbuild"]);

/** Files that a bundler wrote. @param {string} folder */
const filesIn = (folder) =>
  readdirSync(join(project, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith("js"));
const versionOf = (name) => require(`${name}/package.json`).version;

/** By bundler, what bundles main.mjs (and the worker), and the page to open then. */
const BUNDLERS = {
  async vite() {
    await run(
      nodeOf(24),
      [
        require.resolve("vite/package.json").replace("package.json", "bin/vite.js"),
        "build",
        "--outDir",
        "dist-vite",
        "--base",
        "./",
      ],
      project,
    );
    return "dist-vite/index.html";
  },
  async webpack() {
    await runTool(
      "webpack-cli/bin/cli.js",
      ["--entry", "./main.mjs", "--output-path", "dist-webpack", "--mode", "production"],
      project,
    );
    return "dist-webpack/main.js";
  },
  async "webpack (worker)"() {
    await runTool(
      "webpack-cli/bin/cli.js",
      [
        "--entry",
        "./starts-worker.mjs",
        "--output-path",
        "dist-webpack-worker",
        "--mode",
        "production",
        "--output-public-path",
        "auto",
      ],
      project,
    );
    return "dist-webpack-worker/main.js";
  },
  async rollup() {
    await runTool(
      "rollup/dist/bin/rollup",
      ["main.mjs", "--format", "esm", "--file", "dist-rollup/main.js", "--plugin", "node-resolve={browser:true}"],
      project,
    );
    return "dist-rollup/main.js";
  },
  async esbuild() {
    await run(
      require.resolve("esbuild/bin/esbuild"),
      ["main.mjs", "--bundle", "--format=esm", "--outfile=dist-esbuild/main.js", "--log-level=warning"],
      project,
    );
    return "dist-esbuild/main.js";
  },
};

/** @param {any} browser @param {string} url */
async function doneIn(browser, url) {
  const { page, complaints } = await browser.openPage();
  await page.goto(url);
  const done = await page.waitForFunction("globalThis.done").catch((error) => {
    throw new Error(`${url}: ${complaints.join("; ") || error.message}`);
  });
  const text = await done.jsonValue();
  await page.close();
  assert.deepEqual(complaints, []);
  return JSON.parse(text);
}

/** @type {Record<string, Awaited<ReturnType<typeof launch>>>} */
const browsers = {};
/** @type {Awaited<ReturnType<typeof serveFolder>>} */
let server;
before(async () => {
  server = await serveFolder(project);
  for (const name of BROWSER_NAMES) {
    browsers[name] = await launch(name);
  }
});
after(async () => {
  server?.close();
  for (const browser of Object.values(browsers)) {
    await browser.close();
  }
});

describe("bundled", () => {
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    test(name, async (t) => {
      t.diagnostic(`${name} ${versionOf(name.split(" ")[0])}`);
      const output = await bundle();
      const folder = output.split("/")[0];
      assert.ok(filesIn(folder).length > 0);
      const page = output.endsWith(".html") ? output : `${folder}/index.html`;
      if (page !== output) {
        writeFileSync(join(project, page), html("./main.js"));
      }
      for (const browser of BROWSER_NAMES) {
        assertDone(await doneIn(browsers[browser], `${server.url}/${page}`));
      }
    });
  }

  test("vite's development server", async () => {
    const vite = spawn(
      nodeOf(24),
      [
        require.resolve("vite/package.json").replace("package.json", "bin/vite.js"),
        "--port",
        "0",
        "--host",
        "127.0.0.1",
        "--clearScreen",
        "false",
      ],
      {
        cwd: project,
        env: { ...process.env, NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    try {
      let printed = "";
      for await (const chunk of vite.stdout) {
        printed += chunk;
        if (/http:\/\/127\.0\.0\.1:\d+/.test(printed)) {
          break;
        }
      }
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      for (const browser of BROWSER_NAMES) {
        const { page } = await browsers[browser].openPage();
        await page.goto(`${url}/index.html`);
        const done = await page.waitForFunction("globalThis.done");
        assertDone(JSON.parse(await done.jsonValue()));
        await page.close();
      }
    } finally {
      vite.kill();
    }
  });
});

describe("without a bundler", () => {
  for (const browser of BROWSER_NAMES) {
    test(`${browser}: the standalone build, under a strict CSP`, async () => {
      assertDone(await doneIn(browsers[browser], `${server.url}/unbundled.html`));
    });
    test(`${browser}: the standalone build in a module worker`, async () => {
      assertDone(await doneIn(browsers[browser], `${server.url}/unbundled-worker.html`));
    });
    test(`${browser}: the entry itself with an import map`, async () => {
      const open = await serveFolder(
        project,
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src data:",
      );
      try {
        assertDone(await doneIn(browsers[browser], `${open.url}/import-map.html`));
      } finally {
        open.close();
      }
    });
  }
});
