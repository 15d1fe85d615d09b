// Mutated answers: whatever is relied on was signed, octet by octet, by the issuer or by its delegate, as libcrypto
// says; and what it is relied on for is what libcrypto reads. `make differential` runs it with 50,000 of them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { mutated, parse, write } from "../support/der-tree.js";
import { casesOf } from "../support/field-cases.js";
import { programOf, withoutProgram } from "../support/judge.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";
import { printSeed, Random } from "../support/random.js";

const COUNT = Number(process.env.DIFFERENTIAL ?? 2000);
const SIGNERS = "libcrypto-signers";
const skip = withoutPython || withoutProgram(SIGNERS);
const KINDS = ["certid", "delegates", "times", "nonces"];
const STATUSES = ["good", "revoked", "unknown"];
const TOO_LARGE = 20000;

const bytesOf = (/** @type {string} */ hex) => new Uint8Array(Buffer.from(hex, "hex"));
/** @type {Map<string, Certificate>} */
const known = new Map();
function certificateOf(/** @type {string} */ hex) {
  const certificate = known.get(hex) ?? Certificate.fromDER(bytesOf(hex));
  known.set(hex, certificate);
  return certificate;
}

/**
 * @typedef {{ response: Uint8Array, issuer: string, certificate: string, request: string | undefined, time: Date,
 *   beside: string[] }} Seed
 */

/** The answers that tests of trust and of the field make, honest or not. @returns {Promise<Seed[]>} */
async function answers() {
  const seeds = [];
  for (const kind of KINDS) {
    for (const { response, issuer, certificate, request, time, options } of await casesOf(kind, false)) {
      const beside = options.responderCertificates ?? [];
      seeds.push({ response: bytesOf(response), issuer, certificate, request, time: new Date(time), beside });
    }
  }
  const worker = new PythonWorker(new URL("../support/attack-pki.py", import.meta.url));
  for (const kind of ["rsa2048", "p256"]) {
    const family = await worker.functions.attacks({ kind });
    for (const { issuer, certificate, request, attack, twin } of family.cases) {
      for (const side of [attack, twin]) {
        const response = bytesOf(side.response);
        const beside = side.options.responderCertificates ?? [];
        const asked = side.request ?? request;
        seeds.push({ response, issuer, certificate, request: asked, time: new Date(family.time), beside });
      }
    }
  }
  await worker.close();
  return seeds.filter(({ response, beside }) => response.length < TOO_LARGE && beside.length < 9);
}

/** What libcrypto says of each. @param {{ der: Uint8Array, seed: Seed }[]} messages @returns {Promise<string[]>} */
async function askSigners(messages) {
  const child = spawn(programOf(SIGNERS), { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  child.stdin.on("error", () => {}); // a judge that dies is told by the number of its answers
  const lines = [];
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
    }
  })();
  for (const { der, seed } of messages) {
    const parts = [der, bytesOf(seed.issuer), ...seed.beside.map(bytesOf)];
    const frame = parts.flatMap((part) => {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(part.length);
      return [header, part];
    });
    if (!child.stdin.write(Buffer.concat([Uint8Array.of(parts.length), ...frame]))) {
      await new Promise((resolve) => child.stdin.once("drain", resolve));
    }
  }
  child.stdin.end();
  await reading;
  assert.equal(await exit, 0);
  assert.equal(lines.length, messages.length);
  return lines;
}

/** @param {Seed} seed @param {boolean} withRequest */
const optionsOf = (seed, withRequest) => ({
  issuer: certificateOf(seed.issuer),
  certificate: certificateOf(seed.certificate),
  time: seed.time,
  responderCertificates: seed.beside.map(certificateOf),
  allowSHA1Signatures: true,
  minKeyBits: 0,
  ...(withRequest && seed.request ? { request: OCSPRequest.fromDER(bytesOf(seed.request)) } : {}),
});

const seeds = skip ? [] : await answers();

test("trees are written as they were read", { skip }, () => {
  for (const { response } of seeds) {
    const nodes = parse(response);
    if (nodes !== null) {
      assert.deepEqual(Buffer.from(write(nodes)), Buffer.from(response));
    }
  }
});

test(`${COUNT} mutated answers, and libcrypto`, { skip }, async (t) => {
  const random = new Random();
  printSeed(t);
  t.diagnostic(`${seeds.length} answers to start from`);
  /** @type {{ der: Uint8Array, seed: Seed, report: import("../../bindings/index.js").VerificationReport }[]} */
  const judged = [];
  let unreadable = 0;
  for (let i = 0; i < COUNT; i++) {
    const own = random.pick(seeds);
    const der = mutated(random, own.response, random.pick(seeds).response);
    // Now and then somebody else's answer.
    const seed = random.chance(0.05) ? random.pick(seeds) : own;
    let response;
    try {
      response = OCSPResponse.fromDER(der);
    } catch (error) {
      assert.ok(error instanceof OCSPError, Buffer.from(der).toString("hex"));
      unreadable++;
      continue;
    }
    judged.push({ der, seed, report: response.check(optionsOf(seed, random.chance(0.5))) });
  }
  const said = await askSigners(judged);
  const counts = { unreadable, relied: { I: 0, D: 0 }, refused: { I: 0, D: 0, N: 0 } };
  /** @type {Map<string, number>} */
  const rows = new Map();
  judged.forEach(({ der, seed, report }, i) => {
    const [signer, ...entries] = said[i].split(" ");
    if (!report.ok) {
      counts.refused[signer]++;
      const failed = report.checks.filter(({ outcome }) => outcome === "fail").map(({ name }) => name);
      rows.set(failed.join(), (rows.get(failed.join()) ?? 0) + (signer === "N" ? 0 : 1));
      return;
    }
    const what = () => `${said[i]}\n${Buffer.from(der).toString("hex")}\n${JSON.stringify({ ...seed, response: 0 })}`;
    assert.equal(signer, { issuer: "I", delegate: "D" }[String(report.responder?.kind)] ?? "none", what());
    counts.relied[signer]++;
    const { serialNumber } = certificateOf(seed.certificate);
    const number = serialNumber.toString(16).padStart(2, "0").toUpperCase();
    const told = `${number}:${STATUSES.indexOf(report.certificateStatus)}`;
    assert.ok(
      entries.some((entry) => entry.replace(/^0(?=.{2,}:)/, "") === told.replace(/^0(?=.{2,}:)/, "")),
      what(),
    );
  });
  t.diagnostic(JSON.stringify(counts));
  t.diagnostic(`signed by whom it may be, and refused all the same: ${JSON.stringify(Object.fromEntries(rows))}`);
  assert.ok(counts.relied.I > COUNT / 200 && counts.relied.D > COUNT / 200, JSON.stringify(counts));
  assert.ok(counts.refused.N > COUNT / 10, JSON.stringify(counts));
});
