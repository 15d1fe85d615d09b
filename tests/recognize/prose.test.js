// recognize(): no object in text that holds none: prose, licences, source code, keys and hashes in other forms, random
// bytes.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { recognize } from "../../bindings/recognize/recognize.js";
import { openssl } from "../support/openssl.js";
import { assertFindsNothing, base64, hex, octets, wrapped } from "../support/pasted.js";
import { printSeed, Random } from "../support/random.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** OpenSSL reads what was found: then it was there on purpose. @type {Record<string, (file: string) => string[]>} */
const JUDGES = {
  certificate: (file) => ["x509", "-inform", "DER", "-noout", "-in", file],
  "ocsp-request": (file) => ["ocsp", "-reqin", file],
  "ocsp-response": (file) => ["ocsp", "-respin", file, "-noverify"],
  "private-key": (file) => ["pkey", "-inform", "DER", "-noout", "-in", file],
  "public-key": (file) => ["pkey", "-pubin", "-inform", "DER", "-noout", "-in", file],
};
const file = join(project, `build/tests/found-${process.pid}.der`);
after(() => rmSync(file, { force: true }));

function assertFindsNoFalseObject(path) {
  const text = readFileSync(path, "utf8");
  for (const input of [text, new Uint8Array(Buffer.from(text, "utf16le"))]) {
    for (const { kind, der } of recognize(input)) {
      writeFileSync(file, der);
      assert.ok(kind in JUDGES, `${path}: ${kind} ${hex(der)}`);
      assert.doesNotThrow(() => openssl(JUDGES[kind](file)), `${path}: ${kind} ${hex(der)}`);
    }
  }
}

// Not the tests: their tables have broken objects on purpose.
for (const folder of [
  ".",
  "csrc",
  "csrc/lists",
  "bindings",
  "bindings/ocsp",
  "bindings/x509",
  "bindings/keys",
  "bindings/recognize",
  "bindings/lib",
  "bindings/cli",
  "web",
  "web/page",
  "web/panel",
  "tests/support",
  "tests/tools",
  "tests/fuzz",
]) {
  test(`files in ${folder}`, () => {
    const names = readdirSync(join(project, folder)).filter((name) =>
      /\.(c|h|def|js|css|html|py|sh|md|ts|json)$|^[A-Z][A-Za-z]+$/.test(name),
    );
    assert.ok(names.length > 0);
    for (const name of names) {
      assertFindsNoFalseObject(join(project, folder, name));
    }
  });
}

test("the texts beside the vectors", { skip: withoutVectors }, () => {
  for (const [source, names] of Object.entries({
    pyca: ["LICENSE", "LICENSE.APACHE", "LICENSE.BSD"],
    rustcrypto: ["LICENSE-APACHE", "LICENSE-MIT"],
    wycheproof: ["LICENSE"],
  })) {
    for (const name of names) {
      assertFindsNothing(new VectorSource(source).text(name), name);
    }
  }
});

const licences = "/usr/share/common-licenses";
test("licences", { skip: !existsSync(licences) && `no ${licences}` }, () => {
  for (const name of readdirSync(licences)) {
    const text = readFileSync(join(licences, name), "utf8");
    for (const form of [
      text,
      text.toUpperCase(),
      text.replaceAll(/\s+/g, " "),
      text.replaceAll(/[^A-Za-z0-9\s]/g, ""),
      text.replaceAll(/\s+/g, "\n"),
      text.replaceAll(/[^\w]+/g, "/"),
    ]) {
      assertFindsNothing(form, name);
    }
    assertFindsNothing(base64(Buffer.from(text)), `${name} in base64`);
    assertFindsNothing(hex(Buffer.from(text)), `${name} in hexadecimal`);
  }
});

test("the compiled core, as bytes, base64 and hexadecimal", () => {
  const wasm = readFileSync(join(project, "build/ocsp.wasm"));
  assertFindsNothing(wasm, "bytes");
  assertFindsNothing(base64(wasm), "base64");
  assertFindsNothing(wrapped(hex(wasm), 60), "hexadecimal");
});

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

test("hashes, fingerprints, UUIDs, keys and random data in text", (context) => {
  printSeed(context);
  const random = new Random();
  for (let i = 0; i < 3000; i++) {
    const bytes = random.bytes(random.pick([16, 20, 28, 32, 48, 64, 96, 128, 256, 1024]));
    // As if it began like DER, which one in 256 does.
    if (random.chance(0.5)) {
      bytes[0] = 0x30;
    }
    if (random.chance(0.3)) {
      bytes[1] = random.pick([0x81, 0x82, bytes.length - 2]);
    }
    const digits = hex(bytes);
    const uuid = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5");
    for (const text of [
      digits,
      digits.toUpperCase(),
      octets(bytes).join(":"),
      octets(bytes).join(" "),
      `commit ${digits}`,
      uuid,
      `{${uuid}}`,
      `sha256:${digits}`,
      `0x${digits}`,
      base64(bytes),
      `sha256-${base64(bytes)}`,
      `ssh-rsa ${base64(bytes)} user@host`,
      `data:image/png;base64,${base64(bytes)}`,
      `Authorization: Basic ${base64(bytes)}`,
      `a.${Buffer.from(bytes).toString("base64url")}.${Buffer.from(bytes).toString("base64url")}`,
      `http://example.com/${encodeURIComponent(base64(bytes))}`,
    ]) {
      assertFindsNothing(text);
    }
    // Bytes that are one whole SEQUENCE are unknown DER, also by accident.
    if (bytes[0] !== 0x30) {
      assertFindsNothing(bytes);
    }
  }
  for (let i = 0; i < 300; i++) {
    assertFindsNothing(
      Array.from({ length: 400 }, () =>
        Array.from({ length: random.integer(1, 30) }, () => random.pick([...LETTERS])).join(""),
      ).join(random.pick([" ", "\n", "/", ",", '" + "'])),
    );
    const starts = Array.from(
      { length: 400 },
      () => `M${random.pick([..."ABCDEFGHIJKLMNOP"])}${random.pick(["", "G", "IB", "IC", "DAw", "MAoB"])}`,
    );
    assertFindsNothing(
      starts.map((start) => start + base64(random.bytes(9))).join(random.pick([" ", "\n", "/", ", "])),
    );
  }
});

test("a megabyte of random bytes", (context) => {
  printSeed(context);
  const bytes = new Random().bytes(2 ** 20);
  assertFindsNothing(bytes, "bytes");
  assertFindsNothing(base64(bytes), "base64");
  assertFindsNothing(wrapped(base64(bytes), 76), "lines of base64");
  assertFindsNothing(wrapped(hex(bytes), 64), "lines of hexadecimal");
});
