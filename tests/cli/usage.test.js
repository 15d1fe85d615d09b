// The command as a program: help, exit status of wrong usage, colours, output that nobody reads or that cannot be
// written, errors as JSON.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";
import { after, before, test } from "node:test";
import { bearocsp, examplesOf, inTerminal, PROGRAM, shell } from "../support/command-line.js";
import { answerByOpenSSL, makePKI } from "../support/pki.js";
import { CLOCK } from "../support/surroundings.js";

const COMMANDS = ["inspect", "request", "respond", "verify", "check"];

const pki = makePKI();
after(pki.remove);
const { at, folder: cwd } = pki;
before(() => {
  answerByOpenSSL(pki, "request.der", "answer.der");
  pki.write("later.der", Buffer.from("30030a0103", "hex"));
});

test("alone it shows its help, which is wrong usage; asked for help it is none", async () => {
  const [alone, help] = await Promise.all([bearocsp([]), bearocsp(["--help"])]);
  assert.deepEqual([alone.status, alone.stdout, help.status, help.stderr], [3, "", 0, ""]);
  assert.equal(alone.stderr, help.stdout);
  for (const command of COMMANDS) {
    assert.match(help.stdout, new RegExp(`^  ${command} `, "m"));
  }
  assert.match(
    help.stdout,
    /^Exit status: 0 good, or done; 1 revoked or unknown; 2 the answer cannot be\nrelied on, or there is none; 3 wrong usage or input; 4 the certificate names no\nresponder\.$/m,
  );
});

test("help of a command is its --help", async () => {
  for (const command of COMMANDS) {
    const [help, option] = await Promise.all([bearocsp(["help", command]), bearocsp([command, "--help"])]);
    assert.deepEqual(help, option);
    assert.equal(help.status, 0);
  }
  assert.equal((await bearocsp(["help"])).stdout, (await bearocsp(["--help"])).stdout);
});

test("nothing but PATH in its surroundings, and a folder that is gone", async () => {
  const clock = Object.entries(CLOCK).map(([name, value]) => `'${name}=${value}'`);
  const { status, stdout, stderr } = await shell(
    `mkdir gone && cd gone && rmdir ../gone
    exec env -i CI=true LANG=C ${clock.join(" ")} \\
      "${process.execPath}" "${PROGRAM}" verify "${at("answer.der")}" --cert "${at("chain.pem")}"`,
    { cwd },
  );
  assert.match(stdout, /^CN=server\.example,O=Example \(serial number 1234\): good, until /);
  assert.deepEqual([status, stderr], [0, ""]);
});

test("the version is that of the package", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const { status, stdout } = await bearocsp(["--version"]);
  assert.deepEqual([status, stdout], [0, `${version}\n`]);
});

test("every command has a help with examples, in 80 columns", async () => {
  for (const command of COMMANDS) {
    const { status, stdout } = await inTerminal([command, "--help"]);
    assert.ok(
      examplesOf(stdout).length > 0 && examplesOf(stdout).every((example) => /\bbearocsp /.test(example)),
      command,
    );
    for (const line of stdout.split("\n")) {
      assert.ok(line.length <= 80, line);
    }
    assert.equal(status, 0);
  }
});

test("wrong usage is exit status 3, and told in a sentence", async () => {
  const cases = /** @type {[string[], string][]} */ ([
    [["insepct", "x"], "unknown command 'insepct'\n(Did you mean inspect?)"],
    [["inspect", "--tre", "x"], "unknown option '--tre'\n(Did you mean --tree?)"],
    [["help", "insepct"], "unknown command 'insepct'"],
    [["inspect"], "missing required argument 'file'"],
    [["inspect", "x", "--tree", "--text"], "option '--tree' cannot be used with option '--text'"],
    [["verify", "x"], "required option '--cert <file>' not specified"],
    [["check", "x", "y"], "too many arguments for 'check'. Expected 1 argument but got 2."],
    [
      ["request", "x", "--hash", "MD5"],
      "option '--hash <name>' argument 'MD5' is invalid. Allowed choices are SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.",
    ],
    [
      ["check", "x", "--timeout", "0"],
      "option '--timeout <seconds>' argument '0' is invalid. It must be a number of seconds from 0.001 to 3600.",
    ],
    [
      ["check", "x", "--url", "ldap://ca/"],
      "option '--url <url>' argument 'ldap://ca/' is invalid. It must be an http or https URL.",
    ],
  ]);
  await Promise.all(
    cases.map(async ([args, sentence]) => {
      const { status, stdout, stderr } = await bearocsp(args);
      assert.deepEqual([status, stdout, stderr], [3, "", `bearocsp: ${sentence}\n(see --help)\n`]);
    }),
  );
});

