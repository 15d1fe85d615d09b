// The tables of the documents that are made from the lists in csrc/: what stands between <!-- name --> and
// <!-- /name -->, in whichever document that is. `node tests/tools/readme-tables.js` says whether they are up to date;
// with --write it brings them up to date.

import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as bearocsp from "../../bindings/index.js";
import {
  CERT_STATUS_NUMBERS,
  CHECK_QUESTIONS,
  CHECKS,
  ERRORS,
  EXTENSION_PLACES,
  OID_NAMES,
  OIDS,
  REASON_NUMBERS,
  RESPONSE_STATUS_NUMBERS,
} from "../../build/lists.js";
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

/** Lines of at most 120 columns. @param {string} text */
export function wrapped(text) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length > 120) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = longer;
    }
  }
  return lines.join("\n");
}

export const code = (/** @type {string} */ text) => `\`${text}\``;

/** @param {readonly string[]} head @param {readonly string[][]} rows */
export const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The types of decoded values, by name, as bindings/x509/extension.js declares them in KnownExtensions. */
function decodedTypes() {
  const [, declared] =
    /KnownExtensions what `decoded` is.*\n([^]*?)\*\//.exec(read("bindings/x509/extension.js")) ?? [];
  const types = declared.replaceAll(/\n \*\s+(?!@)/g, " ").matchAll(/@property \{(.*?)\} (\w+)(?= |$)/gm);
  return new Map(Array.from(types, ([, type, name]) => [name, shortType(type)]));
}

/** A type without what a table need not say. @param {string} type */
const shortType = (type) =>
  type
    .replaceAll(/import\("[^"]+"\)\./g, "")
    .replaceAll("readonly ", "")
    .replace(/^\(SignatureAlgorithmName \| string\)/, "string")
    .replaceAll(/(\w+): [^,}]+?(?=,| \})/g, "$1");

/** How an extension is made, where the library can: the maker and its parameters. @param {string} name */
function makerOf(name) {
  const maker = bearocsp[/** @type {keyof typeof bearocsp} */ (name)];
  if (typeof maker !== "function") {
    return "";
  }
  const [, parameters] = /^(?:async )?(?:function \w+)?\((.*?)\)(?: =>| \{)/s.exec(String(maker)) ?? [];
  const shown = MAKERS_PARAMETERS[name] ?? parameters.replaceAll(/(\w+) = [^,)]+/g, "$1?");
  return code(`${name}(${shown})`);
}
/** Where the parameters' names say less than their parts. @type {Record<string, string>} */
const MAKERS_PARAMETERS = { nonce: "bytes?", crlReferences: "{ url, number, time }" };

const PLACES = { "single request": "one certificate's request" };

/** The extensions of messages; those of certificates alone are not made for this library's users. */
function extensions() {
  const types = decodedTypes();
  const listed = Object.entries(EXTENSION_PLACES).filter(([, { places }]) =>
    places.some((place) => place !== "certificate"),
  );
  return table(
    ["name", "OID", "stands in", "made by", "`decoded`"],
    listed.map(([name, { places, reference }]) => {
      const type = types.get(name);
      if (type === undefined) {
        throw new Error(`bindings/x509/extension.js: KnownExtensions has no property ${name}`);
      }
      const where = places.map((place) => PLACES[/** @type {keyof PLACES} */ (place)] ?? place).join(", ");
      return [code(name), OIDS[OID_NAMES.indexOf(name)], `${where} (${reference})`, makerOf(name), code(type)];
    }),
  );
}

/** The extensions of a responder's certificate that verification understands. */
function understood() {
  const names = Object.entries(EXTENSION_PLACES)
    .filter(([, { understood }]) => understood.includes("certificate"))
    .map(([name]) => name);
  return wrapped(`In a responder's certificate it understands ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.`);
}

const TABLES = {
  checks: () =>
    table(
      ["check", "what it asks", "reference"],
      CHECKS.map(({ name, reference }) => [code(name), CHECK_QUESTIONS[name], reference]),
    ),
  extensions,
  understood,
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
