// `bearocsp verify`: OpenSSL's responses, the table, and an exit status for each end.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { bearocsp, examplesOf, shell } from "../support/command-line.js";
import { openssl, privateKeyFile } from "../support/openssl.js";
import { answerByOpenSSL, makePKI } from "../support/pki.js";

const pki = makePKI();
after(pki.remove);
const { at, folder: cwd } = pki;

const verify = (...args) => bearocsp(["verify", ...args], { cwd });
const CERT = ["--cert", "server.pem", "--issuer", "ca.pem"];
const ROWS = [
  "responseStatus",
  "certId",
  "signature",
  "responderAuthorized",
  "responderValidity",
  "responderRevocation",
  "thisUpdate",
  "nextUpdate",
  "producedAt",
  "nonce",
  "criticalExtensions",
  "algorithmStrength",
];

/** Outcome by check, as the table has it. @param {string} stdout */
const tableOf = (stdout) =>
  Object.fromEntries(
    Array.from(stdout.matchAll(/^ {2}(pass|FAIL|note|skip) {2}(\w+) +\S/gm), ([, outcome, name]) => [name, outcome]),
  );
/** @param {string} name @param {string} of */
const timeOf = (name, of) =>
  new Date(
    new RegExp(`${name}: (.*)`).exec(openssl(["ocsp", "-respin", at(of), "-noverify", "-resp_text"]).toString())?.[1] ??
      "",
  )
    .toISOString()
    .replace(".000Z", "Z");

before(() => {
  pki.openssl("ocsp", "-issuer", at("ca.pem"), "-cert", at("other.pem"), "-reqout", at("other.der"));
  pki.openssl("ocsp", "-issuer", at("ca.pem"), "-serial", "0x4711", "-reqout", at("unknown.der"));
  answerByOpenSSL(pki, "request.der", "answer.der");
  answerByOpenSSL(pki, "other.der", "revoked.der");
  answerByOpenSSL(pki, "unknown.der", "unknown-answer.der");
  pki.write("later.der", Buffer.from("30030a0103", "hex"));
});

test("good is exit status 0: a sentence, a row for each check, who answered, as of when", async () => {
  const { status, stdout, stderr } = await verify("answer.der", ...CERT, "--request", "request.der");
  const nextUpdate = timeOf("Next Update", "answer.der");
  assert.equal(stdout.split("\n")[0], `CN=server.example,O=Example (serial number 1234): good, until ${nextUpdate}`);
  assert.deepEqual(tableOf(stdout), {
    ...Object.fromEntries(ROWS.map((name) => [name, "pass"])),
    responderRevocation: "note",
  });
  assert.match(
    stdout,
    new RegExp(
      `^  pass  nextUpdate +Newer information is due by ${nextUpdate}\\.\n? +\\(RFC 6960 section 4\\.2\\.2\\.1\\)$`,
      "m",
    ),
  );
  assert.match(
    stdout,
    /^ {2}answered by CN=responder\.example,O=Example \(serial number 77\), delegate\n {2}as of \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/m,
  );
  assert.deepEqual([status, stderr], [0, ""]);
});

