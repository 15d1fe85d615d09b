// What each runtime can check and what it lacks, found by probe.mjs in the installed package; the table of it stands in
// bindings/keys/README.md. `node tests/package/algorithms.js --write` writes the table anew, without it prints
// it, with --only Deno,Bun also what these answered.

import { readFileSync, realpathSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { table, writeTable } from "../tools/readme-tables.js";
import { programs, RUNTIMES } from "./in-runtimes.js";
import { lend, makeProject } from "./project.js";

const stored = (file) => JSON.parse(readFileSync(new URL(`../support/stored/${file}`, import.meta.url), "utf8"));

/**
 * By algorithm, in base64, a certificate that its own key signed and an answer of that key: by OpenSSL and by Bouncy
 * Castle.
 * @type {Record<string, { issuer: string, response?: string }>}
 */
export const STORED = { ...stored("certificates.json"), ...stored("post-quantum.json") };

/** @param {string} imports for their effect */
const files = (imports) => ({
  ...programs(`${imports}import { probe } from "./probe.mjs";
import stored from "./stored.mjs";
export const main = (bearocsp) => probe(bearocsp, stored);
`),
  "probe.mjs": readFileSync(new URL("probe.mjs", import.meta.url), "utf8"),
  "stored.mjs": `export default ${JSON.stringify(STORED)};\n`,
});
const IMPORTS = 'import "bearocsp/curves";\nimport "bearocsp/post-quantum";\n';

/** @typedef {Record<"synchronous" | "asynchronous", Record<string, string>>} Answers by algorithm: see probe.mjs */

/**
 * What a runtime says of every algorithm, without the imports of engines and with them.
 * @param {string} name of RUNTIMES
 * @returns {Promise<{ alone: Answers, withImports: Answers }>}
 */
export async function answersOf(name) {
  const folder = `probe ${name}`.replaceAll(/\W/g, "-");
  const alone = await RUNTIMES[name](makeProject(folder, files("")));
  const project = makeProject(`${folder}-imports`, files(IMPORTS));
  lend(project, ["@noble/post-quantum"]);
  return { alone, withImports: await RUNTIMES[name](project) };
}

/** Told as one where all of them lack. @type {Record<string, RegExp>} */
const GROUPS = {
  "RSA over 8192 bits": /^RSA-16384$/,
  "SHA-3": /SHA3-/,
  "brainpool curves": /brainpool/,
  "ML-DSA": /^ML-DSA/,
  "SLH-DSA": /^SLH-DSA/,
};

/** What is lacking, in words. @param {Record<string, string>} answers by algorithm */
function lacking(answers) {
  const probed = Object.keys(answers);
  const names = probed.filter((name) => answers[name] !== "yes");
  const told = names.map((name) => {
    const group = Object.entries(GROUPS).find(([, pattern]) => pattern.test(name));
    const members = probed.filter((member) => group?.[1].test(member));
    return group && members.every((member) => names.includes(member)) ? group[0] : name.replace(/^ECDSA /, "");
  });
  return told.length === 0 ? "nothing" : [...new Set(told)].join(", ");
}

/**
 * The table, runtimes that lack the same in one row.
 * @param {ReadonlyMap<string, Awaited<ReturnType<typeof answersOf>>>} answers by runtime
 */
export function tableOf(answers) {
  /** @type {Map<string, string[]>} */
  const rows = new Map();
  for (const [runtime, { alone, withImports }] of answers) {
    const cells = [alone.synchronous, alone.asynchronous, withImports.synchronous].map(lacking);
    const key = JSON.stringify(cells);
    rows.set(key, [...(rows.get(key) ?? []), runtime]);
  }
  return table(
    ["runtime", "cannot check", "`checkAsync` cannot", "with both imports cannot"],
    Array.from(rows, ([cells, runtimes]) => {
      const [alone, ...others] = JSON.parse(cells);
      return [runtimes.join(", "), alone, ...others.map((cell) => (cell === alone ? "the same" : cell))];
    }),
  );
}

export const TABLE = "runtimes-lack";

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const only = process.argv[process.argv.indexOf("--only") + 1]?.split(",") ?? [];
  const chosen = process.argv.includes("--only") ? only : Object.keys(RUNTIMES);
  const answers = new Map();
  for (const runtime of chosen) {
    answers.set(runtime, await answersOf(runtime));
  }
  if (process.argv.includes("--write")) {
    writeTable(TABLE, tableOf(answers));
  } else {
    if (process.argv.includes("--only")) {
      console.log(JSON.stringify(Object.fromEntries(answers), null, 2));
    }
    console.log(tableOf(answers));
  }
}
