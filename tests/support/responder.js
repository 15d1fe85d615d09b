// An OCSP responder on this machine, for programs that ask one: OpenSSL answers over HTTP for one certificate, which is
// good.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * @param {string} folder to work in; chain.pem there is then the certificate and its issuer's
 * @returns {Promise<{ close: () => void, mediaTypes: string[] }>} mediaTypes: of each request that came
 */
export async function startResponder(folder) {
  const at = (name) => join(folder, name);
  const openssl = (...args) => run("openssl", args, { cwd: folder });
  const mediaTypes = [];

  const server = createServer(async (request, response) => {
    try {
      mediaTypes.push(request.headers["content-type"] ?? "");
      writeFileSync(at("request.der"), Buffer.concat(await request.toArray()));
      await openssl(
        "ocsp",
        "-index",
        "index.txt",
        "-CA",
        "ca.pem",
        "-rsigner",
        "ca.pem",
        "-rkey",
        "ca.key",
        "-ndays",
        "1",
        "-reqin",
        "request.der",
        "-respout",
        "response.der",
      );
      response.writeHead(200, { "Content-Type": "application/ocsp-response" }).end(readFileSync(at("response.der")));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  writeFileSync(at("extensions.cnf"), `authorityInfoAccess = OCSP;URI:http://127.0.0.1:${port}/\n`);
  writeFileSync(at("index.txt"), "V\t491231235959Z\t\t1234\tunknown\t/CN=localhost\n");
  await openssl("req", "-x509", ...newKey, "-subj", "/CN=Test CA", "-days", "1", "-keyout", "ca.key", "-out", "ca.pem");
  await openssl("req", "-new", ...newKey, "-subj", "/CN=localhost", "-keyout", "leaf.key", "-out", "leaf.csr");
  await openssl(
    "x509",
    "-req",
    "-in",
    "leaf.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-set_serial",
    "0x1234",
    "-days",
    "1",
    "-extfile",
    "extensions.cnf",
    "-out",
    "leaf.pem",
  );
  writeFileSync(at("chain.pem"), readFileSync(at("leaf.pem"), "utf8") + readFileSync(at("ca.pem"), "utf8"));

  return { close: () => server.close(), mediaTypes };
}
