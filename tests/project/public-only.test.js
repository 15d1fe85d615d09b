// Code that takes variable time is named ..._public: no file that handles a private key uses it. Read from the objects
// that the WebAssembly module is linked of.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const build = fileURLToPath(new URL("../../build", import.meta.url));

/** What handles private keys. */
const SIGNING = [
  "signature",
  "ecdsa",
  "rfc6979",
  "dsa",
  "rsa",
  "rsa_pss",
  "private_key",
  "key_check",
  "signature_value",
];
/** What may: checking alone. */
const CHECKING = ["signature_check"];

/** The functions that an object takes from others. @param {string} name */
const importsOf = (name) =>
  WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(`${build}/wasm/csrc/${name}.o`))).map(
    (one) => one.name,
  );

const objects = readdirSync(`${build}/wasm/csrc`)
  .filter((name) => name.endsWith(".o"))
  .map((name) => name.slice(0, -2));

test("what ends in _public is used by what checks, and by itself", () => {
  const users = objects.filter((name) => importsOf(name).some((one) => one.endsWith("_public")));
  assert.deepEqual(
    users.filter((name) => !name.endsWith("_public")),
    CHECKING,
  );
  assert.ok(users.length > CHECKING.length);
});

test("no file that handles a private key calls it, nor what calls it", () => {
  for (const name of SIGNING) {
    const wrong = importsOf(name).filter((one) => /_public$|^check_signature$|^make_tables$/.test(one));
    assert.deepEqual(wrong, [], name);
  }
});

test("all that those files have for others is named so", () => {
  const own = objects.filter((name) => name.endsWith("_public"));
  assert.ok(own.length >= 4, own.join());
  for (const name of own) {
    const source = readFileSync(fileURLToPath(new URL(`../../csrc/${name}.c`, import.meta.url)), "utf8");
    const functions = [...source.matchAll(/^(?!static |typedef |#|INLINED)[a-z][\w ]*[ *](\w+)\(/gm)].map(
      ([, one]) => one,
    );
    assert.ok(functions.length > 0, name);
    for (const one of functions) {
      assert.match(one, /_public$/, name);
    }
  }
});

test("the page's module, which signs nothing, has nothing of BearSSL's curves", () => {
  // 04 and the x of P-256's generator: so BearSSL writes it, and csrc/ecdsa_public.c without the 04.
  const x = Buffer.from("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", "hex");
  const [whole, small] = ["ocsp", "ocsp-small"].map((name) => readFileSync(`${build}/${name}.wasm`));
  const point = Buffer.concat([Uint8Array.of(4), x]);
  assert.ok(whole.includes(point) && small.includes(x));
  assert.ok(!small.includes(point));
});
