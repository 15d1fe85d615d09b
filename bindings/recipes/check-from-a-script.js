/**
 * Asks the responder about a certificate, and reports the result in its exit status. For scripts, cron jobs and
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
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { Certificate, OCSPRequestBuilder, OCSPResponse } from "bearocsp";

const EXIT = { GOOD: 0, NOT_GOOD: 1, NO_ANSWER: 2, USAGE: 3 };

/** The certificate in question and its issuer's. @param {string} file */
function readChain(file) {
  const [certificate, ...others] = Certificate.allFromPEM(readFileSync(file, "utf8"));
  // A DSA key would prove nothing: anyone can make one that verifies an existing signature.
  const issuer = others.find((other) => other.publicKey.algorithm !== "DSA" && certificate.isIssuedBy(other));
  if (issuer === undefined) {
    throw new Error(`${file}: expected a certificate followed by its issuer's, whose key is not a DSA key`);
  }
  const url = certificate.ocspUrls.find((each) => /^https?:/.test(each));
  if (url === undefined) {
    throw new Error(`${file}: the certificate names no responder`);
  }
  return { certificate, issuer, url };
}

/** @param {ReturnType<typeof readChain>} chain @returns the entry that answers "good" */
async function ask({ certificate, issuer, url }) {
  const request = new OCSPRequestBuilder().addCertificate(certificate, issuer).build();
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/ocsp-request" },
    body: request.toDER(),
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) {
    throw new Error(`the responder answered with HTTP status ${answer.status}`);
  }
  const response = OCSPResponse.fromDER(await answer.arrayBuffer());
  return response.assertGood({ certificate, issuer, request });
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
    return error.code === "ERR_CERT_REVOKED" || error.code === "ERR_CERT_UNKNOWN" ? EXIT.NOT_GOOD : EXIT.NO_ANSWER;
  }
}

process.exitCode = await main(process.argv[2]);
