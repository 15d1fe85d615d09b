/** The result of toJSON(), for people to read. */
import { oidName } from "../index.js";
import { paint, printableLine, width } from "./terminal.js";

/** @typedef {{ readonly label: string, readonly value: string | readonly Row[] }} Row */
/** @typedef {Readonly<Record<string, any>>} Fields */

/** Shown with another field. */
const SHOWN_ELSEWHERE = new Set(["serialNumberDecimal", "hashAlgorithmOid", "nonce"]);
/** Fields whose absence is information. */
const SHOWN_IF_ABSENT = new Set(["nextUpdate"]);

/** @param {string | null} name @param {string} oid */
const withOID = (name, oid) => (name === null ? oid : `${name} (${oid})`);

/** @param {unknown} value @returns {boolean} */
const isAbsent = (value) => value === null || (Array.isArray(value) && value.length === 0);

/** @param {unknown} value */
function scalarText(value) {
  const text = String(value),
    name = oidName(text);
  return name !== null
    ? withOID(name, text)
    : printableLine(text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.000Z$/, "$1Z"));
}

/** @param {string} hex @param {string} decimal */
const serialText = (hex, decimal) => `${hex.replace(/^-?/, "$&0x")} (${decimal})`;

/** @param {Fields} algorithm whose parameters are shown if it is not known */
const algorithmText = ({ name, oid, parameters }) =>
  withOID(name, oid) + (name === null && parameters !== null ? `, parameters ${parameters}` : "");

/** @param {Fields} key */
const keyText = ({ algorithm, curve, bits, oid }) =>
  withOID([algorithm, curve ?? (bits !== null && `${bits} bits`)].filter(Boolean).join(" ") || null, oid);

/** @param {Fields} extension @returns {Row} */
const extensionRow = ({ oid, name, critical, value, decoded, error }) => ({
  label: `${withOID(name, oid)}${critical ? ", critical" : ""}`,
  ...valueOf(error === undefined ? (decoded ?? value) : `${value} (broken: ${error})`),
});

/** @param {unknown} value @returns {{ value: Row["value"] }} */
function valueOf(value) {
  if (typeof value !== "object" || value === null) {
    return { value: scalarText(value) };
  }
  return {
    value:
      Array.isArray(value) && value.every((item) => typeof item !== "object")
        ? value.map(scalarText).join(", ")
        : rowsOf(value),
  };
}

/**
 * Rows of one field.
 * @param {string} label
 * @param {any} value
 * @param {Fields} siblings
 * @returns {Row[]}
 */
function fieldRows(label, value, siblings) {
  if (SHOWN_ELSEWHERE.has(label) || (isAbsent(value) && !SHOWN_IF_ABSENT.has(label))) {
    return [];
  }
  if (value === null) {
    return [{ label, value: "none" }];
  }
  switch (label) {
    case "serialNumber":
      return [{ label, value: serialText(value, siblings.serialNumberDecimal) }];
    case "hashAlgorithm":
      return [{ label, value: withOID(value, siblings.hashAlgorithmOid) }];
    case "signatureAlgorithm":
      return [{ label, value: typeof value === "string" ? value : algorithmText(value) }];
    case "publicKey":
      return [
        { label, value: keyText(value) },
        { label: "spki", value: value.spki },
      ];
    case "extensions":
      return typeof value === "string" ? [{ label, value }] : [{ label, value: value.map(extensionRow) }];
  }
  return Array.isArray(value) && typeof value[0] === "object"
    ? value.map((item, i) => ({ label: `${label}[${i}]`, ...valueOf(item) }))
    : [{ label, ...valueOf(value) }];
}

/** @param {Fields} fields @returns {Row[]} */
const rowsOf = (fields) => Object.entries(fields).flatMap(([label, value]) => fieldRows(label, value, fields));

/** As serialText() has it. */
const SERIAL = /^-?0x[\da-f]+ \(-?\d+\)$/;

/**
 * Long hexadecimal in several lines, of whole octets; a long serial number in two.
 * @param {string} text
 * @param {number} room
 * @returns {string[]}
 */
const broken = (text, room) =>
  /^[\da-f]+$/.test(text)
    ? (text.match(new RegExp(`.{1,${Math.max(32, room & ~1)}}`, "g")) ?? [])
    : text.length > room && SERIAL.test(text)
      ? text.split(" ")
      : [text];

/** Labels of fields make a column; those of extensions are longer. @param {Row} row */
const isInColumn = ({ label, value }) => typeof value === "string" && !label.includes(" ");

/** @param {readonly Row[]} rows @param {string} indent @returns {Generator<string>} */
function* rowLines(rows, indent) {
  const column = rows.reduce((widest, row) => (isInColumn(row) ? Math.max(widest, row.label.length) : widest), 0);
  for (const row of rows) {
    const label = paint("cyan", printableLine(row.label)),
      { value } = row;
    const start = isInColumn(row) ? indent.length + column + 2 : indent.length + 2;
    if (typeof value !== "string") {
      yield indent + label;
      yield* rowLines(value, `${indent}  `);
      continue;
    }
    const lines = broken(value, width() - start);
    if (isInColumn(row)) {
      yield `${indent}${label}${" ".repeat(column - row.label.length)}  ${lines.shift()}`;
    } else {
      yield indent + label;
    }
    yield* lines.map((line) => " ".repeat(start) + line);
  }
}

/** @param {object} fields of toJSON() @returns {Generator<string>} */
export const fieldLines = (fields) => rowLines(rowsOf(fields), "  ");
