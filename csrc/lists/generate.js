/**
 * Makes build/generated/*.inc for C and build/lists.js for JavaScript from the lists (*.def) beside this file, so that
 * no number and no sentence is written twice. Usage: node csrc/lists/generate.js [build directory]
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const source = import.meta.dirname;
const build = process.argv[2] ?? join(source, "../..", "build");

/** The text of a list without its comments. */
const read = (file) => readFileSync(join(source, file), "utf8").replaceAll(/\/\*[^]*?\*\//g, "");

/** Rows of `macro(a, "b", 3)` as arrays of strings and numbers. */
function rows(file, macro) {
  return [...read(file).matchAll(new RegExp(`^${macro}\\((.*)\\)\\s*$`, "gm"))].map(([, list]) =>
    [...list.matchAll(/"((?:[^"\\]|\\.)*)"|([\w]+)/g)].map(
      ([, text, word]) => text ?? (/^\d+$/.test(word) ? Number(word) : word),
    ),
  );
}

/** X.690 8.19, for the OIDs of oids.def. */
function oidContents(dotted) {
  const [first, second, ...arcs] = dotted.split(".").map(Number);
  return [first * 40 + second, ...arcs].flatMap((arc) => {
    const digits = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
      digits.unshift((rest % 128) + 128);
    }
    return digits;
  });
}

const camelCase = (name) => name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());

/**
 * Tables as { name: { cells, members: { name: first cell } } }, the members of groups in place and under their own
 * names.
 */
function tables() {
  const result = {};
  for (const [, name, body] of read("tables.def").matchAll(/TABLE\((\w+),([^]*?)\)\s*(?=TABLE|$)/g)) {
    let cells = 0;
    const members = {};
    for (const [, kind, list] of body.matchAll(/(SPAN|TIME|INT|GROUP|LIST)\(([^)]*)\)/g)) {
      const words = list.split(", ");
      const [table, member, count] = words.length > 1 ? words : [null, words[0]];
      members[camelCase(member)] = cells;
      cells += table ? result[table].cells * Number(count ?? 1) : kind === "INT" ? 1 : 2;
    }
    result[name] = { cells, members };
  }
  return result;
}

/**
 * A perfect hash of the OIDs: the multiplier with which the top bits of (last three octets and length) x multiplier are
 * a place of its own for each. Tried are multiples of the golden ratio, which spread well.
 */
function perfectHash(contents, bits) {
  const keys = contents.map(
    (octets) => octets.at(-1) | (octets.at(-2) << 8) | (octets.at(-3) << 16) | (octets.length << 24),
  );
  for (let i = 1; i < 1e6; i++) {
    const multiplier = (Math.imul(i, 0x9e3779b1) | 1) >>> 0;
    const places = keys.map((key) => Math.imul(key, multiplier) >>> (32 - bits));
    if (new Set(places).size === places.length) {
      return { multiplier, places };
    }
  }
  throw new Error("oids.def: no perfect hash, take more bits");
}

const layout = tables();
const oids = rows("oids.def", "OID");
const hashes = rows("algorithms.def", "HASH");
const signatures = rows("algorithms.def", "SIGNATURE");
const oidNamed = new Map(oids.map(([id, , name]) => [id, name]));

mkdirSync(join(build, "generated"), { recursive: true });
const contents = oids.map(([, dotted]) => oidContents(dotted));
const HASH_BITS = 9;
const { multiplier, places } = perfectHash(contents, HASH_BITS);
writeFileSync(
  join(build, "generated", "oids.inc"),
  [
    `#define OID_HASH_BITS ${HASH_BITS}\n#define OID_HASH_MULTIPLIER ${multiplier}u\n`,
    ...oids.map(([id], i) => `OID_DER(${id}, ${places[i]}, ${contents[i].length}, ${contents[i].join(", ")})\n`),
  ].join(""),
);
writeFileSync(
  join(build, "generated", "cells.inc"),
  Object.entries(layout)
    .map(([name, { cells }]) => `TABLE_CELLS(${name}, ${cells})\n`)
    .join(""),
);

/** A frozen constant; without a type it has that of its literal. */
function frozen(name, type, value, comment) {
  const literal = JSON.stringify(value, null, 2);
  return type
    ? `/** ${comment} @type {${type}} */\nexport const ${name} = Object.freeze(${literal});\n`
    : `/** ${comment} */\nexport const ${name} = Object.freeze(/** @type {const} */ (${literal}));\n`;
}
/** Numbers from 1, since 0 is none. */
const numbered = (list) => Object.fromEntries(list.map(([id], i) => [id, i + 1]));
const enumeration = (macro) => rows("enums.def", macro);
const literals = (list) =>
  `Readonly<{ ${list.map(([member, , text]) => `${member}: ${JSON.stringify(text)}`).join("; ")} }>`;
const errors = rows("errors.def", "ERROR");
const outcomes = new Map(rows("outcomes.def", "OUTCOME").map(([member, , text]) => [member, text]));

