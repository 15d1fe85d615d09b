// What a program started by a test inherits, and nothing else, so that nothing in the tests' own surroundings changes
// what it does.

const { PATH, HOME, TMPDIR } = process.env;

/** Under faketime(1) a program lives on the same day as the test. */
export const CLOCK = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(?:LD_PRELOAD|FAKETIME\w*)$/.test(name)),
);

export const SURROUNDINGS = {
  ...(PATH !== undefined && { PATH }),
  ...(HOME !== undefined && { HOME }),
  ...(TMPDIR !== undefined && { TMPDIR }),
  ...CLOCK,
};
