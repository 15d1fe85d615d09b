// `bearocsp request`: byte for byte what OpenSSL makes, from chains in any order, and URLs that a shell can be trusted
// with.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { bearocsp } from "../support/command-line.js";
import { descend } from "../support/der.js";
import { openssl, privateKeyFile } from "../support/openssl.js";
import { makePKI } from "../support/pki.js";

const pki = makePKI();
after(pki.remove);
const { at, folder: cwd } = pki;

const request = (...args) => bearocsp(["request", ...args], { cwd });

/** By OpenSSL, for these certificates. @param {readonly string[]} files @param {string} [hash] */
function byOpenSSL(files, hash = "sha1") {
  openssl([
    "ocsp",
    "-issuer",
    at("ca.pem"),
    ...files.flatMap((file) => [`-${hash}`, "-cert", at(file)]),
    "-no_nonce",
    "-reqout",
    at("theirs.der"),
  ]);
  return readFileSync(at("theirs.der"));
}

let plain;
before(() => {
  plain = byOpenSSL(["server.pem"]);
  pki.openssl("crl2pkcs7", "-nocrl", "-certfile", at("reversed.pem"), "-out", at("chain.p7b"));
  pki.openssl("crl2pkcs7", "-nocrl", "-certfile", at("reversed.pem"), "-outform", "DER", "-out", at("chain.p7c"));
});

test("with every hash algorithm", async () => {
  for (const hash of ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]) {
    const { status, bytes, stderr } = await request("server.pem", "--issuer", "ca.pem", "--hash", hash);
    assert.deepEqual(bytes, byOpenSSL(["server.pem"], hash.toLowerCase().replace("-", "")), hash);
    assert.deepEqual([status, stderr], [0, ""]);
  }
});

test("about several certificates, each in a file of its own", async () => {
  const { status, bytes } = await request("server.pem", "other.pem", "--issuer", "ca.pem");
  assert.deepEqual(bytes, byOpenSSL(["server.pem", "other.pem"]));
  assert.equal(status, 0);
});

describe("a chain in either order, in every form", () => {
  for (const file of ["chain.pem", "reversed.pem", "chain.p7b", "chain.p7c"]) {
    test(file, async () => {
      const { status, bytes } = await request(file);
      assert.deepEqual(bytes, plain);
      assert.equal(status, 0);
    });
  }
  test("one that issued itself", async () => {
    openssl(["ocsp", "-issuer", at("ca.pem"), "-cert", at("ca.pem"), "-no_nonce", "-reqout", at("theirs.der")]);
    assert.deepEqual((await request("ca.pem")).bytes, readFileSync(at("theirs.der")));
  });
  test("standard input", async () =>
    assert.deepEqual((await bearocsp(["request", "-"], { input: pki.text("reversed.pem") })).bytes, plain));
});

/**
 * A certificate for the key of the other CA.
 * @param {string} name
 * @param {string} ca certificate
 * @param {string} key file
 * @param {string[]} [options]
 */
function issue(name, ca, key, options = []) {
  const csr = openssl(["req", "-new", "-key", at("foreign.key"), "-subj", `/CN=${name}`]);
  openssl(
    ["x509", "-req", "-CA", at(ca), "-CAkey", key, "-set_serial", "0x66", ...options, "-out", at(`${name}.pem`)],
    csr,
  );
}
/** @param {readonly string[]} files @returns {string[][]} in every order */
const orders = (files) =>
  files.length < 2
    ? [[...files]]
    : files.flatMap((file, i) => orders(files.toSpliced(i, 1)).map((rest) => [file, ...rest]));