test("good until nextUpdate, or until the responder's certificate ends, and never until a time that is past", async () => {
  const answered = (
    /** @type {string} */ file,
    /** @type {string} */ signer,
    /** @type {string} */ key,
    /** @type {string} */ days,
  ) =>
    pki.openssl(
      "ocsp",
      "-index",
      at("index.txt"),
      "-CA",
      at("ca.pem"),
      "-rsigner",
      at(signer),
      "-rkey",
      at(key),
      "-reqin",
      at("request.der"),
      "-respout",
      at(file),
      "-ndays",
      days,
    );
  const endOf = (/** @type {string} */ file) =>
    new Date(
      openssl(["x509", "-in", at(file), "-noout", "-enddate"])
        .toString()
        .slice("notAfter=".length),
    )
      .toISOString()
      .replace(".000Z", "Z");
  const said = async (/** @type {string[]} */ ...args) => {
    const { status, stdout } = await verify(...args);
    return [status, /(?:claimed|\)): (good.*)$/m.exec(stdout.slice(status === 2 ? stdout.indexOf("claimed") : 0))?.[1]];
  };
  const past = (/** @type {string} */ time, /** @type {number} */ seconds) => `@${Date.parse(time) / 1000 + seconds}`;
  const end = { delegate: endOf("responder.pem"), trusted: endOf("foreign.pem") };

  answered("month.der", "responder.pem", "responder.key", "100");
  assert.deepEqual(await said("month.der", ...CERT), [0, `good, until ${end.delegate}`]);
  assert.deepEqual(await said("month.der", ...CERT, "--time", past(end.delegate, 1)), [
    2,
    `good, the responder's certificate expired at ${end.delegate}`,
  ]);

  answered("trusted.der", "foreign.pem", "foreign.key", "100");
  assert.deepEqual(await said("trusted.der", ...CERT, "--trusted-responder", "foreign.pem"), [
    0,
    `good, until ${end.trusted}`,
  ]);

  // How long the CA's own certificate is valid, RFC 6960 does not ask.
  answered("issuer.der", "ca.pem", "ca.key", "100");
  assert.deepEqual(await said("issuer.der", ...CERT), [0, `good, until ${timeOf("Next Update", "issuer.der")}`]);

  const nextUpdate = timeOf("Next Update", "answer.der");
  assert.deepEqual(await said("answer.der", ...CERT, "--time", past(nextUpdate, 0)), [0, `good, until ${nextUpdate}`]);
  // Within the clock skew, and behind it.
  assert.deepEqual(await said("answer.der", ...CERT, "--time", past(nextUpdate, 60)), [
    0,
    `good, newer information was due at ${nextUpdate}`,
  ]);
  assert.deepEqual(await said("answer.der", ...CERT, "--time", past(nextUpdate, 3600)), [
    2,
    `good, newer information was due at ${nextUpdate}`,
  ]);
});

test("revoked and unknown are exit status 1", async () => {
  const revoked = await verify("revoked.der", "--cert", "other.pem", "--issuer", "ca.pem");
  assert.match(
    revoked.stdout,
    /^CN=other\.example,O=Example \(serial number 5678\): revoked since 2026-01-02T03:04:05Z, keyCompromise\n/,
  );
  const csr = openssl(["req", "-new", "-key", at("responder.key"), "-subj", "/"]);
  openssl(
    ["x509", "-req", "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x4711", "-out", at("unknown.pem")],
    csr,
  );
  const unknown = await verify("unknown-answer.der", "--cert", "unknown.pem", "--issuer", "ca.pem");
  // Its subject is empty.
  assert.match(unknown.stdout, /^\(serial number 4711\): unknown to the responder\n/);
  assert.deepEqual([revoked.status, unknown.status], [1, 1]);
});

test("what is not to be relied on is exit status 2: which checks failed, and what was claimed", async () => {
  const cases = /** @type {[string[], string[], string?][]} */ ([
    [["answer.der", ...CERT, "--time", "2100-01-01"], ["responderValidity", "nextUpdate"], "good"],
    [["answer.der", ...CERT, "--time", "2026-01-01"], ["responderValidity", "thisUpdate", "producedAt"], "good"],
    [["answer.der", "--cert", "other.pem", "--issuer", "ca.pem"], ["certId"]],
    [
      ["answer.der", "--cert", "server.pem", "--issuer", "foreign.pem"],
      ["certId", "responderAuthorized"],
    ],
    [["answer.der", ...CERT, "--request", "other.der"], ["certId", "nonce"], "good"],
    [["later.der", ...CERT], ["responseStatus"]],
  ]);
  for (const [args, failed, claimed] of cases) {
    const { status, stdout } = await verify(...args);
    const table = tableOf(stdout);
    for (const name of failed) {
      assert.equal(table[name], "FAIL", `${args.join(" ")}: ${name}\n${stdout}`);
    }
    assert.match(
      stdout,
      failed[0] === "responseStatus"
        ? /: no answer: the responder says tryLater\n/
        : new RegExp(`: the answer cannot be relied on: ${failed.join(", ")}\n`),
    );
    assert.equal(/^ {2}claimed: (\w+)/m.exec(stdout)?.[1], claimed, args.join(" "));
    assert.equal(status, 2);
  }
});

test("a broken signature is exit status 2", async () => {
  const broken = readFileSync(at("answer.der"));
  // A digit of producedAt, the first GeneralizedTime.
  broken[broken.indexOf(Buffer.from("180f", "hex")) + 12] ^= 1;
  pki.write("broken.der", broken);
  const { status, stdout } = await verify("broken.der", ...CERT);
  assert.equal(tableOf(stdout).signature, "FAIL");
  assert.equal(status, 2);
});

