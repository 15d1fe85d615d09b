/**
 * The bytes that the cases work on. Messages and certificates are vectors of Python's cryptography, read where they stand;
 * the responses of many entries are made once by python/make_entries.py.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILD, HERE, ROOT } from "./environment.js";

const VECTORS = process.env.OCSP_VECTORS ?? join(ROOT, "../shared/vectors");
const DEBIAN = "/usr/lib/python3/dist-packages/cryptography_vectors/x509";

/** Where the OCSP messages and the certificates are. */
const FOLDERS = [
  { messages: join(VECTORS, "pyca/ocsp"), certificates: join(VECTORS, "pyca/certs") },
  { messages: join(DEBIAN, "ocsp"), certificates: DEBIAN },
];

const pemToDER = (pem) => Buffer.from(/-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem)[1], "base64");

/** @param {string} python the interpreter of the Python contestant */
export function readInputs(python) {
  const folder = FOLDERS.find(({ messages }) => existsSync(join(messages, "resp-revoked-reason.der")));
  if (!folder) {
    throw new Error(`No test vectors in ${VECTORS}: set OCSP_VECTORS, or apt-get install python3-cryptography-vectors`);
  }
  const message = (name) => readFileSync(join(folder.messages, name));
  const certificate = (name) => pemToDER(readFileSync(join(folder.certificates, name), "latin1"));
  return {
    request: message("req-sha1.der"),
    response: message("resp-revoked-reason.der"),
    certificate: certificate("cryptography.io.pem"),
    issuer: certificate("rapidssl_sha256_ca_g3.pem"),
    "entries-1000": entries(python, 1000),
    "entries-10000": entries(python, 10000),
  };
}

function entries(python, count) {
  const path = join(BUILD, `entries-${count}.der`);
  if (!existsSync(path)) {
    mkdirSync(BUILD, { recursive: true });
    const der = execFileSync(python, [join(HERE, "python/make_entries.py"), String(count)], { maxBuffer: 1 << 26 });
    // Renamed when it is whole, so that an interrupted run leaves no half.
    writeFileSync(`${path}.new`, der);
    renameSync(`${path}.new`, path);
  }
  return readFileSync(path);
}
