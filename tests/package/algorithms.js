// What each runtime can check and what it lacks, found by probe.mjs in the installed package; the table of it stands in
// bindings/keys/README.md. `node tests/package/algorithms.js --write` writes the table anew, without it prints
// it, with --only Deno,Bun also what these answered.

import { readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { launch } from "../support/browser.js";
import { table, writeTable } from "../tools/readme-tables.js";
import { executables, lend, makeProject, nodeOf, require, run } from "./project.js";

const stored = (file) => JSON.parse(readFileSync(new URL(`../support/stored/${file}`, import.meta.url), "utf8"));

/** By algorithm, a certificate that its own key signed, in base64: by OpenSSL and by Bouncy Castle. */
export const CERTIFICATES = {
  ...stored("certificates.json"),
  ...Object.fromEntries(Object.entries(stored("post-quantum.json")).map(([name, { issuer }]) => [name, issuer])),
};

const PROBE = `import * as bearocsp from "bearocsp";
import { probe } from "./probe.mjs";
import certificates from "./certificates.mjs";
`;
const FILES = {
  "probe.mjs": readFileSync(new URL("probe.mjs", import.meta.url), "utf8"),
  "certificates.mjs": `export default ${JSON.stringify(CERTIFICATES)};\n`,
  "main.mjs": `${PROBE}console.log(JSON.stringify(probe(bearocsp, certificates)));\n`,
  "worker.mjs": `${PROBE}export default { fetch: () => Response.json(probe(bearocsp, certificates)) };\n`,
  "page.mjs": `${PROBE}globalThis.done = JSON.stringify(probe(bearocsp, certificates));\n`,
};

/** @typedef {{ project: string }} Surroundings */

const inNode =
  (major) =>
  ({ project }) =>
    run(nodeOf(major), ["main.mjs"], project);

/** @param {readonly string[]} flags */
const inWorkerd =
  (...flags) =>
  ({ project }) =>
    run(nodeOf(24), [fileURLToPath(new URL("in-workerd.mjs", import.meta.url)), project, ...flags], project);

const inBrowser =
  (name) =>
  async ({ project }) => {
    await run(
      require.resolve("esbuild/bin/esbuild"),
      ["page.mjs", "--bundle", "--format=esm", "--outfile=page.js", "--log-level=warning"],
      project,
    );
    const types = { ".html": "text/html", ".js": "text/javascript" };
    const html = '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>';
    const server = createServer(({ url }, response) => {
      const file = url === "/page.js" ? readFileSync(join(project, "page.js")) : html;
      response.writeHead(200, { "Content-Type": types[extname(url ?? "")] ?? types[".html"] }).end(file);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const browser = await launch(name);
    try {
      const { page, complaints } = await browser.openPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      const done = await page.waitForFunction("globalThis.done").catch((error) => {
        throw new Error(`${name}: ${complaints.join("; ") || error.message}`);
      });
      return String(await done.jsonValue());
    } finally {
      await browser.close();
      server.close();
    }
  };

/** By the name that the table calls it. @type {Record<string, (surroundings: Surroundings) => Promise<string>>} */
export const RUNTIMES = {
  "Node 20": inNode(20),
  "Node 22": inNode(22),
  "Node 24": inNode(24),
  "Node 26": inNode(26),
  Deno: ({ project }) =>
    run(executables.deno, ["run", "--no-lock", "--node-modules-dir=manual", "--cached-only", "main.mjs"], project, {
      DENO_NO_UPDATE_CHECK: "1",
    }),
  Bun: ({ project }) => run(executables.bun, ["run", "main.mjs"], project),
  workerd: inWorkerd(),
  "workerd with `nodejs_compat`": inWorkerd("nodejs_compat"),
  Chromium: inBrowser("chromium"),
  Firefox: inBrowser("firefox"),
};

const PEER = "@noble/post-quantum";

/**
 * What a runtime says of every algorithm, without the optional peer and with it.
 * @param {string} name of RUNTIMES
 * @returns {Promise<{ alone: Record<string, string>, withPeer: Record<string, string> }>}
 */
export async function answersOf(name) {
  const folder = `probe ${name}`.replaceAll(/\W/g, "-");
  const alone = JSON.parse(await RUNTIMES[name]({ project: makeProject(folder, FILES) }));
  const project = makeProject(`${folder}-peer`, FILES);
  lend(project, [PEER]);
  return { alone, withPeer: JSON.parse(await RUNTIMES[name]({ project })) };
}

/** @param {Record<string, string>} answers */
const lacking = (answers) => Object.keys(answers).filter((name) => answers[name] !== "yes");

/** Told as one where all of them lack. @type {Record<string, RegExp>} */
const GROUPS = {
  "RSA over 4096 bits": /^RSA-(8192|16384)$/,
  "SHA-3": /SHA3-/,
  "brainpool curves": /brainpool/,
  "ML-DSA": /^ML-DSA/,
  "SLH-DSA": /^SLH-DSA/,
};

/** @param {readonly string[]} names of CERTIFICATES */
function listed(names) {
  const told = names.map((name) => {
    const group = Object.entries(GROUPS).find(([, pattern]) => pattern.test(name));
    const members = Object.keys(CERTIFICATES).filter((member) => group?.[1].test(member));
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
  for (const [runtime, { alone, withPeer }] of answers) {
    const cells = JSON.stringify([listed(lacking(alone)), listed(lacking(withPeer))]);
    rows.set(cells, [...(rows.get(cells) ?? []), runtime]);
  }
  return table(
    ["runtime", "cannot check", `with \`${PEER}\``],
    Array.from(rows, ([cells, runtimes]) => {
      const [alone, withPeer] = JSON.parse(cells);
      return [runtimes.join(", "), alone, withPeer === alone ? "the same" : withPeer];
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
