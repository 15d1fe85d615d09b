/**
 * node tests/bench/runtimes/run.js: what the package's checks take in every runtime, each beside that runtime's own
 * crypto in the same process. A figure never fails.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { programs, RUNTIMES } from "../../package/in-runtimes.js";
import { makeProject } from "../../package/project.js";
import { installPython } from "../environment.js";
import { readInputs } from "../inputs.js";
import { textTable } from "../report.js";

const USAGE = `Usage: node tests/bench/runtimes/run.js [options]
  --only name,...   these runtimes: ${Object.keys(RUNTIMES).join(", ")}
  --seconds number  for each figure; 1 unless given
  --json            the results as JSON`;

/** What measure.mjs reads of the benchmark's inputs. */
const NEEDED = /^(?:p256|p384|p521|rsa2048)\.(?:issuer|response|parts)$|^p256\.pool$|^delegate-p256\./;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seconds: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const number = (value) => (value === null ? "-" : value.toLocaleString("en", { maximumSignificantDigits: 3 }));

async function main({ only, seconds, json, help }) {
  if (help) {
    return console.log(USAGE);
  }
  const inputs = Object.entries(readInputs(installPython()))
    .filter(([name]) => NEEDED.test(name))
    .map(([name, octets]) => [name, octets.toString("base64")]);
  const files = {
    ...programs(`import { measure } from "./measure.mjs";
import inputs from "./inputs.mjs";
export const main = (bearocsp) => measure(bearocsp, inputs, ${Number(seconds)});
`),
    "measure.mjs": readFileSync(new URL("measure.mjs", import.meta.url), "utf8"),
    "inputs.mjs": `export default ${JSON.stringify(Object.fromEntries(inputs))};\n`,
  };
  const results = {};
  for (const name of only?.split(",") ?? Object.keys(RUNTIMES)) {
    if (!Object.hasOwn(RUNTIMES, name)) {
      throw new Error(`--only: expected some of ${Object.keys(RUNTIMES).join(", ")}, got ${name}`);
    }
    results[name] = await RUNTIMES[name](makeProject(`bench ${name}`.replaceAll(/\W/g, "-"), files));
  }
  if (json) {
    return console.log(JSON.stringify(results, null, 2));
  }
  for (const [name, rows] of Object.entries(results)) {
    const cells = rows.map(({ title, ours, theirs, who }) => [
      title,
      number(ours),
      number(theirs),
      theirs === null ? "-" : `${number(ours / theirs)} x`,
      who,
    ]);
    console.log(`${textTable([[name, "bearocsp", "its own", "ratio", "which"], ...cells]).join("\n")}\n`);
  }
}

try {
  await main(values);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