test("the time is UTC in all its forms", async () => {
  for (const time of [
    "2030-06-01",
    "2030-06-01 00:00",
    "2030-06-01T00:00:00Z",
    "2030-06-01T02:00:00+02:00",
    `@${Date.UTC(2030, 5, 1) / 1000}`,
  ]) {
    const { stdout } = await bearocsp(["verify", "later.der", ...CERT, "--time", time], {
      cwd,
      env: { TZ: "America/New_York" },
    });
    assert.match(stdout, /^ {2}as of 2030-06-01T00:00:00Z$/m, time);
  }
});

test("options that policy needs: other responders, nonces, ages, weak algorithms", async () => {
  const options = (/** @type {string} */ file, /** @type {string[]} */ ...args) =>
    answerByOpenSSL(pki, "request.der", file, args);
  options("bare.der", "-ndays", "1", "-resp_no_certs");
  assert.equal((await verify("bare.der", ...CERT)).status, 2);
  assert.equal(
    (await verify("bare.der", ...CERT, "--responder-cert", "responder.pem", "--responder-cert", "foreign.pem")).status,
    0,
  );

  pki.openssl(
    "ocsp",
    "-index",
    at("index.txt"),
    "-CA",
    at("ca.pem"),
    "-rsigner",
    at("foreign.pem"),
    "-rkey",
    at("foreign.key"),
    "-reqin",
    at("request.der"),
    "-respout",
    at("foreign.der"),
    "-ndays",
    "1",
  );
  assert.equal((await verify("foreign.der", ...CERT)).status, 2);
  const trusted = await verify("foreign.der", ...CERT, "--trusted-responder", "foreign.pem");
  assert.match(trusted.stdout, /^ {2}answered by CN=Foreign CA,O=Example \(serial number [\da-f]+\), trusted$/m);
  assert.equal(trusted.status, 0);

  options("sha1.der", "-ndays", "1", "-rmd", "sha1");
  const sha1 = await verify("sha1.der", ...CERT);
  assert.deepEqual([tableOf(sha1.stdout).algorithmStrength, sha1.status], ["FAIL", 2]);
  assert.equal((await verify("sha1.der", ...CERT, "--allow-sha1")).status, 0);

  // Without nextUpdate the age decides.
  options("ageless.der");
  const later = `@${Date.parse(timeOf("This Update", "ageless.der")) / 1000 + 1000}`;
  assert.equal((await verify("ageless.der", ...CERT, "--time", later)).status, 0);
  assert.equal((await verify("ageless.der", ...CERT, "--time", later, "--max-age", "600")).status, 2);
  assert.equal(
    (await verify("ageless.der", ...CERT, "--time", later, "--max-age", "600", "--clock-skew", "500")).status,
    0,
  );

  const required = await verify("answer.der", ...CERT, "--nonce-policy", "required");
  assert.deepEqual(
    [required.status, required.stderr],
    [3, "bearocsp: --nonce-policy required needs a nonce that was sent: give the request with --request\n"],
  );
  assert.equal(
    (await verify("answer.der", ...CERT, "--nonce-policy", "required", "--request", "request.der")).status,
    0,
  );
});

test("an RSA key of a size that was refused", async () => {
  openssl(["req", "-x509", "-new", "-key", privateKeyFile("rsa-2048"), "-subj", "/CN=RSA", "-out", at("rsa.pem")]);
  const csr = openssl(["req", "-new", "-key", at("responder.key"), "-subj", "/CN=server"]);
  openssl(
    [
      "x509",
      "-req",
      "-CA",
      at("rsa.pem"),
      "-CAkey",
      privateKeyFile("rsa-2048"),
      "-set_serial",
      "0x1234",
      "-out",
      at("small.pem"),
    ],
    csr,
  );
  pki.openssl("ocsp", "-issuer", at("rsa.pem"), "-cert", at("small.pem"), "-reqout", at("small.der"));
  pki.openssl(
    "ocsp",
    "-index",
    at("index.txt"),
    "-CA",
    at("rsa.pem"),
    "-rsigner",
    at("rsa.pem"),
    "-rkey",
    privateKeyFile("rsa-2048"),
    "-reqin",
    at("small.der"),
    "-respout",
    at("small-answer.der"),
    "-ndays",
    "1",
  );
  const args = ["small-answer.der", "--cert", "small.pem", "--issuer", "rsa.pem"];
  assert.equal((await verify(...args)).status, 0);
  const { status, stdout } = await verify(...args, "--min-key-bits", "3072");
  assert.deepEqual([status, tableOf(stdout).algorithmStrength], [2, "FAIL"]);
});

