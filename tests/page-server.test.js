// web/serve.js: the three folders and nothing else, with the page's policy on every answer.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../web/serve.js";

let server;
before(async () => { server = await serve({ port: 0 }); });
after(() => server.close());

/** fetch() would tidy the path up before it asks. */
async function ask(path, method = "GET") {
  const asked = request({ port: new URL(server.url).port, host: "127.0.0.1", path, method });
  asked.end();
  const [response] = await once(asked, "response");
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

test("the root leads to the page", async () => {
  const { status, headers } = await ask("/");
  assert.equal(status, 302);
  assert.equal(headers.location, "/web/");
});

for (const [path, type] of [
  ["/web/", "text/html; charset=utf-8"],
  ["/web/index.html?x=1", "text/html; charset=utf-8"],
  ["/web/page.js", "text/javascript; charset=utf-8"],
  ["/web/style.css", "text/css; charset=utf-8"],
  ["/web/icon.svg", "image/svg+xml"],
  ["/bindings/index.js", "text/javascript; charset=utf-8"],
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

test("every answer carries the policy, also where there is nothing", async () => {
  for (const path of ["/", "/web/", "/build/none.js"]) {
    const policy = (await ask(path)).headers["content-security-policy"];
    for (const directive of [
      "default-src 'none'", "connect-src 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ]) assert.ok(policy.split("; ").includes(directive), `${path}: ${directive}`);
    // The one hash is that of the import map.
    assert.match(policy, /; script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='; /);
  }
});

for (const path of [
  "/package.json", "/.git/HEAD", "/csrc/ocsp.h", "/tests/page.test.js", "/webx/page.js", "/web", "/build/", "/web/page.js/",
  "/web/../tests/page.test.js", "/web/%2e%2e/tests/page.test.js", "/web/..%2ftests/page.test.js",
  "/web/%2e%2e%2fweb/page.js", "/build/..\\tests/page.test.js", "/web/..%5ctests/page.test.js",
  "/web/%00page.js", "/web/page.js%00.html", "/web/.hidden.js", "/web/%zz.js", "//web/page.js", "http://localhost/web/page.js",
]) {
  test(`${path} is not found`, async () => assert.equal((await ask(path)).status, 404));
}

test("HEAD has no body, other methods are refused", async () => {
  const head = await ask("/web/page.js", "HEAD");
  assert.deepEqual([head.status, head.body], [200, ""]);
  assert.ok(Number(head.headers["content-length"]) > 0);
  const post = await ask("/web/", "POST");
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
  const program = fileURLToPath(new URL("../web/serve.js", import.meta.url));
  const child = spawn(process.execPath, [program], { env: { ...process.env, PORT: new URL(server.url).port } });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text) => { complaint += text; });
  const [code] = await once(child, "close");
  assert.equal(code, 1);
  assert.match(complaint, /is in use/);
});
