// What a build of the package is: the digest of its WebAssembly module, and the versions of the tools that made it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { version as esbuild } from "esbuild";
import typescript from "typescript";

const wasm = fileURLToPath(new URL("../../build/package/ocsp.wasm", import.meta.url));
const versionOf = (/** @type {string} */ command) =>
  /\d+\.[\d.]*\d/.exec(execFileSync(command, ["--version"], { encoding: "utf8" }))?.[0];
// zopfli does not tell its version.
const tools = {
  emcc: versionOf("emcc"),
  "wasm-opt": /\d+/.exec(execFileSync("wasm-opt", ["--version"], { encoding: "utf8" }))?.[0],
  esbuild,
  typescript: typescript.version,
  node: process.versions.node,
};

console.log(`build/package/ocsp.wasm: sha256 ${createHash("sha256").update(readFileSync(wasm)).digest("hex")}`);
console.log(
  `made with ${Object.entries(tools)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}`,
);
