/** Values of options, read and checked. */
import { InvalidArgumentError, Option } from "commander";
import { DEFAULTS, HASH_ALGORITHMS, LIMITS } from "../index.js";

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/i;

/** @param {string} text @returns {Date} @throws {InvalidArgumentError} */
export function parseTime(text) {
  const [, seconds] = /^@(\d{1,12})$/.exec(text) ?? [];
  const [, day, clock = "00:00", zone = "Z"] = TIME.exec(text) ?? [];
  const time = new Date(seconds !== undefined ? Number(seconds) * 1000 : `${day}T${clock}${zone.toUpperCase()}`);
  /* 31 June becomes a day in July. */
  const isDay = day === undefined || (!Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day));
  if (
    (seconds === undefined && day === undefined) ||
    !isDay ||
    !(time.getTime() >= 0 && time.getUTCFullYear() <= 9999)
  ) {
    throw new InvalidArgumentError(
      "Use the form 2026-11-21, 2026-11-21T09:30:00Z or @1795253400, from 1970 to 9999; the time zone is UTC by default.",
    );
  }
  return time;
}

/** @param {number} least @param {number} most @param {string} [hint] @returns {(text: string) => number} */
export const parseCount =
  (least, most, hint = "") =>
  (text) => {
    const count = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(count >= least && count <= most)) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.${hint}`);
    }
    return count;
  };

/** The longest that a command waits. */
const LONGEST = 3600;

/** A time-out, which may have a fraction. @param {string} text @returns {number} seconds */
export function parseSeconds(text) {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (!(seconds >= 0.001 && seconds <= LONGEST)) {
    throw new InvalidArgumentError(`It must be a number of seconds from 0.001 to ${LONGEST}.`);
  }
  return seconds;
}

/** @param {string} [hint] @returns {(text: string) => string} */
export const parseURL =
  (hint = "") =>
  (text) => {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
      throw new InvalidArgumentError(`It must be an http or https URL.${hint}`);
    }
    return new URL(text).href;
  };

/** @param {string} text @param {string[]} [previous] */
export const collect = (text, previous = []) => [...previous, text];

export const jsonOption = () => new Option("--json", "print JSON");
/** @param {string} otherwise what is used without it */
export const hashOption = (otherwise) =>
  new Option("--hash <name>", `hash algorithm of the CertID (default: ${otherwise})`).choices(HASH_ALGORITHMS);
export const nonceOption = () =>
  new Option(
    "--nonce [bytes]",
    `add a random nonce of this many bytes, 1 to ${LIMITS.NONCE} (default: ${DEFAULTS.nonceBytes})`,
  ).argParser(
    parseCount(1, LIMITS.NONCE, ` For a nonce of ${DEFAULTS.nonceBytes} bytes, put --nonce after the files.`),
  );
