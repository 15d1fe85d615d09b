/**
 * Makes build/generated/*.inc for C and build/lists.js for JavaScript from the lists (*.def) beside this file, so that
 * no number and no sentence is written twice. Usage: node csrc/lists/generate.js [build directory]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLists } from "./schema.js";

/** @typedef {import("./schema.js").Entry} Entry */

const folder = import.meta.dirname;
const build = process.argv[2] ?? join(folder, "../..", "build");
const lists = readLists(folder);

// ---------------------------------------------------------------------------------------------------- OIDs

/** The contents of an OBJECT IDENTIFIER, X.690 8.19. @param {string} dotted */
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

/**
 * A perfect hash of the OIDs: a multiplier with which the top bits of (last three octets, and the second ^ length) x
 * multiplier are a different place for each. It tries multiples of the golden ratio, which spread well.
 * @param {number[][]} contents
 * @param {number} bits
 */
function perfectHash(contents, bits) {
  const keys = contents.map((octets) => {
    const [third, second, last] = octets.slice(-3);
    return last | (second << 8) | (third << 16) | ((octets.length ^ octets[1]) << 24);
  });
  for (let i = 1; i < 1e6; i++) {
    const multiplier = (Math.imul(i, 0x9e3779b1) | 1) >>> 0;
    const places = keys.map((key) => Math.imul(key, multiplier) >>> (32 - bits));
    if (new Set(places).size === places.length) {
      return { multiplier, places };
    }
  }
  throw new Error("csrc/lists/oids.def: no perfect hash found: take more bits");
}

function oidsForC() {
  const BITS = 10;
  const contents = lists.oids.map(({ dotted }) => oidContents(dotted));
  const { multiplier, places } = perfectHash(contents, BITS);
  const rows = lists.oids.map(
    ({ id }, i) => `OID_DER(${id}, ${places[i]}, ${contents[i].length}, ${contents[i].join(", ")})\n`,
  );
  return `#define OID_HASH_BITS ${BITS}\n#define OID_HASH_MULTIPLIER ${multiplier}u\n${rows.join("")}#undef OID_DER\n`;
}

/** The first signature algorithm of each OID, since RSASSA-PSS has several, and the other OIDs of some. */
function signaturesForC() {
  const rows = lists.SIGNATURE.filter(({ oid }, i) => i === lists.SIGNATURE.findIndex((other) => other.oid === oid));
  rows.push(...lists.SIGNATURE_ALIAS);
  return `${rows.map(({ oid, id }) => `SIGNATURE_OID(${oid}, ${id})\n`).join("")}#undef SIGNATURE_OID\n`;
}

/** Each kind once, though several rows may have it. */
const keyKindsForC = () =>
  `${[...new Set(lists.KEY.map(({ kind }) => kind))].map((kind) => `KEY_KIND(${kind})\n`).join("")}#undef KEY_KIND\n`;

// ---------------------------------------------------------------------------------------------------- tables

const camelCase = (/** @type {string} */ name) =>
  name.replaceAll(/_(\w)/g, (_, /** @type {string} */ letter) => letter.toUpperCase());

/** What a LIST of tables.def may count instead of writing a number. @type {Readonly<Record<string, number>>} */
const COUNTS = { OCSP_CHECKS: lists.CHECK.length };

/**
 * Tables by name, each with its number of cells and the first cell of its members; what is in a GROUP or LIST has a
 * table of its own.
 */
function layOut() {
  /** @type {Record<string, { cells: number, members: Record<string, number> }>} */
  const tables = {};
  /** How many cells a member takes. @param {Entry} row @param {string} kind @param {string[]} words */
  const cellsOf = (row, kind, [table, , count = "1"]) => {
    if (kind === "INT") {
      return 1;
    }
    if (kind === "SPAN" || kind === "TIME") {
      return 2;
    }
    const number = COUNTS[count] ?? Number(count);
    if (!(table in tables) || !(number > 0)) {
      throw new Error(`csrc/lists/${row.place}: ${table} is not a table above this one, or ${count} is not a number`);
    }
    return tables[table].cells * number;
  };
  for (const row of lists.TABLE) {
    const table = { cells: 0, members: /** @type {Record<string, number>} */ ({}) };
    for (const [whole, kind, list] of row.members.matchAll(/(\w+)\(([^)]*)\)/g)) {
      if (!["SPAN", "TIME", "INT", "GROUP", "LIST"].includes(kind)) {
        throw new Error(`csrc/lists/${row.place}: ${whole} is not a member of a table`);
      }
      const words = list.split(", ");
      table.members[camelCase(words[1] ?? words[0])] = table.cells;
      table.cells += cellsOf(row, kind, words);
    }
    tables[row.name] = table;
  }
  return tables;
}

