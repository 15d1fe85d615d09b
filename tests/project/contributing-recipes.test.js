// The recipes of CONTRIBUTING.md, applied literally in a copy of the tree: it builds, and what they add appears
// everywhere, in the report, the documents, the panel and the types. Where a step is left out, the build says what is
// missing.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bitString, enumerated, nullValue, octetString, oid, sequence, tlv } from "../support/der.js";
import { makePKI } from "../support/pki.js";
import { apply, copyTree, stepsOf, withStep } from "../support/recipes.js";

const RECIPES = ["Adding an extension", "Adding a signature algorithm", "Adding a check"];

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
/** A copy of the tree with some steps applied. @param {readonly import("../support/recipes.js").Step[]} steps */
function copyWith(steps) {
  const folder = mkdtempSync(join(tmpdir(), "bearocsp-recipes-"));
  folders.push(folder);
  copyTree(folder);
  apply(folder, steps);
  return folder;
}

// A make of its own, not a part of the one that runs the tests.
const { MAKEFLAGS, MFLAGS, MAKELEVEL, BEARSSL_SRC, ...rest } = process.env;
const env = BEARSSL_SRC === undefined ? rest : { ...rest, BEARSSL_SRC: resolve(BEARSSL_SRC) };
/** @param {string} cwd @param {string} command @param {string[]} args */
const run = (cwd, command, ...args) =>
  /** @type {Promise<{ status: number, output: string }>} */ (
    new Promise((done) =>
      execFile(command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        done({ status: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      ),
    )
  );

test("a step goes after the whole statement, or before it, and its place must be there once", () => {
  const text = 'F(A, "(",\n  B)\nF(C)\nF(D)\n';
  const step = { path: "list", code: "F(X)\n" };
  assert.equal(withStep(text, { ...step, side: "after", anchor: "F(A" }), 'F(A, "(",\n  B)\nF(X)\nF(C)\nF(D)\n');
  assert.equal(withStep(text, { ...step, side: "before", anchor: "F(C" }), 'F(A, "(",\n  B)\nF(X)\nF(C)\nF(D)\n');
  for (const anchor of ["F(", "G("]) {
    assert.throws(() => withStep(text, { ...step, side: "after", anchor }), /list: one line begins with/);
  }
});

describe("all recipes, applied", () => {
  const folder = copyWith(RECIPES.flatMap(stepsOf));
  const readable = (/** @type {string} */ path) => readFileSync(join(folder, path), "utf8");
  const pki = makePKI();
  after(() => pki.remove());
  /** @type {typeof import("../../bindings/index.js")} */
  let built;

  before(
    async () => {
      const targets = ["build/package/index.js", "build/package/types/bindings/index.d.ts"];
      const { status, output } = await run(folder, "make", ...targets);
      assert.equal(status, 0, output);
      built = await import(pathToFileURL(join(folder, "build/package/index.js")).href);
    },
    { timeout: 600_000 },
  );

  test("the documents are out of date, and are brought up to date", async () => {
    const tables = ["tests/tools/readme-tables.js"];
    const older = await run(folder, "node", ...tables);
    assert.equal(older.status, 1);
    for (const name of ["checks", "extensions"]) {
      assert.match(older.output, new RegExp(`^bindings/README\\.md: .*<!-- ${name} -->`, "m"));
    }
    assert.deepEqual(await run(folder, "node", ...tables, "--write"), { status: 0, output: "" });
    assert.deepEqual(await run(folder, "node", ...tables), { status: 0, output: "" });
    const document = readable("bindings/README.md");
    assert.match(
      document,
      /^\| `revocationTime` \| Is the revocationTime .* in the past\? \| RFC 6960 section 4\.2\.1 \|$/m,
    );
    assert.match(document, /^\| `holdInstructionCode` \| 2\.5\.29\.23 \| entry \(RFC 3280 5\.3\.2\) \|/m);
  });

  test("the types know them", () => {
    assert.match(readable("build/package/types/build/lists.d.ts"), /"revocationTime"/);
    assert.match(readable("build/package/types/build/lists.d.ts"), /"RSA-RIPEMD160"/);
    assert.match(readable("build/package/types/bindings/x509/extension.d.ts"), /\bholdInstructionCode: string\b/);
  });

  test("the panel shows them", () => {
    const panel = readable("build/package/panel.js");
    assert.match(panel, /\bholdInstructionCode\b/);
    // The library has the titles, and the panel takes all of them from there.
    assert.match(panel, /import \{[^}]*\bCHECK_TITLES\b[^}]*\} from "\.\/index\.js"/);
    assert.equal(Object(built.CHECK_TITLES).revocationTime, "Was it revoked in the past?");
  });

  /** An answer about a revoked certificate. @param {Date} revocationTime @param {object} [more] */
  const revoked = (revocationTime, more) =>
    new built.OCSPResponseBuilder()
      .addResponse({
        certificate: pki.text("server.pem"),
        issuer: pki.text("ca.pem"),
        certificateStatus: "revoked",
        revocationTime,
        thisUpdate: new Date(),
        ...more,
      })
      .responderId("hash", pki.text("ca.pem"))
      .sign(pki.text("ca.key"), "SHA-256");

  test("the check: a row of the report, which passes, and which makes a note", () => {
    const day = 24 * 3600 * 1000;
    for (const [days, outcome, sentence] of /** @type {const} */ ([
      [-1, "pass", /not revoked in the future/],
      [1, "note", /^revocationTime is \d{4}-.*, which is in the future\.$/],
    ])) {
      const { checks, ok } = revoked(new Date(Date.now() + days * day)).check({
        certificate: pki.text("server.pem"),
        issuer: pki.text("ca.pem"),
      });
      const row = checks.at(-1) ?? assert.fail();
      assert.deepEqual([checks.length, row.name, row.outcome, ok], [13, "revocationTime", outcome, true]);
      assert.match(row.message, sentence);
      assert.equal(row.reference, "RFC 6960 section 4.2.1");
    }
  });

  test("the extension: read by name and by OID, decoded, and refused when it is broken", () => {
    // RFC 3280 5.3.2: id-holdinstruction-reject is holdInstruction 3, 1.2.840.10040.2.3.
    const reject = oid("1.2.840.10040.2.3").bytes;
    const extension = built.extension("2.5.29.23", reject);
    assert.deepEqual([extension.name, extension.decoded], ["holdInstructionCode", "1.2.840.10040.2.3"]);
    const response = revoked(new Date(), { extensions: [extension] });
    const { singleExtensions } = built.OCSPResponse.fromDER(response.toDER());
    for (const name of ["holdInstructionCode", "2.5.29.23"]) {
      assert.equal(singleExtensions.get(name)?.decoded, "1.2.840.10040.2.3");
    }
    assert.throws(() => built.extension("2.5.29.23", new Uint8Array([5, 0])), { code: "ERR_DER_TAG" });
    const shown = JSON.stringify(built.dissect(response.toDER()).root);
    assert.match(shown, /HoldInstructionCode/);
  });

  test("the algorithm: shown by name, and using it is an error, not the answer false", () => {
    const response = revoked(new Date());
    const algorithm = sequence(oid("1.3.36.3.3.1.2"), nullValue());
    const basic = sequence(response.tbsResponseBytes, algorithm, bitString(new Uint8Array(256))).bytes;
    const wrapped = sequence(enumerated(0), tlv(0xa0, sequence(oid("1.3.6.1.5.5.7.48.1.1"), octetString(basic)))).bytes;
    const read = built.OCSPResponse.fromDER(wrapped);
    assert.equal(read.signatureAlgorithm?.name, "RSA-RIPEMD160");
    assert.throws(() => read.isSignedBy(pki.text("ca.pem")), { code: "ERR_UNSUPPORTED_ALGORITHM" });
    const report = read.check({ certificate: pki.text("server.pem"), issuer: pki.text("ca.pem") });
    assert.equal(report.checks.find(({ name }) => name === "signature")?.outcome, "fail");
    assert.deepEqual(built.preferredSignatureAlgorithms([/** @type {any} */ ("RSA-RIPEMD160")]).decoded, [
      "RSA-RIPEMD160",
    ]);
  });

  test("without its reader, an extension does not link, and the linker names the reader", {
    timeout: 600_000,
  }, async () => {
    const missing = "read_hold_instruction_code";
    const path = "csrc/extension_value.c";
    const whole = readable(path);
    writeFileSync(join(folder, path), whole.replaceAll(`int ${missing}(`, "int read_something_else("));
    const { status, output } = await run(folder, "make", "build/ocsp.wasm");
    writeFileSync(join(folder, path), whole);
    assert.notEqual(status, 0);
    assert.match(output, new RegExp(`undefined symbol: ${missing}`));
  });
});

