/**
 * Goals: figures to reach and to report, never conditions of a test. `figure` takes the results of this run by case and
 * contestant, in runs a second; it is NaN where something that it needs was not measured.
 */
const OURS = "bearocsp";
const PYTHON = "cryptography";
/** Contestants that are no packages: arithmetic alone, and this library without a host. */
const CORE = "core";
const NO_PACKAGES = ["BearSSL", "node:crypto", CORE];

const times = (number) => `${number.toPrecision(3)} x`;

export const timesPython = (least) => ({
  text: `>= ${least} x Python's cryptography`,
  figure: (results, id) => results[id][OURS] / results[id][PYTHON],
  reached: (figure) => figure >= least,
  show: times,
});

export const timesJavaScript = (least) => ({
  text: `>= ${least} x the best JavaScript package`,
  figure: (results, id) => {
    const { [OURS]: ours, [PYTHON]: python, ...others } = results[id];
    const rates = Object.keys(others).flatMap((name) => (NO_PACKAGES.includes(name) ? [] : others[name]));
    return rates.length > 0 ? ours / Math.max(...rates) : NaN;
  },
  reached: (figure) => figure >= least,
  show: times,
});

export const timesPackage = (least, name) => ({
  text: `>= ${least} x ${name}`,
  figure: (results, id) => results[id][OURS] / results[id][name],
  reached: (figure) => figure >= least,
  show: times,
});

export const ofPrimitive = (least, primitive) => ({
  text: `>= ${least} x the bare primitive of BearSSL`,
  figure: (results, id) => results[id][OURS] / results[primitive.id]?.BearSSL,
  reached: (figure) => figure >= least,
  show: times,
});

export const coreTimes = (least, name) => ({
  text: `without a host >= ${least} x ${name}`,
  figure: (results, id) => results[id][CORE] / results[id][name],
  reached: (figure) => figure >= least,
  show: times,
});

export const aSecond = (least) => ({
  text: `>= ${least.toLocaleString("en")} a second`,
  figure: (results, id) => results[id][OURS] ?? NaN,
  reached: (figure) => figure >= least,
  show: (figure) => Math.round(figure).toLocaleString("en"),
});

/** A full verification checks two signatures; `pair` does the same two with node:crypto and keys read before. */
export const ofPair = (least, pair) => ({
  text: `>= ${least} x two checks of node:crypto`,
  figure: (results, id) => results[id][OURS] / results[pair.id]?.["node:crypto"],
  reached: (figure) => figure >= least,
  show: times,
});

/** What of an operation is this library's own. */
export const microsecondsOver = (most, bare) => ({
  text: `<= ${most} µs beside node:crypto's signature`,
  figure: (results, id) => 1e6 / results[id][OURS] - 1e6 / results[bare.id]?.["node:crypto"],
  reached: (figure) => figure <= most,
  show: (figure) => `${figure.toFixed(1)} µs`,
});

export const costPerEntry = (most, few, many) => ({
  text: `the cost of an entry <= ${most} x that at ${few.entries.toLocaleString("en")}`,
  figure: (results) => (results[few.id]?.[OURS] * few.entries) / (results[many.id][OURS] * many.entries),
  reached: (figure) => figure <= most,
  show: times,
});

export const millisecondsOverNode = (most) => ({
  text: `<= ${most} ms over bare node`,
  figure: (results, id) => results[id].import - results[id].node,
  reached: (figure) => figure <= most,
  show: (figure) => `${figure.toFixed(1)} ms`,
});
