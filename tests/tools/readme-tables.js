// The tables of the documents that are made from the lists in csrc/: what stands between <!-- name --> and
// <!-- /name -->, in whichever document that is. `node tests/tools/readme-tables.js` says whether they are up to date;
// with --write it brings them up to date.

import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as bearocsp from "../../bindings/index.js";
import { CERT_STATUS_NUMBERS, CHECKS, ERRORS, REASON_NUMBERS, RESPONSE_STATUS_NUMBERS } from "../../build/lists.js";
import { DOCUMENTS, project, read } from "../support/documents.js";

/**
 * RFC 6960 4.2.1: ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }. No list has them: they are two
 * structures, not two values.
 */
const RESPONDER_ENCODING_NUMBERS = { hash: 2, name: 1 };

/** Each enumeration with its numbers, and how Python writes its members. */
const ENUMERATIONS = /** @type {const} */ ([
  ["OCSPResponseStatus", RESPONSE_STATUS_NUMBERS, (member) => `OCSPResponseStatus.${member}`],
  ["OCSPCertStatus", CERT_STATUS_NUMBERS, (member) => `OCSPCertStatus.${member}`],
  ["OCSPResponderEncoding", RESPONDER_ENCODING_NUMBERS, (member) => `OCSPResponderEncoding.${member}`],
  ["ReasonFlags", REASON_NUMBERS, (member) => `x509.ReasonFlags.${member.toLowerCase()}`],
]);

/** What each check asks. A check that is not here, and one here that is none, are errors. */
const QUESTIONS = {
  responseStatus: "Is there an answer at all, and not an error of the responder?",
  certId:
    "Is an entry for this very certificate: hash algorithm, both hashes and serial number? Did the given issuer issue it?",
  signature: "Does the signature verify under the key of the responder that the response names?",
  responderAuthorized:
    "Is the responder the issuer itself, a direct delegate of it with id-kp-OCSPSigning, or one that you trust?",
  responderValidity: "Is the delegate's or trusted responder's certificate inside its dates?",
  responderRevocation:
    "Does the delegate's certificate carry id-pkix-ocsp-nocheck? Always a note: its own revocation is not looked up",
  thisUpdate: "Is it not in the future and, where there is no nextUpdate, not too old?",
  nextUpdate: "Has it not passed, and is it not before thisUpdate?",
  producedAt: "Is it not in the future, and not before thisUpdate?",
  nonce: "Is the nonce that came back the one that was sent?",
  criticalExtensions:
    "Is every critical extension of the response, the entry and the responder's certificate understood?",
  algorithmStrength:
    "Are the signature algorithms, the responder's key and, behind a delegate, the issuer's strong enough?",
};

function checks() {
  /** @type {string[]} */
  const listed = CHECKS.map(({ name }) => name);
  const described = Object.keys(QUESTIONS);
  const odd = [
    ...listed.filter((name) => !described.includes(name)),
    ...described.filter((name) => !listed.includes(name)),
  ];
  if (odd.length > 0) {
    throw new Error(`readme-tables.js: its questions are not those of csrc/lists/checks.def: ${odd.join(", ")}`);
  }
  return table(
    ["check", "what it asks", "reference"],
    CHECKS.map(({ name, reference }) => [code(name), QUESTIONS[name], reference]),
  );
}

export const code = (/** @type {string} */ text) => `\`${text}\``;

/** @param {readonly string[]} head @param {readonly string[][]} rows */
export const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const TABLES = {
  checks,
  errors: () =>
    table(
      ["code", "meaning"],
      Object.entries(ERRORS).map(([name, meaning]) => [code(name), meaning]),
    ),
  enumerations: () =>
    table(
      ["Python", "number", "JavaScript", "value"],
      ENUMERATIONS.flatMap(([name, numbers, python]) =>
        Object.entries(bearocsp[name]).map(([member, value]) => [
          code(python(member)),
          String(numbers[value]),
          code(`${name}.${member}`),
          code(JSON.stringify(value)),
        ]),
      ),
    ),
};

/**
 * The document that holds the markers of a table; exactly one must.
 * @param {string} name
 * @param {readonly string[]} [paths]
 */
export function documentOf(name, paths = DOCUMENTS) {
  const found = paths.filter((path) => read(path).includes(`<!-- ${name} -->`));
  if (found.length !== 1) {
    throw new Error(`expected <!-- ${name} --> in one document, found it in: ${found.join(", ") || "none"}`);
  }
  return found[0];
}

/**
 * The text with another table between its markers; a missing marker is an error.
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
export function withTable(text, name, content) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  if (from < begin.length || to < from) {
    throw new Error(`expected ${begin.trim()} and, after it, ${end}`);
  }
  return `${text.slice(0, from)}\n${content}\n\n${text.slice(to)}`;
}

/** What stands between the markers of a table. @param {string} name */
export const tableIn = (name) => read(documentOf(name)).split(`<!-- ${name} -->`)[1].split(`<!-- /${name} -->`)[0];

/** Writes a table into the document that has its markers. @param {string} name @param {string} content */
export function writeTable(name, content) {
  const path = documentOf(name);
  writeFileSync(join(project, path), withTable(read(path), name, content));
}

/** The tables that are made from the lists, by name. @returns {Record<string, string>} */
export const currentTables = () => Object.fromEntries(Object.entries(TABLES).map(([name, make]) => [name, make()]));

/** Those whose document says something else. */
const outdated = () => Object.entries(currentTables()).filter(([name, content]) => tableIn(name).trim() !== content);

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const [name, content] of outdated()) {
    if (process.argv.includes("--write")) {
      writeTable(name, content);
    } else {
      console.error(
        `${documentOf(name)}: its table <!-- ${name} --> is out of date: node tests/tools/readme-tables.js --write`,
      );
      process.exitCode = 1;
    }
  }
}
