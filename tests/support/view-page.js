// A page with views of the panel alone, in a shadow root and under the page's own policy: bundled when a test starts
// it.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The policy in the page itself. */
function contentSecurityPolicy() {
  const html = readFileSync(new URL("../../web/page/index.html", import.meta.url), "utf8");
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
  if (!policy) {
    throw new Error("web/page/index.html has no Content-Security-Policy");
  }
  return policy.replace(/\s+/g, " ");
}

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>View</title><link rel="stylesheet" href="/page.css">
<script type="module" src="/views.js"></script></head>
<body><main><h1>View</h1><section aria-label="View"><div id="host"></div></section></main></body></html>`;

const CSS =
  "body { margin: 0; padding: 1rem; background: light-dark(#fff, #1a2129); color: light-dark(#1b2530, #e3e8ee); }";

/** Serves a page on which `globalThis.views` is what tests/support/views.js exports. */
export async function serveViews() {
  const {
    outputFiles: [bundle],
  } = await build({
    entryPoints: [fileURLToPath(new URL("views.js", import.meta.url))],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  /** @type {Record<string, [type: string, body: string | undefined]>} */
  const files = {
    "/": ["text/html", HTML],
    "/page.css": ["text/css", CSS],
    "/favicon.ico": ["image/x-icon", ""],
    "/views.js": ["text/javascript", bundle?.text],
  };
  const policy = contentSecurityPolicy();
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? [];
    response.writeHead(body === undefined ? 404 : 200, {
      "Content-Security-Policy": policy,
      "Content-Type": `${type ?? "text/plain"}; charset=utf-8`,
    });
    response.end(body);
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(undefined));
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * What axe-core finds wrong, one line for each; it also looks into shadow roots.
 *
 * @param {import("puppeteer-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await /** @type {any} */ (globalThis).axe.run();
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`,
    );
  });
}
