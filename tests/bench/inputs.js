/**
 * The bytes that the cases work on. Messages and certificates are vectors of Python's cryptography, read where they
 * stand; responses of many entries, keys and what they sign are made once by programs in python/.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
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

/** How many entries contestants sign. */
export const THIS_UPDATE = new Date("2024-01-01T00:00:00Z");
export const NEXT_UPDATE = new Date("2099-01-01T00:00:00Z");

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
    "entries-1000": made(python, "make_entries.py", ["1000"], "entries-1000", "der"),
    "entries-10000": made(python, "make_entries.py", ["10000"], "entries-10000", "der"),
    ...several(python, "make_signer.py", "p256", POOL),
    ...several(python, "make_signer.py", "p384", 1),
    ...several(python, "make_signer.py", "p521", 1),
    ...several(python, "make_signer.py", "rsa2048", 1),
    ...several(python, "make_delegate.py", "p256", POOL, "delegate-p256"),
    ...several(python, "make_delegate.py", "rsa2048", 1, "delegate-rsa2048"),
  };
}

/** Keys that take turns: more than anybody keeps, so that each is a new one every time. */
const POOL = 64;

/**
 * What a program in python/ writes when it is run for the first time.
 * @param {readonly string[]} args
 */
function made(python, program, args, file, extension) {
  /* Another version of the program makes another file. */
  const hash = createHash("sha256");
  for (const name of [program, "taken_apart.py"]) {
    hash.update(readFileSync(join(HERE, "python", name)));
  }
  const path = join(BUILD, `${file}-${hash.digest("hex").slice(0, 8)}.${extension}`);
  if (!existsSync(path)) {
    mkdirSync(BUILD, { recursive: true });
    const output = execFileSync(python, [join(HERE, "python", program), ...args], { maxBuffer: 1 << 26 });
    // Renamed when it is whole, so that an interrupted run leaves no half.
    writeFileSync(`${path}.new`, output);
    renameSync(`${path}.new`, path);
  }
  return readFileSync(path);
}

/** Several files of one program, as p256.key and so on. */
function several(python, program, algorithm, count, prefix = algorithm) {
  const files = JSON.parse(made(python, program, [algorithm, String(count)], prefix, "json").toString());
  return Object.fromEntries(
    Object.entries(files).map(([name, base64]) => [`${prefix}.${name}`, Buffer.from(base64, "base64")]),
  );
}
