/**
 * What each list must look like: the columns of its rows, and which of them name a row of another list. `readLists()`
 * refuses everything else, and says in which row.
 */
import { join } from "node:path";
import { readRows } from "./rows.js";

/**
 * Columns by macro, by file. A word after the colon is what the column holds: `id` a new name, `text` a string,
 * `number`, `word` anything else, `words` several joined by |, and in capitals a reference to a row of that macro; with
 * a question mark NONE is allowed too; with a bar, of either macro. The first two columns of a row
 * that are ids or texts name it.
 */
const FILES = {
  "errors.def": { ERROR: "name:id meaning:sentence" },
  "faults.def": { FAULT: "name:id error:ERROR clause:text message:sentence" },
  "fields.def": { FIELD: "name:id text:text", TYPE: "name:id text:text" },
  "oids.def": {
    OID: "id:id dotted:dotted name:text",
    ATTRIBUTE: "id:id dotted:dotted name:text",
    NAMED: "dotted:dotted name:text",
  },
  "extensions.def": {
    EXTENSION:
      "id:id dotted:dotted name:text places:words understood:words shape:word reader:word writer:word reference:text",
  },
  "algorithms.def": {
    HASH: "id:id oid:OID octets:number",
    HOST_HASH: "id:id name:text",
    KEY: "oid:OID kind:word name:text",
    RAW_KEY: "kind:KEY bits:number octets:number signature_octets:number",
    CURVE: "oid:OID bits:number tls:word",
    HOST_CURVE: "oid:OID bits:number",
    FAMILY: "id:id name:text",
    SIGNATURE: "id:id family:FAMILY? key:KEY? hash:HASH|HOST_HASH? oid:OID name:text",
    SIGNATURE_ALIAS: "oid:OID id:SIGNATURE",
  },
  "checks.def": {
    CHECK: "id:id name:text reference:text title:sentence question:sentence",
    FINDING: "id:id check:CHECK? outcome:OUTCOME sentence:sentence",
  },
  "outcomes.def": {
    OUTCOME: "member:id number:number identifier:text",
    NONCE_POLICY: "member:id number:number identifier:text",
    ISSUED: "member:id number:number meaning:text",
    RESPONDER: "member:id number:number identifier:text",
  },
  "enums.def": {
    RESPONSE_STATUS: "member:id number:number identifier:text",
    CERT_STATUS: "member:id number:number identifier:text",
    REASON: "member:id number:number identifier:text",
    VERDICT: "member:id number:number meaning:text",
    ASKS: "member:id number:number meaning:text",
  },
  "kinds.def": { KIND: "member:id identifier:text" },
  "limits.def": { LIMIT: "name:id number:number" },
  "defaults.def": { DEFAULT: "id:id name:word number:number" },
  "tables.def": { TABLE: "name:id members:word" },
};

/** Where an extension may stand. */
const PLACES = ["REQUEST", "SINGLE_REQUEST", "RESPONSE", "ENTRY", "CERTIFICATE"];

/**
 * What JavaScript fills into a sentence when it knows: bindings/lib/error.js and, from "number" on,
 * bindings/ocsp/verification.js. Every other placeholder is a limit.
 */
const PLACEHOLDERS = [
  ...["expected", "found", "expectedTag", "foundTag"],
  ...["number", "limit", "asked", "answered", "status", "time", "unsupported", "broken", "extension", "fault"],
];

/** @typedef {Record<string, any> & { place: string }} Entry a row by the names of its columns */

/** @param {Entry} entry @param {string} message */
const complaint = (entry, message) => new Error(`csrc/lists/${entry.place}: ${message}`);

/**
 * @param {import("./rows.js").Row} row
 * @param {Record<string, string>} macros of its file
 * @returns {Entry}
 */
function toEntry({ macro, columns, place }, macros) {
  if (!Object.hasOwn(macros, macro)) {
    throw new Error(`csrc/lists/${place}: ${macro} is not a row of this list: ${Object.keys(macros).join(", ")}`);
  }
  const names = macros[macro].split(" ").map((column) => column.split(":"));
  if (columns.length !== names.length) {
    throw new Error(
      `csrc/lists/${place}: ${macro}(${columns[0]}, ...) has ${columns.length} columns instead of ${names.length}: ` +
        names.map(([name]) => name).join(", "),
    );
  }
  /** @type {Entry} */
  const entry = { place };
  for (const [i, [name, holds]] of names.entries()) {
    const column = columns[i];
    if (
      typeof column !== (holds === "number" ? "number" : "string") ||
      (holds === "id" && !/^\w+$/.test(`${column}`))
    ) {
      throw new Error(`csrc/lists/${place}: ${name} of ${macro}(${columns[0]}, ...) cannot be ${column}`);
    }
    entry[name] = column;
  }
  return entry;
}

