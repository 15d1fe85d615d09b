// Whether work grows in proportion to its input. Times are only ever compared with times of the same minute in the same
// process, so that it does not matter how fast the machine is or what else it does.

import assert from "node:assert/strict";

/** How much larger the larger input is. Eight times the work is linear, 64 times would be quadratic. */
export const GROWTH = 8;
const LIMIT = 4 * GROWTH;
/** Milliseconds; below them there is nothing to measure. */
const MEASURABLE = 4;
const TRIES = 12;

/**
 * The time that this process works: what others do on the machine is not in it.
 *
 * @param {() => unknown} work
 * @returns {number} milliseconds
 */
export function workingTime(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/**
 * Fails when `large` always takes more than `limit` times as long as `small`. A disturbed measurement is repeated.
 *
 * @param {number} limit
 * @param {() => unknown} small
 * @param {() => unknown} large
 * @param {string} [what] is measured
 */
export function assertTakesAtMost(limit, small, large, what = "it") {
  workingTime(small);
  let before = MEASURABLE;
  let after = Infinity;
  for (let tries = 0; tries < TRIES && after > limit * before; tries++) {
    before = Math.max(MEASURABLE, Math.min(...[1, 2, 3].map(() => workingTime(small))));
    after = Math.min(after, workingTime(large));
  }
  assert.ok(
    after <= limit * before,
    `${what} took ${after.toFixed()} ms, ${(after / before).toFixed(1)} times as long; allowed are ${limit} times`,
  );
}

/**
 * @param {() => unknown} small
 * @param {() => unknown} large the same work, GROWTH times as much of it
 */
export const assertLinear = (small, large) => assertTakesAtMost(LIMIT, small, large);
