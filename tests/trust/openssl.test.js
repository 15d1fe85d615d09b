// Whether a response is relied on, compared with `openssl ocsp`: honest ones and broken ones, with the defects mixed at
// random. What OpenSSL says has three parts, which are compared one by one, so that one defect does not hide what is
// said of another. Where the two differ, a row of DIFFERENCES has to say why.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Certificate, OCSPResponse } from "../../bindings/index.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";
import { printSeed, SEED } from "../support/random.js";

const CASES = Number(process.env.CASES ?? 360);
const AT_ONCE = 2;
const FAILURES_SHOWN = 5;

const folder = mkdtempSync(join(tmpdir(), "trust-openssl-"));
after(() => rmSync(folder, { recursive: true }));

/** The rows that each part of OpenSSL's answer is about. */
const PARTS = {
  responder: ["signature", "responderAuthorized", "responderValidity"],
  entry: ["certId"],
  window: ["thisUpdate", "nextUpdate"],
};
/** Rows about what OpenSSL does not ask. */
const UNASKED = ["producedAt", "algorithmStrength", "criticalExtensions"];

/** What OpenSSL says of the case: its parts as true or false, the status of the entry, and its words. */
function openssl(name, { response, issuer, certificate, made_of: { hash_name: hash } }) {
  const file = (kind) => join(folder, `${name}.${kind}`);
  writeFileSync(file("der"), Buffer.from(response, "hex"));
  for (const [kind, der] of Object.entries({ issuer, certificate })) {
    writeFileSync(file(kind), Certificate.fromDER(Buffer.from(der, "hex")).toPEM());
  }
  // It makes the CertID to look for by itself: with the responder's hash algorithm, or it finds nothing.
  const args = [
    "ocsp",
    "-respin",
    file("der"),
    "-issuer",
    file("issuer"),
    `-${hash}`,
    "-cert",
    file("certificate"),
    "-CAfile",
    file("issuer"),
    "-no_nonce",
  ];
  return new Promise((resolve, reject) => {
    execFile("openssl", args, (error, stdout, stderr) => {
      const text = stdout + stderr;
      const verified = /^Response verify OK$/m.test(text);
      if ((error && typeof error.code !== "number") || verified === /^Response Verify Failure$/m.test(text)) {
        return reject(error ?? new Error(text));
      }
      const status = text.match(/^(?:.*\.certificate: )?(good|revoked|unknown)$/m)?.[1] ?? null;
      resolve({
        parts: { responder: verified, entry: status !== null, window: !/Status times invalid/.test(text) },
        status,
        text,
      });
    });
  });
}

const has =
  (...defects) =>
  ({ made_of: made }) =>
    defects.some((defect) => made.defects.includes(defect));

/**
 * @typedef {{ name: string, clause: string, row: string, weAccept: boolean, when: (one: any, text: string) => boolean
 *   }} Difference
 * `row` is our row that fails where OpenSSL accepts, or the part that OpenSSL refuses where we accept; "status" is what
 * both say of the certificate.
 * @type {Difference[]}
 */
const DIFFERENCES = [
  // ------------------------------------------------------------------------------------------------ refused here,
  // accepted by OpenSSL
  {
    name: "delegate whose key usage is not for signatures",
    row: "responderAuthorized",
    weAccept: false,
    clause: "RFC 5280 4.2.1.3: digitalSignature is what signatures on other objects need",
    when: has("no digitalSignature"),
  },
  {
    name: "SHA-1 signature",
    row: "algorithmStrength",
    weAccept: false,
    clause: "this library's design: SHA-1 is an option, RFC 6960 4.3 and 5",
    when: has("SHA-1 signature"),
  },
  {
    name: "unknown critical extension of the response or the entry",
    row: "criticalExtensions",
    weAccept: false,
    clause: "RFC 6960 4.4 with RFC 5280 4.2: one that is not recognized must be rejected",
    when: has("critical extension of the response", "critical extension of the entry"),
  },
  {
    name: "the issuer has the name of the certificate's issuer only",
    row: "certId",
    weAccept: false,
    clause: "RFC 6960 4.1.1: the hashes are of the issuer of the certificate",
    when: has("issuer did not issue"),
  },
  {
    name: "old answer without nextUpdate",
    row: "thisUpdate",
    weAccept: false,
    clause:
      "RFC 6960 4.2.2.1: newer information is available all the time; OpenSSL asks for the age only with -status_age",
    when: has("old, no nextUpdate"),
  },
  {
    name: "producedAt in the future",
    row: "producedAt",
    weAccept: false,
    clause: "RFC 6960 2.4: the time at which the response was signed, which cannot be to come",
    when: has("producedAt in the future", "future"),
  },

  // ------------------------------------------------------------------------------------------------ accepted here,
  // refused by OpenSSL
  {
    name: "another certificate of the responder's name comes first",
    row: "responder",
    weAccept: true,
    clause: "RFC 6960 4.2.1: certs help to verify, in no given order; OpenSSL tries the first of the name",
    when: (one, text) => has("namesake first")(one) && !one.made_of.by_key,
  },
  {
    name: "an entry that names another issuer",
    row: "responder",
    weAccept: true,
    clause:
      "RFC 6960 3.2: the entry that answers is checked (certId has its own row); OpenSSL wants every " +
      "entry to name the signer's CA",
    when: (one, text) =>
      has("foreign entry beside", "other name hash", "other key hash")(one) &&
      /missing ocspsigning usage|root ca not trusted/.test(text),
  },
  {
    name: "the issuer's own dates",
    row: "responder",
    weAccept: true,
    clause: "this library's design: the issuer is the caller's trust anchor, RFC 5280 6.1.1 (d)",
    when: (one, text) => has("expired CA")(one) && /certificate has expired/.test(text),
  },

  // ------------------------------------------------------------------------------------------------ both accept, and
  // say otherwise
  {
    name: "two entries that contradict",
    row: "status",
    weAccept: true,
    clause: "this library's design: the strictest counts; OpenSSL takes the first",
    when: has("entries contradict"),
  },
];

