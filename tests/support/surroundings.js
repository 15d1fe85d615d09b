// What a program started by a test inherits, and nothing else, so that nothing in the tests' own surroundings changes
// what it does.

const { PATH, HOME, TMPDIR } = process.env;

const OF_CLOCK = /^(?:LD_PRELOAD|FAKETIME\w*)$/;
const selected = (/** @type {boolean} */ ofClock) =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => OF_CLOCK.test(name) === ofClock));

/** Under faketime(1) a program lives on the same day as the test. */
export const CLOCK = selected(true);

/** All but the clock, and UTC: for faketime itself, which counts from the time that it sees. */
export const FOR_FAKETIME = { ...selected(false), TZ: "UTC" };

export const SURROUNDINGS = {
  ...(PATH !== undefined && { PATH }),
  ...(HOME !== undefined && { HOME }),
  ...(TMPDIR !== undefined && { TMPDIR }),
  ...CLOCK,
};
