/** What a call into the core is given: cells of a table, and the bytes that its spans point into. */

/** @import { OwnedBytes } from "../lib/bytes.js" */

const DAY = 86_400_000;

/** Filled by chained calls, in the order of the table's layout. */
export class Plan {
  /** @type {number[]} */
  cells = [];
  /** @type {OwnedBytes[]} */
  chunks = [];
  /** Bytes in all chunks. */
  length = 0;

  /** @param {number} value */
  int(value) {
    this.cells.push(value);
    return this;
  }

  /** @param {OwnedBytes | null} bytes null: absent */
  span(bytes) {
    if (bytes === null) {
      this.cells.push(-1, 0);
      return this;
    }
    this.cells.push(this.length, bytes.length);
    return this.append(bytes);
  }

  /** One span of several, one after the other. @param {readonly OwnedBytes[]} parts none: absent */
  spans(parts) {
    if (parts.length === 0) {
      return this.span(null);
    }
    const start = this.length;
    for (const part of parts) {
      this.append(part);
    }
    this.cells.push(start, this.length - start);
    return this;
  }

  /** A time to write: whole seconds. @param {number | null} seconds since 1970; null: absent */
  time(seconds) {
    return seconds === null ? this.int(0).int(-1) : this.moment(1000 * seconds);
  }

  /** A time to compare with. @param {number} milliseconds since 1970 */
  moment(milliseconds) {
    return this.int(Math.floor(milliseconds / DAY)).int(milliseconds % DAY);
  }

  /** Adds bytes without a span, for exports that take no table. @param {OwnedBytes} bytes */
  append(bytes) {
    this.chunks.push(bytes);
    this.length += bytes.length;
    return this;
  }

  /**
   * What a span of the core's answer points to: a part of one of the chunks, not copied.
   * @param {import("./table.js").Table} table of the answer
   * @param {number} cell of the span
   */
  part(table, cell) {
    let start = table[cell],
      i = 0;
    /* An empty span may lie at the very end. */
    for (; start >= this.chunks[i].length && i < this.chunks.length - 1; i++) {
      start -= this.chunks[i].length;
    }
    return this.chunks[i].part(start, table[cell + 1]);
  }
}
