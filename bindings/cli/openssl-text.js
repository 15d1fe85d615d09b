/** What openssl prints of a response: its fields as text, from which the bytes cannot be recovered. */
import { InputError, NoAnswerError } from "./exit.js";

/** By `openssl s_client -status` and `openssl ocsp -resp_text`; "successful" and its like without capitals. */
const RESPONSE = /^ *OCSP Response Data:\s+OCSP Response Status: (\w+)/m;
const NO_RESPONSE = /^OCSP response: no response sent$/m;

/**
 * Why there is no response in what openssl printed.
 * @param {Buffer} bytes
 * @param {string} name of the file
 * @returns {InputError | NoAnswerError | null} null where openssl did not print them
 */
export function missingResponse(bytes, name) {
  const text = bytes.toString("latin1");
  const [, status] = RESPONSE.exec(text) ?? [];
  if (status === undefined) {
    return NO_RESPONSE.test(text) ? new NoAnswerError(`${name}: the server sent no OCSP response`) : null;
  }
  return status === "successful"
    ? new InputError(
        `${name}: openssl printed the OCSP response as text, without its bytes: add -msg to s_client, or -respout to ocsp`,
      )
    : new NoAnswerError(`${name}: no answer: the responder said ${status}`);
}
