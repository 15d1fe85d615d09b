// Serves the page on this machine only: the files of build/site/, which `make` makes, and nothing else.
// `node web/serve.js` prints the address; PORT chooses the port.

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("../build/site/", import.meta.url));
const MEDIA_TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

/**
 * The policy is written once, in the page itself, so that it holds on any server. The header adds what a meta element
 * cannot say: who may frame the page.
 */
function contentSecurityPolicy() {
  if (!existsSync(join(SITE, "index.html"))) {
    throw new Error("there is no build/site/ yet: run make first");
  }
  const html = readFileSync(join(SITE, "index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
  if (!policy) {
    throw new Error("index.html has no Content-Security-Policy");
  }
  return `${policy.replace(/\s+/g, " ")}; frame-ancestors 'none'`;
}

/** The file that a request's path names, or null: build/site/ is flat, and its files have plain names.
 * @param {string} path */
function fileOf(path) {
  const [, name] = /^\/((?:\w[\w.-]*)?)$/.exec(path) ?? [];
  if (name === undefined) {
    return null;
  }
  const file = name || "index.html";
  return MEDIA_TYPES.has(extname(file)) ? join(SITE, file) : null;
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {string} policy
 */
async function answer(request, response, policy) {
  /** @param {number} status @param {Record<string, string>} headers @param {string | Buffer} body */
  const send = (status, headers, body) => {
    response.writeHead(status, {
      "Content-Security-Policy": policy,
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": String(Buffer.byteLength(body)),
      ...headers,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };

  if (request.method !== "GET" && request.method !== "HEAD") {
    return send(405, { Allow: "GET, HEAD" }, "Only GET and HEAD.\n");
  }
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const file = fileOf(path);
  const body = file && (await readFile(file).catch(() => null));
  if (!file || !body) {
    return send(404, {}, "Not found.\n");
  }
  send(200, { "Content-Type": MEDIA_TYPES.get(extname(file)) ?? "" }, body);
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<boolean>} false if the port is taken
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    const failed = (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE") {
        resolve(false);
      } else {
        reject(error);
      }
    };
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", failed);
      resolve(true);
    });
  });
}

/**
 * Starts the server.
 *
 * @param {{ port?: number | undefined }} [options] `port`: exactly this one, or 0 for any free one; by default
 *   the first free one from 8080 on.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({ port } = {}) {
  const policy = contentSecurityPolicy();
  const server = createServer((request, response) => {
    answer(request, response, policy).catch((error) => response.destroy(error));
  });
  const candidates = port === undefined ? [...Array.from({ length: 20 }, (_, i) => 8080 + i), 0] : [port];
  let listening = false;
  for (const candidate of candidates) {
    listening = await listen(server, candidate);
    if (listening) {
      break;
    }
  }
  if (!listening) {
    throw new Error(`port ${port} is in use; choose another with PORT=…, or none to get a free one`);
  }
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://localhost:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const port = process.env.PORT ? Number(process.env.PORT) : undefined;
  try {
    const { url } = await serve({ port });
    console.log(`bearocsp page: ${url}`);
  } catch (error) {
    console.error(`bearocsp page: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
