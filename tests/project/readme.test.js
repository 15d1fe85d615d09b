// README.md keeps its word: every example runs and prints what stands beside it, every table is as the library and as
// Python's cryptography have it, and every command is there.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as bearocsp from "../../bindings/index.js";
import { LIMITS } from "../../build/lists.js";
import { shell } from "../support/command-line.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";
import { startResponder } from "../support/responder.js";
import { README, withTables } from "../tools/readme-tables.js";

const run = promisify(execFile);
const project = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(README, "utf8");

// Below the project, so that "bearocsp" is what package.json exports under that name.
mkdirSync(join(project, "build/tests"), { recursive: true });
const folder = mkdtempSync(join(project, "build/tests/readme-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of its own for files that others have under the same names. @param {string} name */
function subfolder(name) {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

/** The text below a heading, up to the next of its level or above. */
function section(title) {
  const heading = only(readme, new RegExp(`^#+ ${title}$`, "m"));
  const [text] = readme
    .slice(readme.indexOf(heading) + heading.length)
    .split(new RegExp(`^#{1,${heading.indexOf(" ")}} `, "m"));
  return text;
}

/** The fenced blocks of a language, each under the heading that it stands below. */
function blocks(language) {
  const found = [];
  let title = "";
  for (const [, heading, tag, code] of readme.matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm)) {
    if (heading !== undefined) {
      title = heading;
    } else if (tag === language) {
      found.push({ title, code });
    }
  }
  return found;
}

/** @param {string} text @param {RegExp} pattern @returns {string} the pattern's group, or all that it matches */
function only(text, pattern) {
  const match = pattern.exec(text) ?? assert.fail(`no ${pattern}`);
  return match[1] ?? match[0];
}

/** The code of the first block of a language below a heading. */
const block = (language, title) =>
  (blocks(language).find((each) => each.title === title) ?? assert.fail(`no ${language} below ${title}`)).code;

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

/** The rows of every table in a text, without heads; a cell is its code spans and its whole text. */
function rows(text) {
  return [...text.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row]) =>
      row.split("|").map((cell) => ({
        text: cell.trim(),
        spans: [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span),
      })),
    )
    .filter(([first], i, all) => !/^-+$/.test(first.text) && !/^-+$/.test(all[i + 1]?.[0].text ?? ""));
}

// ---------------------------------------------------------------------------------------------------- examples

/** What the comments say that an example prints: behind console.log, or in the lines below it. */
function expectedOutput(code) {
  const expected = [];
  let pending = false;
  for (const line of code.split("\n")) {
    const log = /^\s*console\.log\(.*\);(?: \/\/ (.*))?$/.exec(line);
    const comment = pending ? /^\s*\/\/ (.*)$/.exec(line) : null;
    assert.ok(!line.includes("console.log") || log, `one console.log a line, in one line: ${line}`);
    assert.ok(!pending || comment || expected.at(-1) !== undefined, `what is printed stands below: ${line}`);
    if (log) {
      expected.push(log[1]);
    } else if (comment && expected.at(-1) === undefined) {
      expected[expected.length - 1] = comment[1];
    } else if (comment) {
      expected.push(comment[1]);
    }
    pending = Boolean(log && log[1] === undefined) || Boolean(comment);
  }
  return expected;
}