/** Every reference leads somewhere. @param {Record<string, Entry[]>} lists @param {Record<string, string>} macros */
function checkReferences(lists, macros) {
  for (const [macro, columns] of Object.entries(macros)) {
    for (const [name, holds] of columns.split(" ").map((column) => column.split(":"))) {
      const list = holds.replace("?", "");
      if (!/^[A-Z]/.test(list)) {
        continue;
      }
      const known = new Set(
        list
          .split("|")
          .flatMap((macro) => lists[macro])
          .map((entry) => (list === "KEY" ? entry.kind : (entry.id ?? entry.name ?? entry.member))),
      );
      for (const entry of lists[macro]) {
        if (!known.has(entry[name]) && !(holds.endsWith("?") && entry[name] === "NONE")) {
          throw complaint(entry, `${name} is ${entry[name]}, and no row ${list}(...) has that name`);
        }
      }
    }
  }
}

/** No name twice. @param {Record<string, Entry[]>} lists */
function checkNames(lists) {
  /** @type {[string, Entry[], string][]} */
  const unique = [
    ...Object.keys(lists).map((macro) => /** @type {[string, Entry[], string]} */ ([macro, lists[macro], "id"])),
    ["OID", lists.oids, "id"],
    ["OID", [...lists.oids, ...lists.NAMED], "dotted"],
    ["SIGNATURE", lists.SIGNATURE, "name"],
    ["CHECK", lists.CHECK, "name"],
  ];
  for (const [macro, entries, column] of unique) {
    const seen = new Map();
    for (const entry of entries) {
      const name =
        entry[column] ?? (column === "id" ? (entry.member ?? (macro === "KEY" ? entry.oid : entry.name)) : undefined);
      if (name !== undefined && seen.has(name)) {
        throw complaint(entry, `${name} is there already: csrc/lists/${seen.get(name)}`);
      }
      seen.set(name, entry.place);
    }
  }
}

/** A number of bytes as people write it. @param {string} name @param {number} number */
const limitText = (name, number) => (name === "INPUT" ? `${number / 2 ** 20} MiB` : String(number));

/** Fills the limits into a sentence. @param {Entry} entry @param {string} column @param {Entry[]} limits */
function fillIn(entry, column, limits) {
  entry[column] = entry[column].replaceAll(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) => {
    const limit = limits.find((each) => each.name === name);
    if (limit === undefined && !PLACEHOLDERS.includes(name)) {
      throw complaint(entry, `${whole} is neither a row of limits.def nor one of ${PLACEHOLDERS.join(", ")}`);
    }
    return limit === undefined ? whole : limitText(name, limit.number);
  });
}

/** What no single column shows. @param {Record<string, Entry[]>} lists */
function checkMeaning(lists) {
  for (const oid of [...lists.oids, ...lists.NAMED]) {
    if (!/^[0-2](?:\.\d+){2,}$/.test(oid.dotted)) {
      throw complaint(oid, `${oid.dotted} is not an OBJECT IDENTIFIER with three arcs or more`);
    }
  }
  for (const extension of lists.EXTENSION) {
    for (const column of ["places", "understood"]) {
      for (const place of extension[column].split(" | ")) {
        if (!PLACES.includes(place) && !(column === "understood" && extension[column] === "NOWHERE")) {
          throw complaint(extension, `${column} names ${place}: expected ${PLACES.join(", ")}`);
        }
      }
    }
  }
  for (const check of lists.CHECK) {
    if (!lists.FINDING.some((finding) => finding.check === check.id)) {
      throw complaint(check, `${check.name} has no FINDING: a check that finds nothing never passes`);
    }
  }
  for (const signature of lists.SIGNATURE) {
    if ((signature.family === "NONE") !== (signature.key === "NONE")) {
      throw complaint(signature, `${signature.name} needs both a family and a key, or NONE for both`);
    }
  }
}

/**
 * All lists, by macro; `oids` has the rows of OID, ATTRIBUTE and EXTENSION in the order of their numbers.
 * @param {string} folder
 * @returns {Record<string, Entry[]>}
 */
export function readLists(folder) {
  /** @type {Record<string, Entry[]>} */
  const lists = { oids: [] };
  for (const [file, macros] of Object.entries(FILES)) {
    for (const macro of Object.keys(macros)) {
      lists[macro] = [];
    }
    for (const row of readRows(join(folder, file))) {
      const entry = toEntry(row, macros);
      lists[row.macro].push(entry);
      if ("dotted" in entry && row.macro !== "NAMED") {
        lists.oids.push(entry);
      }
    }
  }
  const references = { ...lists, OID: lists.oids };
  for (const macros of Object.values(FILES)) {
    checkReferences(references, macros);
    for (const [macro, columns] of Object.entries(/** @type {Record<string, string>} */ (macros))) {
      for (const [column] of columns.matchAll(/\w+(?=:sentence)/g)) {
        for (const entry of lists[macro]) {
          fillIn(entry, column, lists.LIMIT);
        }
      }
    }
  }
  checkNames(lists);
  checkMeaning(lists);
  return lists;
}
