/** Names of the types that tags stand for, X.690 8.1.2 and X.680 8.6. */

const NAMES = new Map(
  Object.entries({
    1: "BOOLEAN",
    2: "INTEGER",
    3: "BIT STRING",
    4: "OCTET STRING",
    5: "NULL",
    6: "OBJECT IDENTIFIER",
    7: "ObjectDescriptor",
    8: "EXTERNAL",
    9: "REAL",
    10: "ENUMERATED",
    11: "EMBEDDED PDV",
    12: "UTF8String",
    13: "RELATIVE-OID",
    16: "SEQUENCE",
    17: "SET",
    18: "NumericString",
    19: "PrintableString",
    20: "T61String",
    21: "VideotexString",
    22: "IA5String",
    23: "UTCTime",
    24: "GeneralizedTime",
    25: "GraphicString",
    26: "VisibleString",
    27: "GeneralString",
    28: "UniversalString",
    30: "BMPString",
  }).map(([number, name]) => [Number(number), name]),
);

const CONSTRUCTED = new Set([8, 11, 16, 17]);
const CLASSES = ["UNIVERSAL ", "APPLICATION ", "", "PRIVATE "];

/** @param {number} tag the identifier byte @returns {string} e.g. "SEQUENCE" or "[0]", primitive or not */
export function typeName(tag) {
  const name = tag < 0x40 ? NAMES.get(tag & 0x1f) : undefined;
  return name !== undefined && CONSTRUCTED.has(tag & 0x1f) === tag >= 0x20
    ? name
    : `[${CLASSES[tag >> 6]}${tag & 0x1f}]`;
}

/**
 * @param {number} tag the identifier byte; more than 255 stands for any
 * @returns {string} e.g. "SEQUENCE" or "[0] primitive"
 */
export function tagName(tag) {
  const name = tag > 0xff ? "an element" : typeName(tag);
  return !name.startsWith("[")
    ? name
    : tag >= 0x40
      ? `${name}${tag & 0x20 ? "" : " primitive"}`
      : `${name}${tag & 0x20 ? " constructed" : ""}`;
}
