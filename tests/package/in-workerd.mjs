// `node in-workerd.mjs <project> [compatibility flags]` bundles worker.mjs there as Cloudflare's tools do, runs it in
// workerd and prints its answer.

import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const [project, ...compatibilityFlags] = process.argv.slice(2);
const { outputFiles } = await build({
  entryPoints: [join(project, "worker.mjs")],
  bundle: true,
  write: false,
  format: "esm",
  outdir: join(project, "dist"),
  conditions: ["workerd", "worker", "browser"],
  loader: { ".wasm": "copy" },
  assetNames: "[name]",
  logLevel: "error",
});
const module = (suffix) => outputFiles.find(({ path }) => path.endsWith(suffix));
const miniflare = new Miniflare({
  modules: [
    { type: "ESModule", path: "worker.js", contents: module("worker.js").text },
    { type: "CompiledWasm", path: "ocsp.wasm", contents: module(".wasm").contents },
  ],
  compatibilityDate: "2026-01-01",
  compatibilityFlags,
});
try {
  const response = await miniflare.dispatchFetch("http://localhost/");
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  process.stdout.write(text);
} finally {
  await miniflare.dispose();
}
