// recognize(): what OpenSSL's programs print, in a TLS exchange on this machine and about files.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { recognize } from "../../bindings/recognize/recognize.js";
import { certificateFile, certificatePEM, derOf, openssl, privateKeyFile } from "../support/openssl.js";
import { assertFinds, assertFindsNothing, hex, pem, sample } from "../support/pasted.js";
import { startResponder } from "../support/responder.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

const skip = withoutVectors;
const build = fileURLToPath(new URL("../../build/tests", import.meta.url));
mkdirSync(build, { recursive: true });
const folder = mkdtempSync(join(build, "recognize-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const at = (name, contents) => {
  writeFileSync(join(folder, name), contents);
  return join(folder, name);
};
const certificate = (name) => ({ name, kind: "certificate", der: derOf(certificatePEM(name)) });

/**
 * The port that `openssl s_server -accept 127.0.0.1:0` says it took.
 *
 * @param {import("node:stream").Readable} stdout
 */
async function portOf(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const [, port] = /^ACCEPT \S*:(\d+)/.exec(line) ?? [];
    if (port) {
      return port;
    }
  }
  return assert.fail("the server ended without listening");
}

/** What a client prints about a server that staples the answer. */
async function exchange(answer, ...options) {
  const chain = at("chain.pem", certificatePEM("p-384") + certificatePEM("rsa-2048"));
  const server = spawn(
    "openssl",
    [
      "s_server",
      "-accept",
      "127.0.0.1:0",
      "-key",
      privateKeyFile("p-256"),
      "-cert",
      certificateFile("p-256"),
      "-cert_chain",
      chain,
      "-status_file",
      answer,
    ],
    // It ends with its input.
    { stdio: ["pipe", "pipe", "ignore"] },
  );
  try {
    const port = await portOf(server.stdout);
    const client = spawnSync("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, ...options], {
      input: "Q\n",
      maxBuffer: 2 ** 24,
    });
    return client.stdout.toString();
  } finally {
    server.kill();
    await once(server, "exit");
  }
}

test("openssl s_client -status -showcerts", { skip }, async () => {
  const answer = sample("resp-delegate-unknown-cert");
  const output = await exchange(at("answer.der", answer.der), "-status", "-showcerts");
  assert.match(output, /OCSP Response Data:/);
  const [embedded, ...sent] = recognize(output);
  // The answer itself is printed as text only; the certificate in it as PEM.
  assert.deepEqual([embedded.kind, embedded.source], ["certificate", "pem"]);
  assert.ok(hex(answer.der).includes(hex(embedded.der)));
  assert.deepEqual(
    sent.map(({ source, der }) => [source, hex(der)]),
    ["p-256", "p-384", "rsa-2048"].map((name) => ["pem", hex(certificate(name).der)]),
  );
});

test("openssl s_client -msg: the messages of the handshake, in hexadecimal", { skip }, async () => {
  const answer = sample("resp-sha256");
  const output = await exchange(at("sha256.der", answer.der), "-status", "-msg", "-tls1_2");
  const found = recognize(output).filter(({ source }) => source === "hex");
  assert.deepEqual(
    found.map(({ kind, der }) => [kind, hex(der)]),
    [certificate("p-256"), certificate("p-384"), certificate("rsa-2048"), answer].map(({ kind, der }) => [
      kind,
      hex(der),
    ]),
  );
});

test("openssl s_client -debug: records, beside their text", { skip }, async () => {
  const answer = sample("resp-sha256");
  const found = recognize(await exchange(at("sha256.der", answer.der), "-status", "-debug", "-tls1_2")).filter(
    ({ source }) => source === "hex",
  );
  const all = found.map(({ der }) => hex(der));
  for (const { der } of [certificate("p-256"), certificate("p-384"), certificate("rsa-2048"), answer]) {
    assert.ok(all.includes(hex(der)));
  }
});

test("openssl ocsp: the text of requests and answers", { skip }, () => {
  const request = at("request.der", sample("req-multi-sha1").der);
  assertFindsNothing(openssl(["ocsp", "-reqin", request, "-req_text"]).toString());
  const certificates = new VectorSource("openssl").text("ocsp-tests/D1_Cert_EE.pem");
  const answer = at("d1.der", sample("D1.der").der);
  const output = openssl(["ocsp", "-respin", answer, "-resp_text", "-noverify"]).toString();
  assert.match(output, /OCSP Response Data:/);
  const found = recognize(output);
  assert.ok(found.length > 0);
  for (const { kind, source, der } of found) {
    assert.deepEqual([kind, source], ["certificate", "pem"]);
    assert.ok(hex(sample("D1.der").der).includes(hex(der)));
  }
  assertFinds(certificates, "pem", sample("D1_Cert_EE"));
});

test("openssl ocsp -reqout and -respout against a responder", async (context) => {
  const responder = await startResponder(folder);
  context.after(() => responder.close());
  const out = join(folder, "asked.der");
  const [leaf, issuer] = readFileSync(join(folder, "chain.pem"), "latin1").split(/(?<=-----END CERTIFICATE-----\n)/);
  const text = openssl([
    "ocsp",
    "-issuer",
    at("issuer.pem", issuer),
    "-cert",
    at("leaf.pem", leaf),
    "-no_nonce",
    "-reqout",
    out,
    "-text",
  ]).toString();
  assert.ok(existsSync(out));
  assertFindsNothing(text);
  const der = new Uint8Array(readFileSync(out));
  assertFinds(der, "der", { name: "request", kind: "ocsp-request", der });
});

test("openssl x509 -text with and without the certificate, asn1parse", { skip }, () => {
  const object = sample("cryptography.io");
  const file = at("certificate.pem", pem(object));
  assertFinds(openssl(["x509", "-in", file, "-text"]).toString(), "pem", object);
  assertFindsNothing(
    openssl(["x509", "-in", file, "-text", "-noout", "-fingerprint", "-sha256", "-serial"]).toString(),
  );
  assertFindsNothing(openssl(["rsa", "-in", privateKeyFile("rsa-2048"), "-text", "-noout"]).toString());
  assertFindsNothing(openssl(["ec", "-in", privateKeyFile("p-256"), "-text", "-noout"]).toString());
  assertFinds(openssl(["storeutl", "-certs", "-text", file]).toString(), "pem", object);
});
