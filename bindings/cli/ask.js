/** Asks the responders of a certificate, one after the other, until one gives an answer that can be relied on. */
import { OCSPError, OCSPResponse } from "../index.js";
import { attemptLines } from "./attempts.js";
import { NoAnswerError } from "./exit.js";
import { exchange, RESPONSE_TYPE, shareOf } from "./http.js";
import { bytesAfter, bytesText } from "./input.js";
import { proxyHint } from "./proxy.js";
import { verdictOf } from "./report.js";
import { hasQuery } from "./responders.js";

/** @typedef {import("../index.js").HashAlgorithm} HashAlgorithm */
/** @typedef {import("../index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../index.js").VerificationReport} VerificationReport */
/** @typedef {import("./attempts.js").Attempt} Attempt */
/** @typedef {import("./attempts.js").Method} Method */

/** RFC 6960 appendix C. */
const REQUEST_TYPE = "application/ocsp-request";

/** RFC 9919 has its clients use the first; some older responders know only the second. */
const HASHES = /** @type {const} */ (["SHA-256", "SHA-1"]);

/** RFC 9919 section 6: requests whose URL is no longer than this are asked with GET. */
const GET_LIMIT = 255;

/**
 * @typedef {object} Answer a response that came, whatever it is worth
 * @property {Attempt} attempt
 * @property {Buffer} body
 * @property {OCSPResponse} response
 * @property {VerificationReport} report
 * @property {Date} time of the judgement
 */
/**
 * @typedef {object} Question
 * @property {readonly string[]} urls of responders, in order
 * @property {HashAlgorithm | undefined} hash the only one to use
 * @property {Method | undefined} method the only one to use
 * @property {(hash: HashAlgorithm) => OCSPRequest} requestWith
 * @property {(response: OCSPResponse, request: OCSPRequest) => { report: VerificationReport, time: Date }} judge
 * @property {(body: Buffer) => Promise<void>} keep is given what came, whatever it is worth
 * @property {ReturnType<typeof import("./http.js").limitsOf>} limits for everything
 */

/**
 * @param {Buffer} body
 * @param {string} origin who did what, e.g. "ocsp.example sent"
 * @returns {OCSPResponse}
 * @throws {NoAnswerError}
 */
export function readAnswer(body, origin) {
  try {
    return OCSPResponse.fromDER(body);
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    const after = bytesAfter(body, error);
    throw new NoAnswerError(
      after > 0
        ? `${origin} ${bytesText(after)} after the response`
        : `what ${origin} is not an OCSP response: ${body.length === 0 ? "it is empty" : error.message}`,
    );
  }
}

/** What to change after an attempt, from the smallest step to the largest; STOP: the answer is there. */
const NEXT = Object.freeze({ METHOD: 0, HASH: 1, URL: 2, STOP: 3 });

/** What other questions to the same responder would not change. @type {ReadonlyMap<string, number>} */
const STEPS = new Map(Object.entries({ tryLater: NEXT.URL, sigRequired: NEXT.URL, unauthorized: NEXT.HASH }));

/** @param {OCSPResponse | null} response an error status @returns {number} of NEXT */
const stepAfterStatus = (response) => (response && STEPS.get(response.responseStatus)) ?? NEXT.METHOD;

/** One question, while it is asked. */
class Asking {
  #question;
  /** @type {Attempt[]} */
  attempts = [];
  /** @type {Answer[]} */
  answers = [];
  /** What came last as an answer, whatever it is. @type {Buffer | null} */
  body = null;
  /** @type {URL[]} that could not be reached */
  unreached = [];

  /** @param {Question} question */
  constructor(question) {
    this.#question = question;
  }

  async run() {
    const { urls, limits } = this.#question;
    for (const [i, url] of urls.entries()) {
      if (limits.signal.aborted || this.answers.some(({ report }) => report.ok)) {
        break;
      }
      await this.#askAt(url, shareOf(limits, urls.length - i));
    }
    return this;
  }

