// The tables of README.md that are made from the lists in csrc/: what stands between <!-- name --> and <!-- /name -->.
// `node tests/tools/readme-tables.js` says whether they are as the lists have it; with --write it makes them so.

import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as bearocsp from "../../bindings/index.js";
import {
  CERT_STATUS_NUMBERS,
  CHECK_QUESTIONS,
  CHECKS,
  ERRORS,
  REASON_NUMBERS,
  RESPONSE_STATUS_NUMBERS,
} from "../../build/lists.js";

export const README = new URL("../../README.md", import.meta.url);

/**
 * RFC 6960 4.2.1: ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }. No list has them: they are two
 * structures, not two values.
 */
const RESPONDER_ENCODING_NUMBERS = { hash: 2, name: 1 };

/** Of each enumeration its numbers, and how Python writes its members. */
const ENUMERATIONS = /** @type {const} */ ([
  ["OCSPResponseStatus", RESPONSE_STATUS_NUMBERS, (member) => `OCSPResponseStatus.${member}`],
  ["OCSPCertStatus", CERT_STATUS_NUMBERS, (member) => `OCSPCertStatus.${member}`],
  ["OCSPResponderEncoding", RESPONDER_ENCODING_NUMBERS, (member) => `OCSPResponderEncoding.${member}`],
  ["ReasonFlags", REASON_NUMBERS, (member) => `x509.ReasonFlags.${member.toLowerCase()}`],
]);

const checks = () =>
  table(
    ["check", "what it asks", "reference"],
    CHECKS.map(({ name, reference }) => [code(name), CHECK_QUESTIONS[name], reference]),
  );

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
 * The text with another table between its markers; a marker that is missing is an error.
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
export function withTable(text, name, content) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  if (from < begin.length || to < from) {
    throw new Error(`README.md: expected ${begin.trim()} and behind it ${end}`);
  }
  return `${text.slice(0, from)}\n${content}\n\n${text.slice(to)}`;
}

/** The text with every table as the lists have it. @param {string} text */
export const withTables = (text) =>
  Object.entries(TABLES).reduce((before, [name, make]) => withTable(before, name, make()), text);

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const text = readFileSync(README, "utf8");
  const current = withTables(text);
  if (process.argv.includes("--write")) {
    writeFileSync(README, current);
  } else if (current !== text) {
    console.error("README.md: its tables are older than the lists: node tests/tools/readme-tables.js --write");
    process.exitCode = 1;
  }
}
