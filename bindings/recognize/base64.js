/**
 * Base64 and base64url (RFC 4648) in any text: of DER, of PEM, and in the URL of an HTTP GET request (RFC 6960 appendix
 * A.1).
 */

import { fromLatin1 } from "../lib/encoding.js";
import { base64Prefix } from "./base64-prefix.js";
import { Base64Run, beginsObject, GLANCE, mayBeginDER } from "./base64-run.js";
import { chainedObjects } from "./der.js";
import { pemBlocksIn } from "./pem.js";
import { gathered, isPause, objectsOf, searched } from "./search.js";

/** @import { Recognized } from "./search.js" */

/*
 * A SEQUENCE begins with 0x30, so its base64 begins with M and one of the first sixteen letters. The other one is that
 * of "-----BEGIN ".
 */
const CANDIDATE = /(?<![A-Za-z\d])(?:M[A-P][\w+/-]{2}|LS0tLS1CRUdJTi)/g;
const LONG_WORD = /[\w+/-]{20}/y;

/** Shorter objects have to stand alone: inside a longer word they may be an accident. */
const SHORT = 32;

/** Most candidates are words of prose, or other base64. @param {string} text @param {number} start */
function isLikely(text, start) {
  LONG_WORD.lastIndex = start;
  if (LONG_WORD.test(text) && !mayBeginDER(text, start)) {
    return false;
  }
  return beginsObject(new Base64Run(text.slice(start, start + GLANCE), 0).base64);
}

/** @param {string} text @param {number} start @param {Base64Run} run @returns {Recognized[]} */
function derObjects(text, start, run) {
  const { bytes } = base64Prefix(run.base64);
  const objects = objectsOf(bytes, chainedObjects(bytes), "base64");
  const before = text[start - 1] ?? " ";
  if (objects.length > 0 && objects[0].der.length < SHORT && !(run.isExact && /[^\w+/-]/.test(before))) {
    return [];
  }
  return objects.map((object) =>
    before === "/" && object.kind === "ocsp-request" ? { ...object, source: "url" } : object,
  );
}

/** PEM in base64, as in a Secret of Kubernetes. @param {Base64Run} run */
const pemObjects = ({ base64 }) => gathered(searched(fromLatin1(base64Prefix(base64).bytes), [pemBlocksIn]), "base64");

/** @type {import("./search.js").Search} */
export function* base64In(text) {
  const candidate = new RegExp(CANDIDATE);
  let start = 0;
  for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
    if (isPause(start, match.index)) {
      yield null;
    }
    start = match.index;
    const isDER = match[0].startsWith("M");
    if (isDER && !isLikely(text, start)) {
      candidate.lastIndex = start + 1;
      continue;
    }
    const run = new Base64Run(text, start);
    const objects = isDER ? derObjects(text, start, run) : yield* pemObjects(run);
    if (objects.length > 0) {
      yield { start, end: run.end, objects };
    }
    /* Even if nothing was found, so that no part of the text is read twice. */
    candidate.lastIndex = run.end;
  }
}
