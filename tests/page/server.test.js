// web/serve.js: the files of build/site/ and nothing else, with the page's policy on every answer.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../web/serve.js";

const site = new URL("../../build/site/", import.meta.url);
let server;
before(async () => {
  server = await serve({ port: 0 });
});
after(() => server.close());

/** fetch() would tidy the path up before it asks. */
async function ask(path, method = "GET") {
  const asked = request({ port: new URL(server.url).port, host: "127.0.0.1", path, method });
  asked.end();
  const [response] = await once(asked, "response");
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) {
    body += chunk;
  }
  return { status: response.statusCode, headers: response.headers, body };
}

for (const [path, type] of [
  ["/", "text/html; charset=utf-8"],
  ["/index.html?x=1", "text/html; charset=utf-8"],
  ["/page.js", "text/javascript; charset=utf-8"],
  ["/page.css", "text/css; charset=utf-8"],
  ["/icon.svg", "image/svg+xml"],
]) {
  test(`${path} is served as ${type}, never cached`, async () => {
    const { status, headers, body } = await ask(path);
    assert.equal(status, 200);
    assert.equal(headers["content-type"], type);
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.ok(body.length > 0);
  });
}

test("what the build has made is served whole", async () => {
  for (const name of readdirSync(site)) {
    assert.equal((await ask(`/${name}`)).body, readFileSync(new URL(name, site), "utf8"), name);
  }
});

test("every answer carries the policy, also where there is nothing", async () => {
  for (const path of ["/", "/page.js", "/none.js"]) {
    const policy = (await ask(path)).headers["content-security-policy"];
    assert.deepEqual(
      policy.split("; ").sort(),
      [
        "base-uri 'none'",
        "connect-src 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "require-trusted-types-for 'script'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "trusted-types 'none'",
      ],
      path,
    );
  }
});

for (const path of [
  "/package.json",
  "/samples.js",
  "/web/",
  "/web/page.js",
  "/build/site/page.js",
  "/page.js/",
  "/./page.js",
  "/../site/page.js",
  "/../samples.js",
  "/..%2fsamples.js",
  "/%2e%2e/samples.js",
  "/..\\samples.js",
  "/..%5csamples.js",
  "/%00page.js",
  "/page.js%00.html",
  "/.hidden.js",
  "/%zz.js",
  "/%70age.js",
  "//page.js",
  "/page",
  "http://localhost/page.js",
]) {
  test(`${path} is not found`, async () => assert.equal((await ask(path)).status, 404));
}

test("HEAD has no body, other methods are refused", async () => {
  const head = await ask("/page.js", "HEAD");
  assert.deepEqual([head.status, head.body], [200, ""]);
  assert.ok(Number(head.headers["content-length"]) > 0);
  const post = await ask("/", "POST");
  assert.deepEqual([post.status, post.headers.allow], [405, "GET, HEAD"]);
});

test("a port that is taken is an error, unless any will do", async () => {
  const port = Number(new URL(server.url).port);
  await assert.rejects(serve({ port }), new RegExp(`port ${port} is in use`));
  const other = await serve();
  assert.notEqual(other.url, server.url);
  await other.close();
});

test("run with a taken PORT, it says so and exits with 1", async () => {
  const program = fileURLToPath(new URL("../../web/serve.js", import.meta.url));
  const child = spawn(process.execPath, [program], { env: { ...process.env, PORT: new URL(server.url).port } });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaint += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 1);
  assert.match(complaint, /is in use/);
});
