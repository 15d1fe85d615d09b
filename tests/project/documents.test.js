// The documents keep their word: every example runs and prints what stands beside it, every table agrees with the
// library
// and with Python's cryptography, and every command, file and anchor exists.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, relative } from "node:path";
import { after, describe, test } from "node:test";
import { promisify } from "node:util";
import * as bearocsp from "../../bindings/index.js";
import { CHECKS, DEFAULTS, LIMITS } from "../../build/lists.js";
import { shell } from "../support/command-line.js";
import {
  anchors,
  block,
  blocks,
  DOCUMENTS,
  only,
  project,
  read,
  relativeLinks,
  rows,
  section,
} from "../support/documents.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";
import { startResponder } from "../support/responder.js";
import { currentTables, documentOf, tableIn, withTable } from "../tools/readme-tables.js";

const run = promisify(execFile);
const README = "README.md",
  LIBRARY = "bindings/README.md",
  COMMAND_LINE = "bindings/cli/README.md",
  FROM_PYTHON = "bindings/recipes/from-python.md",
  PACKAGE = "bindings/packaging/README.md",
  CORE = "csrc/README.md";

// Below the project, so that "bearocsp" is what package.json exports under that name.
mkdirSync(join(project, "build/tests"), { recursive: true });
const folder = mkdtempSync(join(project, "build/tests/readme-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of its own for files that others have under the same names. @param {string} name */
function subfolder(name) {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

// ---------------------------------------------------------------------------------------------------- examples

/**
 * What an example prints, as its comments have it: after console.log, or in the lines below it.
 * @param {string} code
 */
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
  // The blocks of CONTRIBUTING.md are parts of files: contributing-recipes.test.js applies them.
  const examples = blocks(
    "js",
    DOCUMENTS.filter((path) => path !== "CONTRIBUTING.md"),
  );
  const withFiles = subfolder("files"),
    withResponder = subfolder("responder");

  test("are there", () => assert.ok(examples.length >= 18));

  test("the commands make the files that they read", async () => {
    await run("sh", ["-ec", block("sh", README, "Answer")], { cwd: withFiles });
  });

  for (const [i, { path, title, code }] of examples.entries()) {
    test(`${path}: ${title}`, async () => {
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
    const commands = block("sh", README, "Check a certificate");
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
      const code = block("js", README, "Check a certificate");
      writeFileSync(join(cwd, "check.mjs"), code);
      const { stdout } = await run(process.execPath, ["check.mjs"], { cwd, timeout: 60_000 });
      assert.deepEqual(stdout.trimEnd().split("\n"), expectedOutput(code), said);
      assert.equal(code.split("\n").filter(Boolean).length, 10, "ten lines");
      const [ask, inSteps] = blocks("sh", [COMMAND_LINE])
        .filter(({ title }) => title === "The commands")
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
    const [, , code] = blocks("sh", [COMMAND_LINE])
      .filter(({ title }) => title === "The commands")
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
    const code = block("js", LIBRARY, "A request, and its URL");
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
    const printed = expectedOutput(block("js", README, "Read a response"));
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
  return bearocsp.OCSPResponse.fromDER(
    Buffer.from(only(block("js", README, "Read a response"), /`([^`]+)`/), "base64"),
  );
}

test("the C program builds with the command below it, and reads the response", { timeout: 300_000 }, async () => {
  const command = block("sh", CORE, "In C");
  // A make of its own, not a part of the one that runs the tests.
  const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
  await run("make", ["native"], { cwd: project, env });
  const [compile, use] = command.trim().split(" && ");
  const shell = (line) => run("sh", ["-ec", line], { cwd: folder, env });
  writeFileSync(join(folder, "example.c"), block("c", CORE, "In C"));
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

test("the tables made from the lists are up to date", () => {
  for (const [name, content] of Object.entries(currentTables())) {
    assert.ok(tableIn(name).trim() === content, `${documentOf(name)}: node tests/tools/readme-tables.js --write`);
  }
});

test("an outdated table is replaced, and a missing or doubled marker is an error", () => {
  const [name, content] = Object.entries(currentTables()).find(([each]) => each === "errors") ?? assert.fail();
  const current = read(LIBRARY),
    older = current.replace("| `ERR_DER_TIME` |", "| `ERR_DER_TIMES` |");
  assert.ok(older !== current && withTable(older, name, content) === current);
  assert.throws(() => withTable(current.replace("<!-- /errors -->", ""), name, content), /<!-- \/errors -->/);
  assert.throws(() => documentOf(name, [README]), /in: none$/);
  assert.throws(() => documentOf(name, [LIBRARY, LIBRARY]), /in: bindings\/README\.md, bindings\/README\.md$/);
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
  const table = rows(section(FROM_PYTHON, "Coming from Python's cryptography"));
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
    const members = rows(section(FROM_PYTHON, "Enumerations"));
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
  const table = rows(section(LIBRARY, "What there is"));
  const named = table.flatMap(([{ spans }]) => spans.map((span) => span.replace("()", "")));
  const makers = rows(section(LIBRARY, "Extensions")).flatMap(([, , , { spans }]) =>
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
  const sample = Certificate.fromPEM(read(LIBRARY));
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
  const table = rows(section(LIBRARY, "Extensions"));
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
    .addCertificateByHash({ ...bearocsp.issuerID(sample), serialNumber: sample.serialNumber })
    .addExtension(extension("1.2.3", new Uint8Array([5, 0])))
    .build();
  assert.equal(request.extensions.get("1.2.3")?.name, null);
});

// ---------------------------------------------------------------------------------------------------- the rest

test("every make target that is named exists", () => {
  const makefile = read("Makefile");
  for (const path of DOCUMENTS) {
    const commands = blocks("sh", [path]).flatMap(({ code }) => [...code.matchAll(/^make ([a-z-]+)/gm)]);
    for (const [, target] of [...commands, ...read(path).matchAll(/`make ([a-z-]+)/g)]) {
      assert.match(makefile, new RegExp(`^${target}:`, "m"), `${path}: make ${target}`);
    }
  }
});

test("every link leads to a file that exists, and to an anchor of it", () => {
  let seen = 0;
  for (const path of DOCUMENTS) {
    for (const target of relativeLinks(read(path))) {
      const [file, anchor] = target.split("#");
      const to = file === "" ? path : join(dirname(path), file);
      assert.ok(!to.startsWith("..") && existsSync(join(project, to)), `${path}: ${target}`);
      if (anchor !== undefined) {
        assert.ok(anchors(read(to)).includes(anchor), `${path}: ${target}`);
      }
      seen++;
    }
  }
  assert.ok(seen > 60);
});

test("a link to what does not exist is seen", () => {
  assert.deepEqual(relativeLinks("[a](b.md#c) [d](https://e/) ![f](g.png)\n```\n[h](i)\n```\n"), ["b.md#c", "g.png"]);
  assert.deepEqual(anchors("# A b, and `c()`\n```sh\n# no heading\n```\n"), ["a-b-and-c"]);
});

test("what README.md and the documents that it leads to link is published with them, so that the links work there", () => {
  const { files } = JSON.parse(read("package.json"));
  const always = ["README.md", "LICENSE", "package.json"];
  const isPublished = (/** @type {string} */ path) =>
    always.includes(path) || files.some((each) => (each.endsWith("/") ? path.startsWith(each) : path === each));
  for (const path of DOCUMENTS.filter(isPublished)) {
    for (const target of relativeLinks(read(path)).map((each) => each.split("#")[0])) {
      const to = relative("", join(dirname(path), target || "."));
      const isElsewhere = path !== README && !target.endsWith(".md");
      assert.ok(
        target === "" || isElsewhere || isPublished(to),
        `${path}: ${target} is not in "files" of package.json`,
      );
    }
  }
});

test("every document is reached from README.md", () => {
  const reached = new Set([README]);
  for (const path of reached) {
    for (const target of relativeLinks(read(path))) {
      const [file] = target.split("#");
      if (file.endsWith(".md")) {
        reached.add(join(dirname(path), file));
      }
    }
  }
  assert.deepEqual([...reached].sort(), [...DOCUMENTS].sort());
});

test("README.md is for the first ten minutes: at most 25 kB", () => {
  assert.ok(statSync(join(project, README)).size <= 25_000);
});

/** What cannot be broken: a table's row, a printed value, a URL. @param {string} line */
const isOneThing = (line) => line.startsWith("|") || line.startsWith("// ") || /^\S+$/.test(line.trim());

test("no line of prose or code is longer than 120 columns", () => {
  for (const path of DOCUMENTS) {
    const long = read(path)
      .split("\n")
      .filter((line) => line.length > 120 && !isOneThing(line));
    assert.deepEqual(long, [], path);
  }
});

test("the figures in README.md are those of the benchmark's table", () => {
  const figures = (/** @type {string} */ name) =>
    new Map(
      rows(tableIn(name)).map(([what, ours, python, ...rest]) => [
        what.text,
        [ours, python, ...rest].map(({ text }) => text),
      ]),
    );
  const all = figures("bench");
  const brief = figures("bench-brief");
  assert.ok(brief.size >= 3);
  for (const [what, [ours, python, javascript]] of brief) {
    const [first, second, , fourth] = all.get(what) ?? assert.fail(what);
    assert.deepEqual([ours, python, javascript], [first, second, fourth], what);
  }
});

/** Every example of a page. */
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
  assert.deepEqual(
    JSON.parse(map).imports,
    JSON.parse(tested.replace(/^(\s*)(\w+):/gm, '$1"$2":').replace(/,(\s*\})/, "$1")),
  );
});

