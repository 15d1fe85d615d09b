/**
 * An HTTPS server that staples the answer about its own certificate (RFC 6066 section 8):
 *
 *     node staple.js server.key chain.pem 8443
 *
 * chain.pem holds the server's certificate and its issuer's. The first client waits for the responder; the answer is
 * then kept, renewed after half of its lifetime, and served until its nextUpdate, but no longer than the certificate of
 * the responder is valid. Only answers that can be relied on are kept. Without one, the handshake goes on anyway: a
 * responder that is down must not take the server down. All http and https URLs of the certificate are asked, in order.
 *
 * The CertID is made with SHA-1, since many clients and proxies look for it in a staple.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import process from "node:process";
import { Certificate, OCSPRequestBuilder, OCSPResponse } from "bearocsp";

/**
 * How long to leave a responder alone after a failure, and how long to keep an answer that has no nextUpdate, in
 * milliseconds.
 */
const RETRY = 60_000,
  WITHOUT_NEXT_UPDATE = 3600_000;

/** For one responder, in milliseconds; and the largest answer, in bytes. */
const TIMEOUT = 15_000,
  LARGEST = 2 ** 20;

/** Those that can be asked: not ldap, file or data. @param {Certificate} certificate */
const respondersOf = ({ ocspUrls }) => ocspUrls.filter((each) => /^https?:/i.test(each));

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

/** @param {string} url @param {import("bearocsp").OCSPRequest} request */
async function ask(url, request) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/ocsp-request" },
    body: request.toDER(),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) {
    throw new Error(`the responder answered with HTTP status ${answer.status}`);
  }
  return OCSPResponse.fromDER(await bodyOf(answer));
}

/**
 * How long an answer may be served.
 * @param {OCSPResponse} response
 * @param {import("bearocsp").VerifyOptions} question
 * @param {number} now
 */
function endOf(response, question, now) {
  // "revoked" is stapled too: clients ought to know.
  const { nextUpdate } = response.verify(question);
  const { responder } = response.check(question);
  const update = nextUpdate?.getTime() ?? now + WITHOUT_NEXT_UPDATE;
  // When a delegate's certificate has expired, clients refuse what it signed.
  return responder === null || responder.kind === "issuer"
    ? update
    : Math.min(update, responder.certificate.notAfter.getTime());
}

/**
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 * @returns {() => Promise<Uint8Array | null>} what to staple
 */
function makeStapler(certificate, issuer) {
  const request = new OCSPRequestBuilder().addCertificate(certificate, issuer).build();
  /** @type {{ der: Uint8Array | null, renew: number, until: number }} */
  let kept = { der: null, renew: 0, until: 0 };
  /** @type {Promise<void> | null} */
  let renewal = null;

  /** @param {string} url */
  async function renewFrom(url) {
    const response = await ask(url, request);
    const now = Date.now(),
      until = endOf(response, { certificate, issuer, request }, now);
    // verify() allows for clocks that differ, so it may have passed already; by a client's clock it certainly may.
    if (until <= now) {
      throw new Error(`nextUpdate has passed: ${new Date(until).toISOString()}`);
    }
    kept = { der: response.toDER(), renew: now + (until - now) / 2, until };
  }
  async function renew() {
    let failure;
    for (const url of respondersOf(certificate)) {
      try {
        return await renewFrom(url);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
  /** @param {Error} error */
  function postpone(error) {
    console.error(`no new answer to staple: ${error.message}`);
    kept = { ...kept, renew: Date.now() + RETRY };
  }

  return async () => {
    if (Date.now() >= kept.renew) {
      renewal ??= renew()
        .catch(postpone)
        .finally(() => {
          renewal = null;
        });
    }
    if (Date.now() >= kept.until) {
      await renewal;
    }
    return Date.now() < kept.until ? kept.der : null;
  };
}

const [, , keyFile, chainFile, port = "8443"] = process.argv;
if (chainFile === undefined) {
  console.error("usage: node staple.js server.key chain.pem [port]");
  process.exit(3);
}
const chain = readFileSync(chainFile, "utf8");
const [certificate, issuer] = Certificate.allFromPEM(chain);
if (issuer === undefined || respondersOf(certificate).length === 0) {
  const missing =
    issuer === undefined ? "the issuer's certificate is missing" : "the certificate names no responder for HTTP";
  console.error(`${chainFile}: ${missing}`);
  process.exit(3);
}
const staple = makeStapler(certificate, issuer);

const server = createServer({ key: readFileSync(keyFile), cert: chain }, (_request, response) =>
  response.end("hello\n"),
);
// Clients that ask for a staple wait in the handshake until the callback is called. An error would end the connection.
server.on("OCSPRequest", (_certificateDER, _issuerDER, callback) => {
  staple().then(
    (der) => callback(null, der && Buffer.from(der)),
    () => callback(null, null),
  );
});
server.listen(Number(port), () => {
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`https://localhost:${address.port}/`);
});
