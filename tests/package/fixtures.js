// A small PKI and answers of its responders, all by OpenSSL, and what OpenSSL says of what comes back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-fixtures-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const at = (name) => join(folder, name);
const openssl = (...args) =>
  execFileSync("openssl", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const pem = (name) => readFileSync(at(name), "utf8");
const base64 = (name) => readFileSync(at(name)).toString("base64");

const SERIAL = "4d7a90c3e1f20b86";
const KEYS = {
  p256: { options: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], hash: "SHA-256" },
  rsa: { options: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], hash: "SHA-256" },
  ed25519: { options: ["-algorithm", "ED25519"], hash: null },
  ed448: { options: ["-algorithm", "ED448"], hash: null },
};

function issue(name, subject, serial, section, keyOptions) {
  openssl("genpkey", ...keyOptions, "-out", `${name}.key`);
  openssl("req", "-new", "-key", `${name}.key`, "-subj", subject, "-out", `${name}.csr`);
  const signer = name === "ca" ? ["-signkey", "ca.key"] : ["-CA", "ca.pem", "-CAkey", "ca.key"];
  openssl(
    "x509",
    "-req",
    "-in",
    `${name}.csr`,
    ...signer,
    "-set_serial",
    `0x${serial}`,
    "-days",
    "2",
    "-extfile",
    "extensions.cnf",
    "-extensions",
    section,
    "-out",
    `${name}.pem`,
  );
}

writeFileSync(
  at("extensions.cnf"),
  `[ca]
basicConstraints = critical, CA:TRUE
[responder]
extendedKeyUsage = OCSPSigning
noCheck = ignored
[leaf]
basicConstraints = CA:FALSE
`,
);
writeFileSync(at("index.txt"), `V\t491231235959Z\t\t${SERIAL.toUpperCase()}\tunknown\t/CN=localhost\n`);
issue("ca", "/O=Tests/CN=Test CA", "01", "ca", KEYS.p256.options);
issue("leaf", "/CN=localhost", SERIAL, "leaf", KEYS.p256.options);
openssl("ocsp", "-issuer", "ca.pem", "-cert", "leaf.pem", "-no_nonce", "-reqout", "request.der");
for (const [i, [name, { options }]] of Object.entries(KEYS).entries()) {
  issue(name, `/CN=responder with ${name}`, `0${i + 2}`, "responder", options);
}
/*
 * OpenSSL's command has no way to answer with EdDSA: those answers only come from the package itself, and OpenSSL
 * judges them.
 */
for (const name of ["p256", "rsa"]) {
  openssl(
    "ocsp",
    "-index",
    "index.txt",
    "-CA",
    "ca.pem",
    "-rsigner",
    `${name}.pem`,
    "-rkey",
    `${name}.key`,
    "-reqin",
    "request.der",
    "-respout",
    `${name}.der`,
    "-ndays",
    "1",
  );
}
/* Signed by a certificate of the same CA that may not. */
openssl(
  "ocsp",
  "-index",
  "index.txt",
  "-CA",
  "ca.pem",
  "-rsigner",
  "leaf.pem",
  "-rkey",
  "leaf.key",
  "-reqin",
  "request.der",
  "-respout",
  "forged.der",
  "-ndays",
  "1",
);

const printed = openssl("ocsp", "-respin", "p256.der", "-noverify", "-resp_text");
const thisUpdate = new Date(/This Update: (.*)/.exec(printed)[1]);

export const fixtures = {
  time: new Date(thisUpdate.getTime() + 60_000).toISOString(),
  certificate: pem("leaf.pem"),
  issuer: pem("ca.pem"),
  responses: { p256: base64("p256.der"), rsa: base64("rsa.der"), forged: base64("forged.der") },
  responders: Object.fromEntries(
    Object.entries(KEYS).map(([name, { hash }]) => [
      name,
      { key: pem(`${name}.key`), certificate: pem(`${name}.pem`), hash },
    ]),
  ),
};

/** Whether OpenSSL relies on a response, and which status it reads. @param {string} der in base64 */
function opensslVerdict(der) {
  writeFileSync(at("signed.der"), Buffer.from(der, "base64"));
  const text = openssl(
    "ocsp",
    "-respin",
    "signed.der",
    "-issuer",
    "ca.pem",
    "-cert",
    "leaf.pem",
    "-CAfile",
    "ca.pem",
    "-no_nonce",
  );
  return /^leaf\.pem: (\w+)$/m.exec(text)?.[1];
}

/**
 * Compares what a runtime did with what OpenSSL says.
 * @param {ReturnType<import("./exercise.mjs").exercise>} done
 * @param {{ lacks?: string[] }} [runtime] responders that it has no algorithm for
 */
export function assertDone(done, { lacks = [] } = {}) {
  assert.equal(done.serialNumber, SERIAL);
  assert.equal(done.subject, "CN=localhost");
  assert.equal(done.thisUpdate, thisUpdate.toISOString());
  assert.equal(done.request, base64("request.der"));
  assert.deepEqual(done.verdicts, { p256: "good", rsa: "good", forged: "responderAuthorized" });
  /* The last byte is one of the delegate certificate's signature. */
  assert.equal(done.tampered, "responderAuthorized");
  assert.equal(done.refusal, "ERR_DER_TRUNCATED");
  assert.deepEqual(
    Object.keys(done.signed),
    Object.keys(KEYS).filter((name) => !lacks.includes(name)),
  );
  assert.deepEqual(done.own, Object.fromEntries(Object.keys(done.signed).map((name) => [name, "good"])));
  for (const [name, der] of Object.entries(done.signed)) {
    assert.equal(opensslVerdict(der), "good", `OpenSSL on the answer signed with ${name}`);
  }
}