writeFileSync(
  join(build, "lists.js"),
  [
    "// Made by csrc/lists/generate.js from the lists in csrc/lists.\n",
    `/** @typedef {${errors.map(([name]) => `"ERR_${name}"`).join(" | ")}} OCSPErrorCode stable: the README says what each means */\n`,
    `/** @typedef {${hashes.map(([id]) => `"${oidNamed.get(id)}"`).join(" | ")}} HashAlgorithm as WebCrypto names them */\n`,
    `/** @typedef {${signatures.map(([, , , name]) => `"${name}"`).join(" | ")}} SignatureAlgorithmName those that are known here */\n`,
    frozen(
      "ERRORS",
      "Readonly<Record<OCSPErrorCode, string>>",
      Object.fromEntries(errors.map(([name, meaning]) => [`ERR_${name}`, meaning])),
      "What each code means.",
    ),
    frozen(
      "FAULTS",
      "readonly (null | { readonly code: OCSPErrorCode, readonly clause: string, readonly message: string })[]",
      [
        null,
        ...rows("faults.def", "FAULT").map(([, error, clause, message]) => ({ code: `ERR_${error}`, clause, message })),
      ],
      "By number.",
    ),
    frozen(
      "FIELDS",
      "readonly string[]",
      rows("fields.def", "FIELD").map(([, text]) => text),
      "ASN.1 names, by number.",
    ),
    frozen(
      "FIELD_ITEM",
      "number",
      rows("fields.def", "FIELD").findIndex(([id]) => id === "ITEM"),
      "The element of a list.",
    ),
    frozen("OIDS", "readonly string[]", ["", ...oids.map(([, dotted]) => dotted)], "Dotted, by number."),
    frozen("OID_NAMES", "readonly string[]", ["", ...oids.map(([, , name]) => name)], "By number."),
    frozen("OID", "", numbered(oids), "Numbers of OIDs."),
    frozen(
      "HASHES",
      "readonly (null | { readonly name: HashAlgorithm, readonly octets: number })[]",
      [null, ...hashes.map(([id, octets]) => ({ name: oidNamed.get(id), octets }))],
      "By number.",
    ),
    frozen(
      "SIGNATURES",
      "readonly (null | { readonly name: SignatureAlgorithmName, readonly hash: HashAlgorithm | null })[]",
      [null, ...signatures.map(([, , hash, name]) => ({ name, hash: oidNamed.get(hash) ?? null }))],
      "By number.",
    ),
    ...[
      ["OCSPResponseStatus", "RESPONSE_STATUS", "whether there is an answer, RFC 6960 4.2.1"],
      ["OCSPCertStatus", "CERT_STATUS", "what an answer says of a certificate, RFC 6960 4.2.1"],
      ["ReasonFlags", "REASON", "why a certificate was revoked: CRLReason, RFC 5280 5.3.1"],
    ].flatMap(([name, macro, meaning]) => [
      `/** @typedef {${enumeration(macro)
        .map(([, , text]) => JSON.stringify(text))
        .join(" | ")}} ${name} ${meaning} */\n`,
      frozen(
        name,
        literals(enumeration(macro)),
        Object.fromEntries(enumeration(macro).map(([member, , text]) => [member, text])),
        "Members and identifiers of the ASN.1 module.",
      ),
      frozen(
        `${macro}_NUMBERS`,
        `Readonly<Record<${enumeration(macro)
          .map(([, , text]) => JSON.stringify(text))
          .join(" | ")}, number>>`,
        Object.fromEntries(enumeration(macro).map(([, number, text]) => [text, number])),
        "Numbers as encoded, by identifier.",
      ),
    ]),
    frozen(
      "CHECKS",
      "readonly { readonly name: CheckName, readonly reference: string }[]",
      rows("checks.def", "CHECK").map(([, name, reference]) => ({ name, reference })),
      "In the order in which they are reported.",
    ),
    `/** @typedef {${rows("checks.def", "CHECK")
      .map(([, name]) => JSON.stringify(name))
      .join(" | ")}} CheckName in the order in which they are reported */\n`,
    frozen(
      "FINDINGS",
      "readonly (null | { readonly id: string, readonly outcome: Outcome, readonly sentence: string })[]",
      [
        null,
        ...rows("checks.def", "FINDING").map(([id, , outcome, sentence]) => ({
          id,
          outcome: outcomes.get(outcome),
          sentence,
        })),
      ],
      "By number.",
    ),
    `/** @typedef {${[...outcomes.values()].map((text) => JSON.stringify(text)).join(" | ")}} Outcome */\n`,
    frozen(
      "NONCE_POLICIES",
      "",
      Object.fromEntries(rows("outcomes.def", "NONCE_POLICY").map(([, number, text]) => [text, number])),
      "Numbers by identifier.",
    ),
    frozen(
      "ISSUED",
      "",
      Object.fromEntries(rows("outcomes.def", "ISSUED").map(([member, number]) => [member, number])),
      "Of the certificate in question.",
    ),
    frozen(
      "RESPONDERS",
      'readonly ["", "issuer", "trusted", "delegate"]',
      rows("outcomes.def", "RESPONDER").map(([, , text]) => text ?? ""),
      "By number.",
    ),
    `/** @typedef {${rows("kinds.def", "KIND")
      .map(([, text]) => JSON.stringify(text))
      .join(" | ")}} DERKind what an object is, by its structure */\n`,
    frozen(
      "KINDS",
      "readonly DERKind[]",
      rows("kinds.def", "KIND").map(([, text]) => text),
      "By number.",
    ),
    frozen("LIMITS", "", Object.fromEntries(rows("limits.def", "LIMIT")), "What a caller may run into."),
    frozen(
      "VERDICT",
      "",
      Object.fromEntries(enumeration("VERDICT").map(([member, number]) => [member, number])),
      "On a signature that was checked.",
    ),
    ...Object.entries(layout).map(([name, { cells, members }]) =>
      frozen(
        name.toUpperCase(),
        "",
        { ...members, CELLS: cells },
        "First cell of each member, and how many there are.",
      ),
    ),
  ].join("\n"),
);
