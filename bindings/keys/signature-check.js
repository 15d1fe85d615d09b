/**
 * Checks the signatures of messages and certificates. The core reads algorithm, key and signature strictly, whoever
 * computes then: the core, a host that is faster or knows more, or WebCrypto, which does not block.
 */
import * as eddsa from "#eddsa";
import { ASKS, CHECKED, OID_NAMES, SIGNATURES, VERDICT } from "../../build/lists.js";
import { OCSPError } from "../lib/error.js";
import { checkSignature, ecTables, hashOf } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { EDWARDS_CURVES, numberOfHash, whyAlgorithmUnsupported, whyKeyUnsupported } from "./algorithm.js";
import { engineOf } from "./engines.js";
import { hostIsFaster, hostVerifies } from "./host-crypto.js";
import { KeptKeys } from "./kept-keys.js";
import { webVerifies } from "./web-crypto.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { Table } from "../wasm/table.js" */
/**
 * @typedef {object} Question whether a signature verifies
 * @property {OwnedBytes} algorithm AlgorithmIdentifier in DER
 * @property {OwnedBytes} spki SubjectPublicKeyInfo in DER
 * @property {OwnedBytes} data what was signed
 * @property {OwnedBytes} signature the contents of the BIT STRING
 */
/**
 * Work that needs to know whether signatures verify: it yields questions and is given a VERDICT for each.
 * @template Result
 * @typedef {Generator<Question, Result, number>} Asking
 */

/**
 * Tables of EC keys: a key has them from its second signature on, since making them takes longer than one check.
 * @type {KeptKeys<OwnedBytes | null | undefined>} undefined: it was not met before; null: once
 */
const TABLES = new KeptKeys(() => undefined);

/** No key of a curve that the core computes on has more octets. */
const LONGEST_EC_KEY = 158;

/** @param {OwnedBytes} spki @returns {OwnedBytes | null} null if there are none */
function tablesOf(spki) {
  if (spki.length > LONGEST_EC_KEY) {
    return null;
  }
  const kept = TABLES.of(spki, undefined);
  if (kept.value === null) {
    kept.value = ecTables(spki);
  } else if (kept.value === undefined) {
    kept.value = null;
    return null;
  }
  return kept.value.length > 0 ? kept.value : null;
}

/**
 * @param {Question} question
 * @param {number} asks of ASKS
 * @param {OwnedBytes | null} tables of the key
 * @returns {Table} CHECKED
 */
const check = ({ algorithm, spki, data, signature }, asks, tables) =>
  checkSignature(new Plan().span(algorithm).span(spki).span(data).span(signature).span(tables).int(asks));

/** @param {boolean} verifies */
const verdictOfAnswer = (verifies) => (verifies ? VERDICT.GOOD : VERDICT.BAD);

/** @param {Table} checked @returns {NonNullable<typeof SIGNATURES[number]>} */
const methodOf = (checked) => /** @type {any} */ (SIGNATURES[checked[CHECKED.signature]]);

/**
 * Where no runtime's lack is the reason, the core has said so before.
 * @param {Table} checked
 * @returns {number} VERDICT.KEY if the core knows the hash and asks because of the key
 */
const lackOf = (checked) => (numberOfHash(methodOf(checked).hash) < 0 ? VERDICT.ALGORITHM : VERDICT.KEY);

/**
 * The answer of an engine that the program imported.
 * @param {Question} question
 * @param {Table} checked
 * @returns {number | undefined} of VERDICT; undefined if there is no engine, or the core does not compute the hash
 */
function askEngine({ spki, data, signature }, checked) {
  const { name, hash } = methodOf(checked);
  const curve = checked[CHECKED.curve];
  const verify = engineOf(curve > 0 ? OID_NAMES[curve] : name);
  const number = numberOfHash(hash);
  if (verify === undefined || (hash !== null && number < 0)) {
    return undefined;
  }
  const key = spki.part(checked[CHECKED.subjectPublicKey], checked[CHECKED.subjectPublicKey + 1]);
  const signed = hash === null ? data : hashOf(data, number);
  return verdictOfAnswer(verify(key.copy(), signed.copy(), signature.copy()) === true);
}

