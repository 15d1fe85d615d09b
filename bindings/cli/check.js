/** `bearocsp check`: asks the responder about a certificate and judges the answer. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { Command } from "commander";
import { findIssuer, OCSPError, OCSPResponse } from "../index.js";
import { noIssuer, readCertificate, readIssuer } from "./chain.js";
import { addCheckOptions, readCheckOptions } from "./check-options.js";
import { InputError, NoAnswerError } from "./exit.js";
import { exchange, hasCredentials, limitsOf, shownURL } from "./http.js";
import { certificatesIn } from "./input.js";
import { hashOption, jsonOption, nonceOption, parseCount, parseURL } from "./options.js";
import { writeResult } from "./output.js";
import { printReport } from "./report.js";
import { assertForGet, buildRequest, noResponder, responderOf } from "./request.js";
import { printableLine } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("./http.js").Limits} Limits */

/** RFC 6960 appendix C. */
const REQUEST_TYPE = "application/ocsp-request",
  RESPONSE_TYPE = "application/ocsp-response";

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
async function fetchIssuer(certificate, missing, limits) {
  const urls = certificate.caIssuersUrls.filter((address) => /^https?:/i.test(address)).slice(0, ISSUER_URLS);
  const failures = [missing.message + (urls.length === 0 ? " (the certificate has no URL for it)" : "")];
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
    }
  }
  throw new InputError(failures.join("\n"));
}

/** @param {Buffer} body @param {string} url */
function readAnswer(body, url) {
  try {
    return OCSPResponse.fromDER(body);
  } catch (error) {
    throw error instanceof OCSPError
      ? new NoAnswerError(
          `what ${new URL(url).host} sent is not an OCSP response: ${body.length === 0 ? "it is empty" : error.message}`,
        )
      : error;
  }
}

export const checkCommand = () =>
  addCheckOptions(
    new Command("check")
      .description("ask the responder about a certificate over HTTP and verify the answer")
      .argument("<cert>", "file with the certificate to ask about; it may hold the chain too")
      .option(
        "--issuer <file>",
        "the certificate of the CA that issued it (default: looked for in the certificate's file, then fetched)",
      )
      .option("--url <url>", "the responder (default: the one that the certificate names)", parseURL())
      .option("--get", "ask with GET instead of POST"),
  )
    .addOption(hashOption())
    .addOption(nonceOption())
    .option(
      "--timeout <seconds>",
      "time limit for the whole check, including the issuer's certificate and redirects",
      parseCount(1, 3600),
      15,
    )
    .option("--max-size <bytes>", "largest response that is accepted", parseCount(1, 64 * 2 ** 20), 2 ** 20)
    .option("-o, --output <file>", "save the response to this file, even if it cannot be relied on")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The command trusts the issuer that you give. HTTP_PROXY is used if
NODE_USE_ENV_PROXY=1 is set, in Node 22.21, 24 and later.

Exit status: 0 good; 1 revoked or unknown; 2 the answer cannot be relied on, or
none came within the limits; 3 wrong usage or input.

Examples:
  bearocsp check chain.pem

  bearocsp check server.pem --issuer ca.pem --url http://ocsp.example/ \\
    --nonce --timeout 5 --json`,
    )
    .action(async (file, options) => {
      if (options.output === "-") {
        throw new InputError("--output must be a file, because the report goes to standard output");
      }
      const settings = await readCheckOptions(options, options.nonce === undefined ? "add --nonce" : null);
      const certificate = await readCertificate(file, "<cert>");
      const url = options.url ?? responderOf(certificate);
      if (url === undefined) {
        throw noResponder(file);
      }
      if (options.get) {
        assertForGet(url);
      }
      if (hasCredentials(url)) {
        throw new InputError(`the URL of a responder must not have a user name or password: ${shownURL(url)}`);
      }
      const own = await readIssuer(certificate, file, options.issuer);
      const missing = noIssuer(certificate, file, options.issuer, own.search);
      if (own.issuer === null && options.issuer !== undefined) {
        throw missing;
      }
      const limits = limitsOf(options.timeout, options.maxSize);
      const { issuer, url: issuerURL = null } =
        own.issuer !== null ? { issuer: own.issuer } : await fetchIssuer(certificate, missing, limits);
      const request = buildRequest([{ certificate, issuer }], options);
      const body = options.get
        ? await exchange(request.toURL(url), { expected: RESPONSE_TYPE, limits })
        : await exchange(url, { body: request.toDER(), type: REQUEST_TYPE, expected: RESPONSE_TYPE, limits });
      const response = readAnswer(body, url);
      if (options.output !== undefined) {
        await writeResult(body, options.output);
      }
      const judged = settings();
      const report = response.check({ ...judged, certificate, issuer, request });
      const sources = { url, ...(issuerURL !== null && { issuerURL }) };
      await printReport(report, { response, certificate, time: judged.time, sources }, options.json);
    });
