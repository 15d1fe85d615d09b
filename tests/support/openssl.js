// Keys and certificates by OpenSSL's command line. They are kept in build/tests/keys: some kinds take a second to make.

import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../build/tests/keys", import.meta.url));
mkdirSync(FOLDER, { recursive: true });

/** @param {readonly string[]} args @param {Uint8Array | string} [input] @returns {Buffer} what it writes to stdout */
export const openssl = (args, input) =>
  execFileSync("openssl", args, { input, stdio: ["pipe", "pipe", "pipe"], maxBuffer: 2 ** 24 });

const genpkey =
  (algorithm, options = []) =>
  () =>
    openssl(["genpkey", "-algorithm", algorithm, ...options.flatMap((option) => ["-pkeyopt", option])]);
const rsa = (bits) => genpkey("RSA", [`rsa_keygen_bits:${bits}`]);
/** An id-RSASSA-PSS key; with a hash its parameters say that it signs with nothing else, and the shortest salt. */
const pss = (hash, mask = hash, salt = 32) =>
  genpkey("RSA-PSS", [
    "rsa_keygen_bits:2048",
    ...(hash ? [`rsa_pss_keygen_md:${hash}`, `rsa_pss_keygen_mgf1_md:${mask}`, `rsa_pss_keygen_saltlen:${salt}`] : []),
  ]);
const ec = (curve) => genpkey("EC", [`ec_paramgen_curve:${curve}`, "ec_param_enc:named_curve"]);
const dsa = (bits, orderBits) => () => {
  const parameters = openssl([
    "genpkey",
    "-genparam",
    "-algorithm",
    "DSA",
    "-pkeyopt",
    `dsa_paramgen_bits:${bits}`,
    "-pkeyopt",
    `dsa_paramgen_q_bits:${orderBits}`,
    "-pkeyopt",
    `dsa_paramgen_md:${orderBits === 160 ? "sha1" : "sha256"}`,
  ]);
  const file = `${FOLDER}/dsa-${bits}-${orderBits}.${process.pid}.parameters`;
  writeFileSync(file, parameters);
  return openssl(["genpkey", "-paramfile", file]);
};

/** By name, what makes the private key in PKCS#8. */
const MAKERS = {
  "rsa-512": rsa(512),
  "rsa-1024": rsa(1024),
  "rsa-1025": rsa(1025),
  "rsa-2048": rsa(2048),
  "rsa-3072": rsa(3072),
  "rsa-4096": rsa(4096),
  "rsa-4104": rsa(4104),
  "rsa-2048-e3": genpkey("RSA", ["rsa_keygen_bits:2048", "rsa_keygen_pubexp:3"]),
  "rsa-2048-other": rsa(2048),
  "rsa-pss": pss(),
  "rsa-pss-sha256": pss("sha256"),
  "rsa-pss-other-mask": pss("sha256", "sha1"),
  "rsa-pss-long-salt": pss("sha256", "sha256", 33),
  "p-192": ec("prime192v1"),
  "p-224": ec("P-224"),
  "p-256": ec("P-256"),
  "p-384": ec("P-384"),
  "p-521": ec("P-521"),
  "p-256-other": ec("P-256"),
  secp256k1: ec("secp256k1"),
  "brainpool-256": ec("brainpoolP256r1"),
  "brainpool-384": ec("brainpoolP384r1"),
  "brainpool-512": ec("brainpoolP512r1"),
  "p-256-explicit": genpkey("EC", ["ec_paramgen_curve:P-256", "ec_param_enc:explicit"]),
  "dsa-1024": dsa(1024, 160),
  "dsa-2048-224": dsa(2048, 224),
  "dsa-2048": dsa(2048, 256),
  "dsa-3072": dsa(3072, 256),
  ed25519: genpkey("ED25519"),
  ed448: genpkey("ED448"),
  "ed25519-other": genpkey("ED25519"),
  x25519: genpkey("X25519"),
  x448: genpkey("X448"),
};
/** @typedef {keyof typeof MAKERS} KeyName */

/**
 * @param {string} file
 * @param {() => Uint8Array} make
 * @param {(pem: string) => boolean} [isUsable] else it is made again
 * @returns {string}
 */
function kept(file, make, isUsable = () => true) {
  const path = `${FOLDER}/${file}`;
  if (!existsSync(path)) {
    // Test files run side by side. A link puts the file in place as a whole, and only where there is none, so that a
    // key stays that of its certificate.
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, make());
    try {
      linkSync(fresh, path);
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }
    }
    unlinkSync(fresh);
  }
  const pem = readFileSync(path, "latin1");
  if (isUsable(pem)) {
    return pem;
  }
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, make());
  renameSync(fresh, path);
  return readFileSync(path, "latin1");
}

const MONTH_MS = 30 * 86_400_000;
/** Now and for a while: the folder may have been made long ago, or by a clock that was ahead. @param {string} pem */
function isValid(pem) {
  const { validFrom, validTo } = new X509Certificate(pem);
  return Date.parse(validFrom) <= Date.now() && Date.now() + MONTH_MS < Date.parse(validTo);
}

/** The private key in PKCS#8. @param {KeyName} name @returns {string} PEM */
export const privateKeyPEM = (name) => kept(`${name}.key.pem`, MAKERS[name]);

/** @param {KeyName} name @returns {string} a path, for programs that read a file */
export const privateKeyFile = (name) => (privateKeyPEM(name), `${FOLDER}/${name}.key.pem`);

/** SubjectPublicKeyInfo, as OpenSSL derives it. @param {KeyName} name @returns {Uint8Array} DER */
export const publicKeyDER = (name) =>
  new Uint8Array(openssl(["pkey", "-in", privateKeyFile(name), "-pubout", "-outform", "DER"]));

const subject = (name) => ["-subj", `/O=Tests/CN=${name}`, "-set_serial", "0x1234", "-days", "3650"];

/** A certificate of the key, signed with it. @param {KeyName} name @returns {string} PEM */
export const certificatePEM = (name) =>
  kept(
    `${name}.certificate.pem`,
    () => openssl(["req", "-x509", "-new", "-key", privateKeyFile(name), ...subject(name)]),
    isValid,
  );

/** @param {KeyName} name @returns {string} a path */
export const certificateFile = (name) => (certificatePEM(name), `${FOLDER}/${name}.certificate.pem`);

/** The first block of a PEM text. @param {string} pem @returns {Uint8Array} DER */
export const derOf = (pem) =>
  new Uint8Array(Buffer.from(/-----BEGIN [^-]+-----([^-]+)-----END/.exec(pem)?.[1] ?? "", "base64"));
