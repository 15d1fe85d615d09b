/**
 * One exchange with a responder over HTTP (RFC 6960 appendix A, RFC 9919 section 6), within limits of time and size.
 */
import { maxHeaderSize } from "node:http";
import { OCSPError, OCSPResponse } from "../index.js";
import { NoAnswerError } from "./exit.js";
import { printableLine } from "./terminal.js";

const REDIRECTS = 3;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * @typedef {object} Limits
 * @property {number} seconds for all exchanges together, redirects and bodies included
 * @property {number} bytes of a body, decoded
 * @property {AbortSignal} signal when the seconds are over
 */

/** From now on. @param {number} seconds @param {number} bytes @returns {Limits & { until: number }} */
export const limitsOf = (seconds, bytes) => ({
  seconds,
  bytes,
  signal: AbortSignal.timeout(Math.round(seconds * 1000)),
  until: performance.now() + seconds * 1000,
});

/**
 * The same for one of several that wait their turn: one that never answers must not take the time of the others.
 * @param {ReturnType<typeof limitsOf>} limits
 * @param {number} waiting how many share what is left of the time
 * @returns {Limits}
 */
export function shareOf(limits, waiting) {
  if (waiting === 1 || limits.signal.aborted) {
    return limits;
  }
  const milliseconds = Math.max(1, Math.round((limits.until - performance.now()) / waiting));
  /* Not AbortSignal.any(): Node 20 forgets its parts when it collects garbage. It ends before the whole time does. */
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds).unref();
  return {
    seconds: Number((milliseconds / 1000).toPrecision(2)),
    bytes: limits.bytes,
    signal: controller.signal,
  };
}

/** For messages: without user name and password. @param {string} address */
export const shownURL = (address) => printableLine(address.replace(/\/\/.*@/s, "//…@"));

/** @param {string} address @returns {boolean} */
export const hasCredentials = (address) =>
  URL.canParse(address) && (new URL(address).username !== "" || new URL(address).password !== "");

/** @param {string} address @returns {URL} @throws {NoAnswerError} */
function httpURL(address) {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) {
    throw new NoAnswerError(`not an http or https URL: ${shownURL(address)}`);
  }
  if (hasCredentials(address)) {
    throw new NoAnswerError(`not asked with a user name or password: ${shownURL(address)}`);
  }
  return new URL(address);
}

