/** `bearocsp respond`: an answer to a request, signed. */
import { Command, Option } from "commander";
import {
  HASH_ALGORITHMS,
  LIMITS,
  OCSPCertStatus,
  OCSPError,
  OCSPResponderEncoding,
  OCSPResponseBuilder,
  OCSPResponseStatus,
  ReasonFlags,
} from "../index.js";
import { readCertificate } from "./chain.js";
import { complain, InputError } from "./exit.js";
import { nameOf, readCertificates, readPrivateKey, readRequest } from "./input.js";
import { jsonOption, parseCount, parseTime } from "./options.js";
import { writeResult } from "./output.js";
import { algorithmOf, signing } from "./signing.js";
import { printableJSON } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */

const DAY = 24 * 60 * 60 * 1000;
const ERROR_STATUSES = Object.values(OCSPResponseStatus).filter((status) => status !== OCSPResponseStatus.SUCCESSFUL);

/**
 * Only certificates of this issuer are answered for: the request must hold the hashes of its name and key.
 * @param {import("../index.js").SingleRequest} asked
 * @param {Certificate} issuer
 */
function assertIssuer(asked, issuer) {
  const { hashAlgorithm, hashAlgorithmOid, serialNumber } = asked;
  if (hashAlgorithm === null) {
    throw new InputError(`the request has a CertID with an unknown hash algorithm: ${hashAlgorithmOid}`);
  }
  if (!asked.isOf(issuer)) {
    throw new InputError(
      `the request asks about a certificate of another issuer (serial number ${serialNumber.toString(16)}): ` +
        "answer that with --error unauthorized",
    );
  }
}

/** @param {Record<string, any>} options @returns {import("../index.js").SingleResponseInit} */
function statusOf(options) {
  const isRevoked = options.status === OCSPCertStatus.REVOKED;
  if (!isRevoked && (options.reason !== undefined || options.revocationTime !== undefined)) {
    throw new InputError("--reason and --revocation-time need --status revoked");
  }
  const thisUpdate = options.thisUpdate ?? new Date();
  const { days = 1 } = options;
  const nextUpdate = options.nextUpdate ?? (days === 0 ? null : new Date(thisUpdate.getTime() + days * DAY));
  if (nextUpdate !== null && nextUpdate < thisUpdate) {
    throw new InputError("--next-update is before thisUpdate");
  }
  return {
    certificateStatus: options.status,
    thisUpdate,
    nextUpdate,
    revocationTime: isRevoked ? (options.revocationTime ?? thisUpdate) : null,
    revocationReason: options.reason ?? null,
  };
}

/** Extensions that are heeded here, or that say nothing against answering. */
const UNDERSTOOD = new Set(["nonce", "acceptableResponses", "preferredSignatureAlgorithms", "serviceLocator"]);

/** What cannot be read is not understood. @param {import("../index.js").Extension} extension */
function isUnderstood(extension) {
  try {
    return extension.name !== null && UNDERSTOOD.has(extension.name) && extension.decoded !== undefined;
  } catch (error) {
    if (error instanceof OCSPError) {
      return false;
    }
    throw error;
  }
}

/** @param {import("../index.js").Extension} extension */
const titleOfExtension = ({ name, oid }) => (name === null ? oid : `${name} (${oid})`);

/**
 * Why a request that can be read must not be answered (RFC 9654 section 2.1, RFC 6960 section 4.1.2).
 * @param {import("../index.js").OCSPRequest} request
 * @returns {string | null}
 */
function objectionTo({ nonce, extensions, requests }) {
  if (nonce !== null && (nonce.length === 0 || nonce.length > LIMITS.NONCE)) {
    return `its nonce has ${nonce.length} octets instead of 1 to ${LIMITS.NONCE} (RFC 9654 section 2.1)`;
  }
  for (const extension of [extensions, ...requests.map((request) => request.extensions)].flatMap((list) => [...list])) {
    if (extension.critical && !isUnderstood(extension)) {
      return `its critical extension ${titleOfExtension(extension)} is not understood`;
    }
  }
  return null;
}

