// DER as a tree that can be changed and written again, with lengths that fit; and changes of it at random.

import { Random } from "./random.js";

/** @typedef {{ tag: number, contents: Uint8Array, children?: Node[] }} Node either contents or children count */

const CONSTRUCTED = 0x20;
const OCTET_STRING = 4;
const DEPTH = 14;

/** @param {Uint8Array} bytes @returns {Node[] | null} null where they are no sequence of elements */
export function parse(bytes, depth = DEPTH) {
  const nodes = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at];
    let length = bytes[at + 1];
    let start = at + 2;
    if (length === undefined || (tag & 0x1f) === 0x1f || length === 0x80 || length > 0x83) {
      return null;
    }
    if (length > 0x80) {
      const octets = length - 0x80;
      length = 0;
      for (let i = 0; i < octets; i++) {
        length = length * 256 + (bytes[start + i] ?? Number.NaN);
      }
      start += octets;
    }
    if (!(start + length <= bytes.length)) {
      return null;
    }
    const contents = bytes.subarray(start, start + length);
    // An OCTET STRING may hold DER, as that of the BasicOCSPResponse does.
    const inside =
      depth > 0 && length > 0 && (tag & CONSTRUCTED || (tag === OCTET_STRING && contents[0] === 0x30))
        ? parse(contents, depth - 1)
        : null;
    nodes.push({ tag, contents, ...(inside ? { children: inside } : {}) });
    at = start + length;
  }
  return nodes;
}

/** @param {Node[]} nodes @returns {Uint8Array} */
export const write = (nodes) =>
  Buffer.concat(
    nodes.flatMap(({ tag, contents, children }) => {
      const inside = children ? write(children) : contents;
      const { length } = inside;
      const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
      return [
        Uint8Array.of(tag, ...(length > 0xffff ? [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff] : octets)),
        inside,
      ];
    }),
  );

/** Every list of elements in a tree. @param {Node[]} nodes @returns {Node[][]} */
const lists = (nodes) => [nodes, ...nodes.flatMap(({ children }) => (children ? lists(children) : []))];

/** @param {Random} random @param {Uint8Array} bytes */
function damaged(random, bytes) {
  const changed = Uint8Array.from(bytes);
  if (changed.length > 0) {
    const at = random.integer(0, changed.length - 1);
    changed[at] = random.chance(0.7) ? changed[at] ^ (1 << random.integer(0, 7)) : random.integer(0, 255);
  }
  return changed;
}

/** @param {Random} random @param {Node} node */
function changePrimitive(random, node) {
  const { contents } = node;
  node.contents = random.pick([
    () => damaged(random, contents),
    () => damaged(random, contents),
    () => contents.subarray(1),
    () => contents.subarray(0, -1),
    () => Buffer.concat([contents, random.bytes(1)]),
    () => Buffer.concat([Uint8Array.of(0), contents]),
    () => new Uint8Array(contents.length),
  ])();
}

/** @param {Random} random @param {Node[]} list @param {Node[]} others elements of another message */
function changeList(random, list, others) {
  const at = random.integer(0, list.length - 1);
  const node = list[at];
  random.pick([
    () => list.splice(at, 1),
    () => list.splice(at, 0, node),
    () => list.reverse(),
    () => list.push(random.pick(others)),
    () => (list[at] = random.pick(others.filter(({ tag }) => tag === node.tag).concat(node))),
    () => (list[at] = random.pick(others.filter(({ tag }) => tag === node.tag).concat(node))),
    () => (list[at] = { ...node, tag: node.tag ^ (1 << random.integer(0, 7)) }),
    () => (node.children ? undefined : changePrimitive(random, node)),
    () => (node.children ? undefined : changePrimitive(random, node)),
  ])();
}

/** The element at the same place of another message, in place of this one's. */
function graft(random, nodes, others) {
  let [list, other] = [nodes, others];
  for (;;) {
    const at = random.integer(0, list.length - 1);
    const [node, twin] = [list[at], other[at]];
    if (twin === undefined) {
      return;
    }
    if (!node.children?.length || !twin.children?.length || random.chance(0.25)) {
      list[at] = twin;
      return;
    }
    [list, other] = [node.children, twin.children];
  }
}

/**
 * A message with one to three changes: bits, octets, elements left out, repeated, moved, or taken from another message.
 * @param {Random} random
 * @param {Uint8Array} der
 * @param {Uint8Array} other
 */
export function mutated(random, der, other) {
  let bytes = der;
  for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; count--) {
    const nodes = random.chance(0.35) ? null : parse(bytes);
    if (nodes === null || nodes.length === 0) {
      bytes = damaged(random, bytes);
      continue;
    }
    const donor = parse(other) ?? [];
    if (random.chance(0.3)) {
      graft(random, nodes, donor);
    } else {
      const full = lists(nodes).filter(({ length }) => length > 0);
      changeList(random, random.pick(full), lists(donor).flat());
    }
    bytes = write(nodes);
  }
  return Uint8Array.from(bytes);
}
