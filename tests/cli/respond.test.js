// `bearocsp respond`: answers that OpenSSL verifies, for every kind of key, with the times and the status that were
// given.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { bearocsp, examplesOf, shell } from "../support/command-line.js";
import { descend, octetString } from "../support/der.js";
import { extension, request as makeRequest, OID, singleRequest } from "../support/messages.js";
import { openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";
import { makePKI } from "../support/pki.js";
import { secretParts } from "../support/secrets.js";

const pki = makePKI();
after(pki.remove);
const { at, folder: cwd } = pki;

const respond = (...args) => bearocsp(["respond", ...args], { cwd });
const BY_CA = ["request.der", "--issuer", "ca.pem", "--key", "ca.key"];
const BY_DELEGATE = ["request.der", "--issuer", "ca.pem", "--key", "responder.key", "--responder", "responder.pem"];

/**
 * What `openssl ocsp` says of a response to request.der: its text, whether it verifies, whether the nonce is that of
 * the request; -no_nonce adds none to that.
 */
const verdict = (response, ...options) =>
  shell(
    `openssl ocsp -no_nonce -reqin request.der -issuer ca.pem -cert server.pem -respin '${response}' -CAfile ca.pem -resp_text ${options.join(" ")} 2>&1`,
    { cwd },
  );

/** @param {string} text of -resp_text @param {string} name */
const field = (text, name) => new RegExp(`${name}: (.*)`).exec(text)?.[1];
const GMT = (/** @type {string} */ iso) => {
  const [, day, month, year, clock] = new Date(iso).toUTCString().split(" ");
  return `${month} ${day.replace(/^0/, " ")} ${clock} ${year} GMT`;
};

test("the CA itself answers that all is good: OpenSSL verifies it, with the nonce of the request", async () => {
  const before = Math.floor(Date.now() / 1000);
  const { status, stdout, stderr } = await respond(...BY_CA, "--status", "good", "-o", "good.der");
  assert.deepEqual([status, stdout, stderr], [0, "", ""]);
  const theirs = await verdict("good.der");
  assert.match(theirs.stdout, /^Response verify OK$/m);
  assert.match(theirs.stdout, /^\S*server\.pem: good$/m);
  assert.match(theirs.stdout, /OCSP Nonce: /);
  assert.doesNotMatch(theirs.stdout, /WARNING: no nonce|Nonce Verify error/);
  for (const name of ["Produced At", "This Update"]) {
    const time = Date.parse(field(theirs.stdout, name) ?? "") / 1000;
    assert.ok(time >= before && time <= Date.now() / 1000, name);
  }
});

test("a delegate answers that it is revoked, with all times given", async () => {
  const { status } = await respond(
    ...BY_DELEGATE,
    "--status",
    "revoked",
    "--reason",
    "cACompromise",
    "--revocation-time",
    "2026-01-02T03:04:05Z",
    "--this-update",
    "2026-03-04 05:06",
    "--next-update",
    "@2000000000",
    "--produced-at",
    "2026-03-04T06:06:01+01:00",
    "--hash",
    "SHA-512",
    "-o",
    "revoked.der",
  );
  assert.equal(status, 0);
  const { stdout } = await verdict("revoked.der");
  assert.match(stdout, /^Response verify OK$/m);
  assert.match(stdout, /^\S*server\.pem: revoked$/m);
  assert.equal(field(stdout, "Revocation Time"), GMT("2026-01-02T03:04:05Z"));
  assert.match(stdout, /Revocation Reason: cACompromise/);
  assert.equal(field(stdout, "This Update"), GMT("2026-03-04T05:06:00Z"));
  assert.equal(field(stdout, "Next Update"), GMT(new Date(2e12).toISOString()));
  assert.equal(field(stdout, "Produced At"), GMT("2026-03-04T05:06:01Z"));
  assert.equal(field(stdout, "Signature Algorithm"), "ecdsa-with-SHA512");
});

test("--days are counted from thisUpdate", async () => {
  await respond(
    ...BY_CA,
    "--status",
    "unknown",
    "--this-update",
    "2026-02-27T12:00:00Z",
    "--days",
    "2",
    "-o",
    "days.der",
  );
  const { stdout } = await verdict("days.der");
  assert.equal(field(stdout, "Cert Status"), "unknown");
  assert.equal(field(stdout, "Next Update"), GMT("2026-03-01T12:00:00Z"));
});

test("a day by default, none with --days 0, and none of that where --next-update is given", async () => {
  const thisUpdate = ["--this-update", "2026-02-27T12:00:00Z"];
  for (const [options, expected] of /** @type {[string[], string | undefined][]} */ ([
    [[], GMT("2026-02-28T12:00:00Z")],
    [["--days", "0"], undefined],
    [["--next-update", "2026-03-05T01:02:03Z"], GMT("2026-03-05T01:02:03Z")],
  ])) {
    await respond(...BY_CA, "--status", "good", ...thisUpdate, ...options, "-o", "days.der");
    const { stdout } = await verdict("days.der");
    assert.equal(field(stdout, "This Update"), GMT("2026-02-27T12:00:00Z"));
    assert.equal(field(stdout, "Next Update"), expected);
  }
});

test("revoked when thisUpdate is, unless told otherwise", async () => {
  await respond(...BY_CA, "--status", "revoked", "--this-update", "2026-02-27", "-o", "now.der");
  assert.equal(field((await verdict("now.der")).stdout, "Revocation Time"), GMT("2026-02-27T00:00:00Z"));
});

test("by the hash of the key, or by name; with the certificate, or without", async () => {
  await respond(...BY_DELEGATE, "--status", "good", "-o", "default.der");
  assert.match(field((await verdict("default.der")).stdout, "Responder Id") ?? "", /^[\dA-F]{40}$/);
  await respond(...BY_DELEGATE, "--status", "good", "--by", "name", "-o", "name.der");
  assert.equal(field((await verdict("name.der")).stdout, "Responder Id"), "O = Example, CN = responder.example");
  await respond(...BY_DELEGATE, "--status", "good", "--by", "hash", "-o", "hash.der");
  const byHash = (await verdict("hash.der")).stdout;
  const keyHash = /[\dA-F]{40}/.exec(
    openssl(["ocsp", "-issuer", at("responder.pem"), "-serial", "1", "-req_text"])
      .toString()
      .split("Issuer Key Hash")[1],
  )?.[0];
  assert.equal(field(byHash, "Responder Id"), keyHash);
  assert.match(byHash, /^Response verify OK$/m);

  await respond(...BY_DELEGATE, "--status", "good", "--no-certs", "-o", "bare.der");
  assert.doesNotMatch((await verdict("bare.der")).stdout, /^Certificate:$/m);
  assert.match((await verdict("bare.der", "-verify_other", "responder.pem")).stdout, /^Response verify OK$/m);
});

describe("with every kind of key", () => {
  for (const [
    key,
    options,
    algorithm,
  ] of /** @type {[import("../support/openssl.js").KeyName, string[], string][]} */ ([
    ["rsa-2048", [], "sha256WithRSAEncryption"],
    ["rsa-2048", ["--hash", "SHA-384", "--pss"], "rsassaPss"],
    ["rsa-pss", [], "rsassaPss"],
    ["p-521", ["--hash", "SHA-384"], "ecdsa-with-SHA384"],
    ["ed25519", [], "ED25519"],
    ["ed448", [], "ED448"],
    ["dsa-2048", [], "dsa_with_SHA256"],
  ])) {
    test([key, ...options].join(" "), async () => {
      const ca = `${key}.ca.pem`;
      openssl([
        "req",
        "-x509",
        "-new",
        "-key",
        privateKeyFile(key),
        "-subj",
        `/CN=CA of ${key}`,
        "-days",
        "30",
        "-out",
        at(ca),
      ]);
      const csr = openssl(["req", "-new", "-key", at("responder.key"), "-subj", "/CN=server"]);
      openssl(
        [
          "x509",
          "-req",
          "-CA",
          at(ca),
          "-CAkey",
          privateKeyFile(key),
          "-set_serial",
          "9",
          "-days",
          "20",
          "-out",
          at(`${key}.pem`),
        ],
        csr,
      );
      const { status, stderr } = await shell(
        `bearocsp request ${key}.pem --issuer ${ca} | bearocsp respond - --issuer ${ca} --key '${privateKeyFile(key)}' ` +
          `--status good ${options.join(" ")} -o ${key}.der`,
        { cwd },
      );
      assert.deepEqual([status, stderr], [0, ""]);
      const theirs = await shell(
        `openssl ocsp -issuer ${ca} -cert ${key}.pem -no_nonce -respin ${key}.der -CAfile ${ca} -resp_text 2>&1`,
        { cwd },
      );
      assert.match(theirs.stdout, /^Response verify OK$/m);
      assert.match(theirs.stdout, new RegExp(`^${key}\\.pem: good$`, "m"));
      assert.equal(field(theirs.stdout, "Signature Algorithm"), algorithm);
    });
  }
});

test("every error status is the one that OpenSSL reads", async () => {
  for (const [status, name] of [
    ["malformedRequest", "malformedrequest (1)"],
    ["internalError", "internalerror (2)"],
    ["tryLater", "trylater (3)"],
    ["sigRequired", "sigrequired (5)"],
    ["unauthorized", "unauthorized (6)"],
  ]) {
    const { bytes, status: exit } = await respond("--error", status);
    pki.write("error.der", bytes);
    assert.match(
      (await shell("openssl ocsp -respin error.der 2>&1", { cwd })).stdout,
      new RegExp(`Responder Error: ${name.replace(/[()]/g, "\\$&")}`),
    );
    assert.equal(exit, 0);
  }
});

test("the key from standard input, the answer as base64 and as JSON", async () => {
  const args = [
    "respond",
    "request.der",
    "--issuer",
    "ca.pem",
    "--key",
    "-",
    "--status",
    "good",
    "--produced-at",
    "2026-03-04T05:06:07Z",
  ];
  const base64 = await bearocsp([...args, "--base64"], { cwd, input: pki.text("ca.key") });
  pki.write("base64.der", Buffer.from(base64.stdout, "base64"));
  assert.match((await verdict("base64.der")).stdout, /^Response verify OK$/m);
  const json = JSON.parse(
    (await bearocsp([...args, "--json"], { cwd, input: openssl(["pkey", "-in", at("ca.key"), "-outform", "DER"]) }))
      .stdout,
  );
  assert.deepEqual([json.responseStatus, json.producedAt], ["successful", "2026-03-04T05:06:07.000Z"]);
  assert.equal(Buffer.from(json.base64, "base64").subarray(0, 2).toString("hex"), "3082");
});

test("all certificates of a request get the status", async () => {
  pki.openssl(
    "ocsp",
    "-issuer",
    at("ca.pem"),
    "-cert",
    at("server.pem"),
    "-cert",
    at("other.pem"),
    "-reqout",
    at("two.der"),
  );
  await respond("two.der", ...BY_CA.slice(1), "--status", "good", "-o", "both.der");
  const { stdout } = await shell(
    "openssl ocsp -no_nonce -issuer ca.pem -cert server.pem -cert other.pem -respin both.der -CAfile ca.pem 2>&1",
    { cwd },
  );
  assert.match(stdout, /^Response verify OK\nserver\.pem: good\n[^]*^other\.pem: good$/m);
});

test("a CA that is not a root answers, with every hash algorithm", async () => {
  pki.write("intermediate.cnf", "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n");
  const csr = openssl(["req", "-new", "-key", at("foreign.key"), "-subj", "/O=Example/CN=Intermediate CA"]);
  openssl(
    [
      "x509",
      "-req",
      "-CA",
      at("ca.pem"),
      "-CAkey",
      at("ca.key"),
      "-set_serial",
      "3",
      "-days",
      "20",
      "-extfile",
      at("intermediate.cnf"),
      "-out",
      at("intermediate.pem"),
    ],
    csr,
  );
  const leaf = openssl(["req", "-new", "-key", at("responder.key"), "-subj", "/CN=leaf.example"]);
  openssl(
    [
      "x509",
      "-req",
      "-CA",
      at("intermediate.pem"),
      "-CAkey",
      at("foreign.key"),
      "-set_serial",
      "4",
      "-days",
      "20",
      "-out",
      at("leaf.pem"),
    ],
    leaf,
  );
  for (const hash of ["sha1", "sha224", "sha256", "sha384", "sha512"]) {
    openssl([
      "ocsp",
      `-${hash}`,
      "-issuer",
      at("intermediate.pem"),
      "-cert",
      at("leaf.pem"),
      "-reqout",
      at("leaf.der"),
    ]);
    const { status, stderr } = await respond(
      "leaf.der",
      "--issuer",
      "intermediate.pem",
      "--key",
      "foreign.key",
      "--status",
      "good",
      "-o",
      "answer.der",
    );
    assert.deepEqual([status, stderr], [0, ""], hash);
    const { stdout } = await shell(
      `openssl ocsp -no_nonce -reqin leaf.der -issuer intermediate.pem -${hash} -cert leaf.pem -respin answer.der -CAfile ca.pem ` +
        "-verify_other intermediate.pem 2>&1",
      { cwd },
    );
    assert.match(stdout, /^Response verify OK$/m);
    assert.match(stdout, /^leaf\.pem: good$/m);
  }
  // Its own issuer, and another CA with its name, are not it.
  openssl([
    "req",
    "-x509",
    "-new",
    "-key",
    at("ca.key"),
    "-subj",
    "/O=Example/CN=Intermediate CA",
    "-out",
    at("namesake.pem"),
  ]);
  openssl([
    "req",
    "-x509",
    "-new",
    "-key",
    at("foreign.key"),
    "-subj",
    "/O=Example/CN=Example CA",
    "-out",
    at("same-key.pem"),
  ]);
  for (const [issuer, key] of [
    ["ca.pem", "ca.key"],
    ["namesake.pem", "ca.key"],
    ["same-key.pem", "foreign.key"],
  ]) {
    const { status, stderr } = await respond("leaf.der", "--issuer", issuer, "--key", key, "--status", "good");
    assert.match(stderr, /: the request asks about a certificate of another issuer \(serial number 4\): /, issuer);
    assert.equal(status, 3);
  }
});

test("the examples of the help", async () => {
  const examples = examplesOf((await bearocsp(["respond", "--help"])).stdout);
  assert.equal(examples.length, 3);
  pki.write("ocsp.pem", pki.text("responder.pem"));
  pki.write("ocsp.key", pki.text("responder.key"));
  const said = [
    /^Response verify OK\n[^]*Cert Status: good\n/m,
    /^Response verify OK\n[^]*Cert Status: revoked\n/m,
    /^Responder Error: trylater \(3\)\n/,
  ];
  for (const [i, example] of examples.entries()) {
    const run = await shell(example, { cwd });
    assert.deepEqual([run.status, run.stdout, run.stderr], [0, "", ""]);
    assert.match((await verdict("answer.der")).stdout, said[i]);
  }
});

test("what cannot be answered is refused, and nothing is written", async () => {
  openssl([
    "pkcs8",
    "-topk8",
    "-in",
    at("ca.key"),
    "-v2",
    "aes128",
    "-passout",
    "pass:secret",
    "-out",
    at("encrypted.key"),
  ]);
  openssl([
    "pkcs8",
    "-topk8",
    "-in",
    at("ca.key"),
    "-v2",
    "aes128",
    "-passout",
    "pass:secret",
    "-outform",
    "DER",
    "-out",
    at("encrypted.der"),
  ]);
  openssl(["ec", "-in", at("ca.key"), "-aes128", "-passout", "pass:secret", "-out", at("traditional.key")]);
  pki.write("cut.key", pki.text("ca.key").replace(/^.*\n-----END/m, "-----END"));
  pki.write("ed25519.key", privateKeyPEM("ed25519"));
  pki.write("later.der", Buffer.from("30030a0103", "hex"));
  const serial = openssl(["x509", "-in", at("ca.pem"), "-noout", "-serial"])
    .toString()
    .trim()
    .slice("serial=".length)
    .toLowerCase()
    .replace(/^0+/, "");
  const good = ["--status", "good"];
  const cases = /** @type {[string[], string | RegExp][]} */ ([
    [[], "an answer needs the request, --issuer, --key, --status; only --error needs none of these"],
    [["request.der", "--issuer", "ca.pem", ...good], "an answer needs --key; only --error needs none of these"],
    [
      ["request.der", "--issuer", "ca.pem", "--key", "foreign.key", ...good],
      `foreign.key: it is not the key of CN=Example CA,O=Example (serial number ${serial}), which has to sign the answer`,
    ],
    [
      ["request.der", "--issuer", "ca.pem", "--responder", "responder.pem", "--key", "ca.key", ...good],
      "ca.key: it is not the key of CN=responder.example,O=Example (serial number 77), which has to sign the answer",
    ],
    [
      ["request.der", "--issuer", "foreign.pem", "--key", "foreign.key", ...good],
      "the request asks about a certificate of another issuer (serial number 1234): answer that with --error unauthorized",
    ],
    [
      ["request.der", "--issuer", "ca.pem", "--key", "encrypted.key", ...good],
      "encrypted.key: the private key is encrypted: decrypt it first",
    ],
    [
      ["request.der", "--issuer", "ca.pem", "--key", "traditional.key", ...good],
      "traditional.key: the private key is encrypted: decrypt it first",
    ],
    [
      ["request.der", "--issuer", "ca.pem", "--key", "encrypted.der", ...good],
      /^encrypted\.der: .*the private key is encrypted/,
    ],
    [["request.der", "--issuer", "ca.pem", "--key", "cut.key", ...good], /^cut\.key: /],
    [
      ["request.der", "--issuer", "ca.pem", "--key", "ca.pem", ...good],
      "ca.pem: --key must be a private key, but this is a certificate",
    ],
    [
      ["request.der", "--issuer", "ca.key", "--key", "ca.key", ...good],
      "ca.key: --issuer must be a certificate, but this is a private key",
    ],
    [
      ["later.der", "--issuer", "ca.pem", "--key", "ca.key", ...good],
      "later.der: <request> must be an OCSP request, but this is an OCSP response",
    ],
    [[...BY_CA, ...good, "--reason", "keyCompromise"], "--reason and --revocation-time need --status revoked"],
    [
      [...BY_CA, ...good, "--this-update", "2026-02-02", "--next-update", "2026-02-01"],
      "--next-update is before thisUpdate",
    ],
    [[...BY_CA, ...good, "--pss"], "--pss needs an RSA key, and this is of type EC"],
    [
      ["request.der", "--issuer", "ca.pem", "--key", "ed25519.key", "--hash", "SHA-256", ...good],
      "--hash cannot be used with an Ed25519 key, which has its own hash",
    ],
  ]);
  const secret = Buffer.from(secretParts(pki.text("ca.key")).d).toString("hex");
  for (const [args, complaint] of cases) {
    const { status, stdout, stderr } = await respond(...args);
    const said = stderr.slice("bearocsp: ".length).trimEnd();
    if (typeof complaint === "string") {
      assert.equal(said, complaint);
    } else {
      assert.match(said, complaint);
    }
    assert.deepEqual([status, stdout], [3, ""]);
    assert.ok(!stderr.includes(secret.slice(0, 16)));
  }
  for (const [args, complaint] of /** @type {[string[], RegExp][]} */ ([
    [
      ["--error", "successful"],
      /Allowed choices are malformedRequest, internalError, tryLater, sigRequired, unauthorized\./,
    ],
    [
      ["--error", "tryLater", "--status", "good"],
      /option '--error <status>' cannot be used with option '--status <status>'/,
    ],
    [
      [...BY_CA, ...good, "--days", "2", "--next-update", "2030-01-01"],
      /option '--days <days>' cannot be used with option '--next-update <time>'/,
    ],
    [
      [...BY_CA, ...good, "--this-update", "2026-02-30"],
      /Use the form 2026-11-21, 2026-11-21T09:30:00Z or @1795253400, from 1970 to 9999/,
    ],
  ])) {
    const { status, stdout, stderr } = await respond(...args);
    assert.match(stderr, complaint);
    assert.deepEqual([status, stdout], [3, ""]);
  }
});

describe("a request that must not be answered as if nothing were wrong", () => {
  /** Asks about the certificate by OpenSSL's CertID, with these extensions. @param {Record<string, any>} parts */
  function write({ extensions, singleExtensions }) {
    const theirs = openssl(["ocsp", "-issuer", at("ca.pem"), "-cert", at("server.pem"), "-no_nonce", "-reqout", "-"]);
    const certID = descend(theirs, 0, 0, 0, 0).element;
    const requests = singleRequest({ certID, extensions: singleExtensions });
    pki.write("made.der", makeRequest({ requests, extensions }).bytes);
  }
  const nonceOf = (/** @type {number} */ length) =>
    extension(OID.nonce, octetString(new Uint8Array(length).fill(7)).bytes);
  const CRITICAL = Buffer.from("0101ff", "hex");
  const BY = ["made.der", "--issuer", "ca.pem", "--key", "ca.key", "--status", "good", "-o", "made-answer.der"];
  /* OpenSSL prints an error status, and ends with 1. */
  const printed = async () =>
    (await shell("openssl ocsp -respin made-answer.der -noverify -resp_text 2>&1", { cwd })).stdout;

  for (const [what, parts, reason] of /** @type {[string, () => Record<string, any>, string][]} */ ([
    [
      "a nonce of 0 octets",
      () => ({ extensions: nonceOf(0) }),
      "its nonce has 0 octets instead of 1 to 128 (RFC 9654 section 2.1)",
    ],
    [
      "a nonce of 129 octets",
      () => ({ extensions: nonceOf(129) }),
      "its nonce has 129 octets instead of 1 to 128 (RFC 9654 section 2.1)",
    ],
    [
      "an unknown critical extension",
      () => ({ extensions: extension("1.2.3.4", Uint8Array.of(5, 0), CRITICAL) }),
      "its critical extension 1.2.3.4 is not understood",
    ],
    [
      "an unknown critical extension of an entry",
      () => ({ singleExtensions: extension("1.2.3.5", Uint8Array.of(5, 0), CRITICAL) }),
      "its critical extension 1.2.3.5 is not understood",
    ],
    [
      "a critical extension of answers",
      () => ({ extensions: extension(OID.extendedRevoke, Uint8Array.of(5, 0), CRITICAL) }),
      `its critical extension extendedRevoke (${OID.extendedRevoke}) is not understood`,
    ],
  ])) {
    test(`${what}: malformedRequest, unsigned, exit status 0, and why on standard error`, async () => {
      write(parts());
      const { status, stdout, stderr } = await respond(...BY);
      assert.equal(stderr, `bearocsp: made.der: ${reason}: answered with malformedRequest, which is not signed\n`);
      assert.deepEqual([status, stdout], [0, ""]);
      assert.match(await printed(), /^Responder Error: malformedrequest \(1\)$/m);
    });
  }

  for (const [what, parts] of /** @type {[string, () => Record<string, any>][]} */ ([
    ["a nonce of 1 octet", () => ({ extensions: nonceOf(1) })],
    ["a nonce of 128 octets", () => ({ extensions: nonceOf(128) })],
    ["an unknown extension that is not critical", () => ({ extensions: extension("1.2.3.4", Uint8Array.of(5, 0)) })],
    ["a critical nonce", () => ({ extensions: extension(OID.nonce, octetString(new Uint8Array(16)).bytes, CRITICAL) })],
  ])) {
    test(`${what}: answered`, async () => {
      write(parts());
      const { status, stdout, stderr } = await respond(...BY);
      assert.deepEqual([status, stdout, stderr], [0, "", ""]);
      assert.match(await printed(), /Cert Status: good/);
    });
  }

  test("as JSON and in base64 too", async () => {
    write({ extensions: nonceOf(0) });
    const json = await respond(...BY.slice(0, -2), "--json");
    assert.equal(JSON.parse(json.stdout).responseStatus, "malformedRequest");
    const base64 = await respond(...BY.slice(0, -2), "--base64");
    assert.deepEqual([base64.stdout, base64.status, json.status], ["MAMKAQE=\n", 0, 0]);
  });
});