const layout = layOut();

const cellsForC = () =>
  `${Object.entries(layout)
    .map(([name, { cells }]) => `TABLE_CELLS(${name}, ${cells})\n`)
    .join("")}#undef TABLE_CELLS\n`;

// ---------------------------------------------------------------------------------------------------- JavaScript

/**
 * A frozen constant; without a type it has that of its literal.
 * @param {string} name
 * @param {string} type
 * @param {unknown} value
 * @param {string} comment
 */
function frozen(name, type, value, comment) {
  const literal = JSON.stringify(value, null, 2);
  return type
    ? `/** ${comment} @type {${type}} */\nexport const ${name} = Object.freeze(${literal});\n`
    : `/** ${comment} */\nexport const ${name} = Object.freeze(/** @type {const} */ (${literal}));\n`;
}

/** @param {string} name @param {readonly string[]} words @param {string} comment */
const union = (name, words, comment) =>
  `/** @typedef {${words.map((word) => JSON.stringify(word)).join(" | ")}} ${name} ${comment} */\n`;

/** @param {Entry[]} entries @param {string} key @param {string} value */
const record = (entries, key, value) => Object.fromEntries(entries.map((entry) => [entry[key], entry[value]]));

/** Numbers from 1, since 0 is none. @param {string} wanted */
const numberOfOID = (wanted) => lists.oids.findIndex(({ id }) => id === wanted) + 1;
const nameOfOID = record(lists.oids, "id", "name");
const nameOfHash = Object.fromEntries(lists.HASH.map(({ id, oid }) => [id, nameOfOID[oid]]));
const nameOfHostHash = record(lists.HOST_HASH, "id", "name");
const nameOfFamily = record(lists.FAMILY, "id", "name");
/* A kind has the name of its first row. */
const nameOfKey = Object.fromEntries(lists.KEY.map(({ kind, name }) => [kind, name]).reverse());

const errors = () => [
  union(
    "OCSPErrorCode",
    lists.ERROR.map(({ name }) => `ERR_${name}`),
    "stable: the README says what each means",
  ),
  frozen(
    "ERRORS",
    "Readonly<Record<OCSPErrorCode, string>>",
    Object.fromEntries(lists.ERROR.map(({ name, meaning }) => [`ERR_${name}`, meaning])),
    "What each code means.",
  ),
  frozen(
    "FAULTS",
    "readonly (null | { readonly code: OCSPErrorCode, readonly clause: string, readonly message: string })[]",
    [null, ...lists.FAULT.map(({ error, clause, message }) => ({ code: `ERR_${error}`, clause, message }))],
    "By number.",
  ),
];

/** The numbers of C's enum: the mark between its two parts has one too. */
const fields = () => [
  frozen(
    "FIELDS",
    "readonly string[]",
    [...lists.FIELD.map(({ text }) => text), "", ...lists.TYPE.map(({ text }) => text)],
    "ASN.1 names, by number.",
  ),
  frozen(
    "FIELD_ITEM",
    "number",
    lists.FIELD.findIndex(({ name }) => name === "ITEM"),
    "The element of a list.",
  ),
];

const oids = () => [
  frozen("OIDS", "readonly string[]", ["", ...lists.oids.map(({ dotted }) => dotted)], "Dotted, by number."),
  frozen("OID_NAMES", "readonly string[]", ["", ...lists.oids.map(({ name }) => name)], "By number."),
  frozen(
    "NAMED_OIDS",
    "readonly (readonly [dotted: string, name: string])[]",
    lists.NAMED.map(({ dotted, name }) => [dotted, name]),
    "What C does not know.",
  ),
  frozen("OID", "", Object.fromEntries(lists.oids.map(({ id }) => [id, numberOfOID(id)])), "Numbers of OIDs."),
];

