/**
 * npm run bench: this library and others on the same bytes, in one run. First all must agree on the values; then their
 * speed is measured. The exit code says whether they agree; a figure never fails.
 */
import { parseArgs } from "node:util";
import { disagreements } from "./agreement.js";
import { CASES } from "./cases/index.js";
import { Contestant } from "./contestant.js";
import { CONTESTANTS, READER } from "./contestants/index.js";
import { buildPrimitive, installPackages, installPython } from "./environment.js";
import { readInputs } from "./inputs.js";
import { Race } from "./race.js";
import { goals, rates } from "./report.js";
import { Startup, startup } from "./startup.js";

const ROUNDS = 20;
const USAGE = `Usage: npm run bench -- [options]
  --check              only check that all contestants read the same values
  --only case,...      these cases: ${[...CASES, startup].map(({ id }) => id).join(", ")}
  --against name,...   these contestants besides bearocsp: ${CONTESTANTS.slice(1)
    .map(({ name }) => name)
    .join(", ")}
  --seconds number     for each case and contestant, in ${ROUNDS} rounds; 2 unless given
  --json               the results as JSON`;

function options() {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      only: { type: "string" },
      against: { type: "string" },
      seconds: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) {
    throw new Error(`--seconds: expected a number of seconds, got ${values.seconds}`);
  }
  return { ...values, seconds };
}

/** Those of the list that an option names; all where it is absent. */
function choose(option, names, list, nameOf) {
  if (names === undefined) {
    return list;
  }
  return names.split(",").map((name) => {
    const found = list.find((item) => nameOf(item) === name);
    if (!found) {
      throw new Error(`--${option}: expected one of ${list.map(nameOf).join(", ")}, got ${name}`);
    }
    return found;
  });
}

async function main({ check, only, against, seconds, json, help }) {
  if (help) {
    return console.log(USAGE);
  }
  const chosen = choose("only", only, [...CASES, startup], ({ id }) => id);
  const cases = CASES.filter((testCase) => chosen.includes(testCase));
  const [ours, ...peers] = CONTESTANTS;
  const names = [ours, ...choose("against", against, peers, ({ name }) => name)].map(({ name }) => name);

  buildPrimitive();
  installPackages();
  const python = installPython();
  const inputs = readInputs(python);
  // The reader takes part in the check even where it is not measured.
  const started = [];
  try {
    for (const contestant of CONTESTANTS) {
      if (contestant.name !== READER && !names.includes(contestant.name)) {
        continue;
      }
      started.push(await Contestant.start(contestant, python));
    }
    const reader = started.find(({ name }) => name === READER);
    const contestants = started.filter(({ name }) => names.includes(name));
    const versions = contestants.map(({ name, about }) => `${name} ${about.version} (${about.runtime})`);
    if (!json) {
      console.log(versions.join("\n"));
    }

    const problems = [];
    for (const testCase of cases) {
      const able = started.filter((contestant) => contestant.can(testCase));
      const files = Object.fromEntries(Object.entries(testCase.files).map(([name, input]) => [name, inputs[input]]));
      for (const contestant of able) {
        await contestant.prepare(testCase, files);
      }
      problems.push(...(await disagreements(testCase, files, able, reader)));
    }
    if (problems.length > 0) {
      throw new Error(
        `The contestants disagree:\n${problems.slice(0, 20).join("\n")}\n${problems.length} values in all`,
      );
    }
    if (!json) {
      console.log(`All read the same values: ${cases.map(({ id }) => id).join(", ")}\n`);
    }
    if (check) {
      return;
    }

    // A case that none of the chosen ones can do is not a race.
    const races = cases
      .map((testCase) => ({ testCase, able: contestants.filter((contestant) => contestant.can(testCase)) }))
      .filter(({ able }) => able.length > 0)
      .map(({ testCase, able }) => new Race(testCase, able));
    const all = chosen.includes(startup) ? [...races, new Startup(inputs)] : races;
    await measure(all, seconds);

    if (json) {
      const results = Object.fromEntries(all.map((race) => [race.testCase.id, race.results]));
      console.log(JSON.stringify({ versions, results, goals: goals(all) }, null, 2));
      return;
    }
    for (const { id, title } of chosen) {
      console.log(`${id}: ${title}`);
    }
    console.log();
    if (races.length > 0) {
      console.log(rates(races, contestants).join("\n"));
    }
    const { results: times } = all.find((race) => race.testCase === startup) ?? {};
    if (times) {
      console.log(startupLine(times));
    }
    console.log("\n" + goals(all).join("\n"));
  } finally {
    for (const contestant of started) {
      contestant.stop();
    }
  }
}

const startupLine = ({ node, module, import: imported }) =>
  `startup, median: node ${node.toFixed(1)} ms, with an ES module that reads the response ${module.toFixed(1)} ms, ` +
  `with import and first parse ${imported.toFixed(1)} ms`;

/** Round by round over all cases, so that each is measured through the whole of the run. */
async function measure(races, seconds) {
  const slice = seconds / ROUNDS;
  for (const race of races) {
    await race.warmUp(slice);
  }
  for (let round = 1; round <= ROUNDS; round++) {
    if (process.stderr.isTTY) {
      process.stderr.write(`\rround ${round} of ${ROUNDS}`);
    }
    for (const race of races) {
      await race.round(slice, seconds);
    }
  }
  if (process.stderr.isTTY) {
    process.stderr.write("\r\x1b[K");
  }
}

try {
  await main(options());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
