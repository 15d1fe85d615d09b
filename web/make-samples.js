// Makes the page's samples with the OpenSSL command line: a small PKI and its requests and responses, as an ES module.
// `node web/make-samples.js [file]`, build/samples.js unless given. The private keys die with a temporary folder.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-samples-"));
const at = (/** @type {string} */ name) => join(folder, name);
const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(at(name), text);
const pem = (/** @type {string} */ name) => readFileSync(at(name), "utf8");
const base64 = (/** @type {string} */ name) => readFileSync(at(name)).toString("base64");

/** @param {...string} args */
function openssl(...args) {
  try {
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    const { stderr, message } = /** @type {{ stderr?: Buffer, message: string }} */ (error);
    throw new Error(`openssl ${args.join(" ")}\n${stderr ?? message}`, { cause: error });
  }
}

const CA = { subject: "/C=DE/O=Bear Example/CN=Bear Example CA", serial: "5a1e0c5b01" };
const RESPONDER = { subject: "/C=DE/O=Bear Example/CN=Bear Example OCSP responder", serial: "5a1e0c5b02" };
const LEAVES = {
  good: { subject: "/CN=good.example", serial: "4d7a90c3e1f20b86" },
  revoked: { subject: "/CN=revoked.example", serial: "4d7a90c3e1f20b87" },
  unknown: { subject: "/CN=unknown.example", serial: "4d7a90c3e1f20b88" },
};

/** @param {string} name @param {string} subject */
function key(name, subject) {
  openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject, "-utf8",
    "-keyout", `${name}.key`, "-out", `${name}.csr`);
}

/**
 * @param {string} name
 * @param {{ subject: string, serial: string }} certificate
 * @param {string} section of extensions.cnf
 */
function issue(name, certificate, section) {
  key(name, certificate.subject);
  const signer = name === "ca" ? ["-signkey", "ca.key"] : ["-CA", "ca.pem", "-CAkey", "ca.key"];
  openssl("x509", "-req", "-in", `${name}.csr`, ...signer, "-set_serial", `0x${certificate.serial}`, "-days", "3650",
    "-sha256", "-extfile", "extensions.cnf", "-extensions", section, "-out", `${name}.pem`);
}

function makePKI() {
  write("extensions.cnf", `
[ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, digitalSignature, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[responder]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
authorityInfoAccess = OCSP;URI:http://ocsp.bear.example/, caIssuers;URI:http://bear.example/ca.cer
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`);
  issue("ca", CA, "ca");
  issue("responder", RESPONDER, "responder");
  for (const [name, leaf] of Object.entries(LEAVES)) issue(name, leaf, "leaf");
  const now = new Date().toISOString().replace(/^..|[-:T]|\.\d+/g, "");
  // The CA's database: it never heard of unknown.example.
  const rows = /** @type {[string, string, string, { serial: string, subject: string }][]} */ ([
    ["V", "351231235959Z", "", LEAVES.good],
    ["R", "351231235959Z", `${now},keyCompromise`, LEAVES.revoked],
  ]);
  write("index.txt", rows.map(([status, expires, revoked, { serial, subject }]) =>
    `${[status, expires, revoked, serial.toUpperCase(), "unknown", subject].join("\t")}\n`).join(""));
}

/** @param {string} name @param {...string} args */
function request(name, ...args) {
  openssl("ocsp", "-issuer", "ca.pem", ...args, "-reqout", `${name}.req`);
}

/** @param {string} name @param {...string} args */
function respond(name, ...args) {
  openssl("ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "responder.pem", "-rkey", "responder.key",
    "-reqin", `${name}.req`, "-respout", `${name}.resp`, "-ndays", "7", ...args);
}

/**
 * @param {string} title
 * @param {string} description
 * @param {keyof typeof LEAVES} leaf
 * @param {string} exchange
 */
const sample = (title, description, leaf, exchange) => ({
  title,
  description,
  certificate: pem(`${leaf}.pem`),
  issuer: pem("ca.pem"),
  request: base64(`${exchange}.req`),
  response: base64(`${exchange}.resp`),
});

function makeSamples() {
  makePKI();

  request("good", "-cert", "good.pem", "-nonce");
  respond("good");

  request("revoked", "-cert", "revoked.pem", "-no_nonce");
  openssl("ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key",
    "-reqin", "revoked.req", "-respout", "revoked.resp", "-ndays", "7", "-resp_key_id", "-resp_no_certs");

  request("unknown", "-cert", "unknown.pem", "-no_nonce");
  respond("unknown");

  request("several", "-sha256", "-cert", "good.pem", "-cert", "revoked.pem", "-cert", "unknown.pem", "-no_nonce");
  respond("several");

  request("unauthorized", "-cert", "good.pem", "-no_nonce");
  write("unauthorized.cnf", "asn1 = SEQUENCE:response\n[response]\nresponseStatus = ENUMERATED:6\n");
  openssl("asn1parse", "-genconf", "unauthorized.cnf", "-noout", "-out", "unauthorized.resp");

  writeFileSync(at("truncated.req"), readFileSync(at("good.req")));
  writeFileSync(at("truncated.resp"), readFileSync(at("good.resp")).subarray(0, 150));

  return [
    sample("Good", "A delegated responder, named, says good and returns the nonce.", "good", "good"),
    sample("Revoked", "The CA itself, given by its key hash, says revoked because of keyCompromise.", "revoked", "revoked"),
    sample("Unknown", "The responder does not know the serial number.", "unknown", "unknown"),
    sample("Several entries", "One request for three certificates, with SHA-256, and three answers.", "good", "several"),
    sample("Unauthorized", "The responder refuses to answer: five bytes without a signature.", "good", "unauthorized"),
    sample("Truncated", "A response of which only the first 150 bytes arrived.", "good", "truncated"),
  ];
}

const output = process.argv[2] ?? fileURLToPath(new URL("../build/samples.js", import.meta.url));
try {
  const samples = makeSamples();
  mkdirSync(dirname(output), { recursive: true });
  const source = `export const samples = ${JSON.stringify(samples, null, 2)};\n`;
  writeFileSync(output, `// Made by web/make-samples.js with OpenSSL.\n${source}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
