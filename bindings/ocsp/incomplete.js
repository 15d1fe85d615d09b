/** What a builder says when something is missing: most often, because what a call returned was not used. */
import { OCSPError } from "../lib/error.js";

/** @param {string} message which says what is missing and what to call @returns {OCSPError} ERR_INCOMPLETE */
export const incomplete = (message) =>
  new OCSPError(
    "ERR_INCOMPLETE",
    `${message} first. Every call returns a new builder and leaves the old one as it is: chain the calls, or use what ` +
      "they return",
  );