/** Every difference between the two: which row or part, and who accepts it. */
function differences(one, report, theirs) {
  const outcome = Object.fromEntries(report.checks.map((check) => [check.name, check.outcome]));
  // Of critical extensions it knows those of certificates.
  const asked = has("critical extension of the delegate")(one) ? ["criticalExtensions"] : [];
  const found = UNASKED.filter((row) => !asked.includes(row) && outcome[row] === "fail").map((row) => ({
    row,
    weAccept: false,
  }));
  for (const [part, rows] of Object.entries({ ...PARTS, responder: [...PARTS.responder, ...asked] })) {
    // Without an entry nothing is said of its times.
    if (part === "window" && (report.claimed === null || !theirs.parts.entry)) {
      continue;
    }
    const failing = rows.filter((row) => outcome[row] !== "pass" && outcome[row] !== "note");
    if (theirs.parts[part]) {
      found.push(...failing.map((row) => ({ row, weAccept: false })));
    } else if (failing.length === 0) {
      found.push({ row: part, weAccept: true });
    }
  }
  if (theirs.parts.entry && report.claimed !== null && report.claimed.certificateStatus !== theirs.status) {
    found.push({ row: "status", weAccept: true });
  }
  return found;
}

test(`the verdicts of OpenSSL on ${CASES} responses`, { skip: withoutPython }, async (t) => {
  printSeed(t);
  const python = new PythonWorker(new URL("../support/trust_cases.py", import.meta.url));
  const cases = await python.functions.cases({ seed: SEED, count: CASES });
  await python.close();

  const counts = new Map(DIFFERENCES.map((difference) => [difference, 0]));
  const unexplained = [];
  let relied = 0;
  let refused = 0;
  const queue = cases.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [number, one] of queue) {
        const theirs = await openssl(number, one);
        const [response, issuer, certificate] = ["response", "issuer", "certificate"].map((kind) =>
          Buffer.from(one[kind], "hex"),
        );
        const report = OCSPResponse.fromDER(response).check({ issuer, certificate });
        const found = differences(one, report, theirs);
        for (const difference of found) {
          const why = DIFFERENCES.find(
            ({ row, weAccept, when }) =>
              row === difference.row && weAccept === difference.weAccept && when(one, theirs.text),
          );
          if (why) {
            counts.set(why, (counts.get(why) ?? 0) + 1);
          } else {
            unexplained.push(
              `case ${number}, ${JSON.stringify(one.made_of)}: ${JSON.stringify(difference)}\n` +
                `OpenSSL: ${theirs.text}\nours: ${report.checks.map(({ name, outcome, message }) => `${name} ${outcome}: ${message}`).join("\n  ")}\nresponse ${one.response}`,
            );
          }
        }
        if (found.length === 0) {
          assert.equal(
            report.ok,
            Object.values(theirs.parts).every(Boolean),
            `case ${number}: rows agree, the verdict does not`,
          );
          if (report.ok) {
            relied++;
          } else {
            refused++;
          }
        }
      }
    }),
  );

  t.diagnostic(`${relied} relied on by both, ${refused} refused by both`);
  for (const [{ name, clause }, count] of counts) {
    t.diagnostic(`${count} × ${name} (${clause})`);
  }
  assert.equal(
    unexplained.length,
    0,
    `${unexplained.length} differences without a reason:\n${unexplained.slice(0, FAILURES_SHOWN).join("\n\n")}`,
  );
  assert.ok(relied >= CASES / 20, `only ${relied} of ${CASES} were relied on: the cases are not honest enough`);
  assert.ok(refused >= CASES / 10, `only ${refused} of ${CASES} were refused: the cases are not broken enough`);
});
