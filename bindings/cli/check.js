/** `bearocsp check`: asks the responder about a certificate and judges the answer; of a server, its staple too. */
import process from "node:process";
import { Command, Option } from "commander";
import { ask, readAnswer } from "./ask.js";
import { issuerAmong, issuerMissing, noIssuer, readCertificate, readIssuer, titleOf } from "./chain.js";
import { addCheckOptions, readCheckOptions } from "./check-options.js";
import { EXIT, errorJSON, exitStatusOf, InputError, NoAnswerError, NoResponderError } from "./exit.js";
import { fetchIssuer } from "./fetch-issuer.js";
import { hasCredentials, limitsOf, shownURL } from "./http.js";
import { nameOf, readCertificates } from "./input.js";
import { hashOption, jsonOption, nonceOption, parseCount, parseSeconds, parseURL } from "./options.js";
import { printJSON, printLines, writeResult } from "./output.js";
import { printReport, printTable, reportJSON } from "./report.js";
import { buildRequest } from "./request.js";
import { assertForGet, hasQuery, noResponder, respondersOf } from "./responders.js";
import { connectTo, serverOf } from "./server.js";
import { addSignOptions, readSigner } from "./signing.js";
import { paint, printable, printableLine } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("../index.js").VerificationReport} VerificationReport */
/** @typedef {import("./report.js").Subject} Subject */
/** @typedef {import("./server.js").Sent} Sent */
/** @typedef {ReturnType<typeof limitsOf>} Limits */
/** @typedef {Record<string, any>} Options */
/** @typedef {{ report: VerificationReport, subject: Subject }} Judged */

/**
 * @typedef {object} Question what is asked about
 * @property {Certificate} certificate
 * @property {string} source of the certificate, for messages
 * @property {Certificate | null} own its issuer, where that came with it
 * @property {InputError} missing that it did not
 * @property {Limits} limits for all that is asked
 * @property {Sent | null} sent by a server
 */

/** @param {string} file @param {Options} options @returns {Promise<Question>} */
async function fromFile(file, options) {
  const certificate = await readCertificate(file, "<cert>");
  const { issuer, search } = await readIssuer(certificate, file, options.issuer);
  const missing = noIssuer(certificate, file, options.issuer, search);
  const limits = limitsOf(options.timeout, options.maxSize);
  return { certificate, source: nameOf(file), own: issuer, missing, limits, sent: null };
}

/** @param {import("./server.js").Address} address @param {Options} options @returns {Promise<Question>} */
async function fromServer(address, options) {
  const given = options.issuer === undefined ? null : await readCertificates(options.issuer, "--issuer");
  const limits = limitsOf(options.timeout, options.maxSize);
  const sent = await connectTo(address, limits);
  const [certificate] = sent.chain;
  const { issuer, search } = issuerAmong(certificate, given ?? sent.chain, {
    source: given === null ? address.name : nameOf(options.issuer),
    isChosen: given !== null,
  });
  const missing = issuerMissing(certificate, `${address.name}: it does not send`, options.issuer, search);
  return { certificate, source: address.name, own: issuer, missing, limits, sent };
}

/** @param {Question} question @param {Options} options @returns {string[]} whom to ask */
function urlsOf({ certificate }, options) {
  const urls = options.url === undefined ? respondersOf(certificate) : [options.url];
  const usable = options.get ? urls.filter((url) => !hasQuery(url)) : urls;
  if (usable.length === 0 && urls.length > 0) {
    assertForGet(urls[0]);
  }
  const unsafe = urls.find(hasCredentials);
  if (unsafe !== undefined) {
    throw new InputError(`the URL of a responder must not have a user name or password: ${shownURL(unsafe)}`);
  }
  return usable;
}

/**
 * @param {Question} question
 * @param {Options} options
 * @returns {Promise<{ issuer: Certificate, sources: Subject["sources"] }>}
 */
async function issuerOf({ certificate, own, missing, limits }, options) {
  if (own !== null) {
    return { issuer: own, sources: {} };
  }
  if (options.issuer !== undefined) {
    throw missing;
  }
  const { issuer, url } = await fetchIssuer(certificate, missing, limits);
  return { issuer, sources: { issuerURL: url } };
}