describe("a step left out", () => {
  const compile = (/** @type {string} */ name) => ["make", `build/wasm/csrc/${name}.o`];
  const generate = ["node", "csrc/lists/generate.js"];
  // Of the types, those of one file: all of them take their time.
  const one = JSON.stringify({ extends: "./tsconfig.json", include: [], files: ["bindings/x509/extension.js"] });
  const generateAndCheckTypes = [
    "sh",
    "-ec",
    `echo '${one}' >tsconfig.one.json; ${generate.join(" ")}; node_modules/.bin/tsc -p tsconfig.one.json`,
  ];

  for (const [recipe, left, command, complaint] of /** @type {[string, string, string[], RegExp][]} */ ([
    ["Adding an extension", "fields.def", compile("extension_value"), /HOLD_INSTRUCTION_CODE/],
    ["Adding an extension", "oid: (value", generateAndCheckTypes, /Property 'oid' is missing/],
    ["Adding an extension", "@property", generateAndCheckTypes, /index type 'KnownExtensions'/],
    ["Adding a signature algorithm", "oids.def", generate, /algorithms\.def:\d+: .*RSA_RIPEMD160/],
    ["Adding a check", "CHECK(", generate, /checks\.def:\d+: .*REVOCATION_TIME/],
    ["Adding a check", "FINDING(", generate, /checks\.def:\d+: revocationTime has no FINDING/],
    ["Adding a check", "judge_revocation_time(v);", compile("verify"), /unused function 'judge_revocation_time'/],
  ])) {
    test(`${recipe}, ${left}: it is said what is missing`, { timeout: 600_000 }, async () => {
      const steps = stepsOf(recipe);
      const others = steps.filter(
        ({ path, code }) => !path.endsWith(left) && !code.replace(/^[ *]+/, "").startsWith(left),
      );
      assert.equal(others.length, steps.length - 1);
      const [name, ...args] = command;
      const { status, output } = await run(copyWith(others), name, ...args);
      assert.notEqual(status, 0);
      assert.match(output, complaint);
    });
  }
});
