/** How a run of the command ends: its exit status, and the errors that a person can act on. */
import process from "node:process";
import { OCSPError } from "../index.js";
import { paint, printable, printableJSON } from "./terminal.js";

/** @typedef {import("../index.js").VerificationReport} VerificationReport */

export const EXIT = Object.freeze({ DONE: 0, NOT_GOOD: 1, NOT_RELIABLE: 2, USAGE: 3, NO_RESPONDER: 4 });

/** The input is wrong or cannot be read: exit status 3. */
export class InputError extends Error {
  code = "ERR_INPUT";
}

/** No answer came: exit status 2. */
export class NoAnswerError extends Error {
  code = "ERR_NO_ANSWER";
  /**
   * @param {string} message
   * @param {object} [details]
   * @param {boolean} [details.reached] whether a server was reached, so that another request to it may fare better
   * @param {import("../index.js").OCSPResponse | null} [details.response] the error response that came with an HTTP
   *   error status
   * @param {readonly object[] | undefined} [details.attempts] all that was tried, for JSON
   */
  constructor(message, { reached = true, response = null, attempts } = {}) {
    super(message);
    this.reached = reached;
    this.response = response;
    this.attempts = attempts;
  }
}

/** The certificate names no responder that can be asked: exit status 4. */
export class NoResponderError extends Error {
  code = "ERR_NO_RESPONDER";
  /** @param {string} message @param {readonly string[]} crlUrls where its CA says that revocations are listed */
  constructor(message, crlUrls) {
    super(message);
    this.crlUrls = crlUrls;
  }
}

/** @param {VerificationReport} report */
export const exitStatusOf = ({ ok, certificateStatus }) =>
  !ok ? EXIT.NOT_RELIABLE : certificateStatus === "good" ? EXIT.DONE : EXIT.NOT_GOOD;

/** @typedef {InputError | NoAnswerError | NoResponderError | OCSPError} ExpectedError one that a person can act on */

/** @param {unknown} error @returns {error is ExpectedError} */
const isExpected = (error) =>
  error instanceof InputError ||
  error instanceof NoAnswerError ||
  error instanceof NoResponderError ||
  error instanceof OCSPError;

/** @param {ExpectedError} error */
export const statusOfError = (error) =>
  error instanceof NoAnswerError
    ? EXIT.NOT_RELIABLE
    : error instanceof NoResponderError
      ? EXIT.NO_RESPONDER
      : EXIT.USAGE;

/** @param {string} message of one or more lines */
export const complain = (message) =>
  process.stderr.write(`${paint("red", "bearocsp:", process.stderr)} ${printable(message.trimEnd())}\n`);

/** @param {ExpectedError} error */
export function errorJSON(error) {
  const { code, message, offset, path, attempts, crlUrls } = /** @type {Record<string, unknown>} */ (
    /** @type {unknown} */ (error)
  );
  return { code, message, offset, path, attempts, crlUrls };
}

/**
 * Says what went wrong, and sets the exit status.
 * @param {unknown} error
 * @param {boolean} json
 */
export function reportFailure(error, json) {
  if (!isExpected(error)) {
    /* A fault of this program. Node's own exit status, 1, would mean "revoked" here. */
    process.exitCode = EXIT.NOT_RELIABLE;
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return;
  }
  process.exitCode = statusOfError(error);
  if (json) {
    process.stdout.write(`${printableJSON({ error: errorJSON(error) })}\n`);
  } else {
    complain(error.message);
  }
}
