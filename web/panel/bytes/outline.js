// The nodes of a dissected object that are open: which are shown, in order, and which one covers given bytes.

/** @typedef {import("../../../bindings/index.js").DERNode} DERNode */

/**
 * At the start about as many rows are open as can be seen at once, the outer ones first. A longer list stays closed
 * until somebody opens it.
 */
const ROWS_AT_START = 32;
const LIST_OPENED_AT_START = 20;

/**
 * One node, its place among its siblings, and whether its children are shown. Children are made only when needed.
 */
export class OutlineItem {
  /** @type {readonly OutlineItem[] | undefined} */
  #items;
  open = false;

  /** @param {DERNode} node @param {OutlineItem | null} parent @param {number} index @param {number} siblings */
  constructor(node, parent, index, siblings) {
    this.node = node;
    this.parent = parent;
    this.index = index;
    /** How many children the parent has, including this one. */
    this.siblings = siblings;
    /** 1 for the root, as aria-level counts. @type {number} */
    this.level = parent ? parent.level + 1 : 1;
    this.start = node.offset;
    /** Where the contents start, after the identifier and length bytes. */
    this.contents = node.offset + node.headerLength;
    this.end = this.contents + node.length;
  }

  /** @returns {readonly OutlineItem[]} */
  get items() {
    return (this.#items ??= this.node.children.map(
      (child, index, { length }) => new OutlineItem(child, this, index, length),
    ));
  }

  /** Does not make the items. */
  get isBranch() {
    return this.node.children.length > 0;
  }

  get label() {
    return this.node.name ?? this.node.type;
  }

  /** The names from the root to here, without those elements that have none. */
  get path() {
    const names = [this.label];
    for (let item = this.parent; item; item = item.parent) {
      if (item.node.name) {
        names.unshift(item.node.name);
      }
    }
    return names;
  }
}

/**
 * The last one that starts at or before `offset`: siblings are in the order of their bytes.
 *
 * @param {readonly OutlineItem[]} items @param {number} offset
 */
function lastBefore(items, offset) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {OutlineItem} */ (items[middle]).start <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return items[low - 1];
}

export class Outline {
  /** The rows, from the root on. @type {OutlineItem[]} */
  visible = [];

  /** @param {DERNode | null} root */
  constructor(root) {
    this.root = root && new OutlineItem(root, null, 0, 1);
    if (!this.root) {
      return;
    }
    this.#openAtStart(this.root);
    this.#list();
  }

  /** @param {OutlineItem} root */
  #openAtStart(root) {
    const outerFirst = [root];
    let rows = 1;
    for (const item of outerFirst) {
      const { length } = item.node.children;
      if (item !== root && (length > LIST_OPENED_AT_START || rows + length > ROWS_AT_START)) {
        continue;
      }
      item.open = length > 0;
      rows += length;
      for (const inner of item.items) {
        outerFirst.push(inner);
      }
    }
  }

  #list() {
    /** @type {OutlineItem[]} */
    const visible = [];
    const add = (/** @type {OutlineItem} */ item) => {
      visible.push(item);
      if (item.open) {
        for (const each of item.items) {
          add(each);
        }
      }
    };
    if (this.root) {
      add(this.root);
    }
    this.visible = visible;
  }

  /** @param {Iterable<OutlineItem>} items @param {boolean} open */
  setOpen(items, open) {
    for (const item of items) {
      item.open = open && item.isBranch;
    }
    this.#list();
  }

  /** Opens all that the item is in. @param {OutlineItem} item */
  uncover(item) {
    const above = [];
    for (let each = item.parent; each; each = each.parent) {
      if (!each.open) {
        above.push(each);
      }
    }
    if (above.length) {
      this.setOpen(above, true);
    }
  }

  /** The item itself where it is shown, else the closed one that it is in. @param {OutlineItem} item */
  shown(item) {
    let shown = item;
    for (let each = item.parent; each; each = each.parent) {
      if (!each.open) {
        shown = each;
      }
    }
    return shown;
  }

  /**
   * The smallest element that has all these bytes, or null if none has.
   *
   * @param {number} start @param {number} [end]
   */
  covering(start, end = start + 1) {
    const covers = (/** @type {OutlineItem | undefined} */ item) =>
      item && item.start <= start && end <= item.end && start < item.end;
    if (!this.root || !covers(this.root)) {
      return null;
    }
    let found = this.root;
    for (;;) {
      const inner = lastBefore(found.items, start);
      if (!inner || !covers(inner)) {
        return found;
      }
      found = inner;
    }
  }

  /**
   * The element that was read last before the fault at `offset`: the way down to it starts no later than the fault.
   * @param {number} offset
   */
  lastRead(offset) {
    let found = this.root;
    for (let inner = found; inner; inner = lastBefore(inner.items, offset) ?? null) {
      found = inner;
    }
    return found;
  }
}
