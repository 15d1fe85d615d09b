/** The issuer of a certificate, from where the certificate says that it is. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { findIssuer, OCSPError } from "../index.js";
import { InputError, NoAnswerError } from "./exit.js";
import { exchange, shownURL } from "./http.js";
import { certificatesIn } from "./input.js";
import { proxyHint } from "./proxy.js";
import { orUnreadable } from "./responders.js";
import { printableLine } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("./http.js").Limits} Limits */

/** How many URLs are asked for the issuer: nobody vouches for the certificate that names them. */
const ISSUER_URLS = 3;

/** How many certificates of the issuer's name are tried per URL: verifying a signature takes time. */
const NAMESAKES = 8;

/** Version 1 has no basicConstraints, so only its roots may issue. @param {Certificate} certificate */
const mayIssue = (certificate) =>
  certificate.isCA || (certificate.version === 1 && certificate.issuer.equals(certificate.subject));

/**
 * @param {Buffer} body a certificate, or a CMS message of several (RFC 5280 4.2.2.1)
 * @param {Certificate} certificate
 * @param {Limits} limits
 */
async function issuerIn(body, certificate, { seconds, signal }) {
  const found = certificatesIn(body);
  const named = found.filter((candidate) => candidate.subject.equals(certificate.issuer) && mayIssue(candidate));
  let unverifiable = "";
  for (const candidate of named.slice(0, NAMESAKES)) {
    /* Timers run only between turns. */
    await nextTurn();
    if (signal.aborted) {
      throw new NoAnswerError(`no certificate that issued this one was found there within ${seconds} s`);
    }
    const { by, error } = findIssuer(certificate, [candidate]);
    if (by === "key") {
      return candidate;
    }
    unverifiable = error?.message ?? unverifiable;
  }
  throw new NoAnswerError(
    found.length === 0
      ? "no certificate was found there"
      : named.length > NAMESAKES
        ? `${named.length} certificates there have the issuer's name; the first ${NAMESAKES} did not issue this one`
        : unverifiable === ""
          ? "the certificate there did not issue this one"
          : `whether the certificate there issued this one cannot be verified: ${unverifiable}`,
  );
}

/**
 * Fetches the issuer from the URLs in the certificate; only one whose key verifies the certificate is taken.
 * @param {Certificate} certificate
 * @param {Error} missing
 * @param {Limits} limits
 */
export async function fetchIssuer(certificate, missing, limits) {
  const named = orUnreadable(() => certificate.caIssuersUrls) ?? [];
  const urls = named.filter((address) => /^https?:/i.test(address)).slice(0, ISSUER_URLS);
  const failures = [missing.message + (urls.length === 0 ? " (the certificate has no URL for it)" : "")];
  /** @type {URL[]} */
  const unreached = [];
  for (const url of urls) {
    if (limits.signal.aborted) {
      break;
    }
    try {
      return { issuer: await issuerIn(await exchange(url, { limits }), certificate, limits), url };
    } catch (error) {
      if (!(error instanceof NoAnswerError || error instanceof OCSPError)) {
        throw error;
      }
      failures.push(`  fetching ${shownURL(url)}: ${printableLine(error.message)}`);
      if (error instanceof NoAnswerError && !error.reached && URL.canParse(url)) {
        unreached.push(new URL(url));
      }
    }
  }
  throw new InputError(failures.join("\n") + proxyHint(unreached));
}