test("with --json wrong usage is JSON on standard output; a file of that name is none", async () => {
  const { status, stdout, stderr } = await bearocsp(["verify", "--json"]);
  assert.deepEqual(JSON.parse(stdout), {
    error: { code: "ERR_INPUT", message: "required option '--cert <file>' not specified" },
  });
  assert.deepEqual([status, stderr], [3, ""]);
  const file = await bearocsp(["request", "--", "--json"]);
  assert.deepEqual([file.status, file.stdout, file.stderr], [3, "", "bearocsp: --json: there is no such file\n"]);
});

test("colours on a terminal; none with NO_COLOR, on a dumb one, and in a pipe", async () => {
  const args = ["verify", at("later.der"), "--cert", at("chain.pem")];
  const [coloured, without, dumb, piped] = await Promise.all([
    inTerminal(args, { env: { TERM: "xterm" } }),
    inTerminal(args, { env: { TERM: "xterm", NO_COLOR: "1" } }),
    inTerminal(args, { env: { TERM: "dumb" } }),
    bearocsp(args),
  ]);
  assert.match(coloured.stdout, /\x1b\[31mFAIL\x1b\[39m/);
  for (const { stdout, status } of [without, dumb, piped]) {
    assert.doesNotMatch(stdout, /\x1b/);
    assert.equal(status, 2);
  }
  // What it says is the same, but for the time and the width.
  const words = (/** @type {string} */ text) =>
    text
      .replace(/\x1b\[\d+m/g, "")
      .replace(/as of .*/, "")
      .split(/\s+/);
  assert.deepEqual(words(coloured.stdout), words(piped.stdout));
});

test("errors are red on a terminal", async () => {
  const { status, stdout } = await inTerminal(["inspect", at("nothing")], { env: { TERM: "xterm" } });
  assert.match(stdout, /^\x1b\[31mbearocsp:\x1b\[39m .*: there is no such file\n/);
  assert.equal(status, 3);
});

test("a table is as wide as the terminal", async () => {
  const { stdout, status } = await inTerminal(["verify", at("answer.der"), "--cert", at("chain.pem")], {
    env: { NO_COLOR: "1" },
  });
  /* The subject of the headline is as long as it is. */
  const [, ...lines] = stdout.split("\n");
  assert.ok(lines.every((line) => line.length <= 80) && lines.some((line) => line.length > 70), stdout);
  assert.equal(status, 0);
});

test("fields are as wide as the terminal, also a serial number of 20 octets", async () => {
  // At random, by OpenSSL.
  const serial = BigInt(
    pki.openssl("x509", "-in", at("ca.pem"), "-noout", "-serial").toString().trim().replace("serial=", "0x"),
  );
  assert.ok(serial > 2n ** 128n);
  const { stdout, status } = await inTerminal(["inspect", at("ca.pem")], { env: { NO_COLOR: "1" } });
  /* The name of the file is as long as it is. */
  const [, ...lines] = stdout.split("\n");
  assert.ok(
    lines.every((line) => line.length <= 80),
    stdout,
  );
  assert.match(stdout, new RegExp(`^  serialNumber +0x${serial.toString(16)}\n +\\(${serial}\\)$`, "m"));
  assert.equal(status, 0);
});

test("whoever stops reading early stops the command, and its exit status stays", async () => {
  const { stdout, stderr } = await shell(
    `
    bearocsp verify answer.der --cert chain.pem --time 2031-01-01 | true; echo \${PIPESTATUS[0]}
    bearocsp inspect answer.der | head -1; echo \${PIPESTATUS[0]}`,
    { cwd },
  );
  assert.match(stdout, /^2\nanswer\.der: OCSP response, .*\n0\n$/);
  assert.equal(stderr, "");
});

test("output that cannot be written is exit status 3", async () => {
  const full = await shell("bearocsp inspect answer.der >/dev/full", { cwd });
  assert.deepEqual(
    [full.status, full.stderr],
    [3, "bearocsp: standard output: it cannot be written: no space is left\n"],
  );
  for (const [file, reason] of [
    ["missing/request.der", "there is no such folder"],
    ["chain.pem/x", "there is no such folder"],
    ["", "it is a folder"],
  ]) {
    const { status, stdout, stderr } = await bearocsp(["request", at("chain.pem"), "-o", at(file)]);
    assert.deepEqual([status, stdout, stderr], [3, "", `bearocsp: ${at(file)}: it cannot be written: ${reason}\n`]);
  }
});

test("DER is kept off terminals", async () => {
  for (const args of [
    ["request", at("chain.pem")],
    ["respond", "--error", "tryLater"],
  ]) {
    const { status, stdout } = await inTerminal(args, { env: { NO_COLOR: "1" } });
    assert.deepEqual(
      [status, stdout],
      [3, "bearocsp: DER cannot be printed on a terminal: use --base64 or -o FILE, or a pipe\n"],
    );
  }
});

const taken = "FAKETIME" in CLOCK && "faketime's library takes the descriptor of a closed standard input";
test("without standard input there is none", { skip: taken }, async () => {
  const { status, stderr } = await shell("bearocsp inspect - <&-");
  assert.deepEqual([status, stderr], [3, "bearocsp: standard input: it is empty\n"]);
});