test("as JSON: the report, the sentence, the exit status", async () => {
  const { status, stdout } = await verify(
    "revoked.der",
    "--cert",
    "other.pem",
    "--issuer",
    "ca.pem",
    "--json",
    "--time",
    "@1800000000",
  );
  const report = JSON.parse(stdout);
  assert.deepEqual(
    report.checks.map(({ name }) => name),
    ROWS,
  );
  assert.deepEqual(
    [report.subject, report.serialNumber, report.responseStatus, report.time, report.exitStatus],
    ["CN=other.example,O=Example", "5678", "successful", "2027-01-15T08:00:00.000Z", 2],
  );
  assert.match(report.verdict, /^the answer cannot be relied on: /);
  assert.deepEqual([report.ok, report.certificateStatus, report.claimed.certificateStatus], [false, null, "revoked"]);
  assert.equal(status, 2);
});

test("wrong input is exit status 3", async () => {
  for (const [args, complaint] of [
    [["server.pem", ...CERT], "server.pem: <response> must be an OCSP response, but this is a certificate"],
    [
      ["answer.der", "--cert", "server.pem"],
      "server.pem: it does not hold the certificate of the CA that issued CN=server.example,O=Example (serial number 1234): give it with --issuer",
    ],
    [
      ["answer.der", ...CERT, "--request", "answer.der"],
      "answer.der: --request must be an OCSP request, but this is an OCSP response",
    ],
    [["missing", ...CERT], "missing: there is no such file"],
    [["answer.der", "--cert", "server.pem", "--issuer", "/"], "/: it is a folder"],
  ]) {
    const { status, stdout, stderr } = await verify(...args);
    assert.deepEqual([status, stdout, stderr], [3, "", `bearocsp: ${complaint}\n`]);
  }
  const json = await verify("missing", ...CERT, "--json");
  assert.deepEqual(JSON.parse(json.stdout), {
    error: { code: "ERR_INPUT", message: "missing: there is no such file" },
  });
  assert.deepEqual([json.status, json.stderr], [3, ""]);
});

describe("bytes after the response", () => {
  const AFTER = /^bearocsp: [\w.]+: it has (\d+) bytes? after the response\n$/;
  /** @type {[string, (answer: Buffer) => string | Uint8Array, string][]} */
  const forms = [
    ["DER, and a line end", (answer) => Buffer.concat([answer, Buffer.from("\n")]), "1"],
    ["DER, and rubbish", (answer) => Buffer.concat([answer, Buffer.from("rubbish")]), "7"],
    ["DER twice", (answer) => Buffer.concat([answer, answer]), "all"],
    ["base64", (answer) => Buffer.concat([answer, Buffer.of(1, 2, 3)]).toString("base64"), "3"],
    ["hexadecimal", (answer) => Buffer.concat([answer, Buffer.of(1, 2)]).toString("hex"), "2"],
    [
      "PEM",
      (answer) =>
        `-----BEGIN OCSP RESPONSE-----\n${Buffer.concat([answer, Buffer.of(0)]).toString("base64")}\n-----END OCSP RESPONSE-----\n`,
      "1",
    ],
  ];
  for (const [what, form, count] of forms) {
    test(`in ${what}: refused, and how many are told`, async () => {
      const answer = readFileSync(at("answer.der"));
      pki.write("after.txt", form(answer));
      const { status, stdout, stderr } = await verify("after.txt", ...CERT);
      assert.equal(AFTER.exec(stderr)?.[1], count === "all" ? String(answer.length) : count, stderr);
      assert.deepEqual([status, stdout], [3, ""]);
      const { error } = JSON.parse((await verify("after.txt", ...CERT, "--json")).stdout);
      assert.deepEqual([error.code, error.offset], ["ERR_DER_TRAILING", answer.length]);
    });
  }

  test("other objects may follow, and the forms alone are fine", async () => {
    const answer = readFileSync(at("answer.der"));
    for (const content of [
      Buffer.concat([answer, Buffer.from("\n"), Buffer.from(pki.text("chain.pem"))]),
      `${answer.toString("base64")}\n`,
      answer.toString("hex"),
    ]) {
      pki.write("alone.txt", content);
      assert.equal((await verify("alone.txt", ...CERT)).status, 0);
    }
  });

  test("a pipe is read once, though two options name it", async () => {
    const { status, stderr } = await shell(
      "bearocsp verify answer.der --cert <(cat chain.pem) --trusted-responder <(cat ca.pem)",
      { cwd },
    );
    assert.deepEqual([status, stderr], [0, ""]);
  });
});