const algorithms = () => [
  union("HashAlgorithm", Object.values(nameOfHash), "as WebCrypto names them"),
  frozen(
    "HASHES",
    "readonly (null | { readonly name: HashAlgorithm, readonly octets: number })[]",
    [null, ...lists.HASH.map(({ id, octets }) => ({ name: nameOfHash[id], octets }))],
    "By number.",
  ),
  union("HostHashAlgorithm", Object.values(nameOfHostHash), "those of signatures that only a host can check"),
  union("KeyAlgorithm", [...new Set(Object.values(nameOfKey))], "kinds of keys"),
  frozen(
    "KEYS",
    "readonly { readonly oid: number, readonly name: KeyAlgorithm }[]",
    lists.KEY.map(({ oid, name }) => ({ oid: numberOfOID(oid), name })),
    "The algorithms of keys, by their numbers in OID.",
  ),
  union(
    "SignatureAlgorithmName",
    lists.SIGNATURE.map(({ name }) => name),
    "the signature algorithms that are known here",
  ),
  union("SignatureFamily", Object.values(nameOfFamily), "how a signature is made of hash and key"),
  frozen(
    "SIGNATURES",
    "readonly (null | { readonly name: SignatureAlgorithmName, readonly family: SignatureFamily | null, " +
      "readonly key: KeyAlgorithm | null, readonly hash: HashAlgorithm | HostHashAlgorithm | null })[]",
    [
      null,
      ...lists.SIGNATURE.map(({ name, family, key, hash }) => ({
        name,
        family: nameOfFamily[family] ?? null,
        key: nameOfKey[key] ?? null,
        hash: nameOfHash[hash] ?? nameOfHostHash[hash] ?? null,
      })),
    ],
    "By number. Without family and key: known by name only.",
  ),
];

const extensions = () => {
  const decoded = lists.EXTENSION.filter(({ shape }) => shape !== "NONE");
  const shapes = [...new Set(decoded.map(({ shape }) => shape))];
  return [
    union(
      "DecodedExtensionName",
      decoded.map(({ name }) => name),
      "the extensions whose values are decoded",
    ),
    union("ExtensionShape", shapes, "what a decoded value is"),
    frozen(
      "EXTENSIONS",
      "readonly { readonly id: number, readonly shape: ExtensionShape | null }[]",
      lists.EXTENSION.map(({ id, shape }) => ({ id: numberOfOID(id), shape: shape === "NONE" ? null : shape })),
      "The known extensions, by their numbers in OID.",
    ),
    frozen(
      "EXTENSION_PLACES",
      "Readonly<Record<string, { readonly places: readonly string[], readonly understood: readonly string[], " +
        "readonly reference: string }>>",
      Object.fromEntries(
        lists.EXTENSION.map(({ name, places, understood, reference }) => [
          name,
          {
            places: placesOf(places),
            understood: understood === "NOWHERE" ? [] : placesOf(understood),
            reference,
          },
        ]),
      ),
      "For documents: where a known extension may stand, and where it is understood when it is critical.",
    ),
  ];
};
/** @param {string} places */
const placesOf = (places) => places.split(" | ").map((place) => place.toLowerCase().replaceAll("_", " "));

/** An enumeration of the public API, and the numbers of its values. */
const enumerations = () =>
  [
    ["OCSPResponseStatus", "RESPONSE_STATUS", "whether there is an answer, RFC 6960 4.2.1"],
    ["OCSPCertStatus", "CERT_STATUS", "what an answer says of a certificate, RFC 6960 4.2.1"],
    ["ReasonFlags", "REASON", "why a certificate was revoked: CRLReason, RFC 5280 5.3.1"],
  ].flatMap(([name, macro, meaning]) => {
    const members = lists[macro];
    const literals = members.map(({ member, identifier }) => `${member}: ${JSON.stringify(identifier)}`);
    return [
      union(
        name,
        members.map(({ identifier }) => identifier),
        meaning,
      ),
      frozen(
        name,
        `Readonly<{ ${literals.join("; ")} }>`,
        record(members, "member", "identifier"),
        "Members and identifiers of the ASN.1 module.",
      ),
      frozen(
        `${macro}_NUMBERS`,
        `Readonly<Record<${members.map(({ identifier }) => JSON.stringify(identifier)).join(" | ")}, number>>`,
        record(members, "identifier", "number"),
        "Numbers as encoded, by identifier.",
      ),
    ];
  });

