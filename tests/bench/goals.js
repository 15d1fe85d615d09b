/**
 * Goals: figures to reach and to report, never conditions of a test. `figure` takes the results of this run by case and
 * contestant, in runs a second; it is NaN where something that it needs was not measured.
 */
const OURS = "bearocsp";
const PYTHON = "cryptography";

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
    const { [OURS]: ours, [PYTHON]: python, ...packages } = results[id];
    const rates = Object.values(packages);
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
