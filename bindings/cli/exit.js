/** How a run of the command ends: its exit status, and the errors that a person can act on. */
import process from "node:process";
import { OCSPError } from "../index.js";
import { paint, printable, printableJSON } from "./terminal.js";

/** @typedef {import("../index.js").VerificationReport} VerificationReport */

export const EXIT = Object.freeze({ DONE: 0, NOT_GOOD: 1, NOT_RELIABLE: 2, USAGE: 3 });

/** The input is wrong or cannot be read: exit status 3. */
export class InputError extends Error {
  code = "ERR_INPUT";
}

/** No answer came: exit status 2. */
export class NoAnswerError extends Error {
  code = "ERR_NO_ANSWER";
}

/** @param {VerificationReport} report */
export const exitStatusOf = ({ ok, certificateStatus }) =>
  !ok ? EXIT.NOT_RELIABLE : certificateStatus === "good" ? EXIT.DONE : EXIT.NOT_GOOD;

/** @param {unknown} error @returns {error is InputError | NoAnswerError | OCSPError} that a person can act on */
const isExpected = (error) =>
  error instanceof InputError || error instanceof NoAnswerError || error instanceof OCSPError;

/** @param {string} message of one or more lines */
export const complain = (message) =>
  process.stderr.write(`${paint("red", "bearocsp:", process.stderr)} ${printable(message.trimEnd())}\n`);

/** @param {{ code: string, message: string, offset?: number | undefined, path?: string | undefined }} error */
export const errorJSON = ({ code, message, offset, path }) => ({ code, message, offset, path });

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
  process.exitCode = error instanceof NoAnswerError ? EXIT.NOT_RELIABLE : EXIT.USAGE;
  if (json) {
    process.stdout.write(`${printableJSON({ error: errorJSON(error) })}\n`);
  } else {
    complain(error.message);
  }
}
