// After a call that took a private key nothing of its secret parts is left in linear memory: not after a signature, a
// refusal or a trap. The same search finds them in builds whose bindings/wasm/core.js does not wipe.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as library from "../../bindings/index.js";
import { signatureNumber } from "../../bindings/keys/signature.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import * as core from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { CERT_ID, ENTRY, THIS_UPDATE } from "../support/answers.js";
import { certificatePEM, derOf, openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";
import { findSecrets, secretParts } from "../support/secrets.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */
/** @typedef {{ library: typeof library, core: typeof core, Plan: typeof Plan, OwnedBytes: typeof OwnedBytes }} Build */

/**
 * What wipes in core.js: lines for the shadow stack, which begins at address 0, for the arena after the static data,
 * and for refused input.
 */
const WIPES = {
  stack: /^\s*new Uint8Array\(buffer, 0, STACK_BYTES\)\.fill\(0\);$/,
  arena: /^\s*new Uint8Array\(buffer, core\.arena, .*\)\.fill\(0\);$/,
  refusal: /^\s*core\.bytes\.fill\(0, core\.arena, .*\);$/,
};
const STACK_OCTETS = 65536;

/**
 * The library without some of those lines, in a folder that looks like the project.
 * @param {(keyof typeof WIPES)[]} left
 * @returns {Promise<Build>}
 */
async function buildWithout(...left) {
  const root = new URL("../../", import.meta.url),
    copy = new URL(`build/tests/no-wipe/${left.join("-")}/`, root);
  const path = (name, base = copy) => fileURLToPath(new URL(name, base));
  rmSync(path("."), { recursive: true, force: true });
  mkdirSync(path("build/package"), { recursive: true });
  cpSync(path("bindings", root), path("bindings"), { recursive: true });
  for (const file of ["package.json", "build/lists.js", "build/package/wasm-node.js", "build/package/eddsa-node.js"]) {
    cpSync(path(file, root), path(file));
  }
  symlinkSync(path("node_modules", root), path("node_modules"));
  const lines = readFileSync(path("bindings/wasm/core.js"), "utf8").split("\n");
  const kept = lines.filter((line) => !left.some((part) => WIPES[part].test(line)));
  assert.equal(lines.length - kept.length, left.length, "the lines that wipe");
  writeFileSync(path("bindings/wasm/core.js"), kept.join("\n"));
  const load = (file) => import(new URL(`bindings/${file}`, copy).href);
  return {
    library: await load("index.js"),
    core: await load("wasm/core.js"),
    Plan: (await load("wasm/plan.js")).Plan,
    OwnedBytes: (await load("lib/bytes.js")).OwnedBytes,
  };
}

const wiping = { library, core, Plan, OwnedBytes };
const leaking = await buildWithout("stack", "arena", "refusal");
const leakingStack = await buildWithout("stack");
const leakingArena = await buildWithout("arena", "refusal");

/** The memory as the last call left it. @param {Build} build */
const memoryOf = (build) => build.core.linearMemory() ?? assert.fail("no instance is left to look at");
/** @param {Build} build @param {Record<string, Uint8Array>} secrets */
const found = (build, secrets) => findSecrets(memoryOf(build), secrets);

/**
 * @param {Build} build
 * @param {string} algorithm
 * @param {KeyName} name
 * @param {number} [dataLength] other than what is there
 */
function planOf(build, algorithm, name, dataLength) {
  const octets = (bytes) => new build.OwnedBytes(bytes);
  const plan = new build.Plan()
    .int(signatureNumber(algorithm))
    .span(octets(derOf(privateKeyPEM(name))))
    .span(octets(new TextEncoder().encode("tbsResponseData")))
    .span(octets(new Uint8Array(64).fill(7)));
  if (dataLength !== undefined) {
    plan.cells[4] = dataLength;
  }
  return plan;
}

/** More than there is memory: reading it traps. */
const TOO_LONG = 0x7fffffff;

/** @param {() => unknown} action @param {string} code */
const throws = (action, code) =>
  assert.throws(
    action,
    (/** @type {any} */ error) => error.code === code || assert.fail(`${error.code}: ${error.stack}`),
  );
/** @param {() => unknown} action */
const traps = (action) => throws(action, "ERR_INTERNAL");

/** The next call has an instance of its own: what others left there must not help. @param {Build} build */
function dropInstance(build) {
  traps(() => build.core.makeSignature(planOf(build, "ECDSA-SHA256", "p-256-other", TOO_LONG)));
  assert.equal(build.core.linearMemory(), undefined);
}

/** @param {Build} build @param {KeyName} responder */
const answer = ({ library: { OCSPResponseBuilder } }, responder) =>
  new OCSPResponseBuilder()
    .addResponseByHash(ENTRY)
    .responderId("name", certificatePEM(responder))
    .producedAt(THIS_UPDATE);

/** Keys that the core signs with, and how: [key, hash, rsaPadding, SignatureAlgorithmName]. */
const SIGNING = /** @type {const} */ ([
  ["rsa-1024", "SHA-256", "pkcs1", "RSA-SHA256"],
  ["rsa-2048", "SHA-256", "pkcs1", "RSA-SHA256"],
  ["rsa-4096", "SHA-512", "pkcs1", "RSA-SHA512"],
  ["rsa-1024", "SHA-1", "pss", "RSA-PSS-SHA1"],
  ["rsa-2048", "SHA-256", "pss", "RSA-PSS-SHA256"],
  ["rsa-4096", "SHA-512", "pss", "RSA-PSS-SHA512"],
  ["rsa-pss", "SHA-384", "pss", "RSA-PSS-SHA384"],
  ["rsa-pss-sha256", "SHA-256", "pss", "RSA-PSS-SHA256"],
  ["p-256", "SHA-256", undefined, "ECDSA-SHA256"],
  ["p-256", "SHA-512", undefined, "ECDSA-SHA512"],
  ["p-384", "SHA-384", undefined, "ECDSA-SHA384"],
  ["p-521", "SHA-512", undefined, "ECDSA-SHA512"],
  ["p-521", "SHA-1", undefined, "ECDSA-SHA1"],
  ["dsa-1024", "SHA-1", undefined, "DSA-SHA1"],
  ["dsa-2048-224", "SHA-256", undefined, "DSA-SHA256"],
  ["dsa-2048", "SHA-256", undefined, "DSA-SHA256"],
  ["dsa-3072", "SHA-512", undefined, "DSA-SHA512"],
]);

describe("the search", () => {
  const secrets = secretParts(privateKeyPEM("rsa-2048"));
  const memory = () => new Uint8Array(65536 * 4);
  test("finds nothing in memory that never saw the key", () => {
    assert.deepEqual(findSecrets(memory().buffer, secrets), []);
    const other = memory();
    other.set(derOf(privateKeyPEM("rsa-2048-other")), 1001);
    other.set(derOf(certificatePEM("rsa-2048")), 5001);
    assert.deepEqual(findSecrets(other.buffer, secrets), []);
  });
  test("finds eight octets of a part at any offset, in every form", () => {
    const run = secrets.p.subarray(40, 48);
    const number = BigInt(`0x${Buffer.from(secrets.p).toString("hex")}`);
    const words = new Uint8Array(
      Uint32Array.of(Number((number >> 310n) & 0x7fffffffn), Number((number >> 341n) & 0x7fffffffn)).buffer,
    );
    for (const octets of [
      run,
      Uint8Array.from(run).reverse(),
      words,
      Uint8Array.of(run[3], run[2], run[1], run[0], run[7], run[6], run[5], run[4]),
    ]) {
      for (const at of [0, 1, 2, 3, 65533, 65536 * 4 - 8]) {
        const whole = memory();
        whole.set(octets, at);
        const [place, ...more] = findSecrets(whole.buffer, secrets);
        assert.match(place, new RegExp(`^p, .* at ${at}$`));
        assert.deepEqual(more, []);
      }
    }
  });
  test("seven octets are none", () => {
    const whole = memory();
    whole.set(secrets.p.subarray(40, 47), 77);
    assert.deepEqual(findSecrets(whole.buffer, secrets), []);
  });
});

/** Where there is no node:crypto the core signs with RSA too. @param {() => void} act */
function withoutHost(act) {
  const { getBuiltinModule } = process;
  process.getBuiltinModule = /** @type {any} */ (() => undefined);
  try {
    act();
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
}
/** Where there is, the core only reads the key and says whether it may sign. @param {() => void} act */
const withHost = (act) => act();

describe("sign() of a builder", () => {
  for (const [name, hash, rsaPadding, algorithm] of SIGNING) {
    test(`${name}, ${algorithm}`, () => {
      const secrets = secretParts(privateKeyPEM(name));
      for (const where of name.startsWith("rsa") ? [withoutHost, withHost] : [withHost]) {
        for (const key of [privateKeyPEM(name), derOf(privateKeyPEM(name))]) {
          where(() => {
            dropInstance(wiping);
            answer(wiping, name).sign(key, hash, { rsaPadding });
            assert.deepEqual(found(wiping, secrets), []);
            // And when the key was read long ago.
            dropInstance(wiping);
            const read = library.PrivateKey.from(key);
            assert.deepEqual(found(wiping, secrets), []);
            answer(wiping, name).sign(read, hash, { rsaPadding });
            assert.deepEqual(found(wiping, secrets), []);
          });
        }
      }
    });
  }
  for (const name of /** @type {const} */ (["ed25519", "ed448"])) {
    test(name, () => {
      const secrets = secretParts(privateKeyPEM(name));
      dropInstance(wiping);
      const read = library.PrivateKey.from(privateKeyPEM(name));
      assert.deepEqual(found(wiping, secrets), []);
      answer(wiping, name).sign(read, null);
      assert.deepEqual(found(wiping, secrets), []);
    });
  }
});

/**
 * The calls of the core that take a key.
 * @type {Record<string, (build: Build, name: KeyName, algorithm: string) => unknown>}
 */
const CALLS = {
  readPrivateKey: (build, name) => build.core.readPrivateKey(new build.OwnedBytes(derOf(privateKeyPEM(name)))),
  writePublicKey: (build, name) => build.core.writePublicKey(new build.OwnedBytes(derOf(privateKeyPEM(name)))),
  canSign: (build, name, algorithm) => assert.equal(build.core.canSign(planOf(build, algorithm, name)), true),
  makeSignature: (build, name, algorithm) =>
    assert.ok(build.core.makeSignature(planOf(build, algorithm, name)).length > 0),
};

describe("each call that takes a key, with and without wiping", () => {
  for (const [name, , , algorithm] of SIGNING) {
    test(`${name}, ${algorithm}`, (t) => {
      const secrets = secretParts(privateKeyPEM(name));
      for (const [call, act] of Object.entries(CALLS)) {
        const after = (build) => {
          dropInstance(build);
          act(build, name, algorithm);
          return found(build, secrets);
        };
        assert.deepEqual(after(wiping), [], call);
        const both = after(leaking),
          arena = after(leakingArena),
          stack = after(leakingStack);
        assert.ok(arena.length > 0, `${call}: without wiping the arena the key is found`);
        assert.equal(both.length, arena.length + stack.length, `${call}: each line wipes its part`);
        assert.ok(stack.every((place) => Number(/\d+$/.exec(place)) < STACK_OCTETS));
        if (call === "makeSignature") {
          const what = [...new Set(stack.map((place) => place.replace(/, at.*/, "")))];
          t.diagnostic(
            `without wiping: ${arena.length} runs in the arena, ${stack.length} on the stack (${what.join("; ")})`,
          );
          // ECDSA and DSA wipe their own buffers, and leave nothing there.
          assert.ok(stack.length > 0 || !name.startsWith("rsa"), "without wiping the stack something is found");
        }
      }
    });
  }
  for (const name of /** @type {const} */ (["ed25519", "ed448"])) {
    test(`${name}, which the core only reads`, () => {
      const secrets = secretParts(privateKeyPEM(name));
      for (const [build, isLeft] of /** @type {const} */ ([
        [wiping, false],
        [leaking, true],
      ])) {
        dropInstance(build);
        CALLS.readPrivateKey(build, name, "");
        assert.equal(found(build, secrets).length > 0, isLeft);
      }
    });
  }
});

/** Keys that are refused when they are read. @type {Record<string, [KeyName, string, Uint8Array]>} */
const MALFORMED = {
  "a curve that is not supported": ["secp256k1", "ERR_UNSUPPORTED_KEY", derOf(privateKeyPEM("secp256k1"))],
  "a modulus that is too large": ["rsa-4104", "ERR_UNSUPPORTED_KEY", derOf(privateKeyPEM("rsa-4104"))],
  "a modulus that is too small": ["rsa-512", "ERR_UNSUPPORTED_KEY", derOf(privateKeyPEM("rsa-512"))],
};
for (const name of /** @type {const} */ (["rsa-2048", "p-256", "p-521", "dsa-2048", "ed25519"])) {
  const der = derOf(privateKeyPEM(name));
  MALFORMED[`${name}, the last octet missing`] = [name, "ERR_DER_TRUNCATED", der.subarray(0, -1)];
  MALFORMED[`${name}, an octet too many`] = [name, "ERR_DER_TRAILING", Uint8Array.of(...der, 0)];
  MALFORMED[`${name}, the first octet changed`] = [name, "ERR_DER_TAG", Uint8Array.of(0x31, ...der.subarray(1))];
}

describe("a key that is refused", () => {
  for (const [title, [name, code, der]] of Object.entries(MALFORMED)) {
    test(title, () => {
      const secrets = secretParts(privateKeyPEM(name));
      const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(der).toString("base64")}\n-----END PRIVATE KEY-----`;
      for (const [build, isLeft] of /** @type {const} */ ([
        [wiping, false],
        [leaking, true],
      ])) {
        for (const key of [der, pem]) {
          for (const act of [
            () => build.library.PrivateKey.from(key),
            () => answer(build, "p-256").sign(key, "SHA-256"),
          ]) {
            dropInstance(build);
            throws(act, code);
            assert.equal(found(build, secrets).length > 0, isLeft);
          }
        }
      }
    });
  }
});

describe("a key that is given to the reader of something else", () => {
  for (const type of /** @type {const} */ (["Certificate", "OCSPRequest", "OCSPResponse"])) {
    for (const name of /** @type {const} */ (["rsa-2048", "p-256", "ed25519"])) {
      test(`${type}, ${name}`, () => {
        const pem = privateKeyPEM(name),
          der = derOf(pem);
        for (const [build, isLeft] of /** @type {const} */ ([
          [wiping, false],
          [leaking, true],
        ])) {
          dropInstance(build);
          throws(() => build.library[type].fromDER(der), "ERR_DER_TAG");
          assert.equal(found(build, secretParts(pem)).length > 0, isLeft);
        }
      });
    }
  }
});

describe("a signature that is refused", () => {
  const refused = /** @type {Record<string, [KeyName, string, () => unknown]>} */ ({
    "a hash that the id-RSASSA-PSS key is not for": [
      "rsa-pss-sha256",
      "ERR_UNSUPPORTED_ALGORITHM",
      () => answer(wiping, "rsa-pss-sha256").sign(privateKeyPEM("rsa-pss-sha256"), "SHA-512"),
    ],
    "a modulus too small for hash and salt": [
      "rsa-1024",
      "ERR_UNSUPPORTED_ALGORITHM",
      () => answer(wiping, "rsa-1024").sign(privateKeyPEM("rsa-1024"), "SHA-512", { rsaPadding: "pss" }),
    ],
    "another key than the responder's": [
      "p-256",
      "ERR_KEY_MISMATCH",
      () => answer(wiping, "p-256-other").sign(privateKeyPEM("p-256"), "SHA-256"),
    ],
    "no hash": ["p-256", "ERR_INVALID_ARGUMENT", () => answer(wiping, "p-256").sign(privateKeyPEM("p-256"), null)],
    "no hash, RSA": [
      "rsa-2048",
      "ERR_INVALID_ARGUMENT",
      () => answer(wiping, "rsa-2048").sign(derOf(privateKeyPEM("rsa-2048")), null),
    ],
  });
  for (const [title, [name, code, act]] of Object.entries(refused)) {
    test(title, () => {
      dropInstance(wiping);
      throws(act, code);
      assert.deepEqual(found(wiping, secretParts(privateKeyPEM(name))), []);
    });
  }

  for (const [name, algorithm] of /** @type {const} */ ([
    ["rsa-2048", "ECDSA-SHA256"],
    ["rsa-2048", "DSA-SHA256"],
    ["rsa-2048", "Ed25519"],
    ["p-256", "RSA-SHA256"],
    ["p-256", "DSA-SHA256"],
    ["p-256", "Ed25519"],
    ["dsa-2048", "ECDSA-SHA256"],
    ["dsa-2048", "RSA-PSS-SHA256"],
    ["ed25519", "ECDSA-SHA256"],
    ["ed25519", "Ed25519"],
    ["rsa-pss", "RSA-SHA256"],
    ["rsa-1024", "RSA-PSS-SHA512"],
  ])) {
    test(`the core itself, ${algorithm} with ${name}`, () => {
      const secrets = secretParts(privateKeyPEM(name));
      for (const [build, isLeft] of /** @type {const} */ ([
        [wiping, false],
        [leaking, true],
      ])) {
        dropInstance(build);
        assert.equal(build.core.makeSignature(planOf(build, algorithm, name)).length, 0);
        assert.equal(found(build, secrets).length > 0, isLeft);
      }
    });
  }

  for (const part of ["dp", "dq", "qi", "p"]) {
    test(`an RSA key whose ${part} does not belong to the others`, () => {
      const der = new Uint8Array(
        openssl(["pkey", "-in", privateKeyFile("rsa-2048"), "-traditional", "-outform", "DER"]),
      );
      const secrets = secretParts(privateKeyPEM("rsa-2048"));
      der[Buffer.from(der).indexOf(Buffer.from(secrets[part])) + 60] ^= 1;
      dropInstance(wiping);
      // A faulty signature would give the factors away.
      assert.throws(() => answer(wiping, "rsa-2048").sign(der, "SHA-256"), library.OCSPError);
      assert.deepEqual(found(wiping, secrets), []);
    });
  }
});

describe("a trap", () => {
  for (const [name, , , algorithm] of SIGNING) {
    test(`over the data to sign, ${name}, ${algorithm}`, () => {
      const secrets = secretParts(privateKeyPEM(name));
      for (const [build, isLeft] of /** @type {const} */ ([
        [wiping, false],
        [leaking, true],
      ])) {
        dropInstance(build);
        CALLS.readPrivateKey(build, name, algorithm);
        const memory = memoryOf(build);
        traps(() => build.core.makeSignature(planOf(build, algorithm, name, TOO_LONG)));
        assert.equal(build.core.linearMemory(), undefined, "an instance that trapped is dropped");
        assert.ok(memory.byteLength > 0, "its memory is still there to look at");
        assert.equal(findSecrets(memory, secrets).length > 0, isLeft);
      }
    });
  }

  /** Octets of static data that are spoiled at once. */
  const BLOCK = 64;
  for (const [name, algorithm] of /** @type {const} */ ([
    ["p-256", "ECDSA-SHA256"],
    ["p-521", "ECDSA-SHA512"],
    ["dsa-2048", "DSA-SHA256"],
  ])) {
    test(`in the arithmetic, over spoiled tables, ${name}`, (t) => {
      const secrets = secretParts(privateKeyPEM(name));
      for (const [build, isLeft] of /** @type {const} */ ([
        [wiping, false],
        [leaking, true],
      ])) {
        dropInstance(build);
        CALLS.makeSignature(build, name, algorithm);
        const memory = memoryOf(build);
        // Static data follows the stack. Which block the call cannot do without is tried out.
        let block = STACK_OCTETS;
        for (; build.core.linearMemory() !== undefined; block += BLOCK) {
          const table = new Uint8Array(memory, block, BLOCK),
            sound = Uint8Array.from(table);
          table.fill(0xff);
          try {
            build.core.makeSignature(planOf(build, algorithm, name));
          } catch (error) {
            assert.ok(error instanceof build.library.OCSPError);
          }
          table.set(sound);
        }
        t.diagnostic(`static data at ${block - BLOCK}`);
        assert.equal(findSecrets(memory, secrets).length > 0, isLeft);
        assert.equal(answer(build, name).sign(privateKeyPEM(name), "SHA-256").isSignedBy(certificatePEM(name)), true);
      }
    });
  }

  test("leaves everything usable", () => {
    for (const [name, hash, rsaPadding] of SIGNING) {
      const read = library.PrivateKey.from(privateKeyPEM(name));
      dropInstance(wiping);
      assert.equal(answer(wiping, name).sign(read, hash, { rsaPadding }).isSignedBy(certificatePEM(name)), true);
    }
  });
});

test("a response of some hundred kilobytes, for which the memory grows", () => {
  const secrets = secretParts(privateKeyPEM("p-256"));
  const entries = Array.from({ length: 8000 }, (_, i) => ({
    ...ENTRY,
    certID: { ...CERT_ID, serialNumber: BigInt(i + 1) },
  }));
  dropInstance(wiping);
  const response = new library.OCSPResponseBuilder()
    .addResponses(entries)
    .responderId("name", certificatePEM("p-256"))
    .sign(privateKeyPEM("p-256"), "SHA-256");
  assert.ok(response.toDER().length > 500_000);
  assert.ok(memoryOf(wiping).byteLength > 2 ** 20);
  assert.deepEqual(found(wiping, secrets), []);
});