/** What the decision needs, besides the response. */
class Checking {
  #question;
  #options;
  #settings;
  #build;
  /**
   * @param {Question} question
   * @param {Options} options
   * @param {Awaited<ReturnType<typeof readCheckOptions>>} settings
   * @param {Awaited<ReturnType<typeof readSigner>>} build
   */
  constructor(question, options, settings, build) {
    this.#question = question;
    this.#options = options;
    this.#settings = settings;
    this.#build = build;
  }

  /**
   * What the responders say now.
   * @param {readonly string[]} urls
   * @param {Awaited<ReturnType<typeof issuerOf>>} by
   * @returns {Promise<Judged>}
   * @throws {NoAnswerError}
   */
  async fresh(urls, { issuer, sources }) {
    const { certificate, limits, sent } = this.#question;
    const { output, hash, get, post, nonce } = this.#options;
    const { report, response, time, attempt, attempts } = await ask({
      urls,
      hash,
      method: get ? "GET" : post ? "POST" : undefined,
      requestWith: (algorithm) => buildRequest([{ certificate, issuer }], { hash: algorithm, nonce }, this.#build),
      judge: (answer, request) => {
        const judged = this.#settings();
        return { report: answer.check({ ...judged, certificate, issuer, request }), time: judged.time };
      },
      keep: async (body) => (output === undefined ? undefined : writeResult(body, output)),
      limits,
    });
    const { trustedResponders: trusted } = this.#settings();
    const subject = {
      certificate,
      response,
      time,
      sources: { url: attempt.url, ...sources },
      trusted,
      attempts,
      attempt,
    };
    return { report, subject: sent === null ? subject : { ...subject, origin: ", asked now" } };
  }

  /**
   * What the server stapled. Nobody asked for it, so it has no nonce to compare.
   * @param {Buffer} staple
   * @param {Certificate} issuer
   * @returns {Judged}
   * @throws {NoAnswerError}
   */
  stapled(staple, issuer) {
    const { certificate, source } = this.#question;
    const response = readAnswer(staple, source);
    const judged = this.#settings();
    const report = response.check({ ...judged, noncePolicy: "ignore", certificate, issuer });
    const { time, trustedResponders: trusted } = judged;
    return { report, subject: { certificate, response, time, origin: ", stapled", trusted } };
  }
}

/** @typedef {Judged | NoAnswerError | NoResponderError} Result */

/** @param {() => Judged | Promise<Judged>} judge @returns {Promise<Judged | NoAnswerError>} */
async function resultOf(judge) {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof NoAnswerError) {
      return error;
    }
    throw error;
  }
}

/** @param {Result} result */
const statusOf = (result) =>
  result instanceof NoResponderError
    ? EXIT.NO_RESPONDER
    : result instanceof NoAnswerError
      ? EXIT.NOT_RELIABLE
      : exitStatusOf(result.report);

/** What was revoked by either of them is; then, what cannot be relied on. */
const SEVERITY = [EXIT.NOT_GOOD, EXIT.NOT_RELIABLE, EXIT.NO_RESPONDER, EXIT.DONE];

/** @param {Result} result @param {string} title */
async function printResult(result, title) {
  await (result instanceof Error
    ? printLines([`${title}: ${paint(["bold", "red"], printable(result.message))}`])
    : printTable(result.report, result.subject));
}

/** @param {Result} result */
const resultJSON = (result) =>
  result instanceof Error ? { error: errorJSON(result) } : reportJSON(result.report, result.subject);

/**
 * A server's staple and what the responder says, each by itself.
 * @param {{ certificate: Certificate, source: string, sent: Sent }} question
 * @param {{ staple: Result | null, answer: Result }} results
 * @param {boolean | undefined} json
 */
