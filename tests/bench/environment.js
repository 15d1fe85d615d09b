/**
 * What the benchmark needs besides this library, made at its first run: packages of npm and of Python, and BearSSL's
 * primitives.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

export const HERE = import.meta.dirname;
export const ROOT = join(HERE, "../..");
export const BUILD = join(ROOT, "build/bench");

const succeeds = (command, args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** Output goes to standard error: standard output is for the results. */
function run(command, args) {
  process.stderr.write(`${command} ${args.join(" ")}\n`);
  return spawnSync(command, args, { cwd: HERE, stdio: ["ignore", 2, 2] }).status === 0;
}

export function installPackages() {
  const installed = join(HERE, "node_modules/.package-lock.json");
  const lock = join(HERE, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) {
    return;
  }
  if (!run("npm", ["ci", "--no-audit", "--no-fund"])) {
    throw new Error(`npm ci failed in ${HERE}`);
  }
}

export const PRIMITIVE = join(BUILD, "primitive.wasm");
const BEARSSL = process.env.BEARSSL_SRC ?? join(ROOT, "build/bearssl-0.6");
// As the Makefile links the library's module.
const LINK = ["-O3", "-sSTANDALONE_WASM", "--no-entry", "-sTOTAL_STACK=64KB", "-Wl,--stack-first"];

// Of BearSSL, what the primitives are and the library has no use for.
const SIGNATURES = [
  "ec/ecdsa_atr",
  "ec/ecdsa_i31_sign_asn1",
  "ec/ecdsa_i31_sign_raw",
  "ec/ecdsa_i31_vrfy_asn1",
  "ec/ecdsa_i31_vrfy_raw",
  "ec/ecdsa_rta",
  "rsa/rsa_i31_pkcs1_sign",
  "rsa/rsa_i31_pkcs1_vrfy",
  "rsa/rsa_i31_pub",
  "rsa/rsa_pkcs1_sig_pad",
  "rsa/rsa_pkcs1_sig_unpad",
];

/** With the archive that the library's module is linked with, and nothing else of the library. */
export function buildPrimitive() {
  const source = join(HERE, "primitive/primitive.c");
  const archive = join(ROOT, "build/wasm/libbearssl.a");
  if (!existsSync(archive)) {
    throw new Error(`No ${archive}: make`);
  }
  const isNewer = (path) => statSync(path).mtimeMs > statSync(PRIMITIVE).mtimeMs;
  if (existsSync(PRIMITIVE) && ![source, archive].some(isNewer)) {
    return;
  }
  mkdirSync(BUILD, { recursive: true });
  const emcc = process.env.EMCC ?? "emcc";
  const signatures = SIGNATURES.map((name) => join(BEARSSL, "src", `${name}.c`));
  if (
    !run(emcc, [...LINK, "-w", `-I${BEARSSL}/inc`, `-I${BEARSSL}/src`, source, ...signatures, archive, "-o", PRIMITIVE])
  ) {
    throw new Error(`${emcc} failed: ${source}`);
  }
}

export const packageVersion = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;

/**
 * An interpreter that has cryptography and asn1crypto: a virtual environment with the newest releases by pip, else
 * Debian's packages. Debian's interpreter comes first because it is built with every optimization.
 */
export function installPython() {
  const folder = join(BUILD, "venv");
  const python = join(folder, "bin/python");
  const complete = (program) => succeeds(program, ["-c", "import cryptography.x509.ocsp, asn1crypto.ocsp"]);
  if (complete(python)) {
    return python;
  }
  for (const interpreter of ["/usr/bin/python3", "python3"]) {
    rmSync(folder, { recursive: true, force: true });
    if (
      run(interpreter, ["-m", "venv", folder]) &&
      run(python, ["-m", "pip", "install", "--quiet", "--requirement", join(HERE, "python/requirements.txt")]) &&
      complete(python)
    ) {
      return python;
    }
  }
  rmSync(folder, { recursive: true, force: true });
  if (complete("/usr/bin/python3")) {
    return "/usr/bin/python3";
  }
  throw new Error("No Python with cryptography by pip; apt-get install python3-cryptography python3-asn1crypto");
}