/** @param {string | undefined} file @param {Record<string, any>} options */
async function answer(file, options) {
  const { issuer: issuerFile, key: keyFile, status, responder: responderFile } = options;
  const missing = Object.entries({ "the request": file, "--issuer": issuerFile, "--key": keyFile, "--status": status })
    .filter(([, value]) => value === undefined)
    .map(([name]) => name);
  if (file === undefined || missing.length > 0) {
    throw new InputError(`an answer needs ${missing.join(", ")}; only --error needs none of these`);
  }
  const request = await readRequest(file, "<request>");
  const objection = objectionTo(request);
  if (objection !== null) {
    complain(`${nameOf(file)}: ${objection}: answered with malformedRequest, which is not signed`);
    return OCSPResponseBuilder.buildUnsuccessful(OCSPResponseStatus.MALFORMED_REQUEST);
  }
  const issuer = await readCertificate(issuerFile, "--issuer");
  const responder = responderFile === undefined ? issuer : await readCertificate(responderFile, "--responder");
  const single = statusOf(options);
  let builder = new OCSPResponseBuilder().responderId(options.by, responder);
  for (const asked of request.requests) {
    assertIssuer(asked, issuer);
    builder = builder.addResponseByHash({ certID: asked, ...single });
  }
  const nonce = request.extensions.get("nonce");
  if (nonce !== undefined) {
    builder = builder.addExtension(nonce);
  }
  if (options.producedAt !== undefined) {
    builder = builder.producedAt(options.producedAt);
  }
  if (options.certs && responderFile !== undefined) {
    const others = await readCertificates(responderFile, "--responder");
    builder = builder.certificates([responder, ...others.filter(({ subject }) => !subject.equals(responder.subject))]);
  }
  const key = await readPrivateKey(keyFile, "--key");
  const { hash, padding } = algorithmOf(key, options);
  return signing(keyFile, responder, "the answer", () => builder.sign(key, hash, padding));
}

export const respondCommand = () =>
  new Command("respond")
    .description("answer a request with a signed response")
    .argument("[request]", "file with the request")
    .option("--issuer <file>", "the certificate of the CA that issued the certificates in question")
    .option("--key <file>", "the responder's private key, not encrypted")
    .option("--responder <file>", "the responder's certificate (default: the issuer answers itself)")
    .addOption(
      new Option("--status <status>", "status of every certificate in the request").choices(
        Object.values(OCSPCertStatus),
      ),
    )
    .option("--revocation-time <time>", "when it was revoked (default: thisUpdate)", parseTime)
    .addOption(new Option("--reason <reason>", "why it was revoked").choices(Object.values(ReasonFlags)))
    .option("--this-update <time>", "when the status was known to be correct (default: now)", parseTime)
    .option("--next-update <time>", "when newer information will be available", parseTime)
    .addOption(
      new Option("--days <days>", "nextUpdate: this many days after thisUpdate; 0: none (default: 1)")
        .argParser(parseCount(0, 36500))
        .conflicts("nextUpdate"),
    )
    .option("--produced-at <time>", "when the response was signed (default: now)", parseTime)
    .addOption(
      new Option("--hash <name>", "hash algorithm of the signature (default: SHA-256)").choices(HASH_ALGORITHMS),
    )
    .option("--pss", "sign with RSASSA-PSS, for an RSA key")
    .addOption(
      new Option("--by <what>", "how the response names its responder")
        .choices(Object.values(OCSPResponderEncoding))
        .default("hash"),
    )
    .option("--no-certs", "do not include the responder's certificate")
    .addOption(
      new Option("--error <status>", "answer with this error status alone, unsigned")
        .choices(ERROR_STATUSES)
        .conflicts(["issuer", "key", "responder", "status"]),
    )
    .addOption(new Option("--base64", "print base64 instead of DER").conflicts("json"))
    .option("-o, --output <file>", "write to this file")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The response repeats the nonce of the request. A request with a nonce of 0 or of
more than 128 octets, or with a critical extension that is not understood, is
answered with malformedRequest, unsigned, and exit status 0. The command does
not check that the responder's certificate may answer; bearocsp verify does.

Examples:
  bearocsp respond request.der --issuer ca.pem --responder ocsp.pem \\
    --key ocsp.key --status good --days 7 -o answer.der

  bearocsp respond request.der --issuer ca.pem --key ca.key --status revoked \\
    --reason keyCompromise -o answer.der

  bearocsp respond --error tryLater -o answer.der`,
    )
    .action(async (file, options) => {
      const response =
        options.error === undefined
          ? await answer(file, options)
          : OCSPResponseBuilder.buildUnsuccessful(options.error);
      const der = response.toDER(),
        base64 = Buffer.from(der).toString("base64");
      await writeResult(
        options.json ? `${printableJSON({ base64, ...response.toJSON() })}\n` : options.base64 ? `${base64}\n` : der,
        options.output,
      );
    });
