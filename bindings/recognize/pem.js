/** PEM blocks (RFC 7468) in any text: quoted, after the prefixes of a log, in source code, and even broken. */

import { OwnedBytes } from "../lib/bytes.js";
import { base64Prefix } from "./base64-prefix.js";
import { chainedObjects } from "./der.js";
import { derKind } from "./kind.js";
import { isPause, objectsOf } from "./search.js";

/** @import { Recognized } from "./search.js" */

/* In form data, "+" is a space. */
const MARKER = /-----(BEGIN|END)[ +]((?:[^\r\n-]|-(?!-)){1,64})-----/g;

/** Blocks with these labels hold no DER. */
const OTHER_LABEL = /^(?:OPENSSH|PGP|SSH2)\b/;
const HEADER = /^[\w-]+:\s/,
  ENCRYPTED = /^Proc-Type:.*ENCRYPTED/;
const LINE_END = /\r+\n?|\n|$/g;
const BASE64 = /^[A-Za-z\d+/]*={0,3}$/;
/* In source code: a quote, and whatever joins it to the next quote or line. */
const QUOTE = /["'`](?:[\s+.,;&\\]{0,40}(?:["'`]|$))?/g;

/** @param {string} character */
const isBase64 = (character) => /[A-Za-z\d+/]/.test(character);

/**
 * The base64 at the end of a line, after a space or a mark.
 * @param {string} line without white space at its end
 * @returns {string | null}
 */
function lastWord(line) {
  let end = line.length;
  while (end > 0 && line[end - 1] === "=") {
    end--;
  }
  let start = end;
  while (start > 0 && isBase64(line[start - 1])) {
    start--;
  }
  return start === 0 || start === end ? null : line.slice(start);
}

/**
 * @param {string} line of a block
 * @param {string} prefix what comes before BEGIN in its line
 * @param {boolean} isEnclosed whether the block has an END, so that its lines are meant to be base64
 * @returns {string | null} base64; null if the line has none
 */
function base64OfLine(line, prefix, isEnclosed) {
  const own = withoutPrefix(line, prefix)
    .replace(QUOTE, "")
    .replace(/(?<!\\)\\+$/, "")
    .trim();
  const joined = own.replace(/\s+/g, "").replace(/(?:=3D){1,2}$/i, (padding) => "=".repeat(padding.length / 3));
  /* Several words may be prose. */
  if (BASE64.test(joined) && (isEnclosed || !/\s/.test(own))) {
    return joined;
  }
  return isEnclosed ? lastWord(own) : null;
}

/**
 * In a quotation, every line has the same prefix. In a log, each prefix has a different time, but most often the same
 * length.
 * @param {string} line
 * @param {string} prefix
 */
function withoutPrefix(line, prefix) {
  const last = prefix.slice(-1);
  const isLike = line.startsWith(prefix) || (line[prefix.length - 1] === last && !isBase64(last));
  const rest = line.slice(prefix.length);
  return prefix.trim() !== "" && isLike && BASE64.test(rest.trim()) ? rest : line;
}

/**
 * @param {string} body what follows BEGIN and its label
 * @param {string} prefix
 * @param {boolean} isEnclosed
 * @returns {{ base64: string, end: number, isEncrypted: boolean }} end: where the last line that belongs to it ends
 */
function contentsOf(body, prefix, isEnclosed) {
  let base64 = "",
    start = 0,
    end = 0,
    isHeader = false,
    isEncrypted = false;
  for (const {
    index,
    0: { length },
  } of body.matchAll(LINE_END)) {
    const line = body.slice(start, index);
    const own = line.startsWith(prefix) ? line.slice(prefix.length) : line;
    start = index + length;
    if (base64 === "" && HEADER.test(own)) {
      isHeader = true;
      isEncrypted ||= ENCRYPTED.test(own);
    }
    if (isHeader) {
      isHeader = own.trim() !== "";
      continue;
    }
    const part = base64OfLine(line, prefix, isEnclosed);
    /* Without an END, an empty line ends the block. */
    if (part === null || (part === "" && base64 !== "" && !isEnclosed)) {
      break;
    }
    base64 += part;
    end = start;
  }
  return { base64, end, isEncrypted };
}

/**
 * The label promises an object, so a block holds at least one, of whatever kind, unless little or nothing of it could
 * be decoded.
 * @param {string} label
 * @param {{ base64: string, isEncrypted: boolean }} contents
 * @param {boolean} isEnclosed
 * @returns {Recognized[]}
 */
function objectsOfBlock(label, { base64, isEncrypted }, isEnclosed) {
  const { bytes, isWhole } = base64Prefix(base64);
  const objects = objectsOf(bytes, chainedObjects(bytes, true), "pem");
  if (objects.length > 0 || isEncrypted || OTHER_LABEL.test(label) || !isEnclosed || !isWhole || bytes.length < FEW) {
    return objects;
  }
  return [{ kind: derKind(new OwnedBytes(bytes)), der: bytes.slice(), source: "pem" }];
}

/** Examples in manuals are shorter: a few words decode as well. */
const FEW = 64;

/** Prefixes of logs are shorter. */
const LONGEST_PREFIX = 256;

/** The beginning of the line up to a place, without the quote of a string. @param {string} text @param {number} at */
function linePrefix(text, at) {
  const before = text.slice(Math.max(0, at - LONGEST_PREFIX), at);
  return before.slice(Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1).replace(/["'`]$/, "");
}

/**
 * The kind comes from the structure, never from the label.
 * @type {import("./search.js").Search}
 */
export function* pemBlocksIn(text) {
  /** @type {RegExpExecArray | null} */
  let begin = null;
  let at = 0;
  for (const marker of text.matchAll(MARKER)) {
    if (isPause(at, marker.index)) {
      yield null;
    }
    at = marker.index;
    yield* block(begin, at, marker[1] === "END");
    begin = marker[1] === "BEGIN" ? marker : null;
  }
  yield* block(begin, text.length, false);

  /** @param {RegExpExecArray | null} from @param {number} to @param {boolean} isEnclosed */
  function* block(from, to, isEnclosed) {
    if (from === null) {
      return;
    }
    const start = from.index + from[0].length;
    const contents = contentsOf(text.slice(start, to), linePrefix(text, from.index), isEnclosed);
    const objects = objectsOfBlock(from[2], contents, isEnclosed);
    if (objects.length > 0) {
      yield { start: from.index, end: isEnclosed ? to : start + contents.end, objects };
    }
  }
}