const checks = () => {
  const outcomes = record(lists.OUTCOME, "member", "identifier");
  return [
    frozen(
      "CHECKS",
      "readonly { readonly name: CheckName, readonly reference: string }[]",
      lists.CHECK.map(({ name, reference }) => ({ name, reference })),
      "In the order in which they are reported.",
    ),
    union(
      "CheckName",
      lists.CHECK.map(({ name }) => name),
      "in the order in which they are reported",
    ),
    frozen(
      "CHECK_TITLES",
      "Readonly<Record<CheckName, string>>",
      record(lists.CHECK, "name", "title"),
      "What each check asks, in a few words: for headings.",
    ),
    frozen(
      "CHECK_QUESTIONS",
      "Readonly<Record<CheckName, string>>",
      record(lists.CHECK, "name", "question"),
      "What each check asks, in full.",
    ),
    frozen(
      "FINDINGS",
      "readonly (null | { readonly outcome: Outcome, readonly sentence: string })[]",
      [null, ...lists.FINDING.map(({ outcome, sentence }) => ({ outcome: outcomes[outcome], sentence }))],
      "By number.",
    ),
    union("Outcome", Object.values(outcomes), "of a check"),
  ];
};

const verification = () => [
  frozen("NONCE_POLICIES", "", record(lists.NONCE_POLICY, "identifier", "number"), "Numbers by identifier."),
  frozen(
    "ISSUED",
    "",
    record(lists.ISSUED, "member", "number"),
    "Whether the issuer issued the certificate in question.",
  ),
  frozen(
    "RESPONDERS",
    "",
    lists.RESPONDER.map(({ identifier }) => identifier),
    "By number.",
  ),
  frozen("VERDICT", "", record(lists.VERDICT, "member", "number"), "Of one signature."),
  frozen("ASKS", "", record(lists.ASKS, "member", "number"), "Which signatures the core leaves to the host."),
];

const kinds = () => [
  union(
    "DERKind",
    lists.KIND.map(({ identifier }) => identifier),
    "what an object is, by its structure",
  ),
  frozen(
    "KINDS",
    "readonly DERKind[]",
    lists.KIND.map(({ identifier }) => identifier),
    "By number.",
  ),
];

const numbers = () => [
  frozen(
    "LIMITS",
    "",
    record(lists.LIMIT, "name", "number"),
    "How much the library takes. INPUT: bytes of an input or an output; EXTENSION: extensions in one list; OID: octets of " +
      "an OBJECT IDENTIFIER; INTEGER: octets of an INTEGER; NONCE: bytes of a nonce that it makes; RSA_MIN: bits of an " +
      "RSA key; RSA_MAX, RSA_PUBLIC_MAX: of a private and a public one that the core computes with; RSA_HOST_MAX: of one " +
      "that hosts compute with.",
  ),
  frozen(
    "DEFAULTS",
    "",
    record(lists.DEFAULT, "name", "number"),
    "What options are that are not given: seconds, bits and bytes, as their names say.",
  ),
];

const tables = () =>
  Object.entries(layout).map(([name, { cells, members }]) =>
    frozen(name.toUpperCase(), "", { ...members, CELLS: cells }, "First cell of each member, and how many there are."),
  );

/** build/lists.js */
const listsForJavaScript = () =>
  [
    "// Made by csrc/lists/generate.js from the lists in csrc/lists.\n",
    ...errors(),
    ...fields(),
    ...oids(),
    ...algorithms(),
    ...extensions(),
    ...enumerations(),
    ...checks(),
    ...verification(),
    ...kinds(),
    ...numbers(),
    ...tables(),
  ].join("\n");

mkdirSync(join(build, "generated"), { recursive: true });
for (const [file, text] of [
  ["generated/oids.inc", oidsForC()],
  ["generated/signatures.inc", signaturesForC()],
  ["generated/key_kinds.inc", keyKindsForC()],
  ["generated/cells.inc", cellsForC()],
  ["lists.js", listsForJavaScript()],
]) {
  writeFileSync(join(build, file), text);
}