/** @param {Response} response @param {URL} url @param {Limits} limits */
async function readBody(response, url, limits) {
  const chunks = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limits.bytes) {
      throw new NoAnswerError(`${url.host} sent more than ${limits.bytes} bytes, the limit that --max-size sets`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

const BROKEN_OFF = "the connection ended before the answer was complete";
/** By the codes of Node and undici. */
const FAILURES = new Map(
  Object.entries({
    ENOTFOUND: "the name does not exist",
    EAI_AGAIN: "the name cannot be looked up at the moment",
    ECONNREFUSED: "the connection was refused",
    ECONNRESET: BROKEN_OFF,
    EPIPE: BROKEN_OFF,
    UND_ERR_SOCKET: BROKEN_OFF,
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: BROKEN_OFF,
    EHOSTUNREACH: "the host cannot be reached",
    ENETUNREACH: "the network cannot be reached",
    ETIMEDOUT: "the host does not accept the connection",
    UND_ERR_CONNECT_TIMEOUT: "the host does not accept the connection",
    UND_ERR_HEADERS_OVERFLOW: `the header of the answer has more than ${maxHeaderSize} bytes, the limit of Node`,
  }),
);

/** Of a server that was there: what it did may depend on what it was asked. */
const REACHED = /^ECONNRESET$|^EPIPE$|^UND_ERR_(?!CONNECT_TIMEOUT)|^HPE_|^Z_|BROTLI/;

/** @param {Error & { code?: string, reason?: string }} cause */
function failureText({ code = "", message, reason }) {
  const known = FAILURES.get(code);
  return (
    known ??
    (/^HPE_/.test(code)
      ? "what it sent is not HTTP"
      : /^Z_|^ERR_.*BROTLI/.test(code)
        ? "the content encoding of the answer is broken"
        : /CERT|SELF_SIGNED|UNABLE_TO|SSL|TLS|EPROTO/.test(code)
          ? `TLS: ${printableLine(reason ?? message)}`
          : message === "bad port"
            ? "fetch() refuses to connect to this port"
            : printableLine(message))
  );
}

/**
 * What went wrong below HTTP, by the innermost cause.
 * @param {unknown} error
 * @param {{ host: string }} url or another place that was connected to
 * @param {Limits} limits
 */
export function failure(error, { host }, { seconds, signal }) {
  if (error instanceof NoAnswerError) {
    return error;
  }
  if (signal.aborted) {
    return new NoAnswerError(`no answer from ${host} within ${seconds} s`, { reached: false });
  }
  let cause = /** @type {Error & { errors?: unknown[] }} */ (error);
  for (let next = /** @type {unknown} */ (cause); next instanceof Error; next = cause.cause ?? cause.errors?.[0]) {
    cause = next;
  }
  const { code = "" } = /** @type {{ code?: string }} */ (cause);
  return new NoAnswerError(`no answer from ${host}: ${failureText(cause)}`, { reached: REACHED.test(code) });
}

/**
 * Where a redirect leads.
 * @param {Response} response
 * @param {URL} url that was asked
 * @returns {URL | null} null if it is not a redirect
 */
function redirection({ status, headers }, url) {
  const location = headers.get("location");
  if (!REDIRECT_STATUSES.has(status) || location === null) {
    return null;
  }
  return httpURL(URL.canParse(location, url) ? new URL(location, url).href : location);
}

/** RFC 6960 appendix C. */
export const RESPONSE_TYPE = "application/ocsp-response";

/**
 * The OCSP response that some responders send along with an HTTP error status.
 * @param {Response} response
 * @param {URL} url
 * @param {Limits} limits
 * @returns {Promise<OCSPResponse | null>}
 */
async function responseInError(response, url, limits) {
  /* Whatever is wrong with the body, the status is what is told. */
  const body = await readBody(response, url, limits).catch(() => Buffer.of());
  try {
    return OCSPResponse.fromDER(body);
  } catch (error) {
    if (error instanceof OCSPError) {
      return null;
    }
    throw error;
  }
}

/**
 * @param {Response} response
 * @param {URL} url
 * @param {string | undefined} expected media type
 * @param {Limits} limits
 * @throws {NoAnswerError}
 */
async function assertAnswer(response, url, expected, limits) {
  const { status, statusText, headers } = response;
  if (status !== 200) {
    const inside = expected === RESPONSE_TYPE ? await responseInError(response, url, limits) : null;
    throw new NoAnswerError(
      `${url.host} answered with HTTP status ${printableLine(`${status} ${statusText}`.trimEnd())}` +
        (inside === null ? "" : `; the OCSP response in its body says ${inside.responseStatus}`),
      { response: inside },
    );
  }
  const type = headers.get("content-type")?.split(";")[0].trim().toLowerCase();
  if (expected !== undefined && type !== expected) {
    throw new NoAnswerError(
      `${url.host} sent ${type ? `the media type ${printableLine(type)}` : "no media type"} instead of ${expected}`,
    );
  }
}

/**
 * Sends a request and returns the body of the answer. Redirects lead to http and https alone, with the same method,
 * unless the status is 303.
 * @param {string} address
 * @param {{ body?: Uint8Array, type?: string, expected?: string, limits: Limits }} exchange `body` is posted as `type`;
 *   without one it is a GET.
 * `expected`: the only media type that is taken
 * @returns {Promise<Buffer>}
 * @throws {NoAnswerError}
 */
export async function exchange(address, { body, type, expected, limits }) {
  let url = httpURL(address);
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        redirect: "manual",
        signal: limits.signal,
        headers: { ...(expected && { Accept: expected }), ...(body && type && { "Content-Type": type }) },
        ...(body && { body: /** @type {BodyInit} */ (/** @type {unknown} */ (body)) }),
      });
      const next = redirection(response, url);
      if (next === null) {
        await assertAnswer(response, url, expected, limits);
        return await readBody(response, url, limits);
      }
      if (redirects === REDIRECTS) {
        throw new NoAnswerError(`${url.host} redirects more than ${REDIRECTS} times`);
      }
      await response.body?.cancel();
      url = next;
      body = response.status === 303 ? undefined : body;
    }
  } catch (error) {
    throw failure(error, url, limits);
  }
}