describe("examples", () => {
  const examples = blocks("js");
  const withFiles = subfolder("files"),
    withResponder = subfolder("responder");

  test("are there", () => assert.ok(examples.length >= 12));

  test("the commands make the files that they read", async () => {
    await run("sh", ["-ec", block("sh", "Sign answers")], { cwd: withFiles });
  });

  for (const [i, { title, code }] of examples.entries()) {
    test(title, async () => {
      const expected = expectedOutput(code);
      assert.ok(expected.length > 0, "an example shows what it prints");
      assert.match(code, /from "bearocsp";$/m);
      const needsResponder = code.includes("chain.pem");
      const responder = needsResponder ? await startResponder(withResponder) : undefined;
      const cwd = needsResponder ? withResponder : withFiles;
      try {
        writeFileSync(join(cwd, `example-${i}.js`), code);
        const { stdout, stderr } = await run(process.execPath, [`example-${i}.js`], { cwd, timeout: 60_000 });
        assert.deepEqual(stdout.trimEnd().split("\n"), expected);
        assert.equal(stderr, "");
      } finally {
        responder?.close();
      }
      if (responder) {
        assert.deepEqual(responder.mediaTypes, ["application/ocsp-request"]);
      }
    });
  }

  test("the commands make a responder that the first example and the command line ask", async () => {
    const cwd = subfolder("to-try");
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (free.address());
    free.close();
    const commands = block("sh", "Check a certificate");
    const elsewhere = commands.replaceAll("8888", String(port));
    assert.notEqual(elsewhere, commands);
    // The shell waits for what it has started, and is ended with it.
    const responder = spawn("sh", ["-ec", `${elsewhere}wait`], {
      cwd,
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    try {
      let said = "";
      for await (const text of responder.stderr.setEncoding("utf8")) {
        if (/waiting for OCSP client/i.test((said += text))) {
          break;
        }
      }
      responder.stderr.resume();
      const code = block("js", "Check a certificate");
      writeFileSync(join(cwd, "check.mjs"), code);
      const { stdout } = await run(process.execPath, ["check.mjs"], { cwd, timeout: 60_000 });
      assert.deepEqual(stdout.trimEnd().split("\n"), expectedOutput(code), said);
      assert.equal(code.split("\n").filter(Boolean).length, 10, "ten lines");
      const [ask, inSteps] = blocks("sh")
        .filter(({ title }) => title === "Command line")
        .map((each) => each.code.replaceAll("8888", String(port)));
      for (const [line, nonce] of [
        [ask, "No nonce was sent"],
        [inSteps, "The nonce that was sent came back"],
      ]) {
        const told = await shell(`set -e\n${line}`, { cwd });
        assert.deepEqual([told.status, told.stderr], [0, ""], line);
        assert.match(told.stdout, /^CN=localhost \(serial number 1234\): good, until /);
        assert.match(told.stdout, new RegExp(`^  (?:pass|note)  nonce +${nonce}`, "m"));
      }
    } finally {
      process.kill(-(/** @type {number} */ (responder.pid)));
    }
  });

  test("the command line answers as a responder", async () => {
    const [, , code] = blocks("sh")
      .filter(({ title }) => title === "Command line")
      .map((each) => each.code);
    const { status, stdout, stderr } = await shell(`set -e\n${code}`, { cwd: withFiles });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /revocationReason/);
    const told = await run("openssl", ["ocsp", "-respin", "told.der", "-noverify", "-resp_text"], { cwd: withFiles });
    assert.equal(
      told.stdout.match(/Cert Status: revoked\n\s*Revocation Time: .*\n\s*Revocation Reason: keyCompromise/g)?.length,
      2,
    );
  });

  test("the URL of a request is that of the one that OpenSSL makes", async () => {
    const code = block("js", "A request, and its URL");
    const [certificate, issuer] = Array.from(code.matchAll(CERTIFICATES), String);
    const at = (name, text) => (writeFileSync(join(folder, name), `${text}\n`), name);
    await run(
      "openssl",
      [
        "ocsp",
        "-issuer",
        at("issuer.pem", issuer),
        "-cert",
        at("certificate.pem", certificate),
        "-no_nonce",
        "-reqout",
        "by-openssl.der",
      ],
      { cwd: folder },
    );
    const path = only(code, /http:\/\/ocsp\.example\.com\/(\S+)/);
    assert.equal(decodeURIComponent(path), readFileSync(join(folder, "by-openssl.der"), "base64"));
  });

  test("the response is the one that OpenSSL reads", async () => {
    const printed = expectedOutput(block("js", "Read a response"));
    writeFileSync(join(folder, "sample.der"), sampleResponse().toDER());
    const { stdout } = await run("openssl", ["ocsp", "-respin", "sample.der", "-noverify", "-resp_text"], {
      cwd: folder,
    });
    const field = (name) => only(stdout, new RegExp(`${name}: (.*?)(?: \\(0x\\d+\\))?$`, "m"));
    const time = (name) => new Date(field(name)).toISOString();
    assert.deepEqual(printed.slice(0, 4), [
      field("OCSP Response Status"),
      `${field("Cert Status")} ${field("Revocation Reason")}`,
      time("Revocation Time"),
      time("Next Update"),
    ]);
    assert.equal(printed[4].toLowerCase().replace("-", "-with-"), field("Signature Algorithm").toLowerCase());
  });
});

/** The response of "Read a response". */
function sampleResponse() {
  return bearocsp.OCSPResponse.fromDER(Buffer.from(only(block("js", "Read a response"), /`([^`]+)`/), "base64"));
}

test("the C program builds with the command below it, and reads the response", { timeout: 300_000 }, async () => {
  const command = block("sh", "In C");
  // A make of its own, not a part of the one that runs the tests.
  const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
  await run("make", ["native"], { cwd: project, env });
  const [compile, use] = command.trim().split(" && ");
  const shell = (line) => run("sh", ["-ec", line], { cwd: folder, env });
  writeFileSync(join(folder, "example.c"), block("c", "In C"));
  writeFileSync(join(folder, "response.der"), sampleResponse().toDER());
  const fromHere = compile
    .replace("-Icsrc", "-Wall -Wextra -Werror -I../../../csrc")
    .replace("build/native", "../../native");
  assert.notEqual(fromHere, compile);
  await shell(fromHere);
  assert.equal((await shell(use)).stdout, "1234 revoked\n");
  writeFileSync(join(folder, "response.der"), sampleResponse().toDER().fill(0x13, 8, 9));
  await assert.rejects(shell(use), ({ code, stdout }) => code === 1 && /^refused at byte \d+\n$/.test(stdout));
});

// ---------------------------------------------------------------------------------------------------- tables

test("the tables made from the lists are as the lists are", () =>
  assert.ok(withTables(readme) === readme, "they are older: node tests/tools/readme-tables.js --write"));

test("a table that is not as the lists are is seen, and so is a missing marker", () => {
  const current = withTables(readme),
    older = current.replace("| `ERR_DER_TIME` |", "| `ERR_DER_TIMES` |");
  assert.ok(older !== current && withTables(older) === current);
  assert.throws(() => withTables(readme.replace("<!-- /errors -->", "")), /<!-- errors -->/);
});

/** Prototypes of what a name in the tables stands for; SingleResponse is an interface, without an export. */
const prototypeOf = (name) =>
  name === "SingleResponse" ? Object.getPrototypeOf(sampleResponse().responses[0]) : bearocsp[name]?.prototype;

/** Whether the library has a name of the tables: `Class.member`, `function(...)` or `new Class()`. */
function exists(span) {
  const [, name, member] = /^(?:new )?(\w+)(?:\.(\w+))?(?:\(.*\))?$/.exec(span) ?? assert.fail(`not a name: ${span}`);
  if (member === undefined) {
    return name in bearocsp || prototypeOf(name) !== undefined;
  }
  return (bearocsp[name] !== undefined && Object.hasOwn(bearocsp[name], member)) || member in (prototypeOf(name) ?? {});
}

describe("coming from Python", { skip: withoutPython }, () => {
  const python = new PythonWorker(new URL("../support/python-names.py", import.meta.url));
  after(() => python.close());
  const table = rows(section("Coming from Python's cryptography"));
  const theirs = table.flatMap(([{ spans }]) => spans.map((span) => span.replace(/\(.*$/, "")));

  const ELSEWHERE = /^(?:x509|serialization)\./;

  // What later versions than Debian's have added. PYTHON=... runs this file with another.
  const NEWER = [
    "OCSPRequestBuilder.add_certificate_by_hash",
    "OCSPResponseBuilder.add_response_by_hash",
    "OCSPResponse.produced_at_utc",
    "x509.load_pem_x509_certificates",
    "x509.OCSPAcceptableResponses",
    "x509.Certificate.verify_directly_issued_by",
    ...["OCSPResponse", "OCSPSingleResponse"].flatMap((name) =>
      ["revocation_time_utc", "this_update_utc", "next_update_utc"].map((attribute) => `${name}.${attribute}`),
    ),
  ];

  test("every public name of cryptography.x509.ocsp is in the table, and no other", async (t) => {
    const { version, names } = await python.functions.names();
    t.diagnostic(`cryptography ${version}: ${names.length} names`);
    assert.ok(names.length > 60);
    assert.deepEqual(
      names.filter((name) => !theirs.includes(name)),
      [],
      "not in the table",
    );
    const known = new Set([...names, ...NEWER]);
    const other = theirs.filter((name) => !ELSEWHERE.test(name));
    assert.deepEqual(
      other.filter((name) => !known.has(name)),
      [],
      "not in Python",
    );
    assert.deepEqual(
      theirs.filter((name, i) => theirs.indexOf(name) < i),
      [],
      "twice in the table",
    );
  });

  test("the names of other modules exist", async () => {
    const names = theirs.filter((name) => ELSEWHERE.test(name));
    const found = await python.functions.existing({ names });
    assert.ok(found.length > 10);
    assert.deepEqual(
      names.filter((name) => !found.includes(name) && !NEWER.includes(name)),
      [],
    );
  });

  test("the numbers are those that Python encodes", async () => {
    const numbers = await python.functions.numbers();
    const members = rows(section("Enumerations"));
    assert.deepEqual(
      Object.fromEntries(members.map(([name, number]) => [name.spans[0], Number(number.text)])),
      numbers,
    );
  });

  test("all that the table says of us is there", () => {
    for (const [, ...cells] of table) {
      const named = cells.find(({ spans }) => spans.length > 0) ?? assert.fail("a row without a name of ours");
      for (const span of named.spans) {
        assert.ok(exists(span), span);
      }
    }
  });
});

test("the table of what there is has every export, and only members that exist", () => {
  const table = rows(section("What there is"));
  const named = table.flatMap(([{ spans }]) => spans.map((span) => span.replace("()", "")));
  const makers = rows(section("Extensions")).flatMap(([, , , { spans }]) =>
    spans.map((span) => span.replace(/\(.*/, "")),
  );
  assert.deepEqual([...new Set([...named, ...makers])].sort(), Object.keys(bearocsp).sort());
  for (const [
    {
      spans: [name],
    },
    { spans },
  ] of table.filter(([{ spans }]) => spans.length === 1 && !spans[0].includes("("))) {
    for (const member of spans) {
      assert.ok(exists(`${name}.${member}`), `${name}.${member}`);
    }
  }
});

test("the table of extensions names what the makers make, by OID", () => {
  const { Certificate, OCSPRequestBuilder, nonce, extension } = bearocsp;
  const sample = Certificate.fromPEM(readme);
  const given = {
    nonce: [new Uint8Array(16)],
    acceptableResponses: [["1.3.6.1.5.5.7.48.1.1"]],
    preferredSignatureAlgorithms: [["ECDSA-SHA256"]],
    serviceLocator: [sample.issuer, sample.ocspUrls],
    crlReferences: [{ number: 1n }],
    archiveCutoff: [new Date(0)],
    cRLReason: ["keyCompromise"],
    invalidityDate: [new Date(0)],
    extendedRevoke: [],
  };
  const table = rows(section("Extensions"));
  assert.deepEqual(
    table
      .flatMap(
        ([
          {
            spans: [name],
          },
          ,
          ,
          maker,
        ]) => (maker.spans.length > 0 ? name : []),
      )
      .sort(),
    Object.keys(given).sort(),
  );
  for (const [
    {
      spans: [name],
    },
    { text: oid },
    ,
    maker,
  ] of table) {
    if (maker.spans.length > 0) {
      const made = bearocsp[only(maker.spans[0], /^\w+/)](...given[name]);
      assert.deepEqual([made.name, made.oid], [name, oid]);
      assert.notEqual(made.decoded, undefined, name);
    } else {
      // One directoryName without attributes, RFC 5280 5.3.3; one timestamp with an empty signature, RFC 6962 3.2 and
      // 3.3.
      const values = {
        certificateIssuer: "3004a4023000",
        signedCertificateTimestamps: `0433 0031 002f 00 ${"11".repeat(32)} 0000019000000000 0000 0403 0000`.replaceAll(
          " ",
          "",
        ),
      };
      const made = extension(oid, Buffer.from(values[name], "hex"));
      assert.equal(made.name, name);
      assert.notEqual(made.decoded, undefined, name);
    }
  }
  assert.equal(nonce().decoded?.length, 32);
  const request = new OCSPRequestBuilder()
    .addCertificate(sample, sample)
    .addExtension(extension("1.2.3", new Uint8Array([5, 0])))
    .build();
  assert.equal(request.extensions.get("1.2.3")?.name, null);
});

// ---------------------------------------------------------------------------------------------------- the rest

test("every make target, file and anchor that is named exists", async () => {
  const makefile = readFileSync(join(project, "Makefile"), "utf8");
  for (const [, target] of readme.matchAll(/(?:^|`)make ([a-z-]+)/gm)) {
    assert.match(makefile, new RegExp(`^${target}:`, "m"), `make ${target}`);
  }
  const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(
    ([, title]) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-")}`,
  );
  for (const [, target] of readme.matchAll(/\]\(([^)]+)\)/g)) {
    if (target.startsWith("#")) {
      assert.ok(anchors.includes(target), target);
    } else if (!target.startsWith("https://")) {
      assert.ok(existsSync(join(project, target)), target);
    }
  }
});