describe("of several certificates the first is in question, unless it is a CA and exactly one other is not", () => {
  /** @param {readonly string[]} files */
  const bundle = (files) => bearocsp(["request", "-"], { input: files.map((file) => pki.text(file)).join("") });
  /** The serial numbers that OpenSSL finds in a request. @param {Uint8Array} der */
  const serialOf = (der) =>
    /Serial Number: (\w+)$/m.exec(openssl(["ocsp", "-reqin", "-", "-req_text"], der).toString())?.[1];
  /** @param {readonly string[]} files @param {string} serial */
  async function assertMeant(files, serial) {
    const { bytes, stderr } = await bundle(files);
    assert.deepEqual([stderr, bytes.length > 0 && serialOf(bytes)], ["", serial], files.join());
  }
  /** @param {readonly string[]} files @param {string} names */
  async function assertRefused(files, names) {
    const { status, stdout, stderr } = await bundle(files);
    assert.equal(
      stderr,
      `bearocsp: standard input: it is not clear which certificate is meant, ${names}: give only that one as <cert>\n`,
    );
    assert.deepEqual([status, stdout], [3, ""]);
  }
  const SERVER = "CN=server.example,O=Example (serial number 1234)",
    OTHER = "CN=other.example,O=Example (serial number 5678)",
    DECOY = "CN=decoy (serial number 66)";

  // The key of server.pem is the responder's.
  test("what its own key signed does not take its place", async () => {
    issue("decoy", "server.pem", at("responder.key"));
    await assertMeant(["server.pem", "ca.pem", "decoy.pem"], "1234");
    await assertMeant(["server.pem", "decoy.pem", "ca.pem"], "1234");
    await assertMeant(["decoy.pem", "server.pem", "ca.pem"], "66");
    await assertRefused(["ca.pem", "server.pem", "decoy.pem"], `${SERVER} or ${DECOY}`);
  });
  test("nor where it is of version 1", async () => {
    issue("old", "ca.pem", at("ca.key"));
    assert.match(openssl(["x509", "-in", at("old.pem"), "-noout", "-text"]).toString(), /Version: 1 /);
    issue("old-decoy", "old.pem", at("foreign.key"), ["-days", "9"]);
    await assertMeant(["old.pem", "ca.pem", "old-decoy.pem"], "66");
    await assertMeant(["old.pem", "old-decoy.pem", "ca.pem"], "66");
  });
  test("another one of the CA", async () => {
    await assertMeant(["server.pem", "other.pem", "ca.pem"], "1234");
    await assertMeant(["other.pem", "server.pem", "ca.pem"], "5678");
    await assertRefused(["ca.pem", "server.pem", "other.pem"], `${SERVER} or ${OTHER}`);
  });
  test("one whose signature cannot be verified: its issuer is known by its name alone, which is said", async () => {
    const key = privateKeyFile("p-224");
    openssl([
      "req",
      "-x509",
      "-new",
      "-key",
      key,
      "-subj",
      "/CN=Curve CA",
      "-set_serial",
      "7",
      "-out",
      at("curve-ca.pem"),
    ]);
    issue("curve", "curve-ca.pem", key);
    for (const files of orders(["curve.pem", "curve-ca.pem"])) {
      const { status, bytes, stderr } = await bundle(files);
      assert.equal(
        stderr,
        "bearocsp: standard input: not verified: the issuer of CN=curve (serial number 66) is known by its name alone, " +
          "because P-224 is not supported\n",
      );
      assert.deepEqual([status, serialOf(bytes)], [0, "66"]);
    }
    assert.equal((await request("curve.pem", "--issuer", "curve-ca.pem")).status, 0);
  });
  test("the responder's certificate is never preferred", async () => {
    for (const order of orders(["server.pem", "ca.pem", "responder.pem"])) {
      assert.deepEqual((await bundle(order)).bytes, plain, order.join());
    }
    await assertMeant(["ca.pem", "responder.pem"], "77");
    await assertMeant(["responder.pem", "ca.pem"], "77");
    const { stderr } = await bundle(["responder.pem", "server.pem"]);
    assert.match(stderr, /: it does not hold the certificate of the CA that issued CN=server\.example,O=Example /);
  });
  test("the same one twice is one", async () =>
    assert.deepEqual((await bundle(["server.pem", "ca.pem", "server.pem"])).bytes, plain));
  test("a root of version 1 is a CA", async () => {
    const csr = openssl(["req", "-new", "-key", at("ca.key"), "-subj", "/O=Example/CN=Example CA"]);
    openssl(["x509", "-req", "-signkey", at("ca.key"), "-out", at("old-ca.pem")], csr);
    assert.match(openssl(["x509", "-in", at("old-ca.pem"), "-noout", "-text"]).toString(), /Version: 1 /);
    for (const order of orders(["old-ca.pem", "server.pem"])) {
      assert.deepEqual((await bundle(order)).bytes, plain);
    }
  });
});

