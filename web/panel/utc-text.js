// Times and durations in words. All times are in UTC, as seconds since 1970.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** The mean year of the calendar. */
export const YEAR = 365.2425 * DAY;

/** The times that the library accepts: 1970 to 9999. */
export const EARLIEST = 0;
export const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @param {Date} date */
export const secondsOf = (date) => Math.floor(date.getTime() / 1000);

/** @param {number} seconds */
export const dateOf = (seconds) => new Date(seconds * 1000);

/** "2026-11-21 06:30:00" @param {number} seconds */
export const plainText = (seconds) => dateOf(seconds).toISOString().slice(0, -5).replace("T", " ");

/** "2026-11-21 06:30:00 UTC" @param {number} seconds */
export const utcText = (seconds) => `${plainText(seconds)} UTC`;

/** "2026-11-21" @param {number} seconds */
export const dayText = (seconds) => plainText(seconds).split(" ")[0] ?? "";

/** "06:30:15", or "06:30" on a whole minute @param {number} seconds */
export const clockText = (seconds) => (plainText(seconds).split(" ")[1] ?? "").replace(/:00$/, "");

/** "21 Nov" @param {number} seconds */
export const dayOfYearText = (seconds) => `${dateOf(seconds).getUTCDate()} ${monthText(seconds)}`;

/** "Nov" @param {number} seconds */
export const monthText = (seconds) => MONTHS[dateOf(seconds).getUTCMonth()] ?? "";

/** @param {number} seconds */
export const yearText = (seconds) => String(dateOf(seconds).getUTCFullYear());

/** Short, but enough to tell moments apart in a picture that spans `span` seconds.
 * @param {number} seconds @param {number} span */
export function shortText(seconds, span) {
  return span > 60 * DAY ? dayText(seconds) : `${dayOfYearText(seconds)} ${clockText(seconds)}`;
}

/** Largest first. @type {readonly [seconds: number, name: string][]} */
const UNITS = [
  [YEAR, "year"],
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [1, "second"],
];

/** "2 days 3 hours": rounded down to this many units. @param {number} seconds not negative @param {number} [units] */
export function durationText(seconds, units = 2) {
  const first = UNITS.findIndex(([size]) => seconds >= size);
  let rest = seconds;
  return UNITS.slice(first, first + units)
    .flatMap(([size, name]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count ? [`${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}`] : [];
    })
    .join(" ");
}

/** "2 days 3 hours before" the reference @param {number} seconds @param {number} reference */
export function relationText(seconds, reference) {
  if (seconds === reference) {
    return "the same moment";
  }
  return `${durationText(Math.abs(seconds - reference))} ${seconds < reference ? "before" : "after"}`;
}

/**
 * A time in UTC as people write it: "2026-11-21", "2026-11-21 06:30", "2026-11-21T06:30:15Z".
 *
 * @param {string} text
 * @returns {number | null} null for anything else, and outside 1970 to 9999
 */
export function parseUTC(text) {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d)(:\d\d)?)?\s*(?:Z|UTC)?$/i.exec(text.trim());
  if (!parts) {
    return null;
  }
  const [, day, minute = "00:00", second = ":00"] = parts;
  const milliseconds = Date.parse(`${day}T${minute}${second}Z`);
  const seconds = milliseconds / 1000;
  // Date.parse accepts 30 February and 24:00, and makes them another day.
  if (Number.isNaN(seconds) || plainText(seconds) !== `${day} ${minute}${second}`) {
    return null;
  }
  return seconds >= EARLIEST && seconds <= LATEST ? seconds : null;
}