/** Every JavaScript example of pages in the README. */
const scripts = () => blocks("html").map(({ code }) => code);

test("pages import files that the package has, and the import map is the one that is tested in browsers", () => {
  const { files } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const paths = scripts().flatMap((code) =>
    [...code.matchAll(/"\.\/node_modules\/bearocsp\/([^"]+)"/g)].map(([, path]) => path),
  );
  assert.ok(paths.length >= 4);
  for (const path of paths) {
    assert.ok(existsSync(join(project, path)) && files.some((folder) => path.startsWith(folder)), path);
  }
  const map = only(scripts().join(""), /<script type="importmap">([^]*?)<\/script>/);
  const tested = only(
    readFileSync(join(project, "tests/package/bundlers.test.js"), "utf8"),
    /IMPORT_MAP = JSON\.stringify\(\{\s*imports: (\{[^]*?\}),\s*\}\);/,
  );
  assert.deepEqual(JSON.parse(map).imports, JSON.parse(tested.replace(/,(\s*\})/, "$1")));
});

test("the runtimes are those that are tested", () => {
  const { dependencies } = JSON.parse(readFileSync(join(project, "tests/package/package.json"), "utf8"));
  const versionOf = (name) => only(section("Runtimes"), new RegExp(`^\\| ${name} \\| ([^|]*) \\|`, "m"));
  const nodes = Object.keys(dependencies).flatMap((name) => /^node-(\d+)$/.exec(name)?.[1] ?? []);
  assert.equal(versionOf("Node"), nodes.join(", "));
  for (const name of ["deno", "bun"]) {
    assert.equal(versionOf(name[0].toUpperCase() + name.slice(1)), dependencies[name].split(".")[0]);
  }
  for (const bundler of ["vite", "webpack", "rollup", "esbuild"]) {
    assert.match(section("Runtimes").toLowerCase(), new RegExp(`\\b${bundler}\\b`));
  }
});

test("the limits are those of csrc/lists/limits.def", () => {
  const { INPUT, EXTENSION, OID, INTEGER } = LIMITS;
  const text = section("What it does not do").replaceAll(/\s+/g, " ");
  assert.ok(
    text.includes(
      `Over ${INPUT / 2 ** 20} MiB of input or output, ${EXTENSION} extensions in a list, ` +
        `${OID} octets of OBJECT IDENTIFIER or ${INTEGER} octets of INTEGER it refuses`,
    ),
  );
  // The others are limits of what it makes, and of keys.
  assert.deepEqual(Object.keys(LIMITS), ["INPUT", "EXTENSION", "OID", "INTEGER", "NONCE", "RSA_MIN", "RSA_MAX"]);
});
