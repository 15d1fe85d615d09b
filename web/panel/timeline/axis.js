// The stretch of time that a picture shows: where a moment stands in it, its ticks, and the steps for moving through
// it.

import { clockText, DAY, dateOf, dayOfYearText, EARLIEST, LATEST, monthText, YEAR, yearText } from "../utc-text.js";

/** @typedef {{ start: number, end: number }} Axis seconds since 1970, start < end */
/** @typedef {import("./moments.js").Moments} Moments */

/** The fewest seconds that an axis shows. */
const SHORTEST = 20 * 60;

/**
 * Stays within the times that can be asked for, even if the answer does not.
 * @param {number} from
 * @param {number} to
 * @param {number} margin
 * @returns {Axis}
 */
function withMargin(from, to, margin) {
  const start = Math.min(Math.max(EARLIEST, Math.floor(from - margin)), LATEST - SHORTEST);
  return { start, end: Math.min(Math.max(start + SHORTEST, Math.ceil(to + margin)), LATEST) };
}

/** @param {Moments} moments @param {number} now */
function allTimes({ spans, marks }, now) {
  return [
    now,
    ...marks.map(({ time }) => time),
    ...spans.flatMap(({ start, end }) => (end ? [start.time, end.time] : [start.time])),
  ];
}

/**
 * The window of the answer, whatever lies near it, and a margin that includes the clock skew.
 *
 * @param {Moments} moments
 * @param {number} now
 */
export function axisAroundAnswer(moments, now) {
  const {
    spans: [{ start }],
    until,
    skew,
  } = moments;
  const first = Math.min(start.time, until);
  const last = Math.max(start.time, until);
  const near = Math.max(last - first, 2 * skew);
  const times = allTimes(moments, now).filter((time) => time >= first - near && time <= last + near);
  const from = Math.min(first, ...times);
  const to = Math.max(last, ...times);
  return withMargin(from, to, Math.max(2 * skew, 0.12 * (to - from)));
}

/**
 * Everything, however far away.
 *
 * @param {Moments} moments
 * @param {number} now
 */
export function axisOfAll(moments, now) {
  const around = axisAroundAnswer(moments, now);
  const times = allTimes(moments, now);
  const from = Math.min(around.start, ...times);
  const to = Math.max(around.end, ...times);
  return withMargin(from, to, 0.04 * (to - from));
}

/** @param {Axis} axis @param {number} time */
export function sideOf({ start, end }, time) {
  return time < start ? "before" : time > end ? "after" : "inside";
}

/**
 * @param {Axis} axis
 * @param {number} time
 * @returns {number} 0 to 1; a time outside stands at the nearest end
 */
export function positionOn({ start, end }, time) {
  return (Math.min(Math.max(time, start), end) - start) / (end - start);
}

/**
 * A tick's label: a longer unit where one begins.
 * @param {number} time
 * @param {number} step seconds between ticks
 */
function tickLabel(time, step) {
  if (step < DAY) {
    return time % DAY ? clockText(time) : dayOfYearText(time);
  }
  if (step < 28 * DAY) {
    return dayOfYearText(time);
  }
  return step < 0.9 * YEAR && dateOf(time).getUTCMonth() ? monthText(time) : yearText(time);
}

/** Steps between ticks, as on clocks and calendars: in seconds, and in months, whose seconds differ. */
const CLOCK_STEPS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, DAY, 2 * DAY, 7 * DAY];
const MONTH_STEPS = [1, 3, ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => 12 * years)];
/** A Monday: weeks begin on one. */
const FIRST_MONDAY = 4 * DAY;

/** @param {Axis} axis @param {number} count */
function roundTimes({ start, end }, count) {
  const wanted = (end - start) / count;
  const steps = [
    ...CLOCK_STEPS.map((step) => ({ size: step, step, months: 0 })),
    ...MONTH_STEPS.map((months) => ({ size: (months * YEAR) / 12, step: 1, months })),
  ];
  const distance = (/** @type {number} */ size) => Math.abs(Math.log(size / wanted));
  const { step, months } = steps.reduce((best, each) => (distance(each.size) < distance(best.size) ? each : best));
  const origin = step === 7 * DAY ? FIRST_MONDAY : 0;
  const timeOf = (/** @type {number} */ index) =>
    months ? Date.UTC(1970, index * months) / 1000 : origin + index * step;
  const times = [];
  // No month has more than 31 days, so the first index is not too late.
  for (let index = Math.floor((start - origin) / (months ? months * 31 * DAY : step)); timeOf(index) <= end; index++) {
    if (timeOf(index) >= start) {
      times.push(timeOf(index));
    }
  }
  return times;
}

/**
 * About `count` ticks at round times. `context` is the year or the whole date, if the label does not tell it.
 *
 * @param {Axis} axis
 * @param {number} count
 * @returns {{ time: number, label: string, context: string }[]}
 */
export function ticksOf({ start, end }, count) {
  const times = roundTimes({ start, end }, count);
  const [first = start, second = end] = times;
  const step = second - first;
  let year = "";
  return times.map((time, index) => {
    const label = tickLabel(time, step);
    const context =
      index === 0 && step < DAY && time % DAY ? `${dayOfYearText(time)} ${yearText(time)}` : yearText(time);
    const isKnown = yearText(time) === year || label === context;
    year = yearText(time);
    return { time, label, context: isKnown ? "" : context };
  });
}

/** Seconds: durations that people name. */
const STEPS = [
  1,
  5,
  15,
  60,
  300,
  900,
  3600,
  3 * 3600,
  6 * 3600,
  12 * 3600,
  DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
  3650 * DAY,
  36500 * DAY,
];

/** @param {number} limit */
const stepBelow = (limit) => STEPS.findLast((step) => step <= limit) ?? 1;

/** A fine step for arrow keys and a coarse one for page keys. @param {Axis} axis */
export function stepsOf({ start, end }) {
  return { fine: stepBelow((end - start) / 400), coarse: stepBelow((end - start) / 8) };
}

/**
 * The next multiple of `step` in one direction, within the axis.
 * @param {Axis} axis
 * @param {number} time
 * @param {number} step
 * @param {boolean} forward
 */
export function stepFrom({ start, end }, time, step, forward) {
  const next = forward ? Math.floor(time / step + 1) * step : Math.ceil(time / step - 1) * step;
  return Math.min(Math.max(next, start), end);
}
