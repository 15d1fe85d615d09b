/**
 * Asks the responders about a certificate, and reports the result in its exit status. For scripts, cron jobs and
 * monitors:
 *
 *     node check-from-a-script.js chain.pem
 *
 * chain.pem holds the certificate in question, followed by its issuer's, in the order a server sends them:
 *
 *     openssl s_client -connect www.example.org:443 -showcerts </dev/null >chain.pem
 *
 * Exit status: 0 good; 1 revoked, or unknown to the responder; 2 no answer, or none to rely on; 3 the file is unusable.
 * Only 0 is a reason to go on. The issuer is assumed to be one that you trust: validate the chain first.
 *
 * Every http or https URL that the certificate names is asked until one gives an answer that can be relied on. Others,
 * such as ldap, file and data, are not followed.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { Certificate, OCSPRequestBuilder, OCSPResponse, OCSPVerificationError } from "bearocsp";

const EXIT = { GOOD: 0, NOT_GOOD: 1, NO_ANSWER: 2, USAGE: 3 };

/** For one responder, in milliseconds; and the largest answer, in bytes. */
const TIMEOUT = 15_000,
  LARGEST = 2 ** 20;

/** The certificate in question and its issuer's. @param {string} file */
function readChain(file) {
  const [certificate, ...others] = Certificate.allFromPEM(readFileSync(file, "utf8"));
  // A DSA key would prove nothing: anyone can make one that verifies an existing signature.
  const issuer = others.find((other) => other.publicKey.algorithm !== "DSA" && certificate.isIssuedBy(other));
  if (issuer === undefined) {
    throw new Error(`${file}: expected a certificate followed by its issuer's, whose key is not a DSA key`);
  }
  const urls = certificate.ocspUrls.filter((each) => /^https?:/i.test(each));
  if (urls.length === 0) {
    throw new Error(`${file}: the certificate names no responder for HTTP: its CA may only have CRLs`);
  }
  return { certificate, issuer, urls };
}

/**
 * The body of an answer, unless it is too large: answers have a few kilobytes.
 * @param {Response} answer
 */
async function bodyOf(answer) {
  const chunks = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > LARGEST) {
      throw new Error(`the responder sent more than ${LARGEST} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @param {ReturnType<typeof readChain>} chain @param {string} url */
async function askAt({ certificate, issuer }, url) {
  const request = new OCSPRequestBuilder().addCertificate(certificate, issuer).build();
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/ocsp-request" },
    body: request.toDER(),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) {
    throw new Error(`the responder answered with HTTP status ${answer.status}`);
  }
  const response = OCSPResponse.fromDER(await bodyOf(answer));
  return response.assertGood({ certificate, issuer, request });
}

/** @param {unknown} error that says what the certificate is, so that nobody else need be asked */
const isAnswer = (error) =>
  error instanceof OCSPVerificationError && (error.code === "ERR_CERT_REVOKED" || error.code === "ERR_CERT_UNKNOWN");

/** @param {ReturnType<typeof readChain>} chain @returns the entry that answers "good" */
async function ask(chain) {
  let failure;
  for (const url of chain.urls) {
    try {
      return await askAt(chain, url);
    } catch (error) {
      if (isAnswer(error)) {
        throw error;
      }
      failure = error;
    }
  }
  throw failure;
}

/** @param {string | undefined} file @returns {Promise<number>} exit status */
async function main(file) {
  let chain;
  try {
    if (file === undefined) {
      throw new Error("usage: node check-from-a-script.js chain.pem");
    }
    chain = readChain(file);
  } catch (error) {
    console.error(error.message);
    return EXIT.USAGE;
  }
  try {
    const { nextUpdate } = await ask(chain);
    console.log(`good${nextUpdate ? ` until ${nextUpdate.toISOString()}` : ""}: ${chain.certificate.subject}`);
    return EXIT.GOOD;
  } catch (error) {
    console.error(`${chain.certificate.subject}: ${error.message}${error.cause ? ` (${error.cause.message})` : ""}`);
    return isAnswer(error) ? EXIT.NOT_GOOD : EXIT.NO_ANSWER;
  }
}

process.exitCode = await main(process.argv[2]);
