/**
 * THIRD-PARTY-NOTICES: whose work is in what is published, and the license of each as its maker wrote it.
 * `node bindings/packaging/third-party-notices.js` says whether the file is so; with --write it makes it so.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const NOTICES = join(root, "THIRD-PARTY-NOTICES");

const read = (/** @type {string} */ path) => readFileSync(path, "utf8");
const packageLicense = (/** @type {string} */ name) => () => read(join(root, "node_modules", name, "LICENSE"));

/** What is under musl's COPYRIGHT is its license, between two rules; then follow its authors. */
function muslLicense() {
  const emscripten = execFileSync("em-config", ["EMSCRIPTEN_ROOT"], { encoding: "utf8" }).trim();
  return read(join(emscripten, "system/lib/libc/musl/COPYRIGHT")).split(/^-+$/m)[1];
}

/** @type {readonly { name: string, url: string, where: string, license: () => string }[]} */
const PARTS = [
  {
    name: "BearSSL",
    url: "https://bearssl.org/",
    where: "ocsp.wasm and all that inlines it",
    license: () => read(join(process.env.BEARSSL_SRC ?? join(root, "build/bearssl-0.6"), "LICENSE.txt")),
  },
  {
    name: "musl",
    url: "https://musl.libc.org/",
    where: "ocsp.wasm and all that inlines it: memcpy and its like",
    license: muslLicense,
  },
  {
    name: "fflate",
    url: "https://github.com/101arrowz/fflate",
    where: "wasm-inlined.js, standalone.js, index.cjs",
    license: packageLicense("fflate"),
  },
  {
    name: "@noble/curves",
    url: "https://github.com/paulmillr/noble-curves",
    where: "standalone.js",
    license: packageLicense("@noble/curves"),
  },
  {
    name: "@noble/hashes",
    url: "https://github.com/paulmillr/noble-hashes",
    where: "standalone.js",
    license: packageLicense("@noble/hashes"),
  },
  {
    name: "commander",
    url: "https://github.com/tj/commander.js",
    where: "cli.js",
    license: packageLicense("commander"),
  },
];

/** The packages of npm among them. */
export const NAMED_PACKAGES = PARTS.map(({ name }) => name).filter((name) =>
  existsSync(join(root, "node_modules", name)),
);

export const notices = () =>
  [
    "The published files of bearocsp contain parts of other people's work, under these licenses.\n",
    ...PARTS.map(
      ({ name, url, where, license }) =>
        `\n${"-".repeat(78)}\n${name} (${url}), in ${where}\n\n${license()
          .replaceAll(/[ \t]+$/gm, "")
          .trim()}\n`,
    ),
  ].join("");

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--write")) {
    writeFileSync(NOTICES, notices());
  } else if (!existsSync(NOTICES) || read(NOTICES) !== notices()) {
    console.error(
      "THIRD-PARTY-NOTICES: not what the parts say: node bindings/packaging/third-party-notices.js --write",
    );
    process.exitCode = 1;
  }
}