test("the runtimes are those that are tested", () => {
  const { dependencies } = JSON.parse(readFileSync(join(project, "tests/package/package.json"), "utf8"));
  const versionOf = (name) => only(section(PACKAGE, "Runtimes"), new RegExp(`^\\| ${name} \\| ([^|]*) \\|`, "m"));
  const nodes = Object.keys(dependencies).flatMap((name) => /^node-(\d+)$/.exec(name)?.[1] ?? []);
  assert.equal(versionOf("Node"), nodes.join(", "));
  for (const name of ["deno", "bun"]) {
    assert.equal(versionOf(name[0].toUpperCase() + name.slice(1)), dependencies[name].split(".")[0]);
  }
  for (const bundler of ["vite", "webpack", "rollup", "esbuild"]) {
    assert.match(section(PACKAGE, "Runtimes").toLowerCase(), new RegExp(`\\b${bundler}\\b`));
  }
});

test("the limits are those of csrc/lists/limits.def", () => {
  const { INPUT, EXTENSION, OID, INTEGER, RSA_MIN, RSA_MAX, RSA_PUBLIC_MAX, RSA_HOST_MAX } = LIMITS;
  const text = section(README, "What it does not do").replaceAll(/\s+/g, " ");
  assert.ok(
    text.includes(
      `It refuses inputs and outputs over ${INPUT / 2 ** 20} MiB, lists of more than ${EXTENSION} extensions, ` +
        `OBJECT IDENTIFIERs over ${OID} octets and INTEGERs over ${INTEGER} octets.`,
    ),
  );
  assert.ok(section(README, "What it does").includes(`RSA ${RSA_MIN} to ${RSA_MAX} bits`));
  assert.ok(
    section("bindings/keys/README.md", "Check a signature")
      .replaceAll(/\s+/g, " ")
      .includes(
        `RSA keys that check may be larger than those that sign: ${RSA_MIN} to ${RSA_PUBLIC_MAX} bits, and up to ` +
          `${RSA_HOST_MAX} where \`node:crypto\` can.`,
      ),
  );
  // NONCE limits what it makes, not what it reads.
  assert.deepEqual(Object.keys(LIMITS), [
    "INPUT",
    "EXTENSION",
    "OID",
    "INTEGER",
    "NONCE",
    "RSA_MIN",
    "RSA_MAX",
    "RSA_PUBLIC_MAX",
    "RSA_HOST_MAX",
  ]);
});

test("the defaults in the table of options are those of csrc/lists/defaults.def", () => {
  const told = new Map(
    rows(section(LIBRARY, "Verification"))
      .filter(([, value]) => /^\d+$/.test(value?.text ?? ""))
      .map(([option, value]) => [option.spans[0], Number(value.text)]),
  );
  const { nonceBytes, ...options } = DEFAULTS;
  assert.deepEqual(Object.fromEntries(told), { ...options });
  assert.ok(section(LIBRARY, "Extensions").includes(`\`nonce()\` draws ${nonceBytes} random ones`));
});

test("the number of checks is the one that the documents count", () => {
  const words = { 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen" };
  const counted = DOCUMENTS.flatMap((path) =>
    Array.from(read(path).matchAll(/\b(\w+teen|twelve)\s+checks\b/gi), ([, word]) => `${path}: ${word.toLowerCase()}`),
  );
  const expected = words[/** @type {keyof typeof words} */ (CHECKS.length)];
  assert.deepEqual(counted, [`CHANGELOG.md: ${expected}`, `README.md: ${expected}`, `README.md: ${expected}`]);
});