test("the issuer is the one of those given that issued, by its signature", async () => {
  // Another CA of the same name.
  openssl([
    "req",
    "-x509",
    "-new",
    "-key",
    at("foreign.key"),
    "-subj",
    "/O=Example/CN=Example CA",
    "-out",
    at("namesake.pem"),
  ]);
  pki.write("cas.pem", pki.text("foreign.pem") + pki.text("namesake.pem") + pki.text("ca.pem"));
  const { status, bytes } = await request("server.pem", "--issuer", "cas.pem");
  assert.deepEqual(bytes, plain);
  assert.equal(status, 0);
  for (const [file, reason] of [
    ["foreign.pem", "whose issuer is CN=Example CA,O=Example"],
    ["namesake.pem", "which names it as its issuer, but was signed with another key"],
  ]) {
    const wrong = await request("server.pem", "--issuer", file);
    assert.equal(
      wrong.stderr,
      `bearocsp: ${file}: it did not issue CN=server.example,O=Example (serial number 1234), ${reason}\n`,
    );
    assert.deepEqual([wrong.status, wrong.stdout], [3, ""]);
  }
  const none = await request("server.pem");
  assert.equal(
    none.stderr,
    "bearocsp: server.pem: it does not hold the certificate of the CA that issued CN=server.example,O=Example (serial number 1234): " +
      "give it with --issuer\n",
  );
  assert.deepEqual([none.status, none.stdout], [3, ""]);
});

test("a nonce is random, and as long as it is asked for", async () => {
  const nonceOf = (/** @type {Uint8Array} */ der) =>
    /OCSP Nonce: \n\s+04(..)([\dA-F]+)/.exec(openssl(["ocsp", "-reqin", "-", "-req_text"], der).toString());
  const [first, second, short] = await Promise.all([
    request("chain.pem", "--nonce"),
    request("chain.pem", "--nonce"),
    request("chain.pem", "--nonce", "8"),
  ]);
  const nonces = [first, second, short].map(({ bytes }) => nonceOf(bytes) ?? assert.fail("no nonce"));
  assert.deepEqual(
    nonces.map(([, length, hex]) => [parseInt(length, 16), hex.length / 2]),
    [
      [32, 32],
      [32, 32],
      [8, 8],
    ],
  );
  assert.equal(new Set(nonces.map(([, , hex]) => hex)).size, 3);
});

test("--nonce and --url in front of the files take one for their value, and say so", async () => {
  const nonce = await request("--nonce", "chain.pem"),
    url = await request("--url", "chain.pem");
  assert.match(nonce.stderr, /^bearocsp: .* For a nonce of 32 bytes, put --nonce after the files\.\n/);
  assert.match(url.stderr, /^bearocsp: .* For the responder that the certificate names, put --url after the files\.\n/);
  assert.deepEqual([nonce.status, url.status], [3, 3]);
});

test("base64, a file, JSON", async () => {
  assert.equal((await request("chain.pem", "--base64")).stdout, `${plain.toString("base64")}\n`);
  const file = await request("chain.pem", "-o", "ours.der");
  assert.deepEqual([file.status, file.stdout, file.stderr], [0, "", ""]);
  assert.deepEqual(readFileSync(at("ours.der")), plain);
  const { base64, url, requests } = JSON.parse((await request("chain.pem", "--json")).stdout);
  assert.equal(base64, plain.toString("base64"));
  assert.equal(url, `http://ocsp.example/${encodeURIComponent(base64)}`);
  assert.equal(requests[0].serialNumber, "1234");
});

