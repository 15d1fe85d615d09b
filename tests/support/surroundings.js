// What a program started by a test inherits: where programs and temporary files are, and the clock, so that under
// faketime(1) it lives on the same day as the test.

const INHERITED = /^(?:PATH|HOME|TMPDIR|LD_PRELOAD|FAKETIME\w*)$/;

/** No other variable, so that nothing in the tests' own surroundings changes what a program does. */
export const SURROUNDINGS = Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));