/**
 * The answer to what the core does not compute, or a host does faster.
 * @param {Question} question
 * @param {Table} checked
 * @returns {number} of VERDICT
 */
function askHost(question, checked) {
  const { spki, data, signature } = question;
  const curve = EDWARDS_CURVES.get(checked[CHECKED.key]);
  if (curve !== undefined) {
    const key = spki.part(checked[CHECKED.subjectPublicKey], checked[CHECKED.subjectPublicKey + 1]);
    return verdictOfAnswer(eddsa.verify(curve, key.copy(), data.copy(), signature.copy()));
  }
  const verifies = hostVerifies(question, checked);
  if (verifies !== undefined) {
    return verdictOfAnswer(verifies);
  }
  const verdict = hostIsFaster() ? check(question, ASKS.WHAT_IT_MUST, null)[CHECKED.verdict] : VERDICT.ASK;
  return verdict === VERDICT.ASK ? (askEngine(question, checked) ?? lackOf(checked)) : verdict;
}

/** @param {Question} question @returns {number} of VERDICT, never ASK */
export function verdictOf(question) {
  const asks = hostIsFaster() ? ASKS.RSA : ASKS.WHAT_IT_MUST;
  const checked = check(question, asks, tablesOf(question.spki));
  return checked[CHECKED.verdict] === VERDICT.ASK ? askHost(question, checked) : checked[CHECKED.verdict];
}

/** @param {Question} question @returns {Promise<number>} the same, by WebCrypto where it can */
export async function verdictOfAsync(question) {
  const checked = check(question, ASKS.HOST, null);
  if (checked[CHECKED.verdict] !== VERDICT.ASK) {
    return checked[CHECKED.verdict];
  }
  const verifies = await webVerifies(question, checked);
  return verifies === undefined ? verdictOf(question) : verdictOfAnswer(verifies);
}

/** @template Result @param {Asking<Result>} work @returns {Result} */
export function answered(work) {
  let step = work.next(VERDICT.BAD);
  while (!step.done) {
    step = work.next(verdictOf(step.value));
  }
  return step.value;
}

/** @template Result @param {Asking<Result>} work @returns {Promise<Result>} */
export async function answeredAsync(work) {
  let step = work.next(VERDICT.BAD);
  while (!step.done) {
    step = work.next(await verdictOfAsync(step.value));
  }
  return step.value;
}

/**
 * @param {Question} question
 * @param {number} verdict
 * @returns {boolean} false also if the key is of another type
 * @throws {OCSPError} ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY
 */
export function isVerified({ algorithm, spki }, verdict) {
  switch (verdict) {
    case VERDICT.ALGORITHM:
      throw new OCSPError("ERR_UNSUPPORTED_ALGORITHM", whyAlgorithmUnsupported(algorithm));
    case VERDICT.KEY:
      throw new OCSPError("ERR_UNSUPPORTED_KEY", whyKeyUnsupported(spki));
    default:
      return verdict === VERDICT.GOOD;
  }
}

/** @param {Question} question @returns {boolean} as isVerified */
export const verifySignature = (question) => isVerified(question, verdictOf(question));
/** @param {Question} question @returns {Promise<boolean>} the same, by WebCrypto where it can */
export const verifySignatureAsync = async (question) => isVerified(question, await verdictOfAsync(question));

/**
 * Why a signature cannot be checked.
 * @param {number} verdict VERDICT.ALGORITHM or VERDICT.KEY
 * @param {OwnedBytes} der the AlgorithmIdentifier or SubjectPublicKeyInfo that it is about
 */
export const whyUnsupported = (verdict, der) =>
  verdict === VERDICT.KEY ? whyKeyUnsupported(der) : whyAlgorithmUnsupported(der);
