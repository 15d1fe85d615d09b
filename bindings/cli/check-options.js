/** Options of OCSPResponse.check(), from the command line. */
import { Option } from "commander";
import { DEFAULTS } from "../index.js";
import { InputError } from "./exit.js";
import { readCertificates } from "./input.js";
import { collect, parseCount, parseTime } from "./options.js";

const { clockSkewSeconds, maxAgeSeconds, minKeyBits } = DEFAULTS;

/** @param {import("commander").Command} command */
export const addCheckOptions = (command) =>
  command
    .option("--time <time>", "verify as of this time instead of now", parseTime)
    .option(
      "--responder-cert <file>",
      "certificates of responders, if the response does not include them; may be repeated",
      collect,
    )
    .option(
      "--trusted-responder <file>",
      "certificates of responders to trust although the CA did not authorize them; may be repeated",
      collect,
    )
    .addOption(
      new Option("--nonce-policy <policy>", "how the nonce of the response is judged").choices([
        "if-requested",
        "required",
        "ignore",
      ]),
    )
    .option(
      "--clock-skew <seconds>",
      `how far the clocks may differ (default: ${clockSkewSeconds})`,
      parseCount(0, 0x7fffffff),
    )
    .option(
      "--max-age <seconds>",
      `how old thisUpdate may be (default: ${maxAgeSeconds} without nextUpdate, else no limit)`,
      parseCount(0, 0x7fffffff),
    )
    .option("--require-next-update", "refuse an answer without nextUpdate, as RFC 9919 asks of its clients")
    .option(
      "--min-key-bits <bits>",
      `smallest RSA or DSA key that is accepted (default: ${minKeyBits})`,
      parseCount(0, 16384),
    )
    .option("--allow-sha1", "accept signatures over SHA-1");

/** @param {readonly string[]} files @param {string} option */
async function certificatesOf(files, option) {
  const certificates = await Promise.all(files.map((file) => readCertificates(file, option)));
  return certificates.flat();
}

/** @typedef {{ time: Date, trustedResponders: readonly import("../index.js").Certificate[] }} Settings always there */

/** Whole seconds, as in messages. */
const now = () => new Date(Math.floor(Date.now() / 1000) * 1000);

/**
 * @param {Record<string, any>} options
 * @param {string | null} nonceSource how a nonce would have been sent, where none was
 * @returns {Promise<() => Partial<import("../index.js").CheckOptions> & Settings>} the time is that of the call, unless
 *   it was given
 */
export async function readCheckOptions(options, nonceSource) {
  if (options.noncePolicy === "required" && nonceSource !== null) {
    throw new InputError(`--nonce-policy required needs a nonce that was sent: ${nonceSource}`);
  }
  const settings = {
    responderCertificates: await certificatesOf(options.responderCert ?? [], "--responder-cert"),
    trustedResponders: await certificatesOf(options.trustedResponder ?? [], "--trusted-responder"),
    noncePolicy: options.noncePolicy,
    clockSkewSeconds: options.clockSkew,
    maxAgeSeconds: options.maxAge,
    ...(options.requireNextUpdate && { requireNextUpdate: true }),
    minKeyBits: options.minKeyBits,
    allowSHA1Signatures: options.allowSha1,
  };
  return () => ({ ...settings, time: options.time ?? now() });
}