async function printServer({ certificate, source, sent }, { staple, answer }, json) {
  const mustStaple = /** @type {{ mustStaple?: boolean }} */ (/** @type {unknown} */ (certificate)).mustStaple === true;
  const isStapleMissing = mustStaple && staple === null;
  const statuses = [
    ...(staple === null ? [] : [statusOf(staple)]),
    ...(staple !== null && answer instanceof NoResponderError ? [] : [statusOf(answer)]),
    ...(isStapleMissing ? [EXIT.NOT_RELIABLE] : []),
  ];
  const exitStatus = SEVERITY.find((status) => statuses.includes(status)) ?? EXIT.DONE;
  process.exitCode = exitStatus;
  const { length } = sent.chain;
  if (json) {
    const { problem } = sent;
    await printJSON({
      server: source,
      certificates: length,
      problem,
      exitStatus,
      mustStaple,
      staple: staple && resultJSON(staple),
      answer: resultJSON(answer),
    });
    return;
  }
  const lines = [
    `${source}: it sends ${length} certificate${length === 1 ? "" : "s"}, and ${staple ? "a" : "no"} staple`,
    ...(sent.problem === null ? [] : [`  a client would not accept the certificate: ${printableLine(sent.problem)}`]),
    ...(isStapleMissing ? ["  the certificate says that its server must staple (RFC 7633)"] : []),
    "",
  ];
  await printLines(lines);
  const title = titleOf(certificate);
  if (staple !== null) {
    await printResult(staple, `${title}, stapled`);
    await printLines([""]);
  }
  await printResult(answer, `${title}, asked now`);
}

const HELP = `
A server is given by name and port; its certificate is the one that is asked
about, and what it staples is judged as well. The worse of the two results
gives the exit status.

The command trusts the issuer that you give. HTTP_PROXY is used if
NODE_USE_ENV_PROXY=1 is set, in Node 22.21, 24 and later.

Exit status: 0 good; 1 revoked or unknown; 2 the answer cannot be relied on, or
none came within the limits; 3 wrong usage or input; 4 the certificate names no
responder.

Examples:
  bearocsp check chain.pem

  bearocsp check server.pem --issuer ca.pem --url http://ocsp.example/ \\
    --nonce --timeout 2.5 --json

A server:
  bearocsp check www.example.org:443`;

/** @param {string} target @param {Options} options */
async function check(target, options) {
  if (options.output === "-") {
    throw new InputError("--output must be a file, because the report goes to standard output");
  }
  const settings = await readCheckOptions(options, options.nonce === undefined ? "add --nonce" : null);
  const build = await readSigner(options);
  const server = serverOf(target);
  const question = server === null ? await fromFile(target, options) : await fromServer(server, options);
  const { certificate, source, sent } = question;
  const urls = urlsOf(question, options);
  if (urls.length === 0 && !sent?.staple) {
    throw noResponder(source, certificate);
  }
  const by = await issuerOf(question, options);
  const checking = new Checking(question, options, settings, build);
  if (sent === null) {
    const { report, subject } = await checking.fresh(urls, by);
    await printReport(report, subject, options.json);
    return;
  }
  const { staple: bytes } = sent;
  const staple = bytes === null ? null : await resultOf(() => checking.stapled(bytes, by.issuer));
  const answer = urls.length === 0 ? noResponder(source, certificate) : await resultOf(() => checking.fresh(urls, by));
  await printServer({ certificate, source, sent }, { staple, answer }, options.json);
}

export const checkCommand = () =>
  addSignOptions(
    addCheckOptions(
      new Command("check")
        .description("ask the responder about a certificate over HTTP and verify the answer")
        .argument("<cert>", "file with the certificate to ask about, which may hold the chain too; or HOST:PORT")
        .option(
          "--issuer <file>",
          "the certificate of the CA that issued it (default: looked for in the certificate's file, then fetched)",
        )
        .option("--url <url>", "the responder (default: those that the certificate names, in order)", parseURL())
        .addOption(new Option("--get", "ask with GET alone").conflicts("post"))
        .option("--post", "ask with POST alone (default: GET if the URL is short, POST if that fails)"),
    )
      .addOption(hashOption("SHA-256, then SHA-1"))
      .addOption(nonceOption())
      .option(
        "--timeout <seconds>",
        "time limit for the whole check, including the issuer's certificate and redirects",
        parseSeconds,
        15,
      )
      .option("--max-size <bytes>", "largest response that is accepted", parseCount(1, 64 * 2 ** 20), 2 ** 20)
      .option("-o, --output <file>", "save the response to this file, even if it cannot be relied on"),
  )
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(check);
