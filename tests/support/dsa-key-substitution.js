// Duplicate-signature key selection (Blake-Wilson and Menezes, 1999): from a certificate that is signed with DSA alone,
// another generator and a key pair of it, under which that signature verifies too. So anyone can be the CA of a
// certificate, as far as keys tell.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { children, descend, integer, readElement, sequence } from "./der.js";
import { derOf, openssl, privateKeyFile } from "./openssl.js";

/** @param {Uint8Array} octets @returns {bigint} */
const numberOf = (octets) => BigInt(`0x${Buffer.from(octets).toString("hex")}`);

/** @param {bigint} base @param {bigint} exponent @param {bigint} modulus */
function power(base, exponent, modulus) {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % modulus) {
    if (rest & 1n) {
      result = (result * square) % modulus;
    }
  }
  return result;
}

/**
 * Made of what is public.
 * @param {Uint8Array} ca DER of a certificate whose key is of DSA, with a q of 256 bits
 * @param {Uint8Array} certificate DER of one that it signed, with SHA-256
 * @returns {Uint8Array} a private key that is not the CA's, in the traditional form: version, p, q, g, y, x
 */
export function secondKey(ca, certificate) {
  // subjectPublicKeyInfo, after version, serialNumber, signature, issuer, validity, subject.
  const publicKey = descend(ca, 0, 6).element;
  const [p, q, g] = children(publicKey, descend(publicKey, 0, 1)).map(({ contents }) => numberOf(contents));
  const y = numberOf(readElement(descend(publicKey, 1).contents, 1).contents);
  const [r, s] = children(descend(certificate, 2).contents.subarray(1)).map(({ contents }) => numberOf(contents));
  const hash = numberOf(createHash("sha256").update(descend(certificate, 0).element).digest());

  const inverse = (/** @type {bigint} */ value) => power(value, q - 2n, q);
  const u1 = (hash * inverse(s)) % q,
    u2 = (r * inverse(s)) % q;
  // The commitment: g^u1 · y^u2. Any x and the generator that leads to the same.
  const commitment = (power(g, u1, p) * power(y, u2, p)) % p;
  const x = (numberOf(randomBytes(40)) % (q - 1n)) + 1n;
  const generator = power(commitment, inverse((u1 + u2 * x) % q), p);
  return sequence([0n, p, q, generator, power(generator, x, p), x].map(integer)).bytes;
}

/**
 * A CA with a DSA key, a server's certificate that it issued, another "CA" of the same name, which anyone could have
 * made, and what that one says.
 *
 * @param {ReturnType<typeof import("./pki.js").makePKI>} pki
 * @param {{ responder: string, caIssuers?: string }} urls
 * @returns files: dsa-ca.pem, dsa-server.pem and dsa-server.key, second-ca.pem and second-ca.key, dsa-chain.pem
 *   (server, second CA, CA), honest.der and forged.der (each a response for the server's certificate)
 */
export function addSecondCA({ at, write, text }, { responder, caIssuers = "http://ca.example/ca.der" }) {
  // Anyone can write the identifier of another's key.
  write("dsa-ca.cnf", "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=44534120\n");
  const root = (/** @type {string} */ name, /** @type {string} */ key) =>
    openssl(
      [
        "x509",
        "-req",
        "-sha256",
        "-signkey",
        key,
        "-days",
        "30",
        "-extfile",
        at("dsa-ca.cnf"),
        "-out",
        at(`${name}.pem`),
      ],
      openssl(["req", "-new", "-key", key, "-subj", "/CN=DSA CA"]),
    );
  root("dsa-ca", privateKeyFile("dsa-2048"));
  write("dsa-server.key", readFileSync(privateKeyFile("p-256")));
  write(
    "dsa.cnf",
    `subjectAltName=DNS:localhost\nauthorityInfoAccess=OCSP;URI:${responder},caIssuers;URI:${caIssuers}\n`,
  );
  openssl(
    [
      "x509",
      "-req",
      "-sha256",
      "-CA",
      at("dsa-ca.pem"),
      "-CAkey",
      privateKeyFile("dsa-2048"),
      "-set_serial",
      "0x1001",
      "-days",
      "20",
      "-extfile",
      at("dsa.cnf"),
      "-out",
      at("dsa-server.pem"),
    ],
    openssl(["req", "-new", "-key", at("dsa-server.key"), "-subj", "/CN=localhost"]),
  );

  openssl(
    ["pkey", "-inform", "DER", "-out", at("second-ca.key")],
    secondKey(derOf(text("dsa-ca.pem")), derOf(text("dsa-server.pem"))),
  );
  root("second-ca", at("second-ca.key"));
  // By OpenSSL's judgement too the second CA issued it.
  openssl(["verify", "-partial_chain", "-trusted", at("second-ca.pem"), at("dsa-server.pem")]);
  write("dsa-chain.pem", text("dsa-server.pem") + text("second-ca.pem") + text("dsa-ca.pem"));

  write("dsa-index.txt", "V\t491231235959Z\t\t1001\tunknown\t/CN=localhost\n");
  for (const [name, ca, key] of [
    ["honest", "dsa-ca", privateKeyFile("dsa-2048")],
    ["forged", "second-ca", at("second-ca.key")],
  ]) {
    openssl([
      "ocsp",
      "-issuer",
      at(`${ca}.pem`),
      "-cert",
      at("dsa-server.pem"),
      "-no_nonce",
      "-reqout",
      at("dsa-request.der"),
    ]);
    openssl([
      "ocsp",
      "-index",
      at("dsa-index.txt"),
      "-CA",
      at(`${ca}.pem`),
      "-rsigner",
      at(`${ca}.pem`),
      "-rkey",
      key,
      "-ndays",
      "1",
      "-reqin",
      at("dsa-request.der"),
      "-respout",
      at(`${name}.der`),
    ]);
  }
}
