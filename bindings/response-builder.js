/** Builds OCSP responses, RFC 6960 4.2. */
import { RESPONSE_STATUS_NUMBERS } from "../build/lists.js";
import { checkMember } from "./arguments.js";
import { writeUnsuccessful } from "./core.js";
import { makeResponse } from "./response.js";

const { successful: _, ...UNSUCCESSFUL_NUMBERS } = RESPONSE_STATUS_NUMBERS;

export class OCSPResponseBuilder {
  /**
   * A response that only says why there is no answer (RFC 6960 4.2.1); it is not signed.
   * @param {keyof typeof UNSUCCESSFUL_NUMBERS} status any but "successful"
   * @returns {import("./response.js").OCSPResponse}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  static buildUnsuccessful(status) {
    return makeResponse(writeUnsuccessful(checkMember(status, "status", UNSUCCESSFUL_NUMBERS)));
  }
}
