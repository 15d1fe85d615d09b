/** Base64 in lines, strings or words: finds where it goes on, and where other text begins. */
import { base64Prefix } from "./base64-prefix.js";
import { elementEnd, mayBeKnown, objectAt } from "./der.js";

const WORD = /[\w+/-]+/y;
const PADDING = /={1,3}/y;
/*
 * What separates two lines or strings: white space, quotes and what a language joins them with, the marks of quotations
 * and comments.
 */
const BETWEEN =
  /(?:[\s"'`\\>|*#]|(?<=["'`]\s{0,20})[+.&]{1,2}(?=\s{0,20}["'`])|(?<=\n[ \t]{0,40})\/\/(?=[ \t])){1,200}/y;
const EMPTY_LINE = /\n[ \t]*\r*\n/;
const REST_OF_LINE = /={0,3}[ \t"'`,;)\]}\\]{0,20}(?:[\r\n]|$)/y;
const OBJECT = /^M[A-P]/;

/** Lines of base64 are not shorter, unless all of them are. Hardly any word of prose is longer. */
const LONG_WORD = 16;
/** Most lines of base64 are not longer. */
const LONG_LINE = 128;
/** Characters that hold more than a header, and more than the header inside it as well. */
const HEADER = 8,
  HEADERS = 20;

/**
 * Whether DER of a known kind may begin here.
 * @param {string} text
 * @param {number} start of two characters that match OBJECT
 */
export const mayBeginDER = (text, start) => mayBeKnown(base64Prefix(text.slice(start, start + HEADERS)).bytes);

/** Characters that are enough to tell a kind. */
export const GLANCE = 1024;

/** @param {string} base64 without white space */
export const beginsObject = (base64) =>
  OBJECT.test(base64) && objectAt(base64Prefix(base64.slice(0, GLANCE)).bytes, 0) !== null;

/**
 * Reads base64 of DER or of text. The header of DER says how long it is; without one, the lines do. A run that does not
 * begin like DER ends soon.
 */
export class Base64Run {
  /** Without white space. */
  base64 = "";
  /** Where it ends, after the padding. */
  end;
  #text;
  /** Characters that the first object takes, without padding; 0 until its header is known. */
  #needed = 0;
  #words = 0;
  /* Lengths of words. */
  #last = 0;
  #widest = 0;
  #isPadded = false;
  #isDER;
  #isLikely;

  /** @param {string} text @param {number} start of the first word */
  constructor(text, start) {
    this.#text = text;
    this.end = start;
    this.#isDER = OBJECT.test(text.slice(start, start + 2));
    this.#isLikely = !this.#isDER;
    this.#take(start);
    while (!this.#isPadded && this.#isPromising()) {
      const next = this.#nextWord();
      if (next < 0) {
        break;
      }
      this.#take(next);
    }
  }

  /** Whether it is the first object, the whole of it, and nothing else. */
  get isExact() {
    return this.base64.replace(/=+$/, "").length === this.#needed;
  }

  #isPromising() {
    this.#isLikely ||= this.base64.length >= HEADERS && mayBeginDER(this.base64, 0);
    return this.#isLikely || this.base64.length < HEADERS;
  }

  /** @param {number} start */
  #take(start) {
    WORD.lastIndex = start;
    const [word] = /** @type {RegExpExecArray} */ (WORD.exec(this.#text));
    PADDING.lastIndex = this.end = start + word.length;
    const padding = PADDING.exec(this.#text)?.[0] ?? "";
    this.base64 += word + padding;
    this.end += padding.length;
    this.#isPadded = padding !== "";
    this.#words++;
    this.#last = word.length;
    this.#widest = Math.max(this.#widest, word.length);
    if (this.#isDER && this.#needed === 0 && this.#words <= HEADER) {
      this.#needed = Math.ceil((elementEnd(base64Prefix(this.base64.slice(0, HEADER)).bytes, 0) * 4) / 3);
    }
  }

  /** @returns {number} where the next word begins; -1 if it does not belong to this run */
  #nextWord() {
    BETWEEN.lastIndex = this.end;
    const between = BETWEEN.exec(this.#text)?.[0];
    if (between === undefined || EMPTY_LINE.test(between)) {
      return -1;
    }
    const start = (WORD.lastIndex = this.end + between.length);
    const word = WORD.exec(this.#text)?.[0];
    return word !== undefined && this.#belongs(word, start) ? start : -1;
  }

  /** @param {string} word @param {number} start */
  #belongs(word, start) {
    const length = this.base64.length;
    if (length === this.#needed) {
      /* Objects that were encoded together meet inside a quantum; others begin a new one. */
      return length % 4 !== 0 && this.#words > 1 && word.length >= LONG_WORD && !OBJECT.test(word);
    }
    if (length + word.length === this.#needed) {
      return true;
    }
    /* A line that is shorter than those before it is the last one. */
    if (this.#words > 1 && this.#last < this.#widest && (this.#last < LONG_WORD || OBJECT.test(word))) {
      return false;
    }
    /* A list with one object to a line, of which this one was truncated. */
    if (this.#words === 1 && this.#last > LONG_LINE && word.length !== this.#last && beginsObject(word)) {
      return false;
    }
    if (word.length >= LONG_WORD || word.length === this.#widest) {
      return true;
    }
    REST_OF_LINE.lastIndex = start + word.length;
    return word.length < this.#widest && REST_OF_LINE.test(this.#text);
  }
}
