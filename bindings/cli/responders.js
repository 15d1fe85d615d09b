/** Where a certificate says that it can be asked about. */
import { OCSPError } from "../index.js";
import { InputError, NoResponderError } from "./exit.js";
import { shownURL } from "./http.js";

/** @typedef {import("../index.js").Certificate} Certificate */

/**
 * What an extension of a certificate says. One that is broken must not hide all else that can be said.
 * @template T
 * @param {() => T} get
 * @returns {T | null} null where it cannot be read
 */
export function orUnreadable(get) {
  try {
    return get();
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return null;
  }
}

/** @param {string} address */
const isHTTP = (address) => /^https?:\/\//i.test(address) && URL.canParse(address);

/**
 * The responders that a certificate names for HTTP, in its order, each once. Other URLs (ldap, file, data, …) are never
 * followed.
 * @param {Certificate} certificate
 * @returns {string[]}
 */
export const respondersOf = (certificate) => [
  ...new Set((orUnreadable(() => certificate.ocspUrls) ?? []).filter(isHTTP).map((address) => new URL(address).href)),
];

/** A GET request ends the path of the URL. @param {string} url */
export const hasQuery = (url) => /[?#]/.test(url);

/** The first that can be asked with GET, or else the first. @param {Certificate} certificate */
export function responderForGet(certificate) {
  const urls = respondersOf(certificate);
  return urls.find((url) => !hasQuery(url)) ?? urls[0];
}

/** @param {string} url @throws {InputError} */
export function assertForGet(url) {
  if (hasQuery(url)) {
    throw new InputError(`a responder whose URL has a query or a fragment cannot be asked with GET: ${shownURL(url)}`);
  }
}

/** URLs that a message names. */
const NAMED = 3;

/** @param {readonly string[]} urls */
const listed = (urls) =>
  [...urls.slice(0, NAMED).map(shownURL), ...(urls.length > NAMED ? [`${urls.length - NAMED} more`] : [])].join(", ");

/**
 * @param {string} source of the certificate; empty where the message has it anyway
 * @param {Certificate} certificate that names no responder for HTTP
 */
export function noResponder(source, certificate) {
  const ocspUrls = orUnreadable(() => certificate.ocspUrls);
  const crlUrls = orUnreadable(() => certificate.crlUrls);
  const found =
    ocspUrls === null
      ? "the certificate's authorityInfoAccess cannot be read, so no OCSP responder is known"
      : ocspUrls.length === 0
        ? "the certificate names no OCSP responder"
        : `the certificate names no OCSP responder for HTTP, only ${listed(ocspUrls)}, which is not asked`;
  const instead = orUnreadable(() => certificate.noRevocationAvailable)
    ? "; its CA gives no information about revocation (RFC 9608)"
    : crlUrls === null
      ? "; its cRLDistributionPoints cannot be read"
      : crlUrls.length > 0
        ? `; its CA lists revocations in a CRL, which this command does not read: ${listed(crlUrls)}`
        : "";
  return new NoResponderError(
    `${source && `${source}: `}${found}${instead}. If you know a responder, give its URL with --url`,
    crlUrls ?? [],
  );
}
