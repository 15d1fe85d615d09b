/** `bearocsp check`: asks the responder about a certificate and judges the answer; of a server, its staple too. */
import { Command, Option } from "commander";
import { ask, readAnswer } from "./ask.js";
import { addCheckOptions, readCheckOptions } from "./check-options.js";
import { InputError } from "./exit.js";
import { hashOption, jsonOption, nonceOption, parseCount, parseSeconds, parseURL } from "./options.js";
import { writeResult } from "./output.js";
import { issuerOf, readQuestion, urlsOf } from "./question.js";
import { printReport } from "./report.js";
import { buildRequest } from "./request.js";
import { noResponder } from "./responders.js";
import { printServer, resultOf } from "./server-report.js";
import { addSignOptions, readSigner } from "./signing.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("./question.js").Options} Options */
/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("./server-report.js").Judged} Judged */

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
   * What the server stapled. No request was sent for it, so no nonce can be required of it.
   * @param {Buffer} staple
   * @param {Certificate} issuer
   * @returns {Judged}
   * @throws {NoAnswerError}
   */
  stapled(staple, issuer) {
    const { certificate, source } = this.#question;
    const response = readAnswer(staple, `${source} stapled`);
    const judged = this.#settings();
    const noncePolicy = judged.noncePolicy === "required" ? undefined : judged.noncePolicy;
    const report = response.check({ ...judged, noncePolicy, certificate, issuer });
    const { time, trustedResponders: trusted } = judged;
    return { report, subject: { certificate, response, time, origin: ", stapled", trusted } };
  }
}

const HELP = `
A server is given by name and port, as in bearocsp check www.example.org:443.
Its certificate is the one that is asked about, and what it staples is judged as
well; the worse of the two results gives the exit status.

All http and https URLs of the certificate are asked, in order, until one gives
an answer that can be relied on.

The command trusts the issuer that you give. HTTP_PROXY is used if
NODE_USE_ENV_PROXY=1 is set, in Node 22.21, 24 and later.

Exit status: 0 good; 1 revoked or unknown; 2 the answer cannot be relied on, or
none came within the limits; 3 wrong usage or input; 4 the certificate names no
responder.

Examples:
  bearocsp check chain.pem

  bearocsp check server.pem --issuer ca.pem --url http://ocsp.example/ \\
    --nonce --timeout 2.5 --json`;

/** @param {string} target @param {Options} options */
async function check(target, options) {
  if (options.output === "-") {
    throw new InputError("--output must be a file, because the report goes to standard output");
  }
  const settings = await readCheckOptions(options, options.nonce === undefined ? "add --nonce" : null);
  const build = await readSigner(options);
  const question = await readQuestion(target, options);
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
  const answer = urls.length === 0 ? noResponder("", certificate) : await resultOf(() => checking.fresh(urls, by));
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