describe("responders that are trusted by --trusted-responder", () => {
  test("all certificates of all files are, and each is named", async () => {
    /* The foreign CA is none that the CA authorized. */
    pki.openssl(
      ...["ocsp", "-index", at("index.txt"), "-CA", at("ca.pem"), "-rsigner", at("foreign.pem"), "-ndays", "1"],
      ...["-rkey", at("foreign.key"), "-reqin", at("request.der"), "-respout", at("by-foreign.der")],
    );
    assert.equal((await verify("by-foreign.der", ...CERT)).status, 2);
    pki.write("two.pem", pki.text("responder.pem") + pki.text("foreign.pem"));
    const { status, stdout } = await verify(
      ...["by-foreign.der", ...CERT, "--trusted-responder", "two.pem", "--trusted-responder", "other.pem"],
    );
    assert.match(stdout, /^ {2}answered by CN=Foreign CA,O=Example \(serial number [\da-f]+\), trusted$/m);
    assert.deepEqual(
      Array.from(stdout.matchAll(/^ {2}trusted by --trusted-responder: CN=([^,]+),/gm), ([, name]) => name),
      ["responder.example", "Foreign CA", "other.example"],
    );
    assert.equal(status, 0);
    const json = JSON.parse(
      (await verify("by-foreign.der", ...CERT, "--trusted-responder", "two.pem", "--json")).stdout,
    );
    assert.deepEqual(
      json.trustedResponders.map(({ subject }) => subject),
      ["CN=responder.example,O=Example", "CN=Foreign CA,O=Example"],
    );
    assert.equal(json.trustedResponders[0].serialNumber, "77");
  });
});

describe("how old an answer may be", () => {
  const later = () => new Date(Math.floor(Date.now() / 1000) * 1000 + 2 * 3600_000).toISOString().replace(".000Z", "Z");
  before(() => answerByOpenSSL(pki, "request.der", "without.der", []));

  test("--max-age, where there is no nextUpdate", async () => {
    for (const [age, status] of /** @type {const} */ ([
      ["3600", 2],
      ["9000", 0],
    ])) {
      const run = await verify("without.der", ...CERT, "--time", later(), "--max-age", age);
      assert.equal(run.status, status);
      assert.equal(tableOf(run.stdout).thisUpdate, status === 0 ? "pass" : "FAIL");
    }
  });

  test("--max-age, where there is a nextUpdate", async () => {
    assert.equal((await verify("answer.der", ...CERT, "--time", later(), "--max-age", "9000")).status, 0);
    const { status, stdout } = await verify("answer.der", ...CERT, "--time", later(), "--max-age", "3600");
    assert.deepEqual([tableOf(stdout).thisUpdate, status], ["FAIL", 2]);
  });

  test("--require-next-update", async () => {
    assert.equal((await verify("answer.der", ...CERT, "--require-next-update")).status, 0);
    const { status, stdout } = await verify("without.der", ...CERT, "--require-next-update");
    assert.deepEqual([tableOf(stdout).nextUpdate, status], ["FAIL", 2]);
  });
});

test("all from standard input, which is read once", async () => {
  const input = Buffer.concat([
    readFileSync(at("answer.der")),
    readFileSync(at("request.der")),
    Buffer.from(pki.text("reversed.pem")),
  ]);
  const { status, stderr } = await bearocsp(
    ["verify", "-", "--cert", "-", "--issuer", "-", "--request", "-", "--responder-cert", "-"],
    { input },
  );
  assert.deepEqual([status, stderr], [0, ""]);
});

/**
 * A server of TLS on this machine, for one client; its port is then $port.
 * @param {string} [staple] file
 * @param {string} [options]
 */