/** A certificate that names these responders, by the CA. */
function certificateFor(name, ...urls) {
  const config = pki.write(
    "urls.cnf",
    `[v3]\nauthorityInfoAccess=@aia\n[aia]\n${urls.map((url, i) => `OCSP;URI.${i}=${url.replace(/[$'`\\]/g, "\\$&")}`).join("\n")}\n`,
  );
  const csr = openssl(["req", "-new", "-key", at("responder.key"), "-subj", "/CN=server"]);
  openssl(
    [
      "x509",
      "-req",
      "-CA",
      at("ca.pem"),
      "-CAkey",
      at("ca.key"),
      "-set_serial",
      "5",
      "-extfile",
      config,
      "-extensions",
      "v3",
      "-out",
      at(name),
    ],
    csr,
  );
  return ["request", name, "--issuer", "ca.pem"];
}

describe("the URL to ask with GET", () => {
  const path = () => encodeURIComponent(plain.toString("base64"));

  test("is at the responder that the certificate names, or another", async () => {
    assert.equal((await request("chain.pem", "--url")).stdout, `http://ocsp.example/${path()}\n`);
    assert.equal(
      (await request("chain.pem", "--url", "https://[::1]:8080/a/b")).stdout,
      `https://[::1]:8080/a/b/${path()}\n`,
    );
  });

  test("is at the first one for HTTP; a hostile one's characters are escaped", async () => {
    const { stdout, status } = await bearocsp(
      [...certificateFor("many.pem", "ldap://ca.example/", "http://", "http://ocsp.example/$(id) \x1b[31m'`"), "--url"],
      { cwd },
    );
    assert.match(stdout, /^http:\/\/ocsp\.example\/\$\(id\)%20%1B\[31m'%60\/M[\w%]+\n$/);
    assert.equal(status, 0);
  });

  test("is an error where there is no responder, and where its URL has a query", async () => {
    const none = await bearocsp([...certificateFor("ldap.pem", "ldap://ca.example/"), "--url"], { cwd });
    assert.equal(
      none.stderr,
      "bearocsp: ldap.pem: the certificate names no OCSP responder for HTTP, only ldap://ca.example/, which is not asked. If you know a responder, give its URL with --url\n",
    );
    const query = certificateFor("query.pem", "http://ocsp.example/?ca=1");
    const asked = await bearocsp([...query, "--url"], { cwd });
    assert.equal(
      asked.stderr,
      "bearocsp: a responder whose URL has a query or a fragment cannot be asked with GET: http://ocsp.example/?ca=1\n",
    );
    assert.deepEqual([none.status, asked.status], [4, 3]);
    const json = await bearocsp([...query, "--json"], { cwd });
    assert.deepEqual([JSON.parse(json.stdout).url, json.status], [null, 0]);
    const second = certificateFor("second.pem", "http://ocsp.example/?ca=1", "http://ocsp.example/ca1");
    assert.match((await bearocsp([...second, "--url"], { cwd })).stdout, /^http:\/\/ocsp\.example\/ca1\/M/);
  });
});

describe("signed", () => {
  test("with the key of a certificate, which is sent along; a chain in its file too", async () => {
    pki.write("signers.pem", pki.text("responder.pem") + pki.text("ca.pem"));
    const sign = ["--sign-key", "responder.key", "--sign-cert", "signers.pem"];
    const { status, stderr } = await request("chain.pem", ...sign, "-o", "signed.der");
    assert.deepEqual([status, stderr], [0, ""]);
    const stdout = pki.openssl("ocsp", "-reqin", at("signed.der"), "-req_text").toString();
    assert.match(stdout, /Requestor Name: DirName:O = Example, CN = responder\.example/);
    assert.match(stdout, /Signature Algorithm: ecdsa-with-SHA256/);
    assert.equal(stdout.match(/^Certificate:$/gm)?.length, 2);
    /* The tbsRequest and the signature, by asn1parse: RFC 6960 4.1.1 puts them first and into [0]. */
    const der = readFileSync(at("signed.der"));
    const tbs = descend(der, 0).element;
    const signature = descend(der, 1, 0, 1).contents.subarray(1);
    pki.write("tbs.bin", tbs);
    pki.write("signature.bin", signature);
    pki.write("responder.pub", pki.openssl("x509", "-in", at("responder.pem"), "-noout", "-pubkey"));
    const verdict = pki.openssl(
      "dgst",
      "-sha256",
      "-verify",
      at("responder.pub"),
      "-signature",
      at("signature.bin"),
      at("tbs.bin"),
    );
    assert.equal(verdict.toString(), "Verified OK\n");
  });

  test("not with another's key, nor with half of what it takes", async () => {
    const other = await request("chain.pem", "--sign-key", "ca.key", "--sign-cert", "responder.pem");
    assert.equal(
      other.stderr,
      "bearocsp: ca.key: it is not the key of CN=responder.example,O=Example (serial number 77), which has to sign the request\n",
    );
    for (const half of [
      ["--sign-key", "ca.key"],
      ["--sign-cert", "ca.pem"],
    ]) {
      const { status, stdout, stderr } = await request("chain.pem", ...half);
      assert.match(stderr, /^bearocsp: --sign-key and --sign-cert need each other: /);
      assert.deepEqual([status, stdout], [3, ""]);
    }
    assert.deepEqual([other.status, other.stdout], [3, ""]);
  });
});

test("what is no certificate is told", async () => {
  pki.write("broken.pem", pki.text("server.pem").replace(/^MII/m, "MIH"));
  for (const [file, complaint] of /** @type {[string, RegExp][]} */ ([
    ["request.der", /^request\.der: <cert> must be a certificate, but this is an OCSP request$/],
    ["ca.key", /^ca\.key: <cert> must be a certificate, but this is a private key$/],
    ["missing.pem", /^missing\.pem: there is no such file$/],
    ["broken.pem", /^broken\.pem: /],
  ])) {
    const { status, stdout, stderr } = await request(file, "--issuer", "ca.pem");
    assert.match(stderr.slice("bearocsp: ".length).trimEnd(), complaint);
    assert.deepEqual([status, stdout], [3, ""]);
  }
});
