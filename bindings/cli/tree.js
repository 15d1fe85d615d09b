/** The elements of DER, as lines and as JSON. */
import { paint, printableLine } from "./terminal.js";

/** @typedef {import("../index.js").DERNode} DERNode */
/**
 * @typedef {object} Dump
 * @property {DERNode} root
 * @property {Uint8Array} der
 * @property {boolean} isSecret it is a private key or may be one: only what the library gives as text is shown
 */

/** Bytes of a value that a line shows. */
const BYTES_SHOWN = 24;

/** @param {DERNode} node @param {Uint8Array} der */
function contentsOf({ offset, headerLength, length }, der) {
  const start = offset + headerLength;
  return Buffer.from(der.buffer, der.byteOffset, der.length).subarray(start, start + length);
}

/** @param {DERNode} node @param {Dump} dump */
function valueText(node, { der, isSecret }) {
  if (node.text !== null) {
    return printableLine(node.text);
  }
  if (node.children.length > 0 || node.length === 0) {
    return "";
  }
  const contents = contentsOf(node, der);
  return isSecret
    ? paint("dim", "(not shown)")
    : `${contents.toString("hex", 0, BYTES_SHOWN)}${contents.length > BYTES_SHOWN ? "…" : ""}`;
}

/**
 * One line a node: offset, length of the header and of the contents, name, type, value.
 * @param {Dump} dump
 * @returns {Generator<string>}
 */
export function* treeLines(dump) {
  const { root, der } = dump;
  const digits = String(der.length).length;
  /** @type {[DERNode, number][]} */
  const open = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    const place = `${String(node.offset).padStart(digits)} ${`${node.headerLength}+${node.length}`.padEnd(digits + 2)}`;
    const name = node.name === null ? paint("dim", node.type) : `${node.name} ${paint("dim", node.type)}`;
    yield `${paint("dim", place)} ${"  ".repeat(depth)}${name}  ${valueText(node, dump)}`.trimEnd();
    for (let i = node.children.length - 1; i >= 0; i--) {
      open.push([node.children[i], depth + 1]);
    }
  }
}

/** @param {DERNode} node @param {Dump} dump @returns {object} */
function nodeJSON(node, dump) {
  const { name, type, offset, headerLength, length, text, children } = node;
  return {
    name,
    type,
    offset,
    headerLength,
    length,
    text,
    ...(children.length > 0
      ? { children: Array.from(children, (child) => nodeJSON(child, dump)) }
      : text === null && !dump.isSecret && { hex: contentsOf(node, dump.der).toString("hex") }),
  };
}

/** @param {Dump} dump */
export const treeJSON = (dump) => nodeJSON(dump.root, dump);