const tlsServer = (
  staple,
  options = "",
) => `openssl s_server -accept 127.0.0.1:0 -key responder.key -cert server.pem -chainCAfile ca.pem -naccept 1 -www \
    ${staple === undefined ? "" : `-status_file ${staple}`} ${options} >listening-$$ 2>/dev/null &
  until port=$(grep -so 'ACCEPT 127.0.0.1:[0-9]*' listening-$$); do sleep 0.05; done; port=\${port##*:}`;
const CLIENT = "openssl s_client -connect 127.0.0.1:$port -status 2>/dev/null </dev/null";

test("the examples of the help", async () => {
  const examples = examplesOf((await bearocsp(["verify", "--help"])).stdout);
  assert.equal(examples.length, 4);
  const time = timeOf("Produced At", "answer.der");
  const [, stapled, ...commands] = examples[3].split("\n");
  assert.equal([stapled, ...commands].length, 2);
  for (const example of [
    ...examples.slice(0, 3),
    `${tlsServer("answer.der")}\n${stapled.replace("example.com:443", "127.0.0.1:$port 2>/dev/null")}\n${commands[0]}`,
  ]) {
    const { status, stdout, stderr } = await shell(example.replace("2026-11-21T09:30:00Z", time), { cwd });
    assert.match(stdout, /good/);
    assert.deepEqual([status, stderr], [0, ""], example);
  }
});

describe("what a server staples, by openssl", () => {
  for (const version of ["-tls1_2", "-tls1_3"]) {
    const verified = (/** @type {string | undefined} */ staple, options = "-msg") =>
      shell(`${tlsServer(staple, version)}\n${CLIENT} ${options} | bearocsp verify - --cert -`, { cwd });

    test(`${version}: is found in what -msg shows; the responder's certificate is not in question`, async () => {
      const good = await verified("answer.der");
      assert.match(good.stdout, /^CN=server\.example,O=Example \(serial number 1234\): good, until /);
      assert.match(good.stdout, /^ {2}answered by CN=responder\.example,O=Example \(serial number 77\), delegate$/m);
      assert.deepEqual([good.status, good.stderr], [0, ""]);
      const foreign = await verified("revoked.der");
      assert.deepEqual([tableOf(foreign.stdout).certId, foreign.status], ["FAIL", 2]);
    });

    test(`${version}: without -msg it is text alone, which is said`, async () => {
      const { status, stdout, stderr } = await verified("answer.der", "");
      assert.equal(
        stderr,
        "bearocsp: standard input: openssl printed the OCSP response as text, without its bytes: add -msg to s_client, or -respout to ocsp\n",
      );
      assert.deepEqual([status, stdout], [3, ""]);
    });

    test(`${version}: nothing, or no answer, is exit status 2`, async () => {
      for (const options of ["-msg", ""]) {
        const none = await verified(undefined, options);
        assert.deepEqual(
          [none.status, none.stdout, none.stderr],
          [2, "", "bearocsp: standard input: the server sent no OCSP response\n"],
        );
        const later = await verified("later.der", options);
        assert.deepEqual(
          [later.status, later.stdout, later.stderr],
          [2, "", "bearocsp: standard input: no answer: the responder said trylater\n"],
        );
      }
    });
  }

  test("openssl ocsp -resp_text too, and for inspect", async () => {
    const sentence =
      "bearocsp: standard input: openssl printed the OCSP response as text, without its bytes: add -msg to s_client, or -respout to ocsp\n";
    const text = openssl(["ocsp", "-respin", at("answer.der"), "-noverify", "-resp_text"]);
    const { status, stdout, stderr } = await bearocsp(["verify", "-", ...CERT], { cwd, input: text });
    assert.deepEqual([status, stdout, stderr], [3, "", sentence]);
    const inspected = await bearocsp(["inspect", "-"], { input: text });
    assert.match(inspected.stdout, /^standard input: certificate, CN=responder\.example,O=Example, /);
    assert.deepEqual([inspected.status, inspected.stderr], [0, sentence]);
    const json = await bearocsp(["inspect", "-", "--json"], { input: text });
    assert.deepEqual([JSON.parse(json.stdout).length, json.status, json.stderr], [1, 0, ""]);
    const bare = Buffer.from(
      text
        .toString()
        .split("-----BEGIN CERTIFICATE-----")[0]
        .replace(/^Certificate:[^]*/m, ""),
    );
    assert.deepEqual(
      await bearocsp(["verify", "-", ...CERT], { cwd, input: bare }).then((run) => [run.status, run.stderr]),
      [3, sentence],
    );
  });
});