  /**
   * Asks one responder, with every hash algorithm and method that may help.
   * @param {string} url
   * @param {import("./http.js").Limits} limits
   */
  async #askAt(url, limits) {
    const { hash, requestWith } = this.#question;
    for (const hashAlgorithm of hash === undefined ? HASHES : [hash]) {
      const request = requestWith(hashAlgorithm);
      let step = /** @type {number} */ (NEXT.METHOD);
      for (const method of this.#methodsFor(request, url)) {
        step = await this.#attempt({ url, method, hashAlgorithm }, request, limits);
        if (step > NEXT.METHOD) {
          break;
        }
      }
      if (step > NEXT.HASH) {
        break;
      }
    }
  }

  /** @param {OCSPRequest} request @param {string} url @returns {readonly Method[]} */
  #methodsFor(request, url) {
    const { method } = this.#question;
    return method !== undefined
      ? [method]
      : !hasQuery(url) && request.toURL(url).length <= GET_LIMIT
        ? ["GET", "POST"]
        : ["POST"];
  }

  /**
   * @param {Pick<Attempt, "url" | "method" | "hashAlgorithm">} how
   * @param {OCSPRequest} request
   * @param {import("./http.js").Limits} limits
   * @returns {Promise<number>} of NEXT
   */
  async #attempt(how, request, limits) {
    const { url, method } = how;
    try {
      const body = await (method === "GET"
        ? exchange(request.toURL(url), { expected: RESPONSE_TYPE, limits })
        : exchange(url, { body: request.toDER(), type: REQUEST_TYPE, expected: RESPONSE_TYPE, limits }));
      this.body = body;
      return this.#judged(how, body, request);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) {
        throw error;
      }
      this.attempts.push({ ...how, code: error.code, message: error.message });
      if (!error.reached) {
        this.unreached.push(new URL(url));
        return NEXT.URL;
      }
      return stepAfterStatus(error.response);
    }
  }

  /**
   * @param {Pick<Attempt, "url" | "method" | "hashAlgorithm">} how
   * @param {Buffer} body
   * @param {OCSPRequest} request
   * @returns {number} of NEXT
   * @throws {NoAnswerError}
   */
  #judged(how, body, request) {
    const response = readAnswer(body, `${new URL(how.url).host} sent`);
    const { report, time } = this.#question.judge(response, request);
    const attempt = {
      ...how,
      code: report.ok ? null : "ERR_NOT_RELIABLE",
      message: verdictOf(report, { response, time }),
    };
    this.attempts.push(attempt);
    this.answers.push({ attempt, body, response, report, time });
    if (report.ok) {
      /* A responder that does not understand the hash algorithm may say so. */
      return report.certificateStatus === "unknown" ? NEXT.HASH : NEXT.STOP;
    }
    return stepAfterStatus(response);
  }
}

/** Of answers that cannot be relied on, one with fewer faults is worth more. @param {Answer} answer */
function worth({ response, report }) {
  if (report.ok) {
    return report.certificateStatus === "unknown" ? 1 : 2;
  }
  const faults = report.checks.filter(({ outcome }) => outcome === "fail").length;
  return response.responseStatus === "successful" ? -faults : -Infinity;
}

/** @param {Asking} asking @param {Question} question @returns {NoAnswerError} */
function noAnswer({ attempts, unreached }, { urls, limits }) {
  const outcomes = new Set(attempts.map(({ url, message }) => `${url}\n${message}`));
  const text =
    attempts.length === 0
      ? `no answer from ${new URL(urls[0]).host} within ${limits.seconds} s`
      : outcomes.size === 1
        ? attempts[0].message
        : ["no answer:", ...attemptLines(attempts).map((line) => `  ${line}`)].join("\n");
  return new NoAnswerError(text + proxyHint(unreached), { attempts });
}

/**
 * Every URL in order; at each SHA-256 and then SHA-1, unless one was chosen; each by GET where the URL is short enough,
 * and then by POST. The first answer that can be relied on ends it; "unknown" only if the other hash algorithm does not
 * say more.
 * @param {Question} question
 * @returns {Promise<Answer & { attempts: readonly Attempt[] }>} the best answer that came: it need not be reliable
 * @throws {NoAnswerError} where no response came
 */
export async function ask(question) {
  const asking = await new Asking(question).run();
  const [best] = asking.answers.toSorted((one, other) => Math.sign(worth(other) - worth(one)) || 0);
  const body = best?.body ?? asking.body;
  if (body !== null) {
    await question.keep(body);
  }
  if (best === undefined) {
    throw noAnswer(asking, question);
  }
  return { ...best, attempts: asking.attempts };
}
