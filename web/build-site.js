// Makes build/site/, everything that a browser needs: page.js and page.css in one file each, and the samples.
// `node web/build-site.js [folder]`

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { listConstants } from "../bindings/packaging/list-constants.js";
import { pureConstants } from "../bindings/packaging/pure-constants.js";
import { nativeInflate, shortStyles } from "./esbuild-plugins.js";
import { style as fault } from "./panel/fault.js";
import { style as fields } from "./panel/messages/fields.js";
import { style as status } from "./panel/messages/status.js";
import { elements, palette } from "./panel/theme.js";
import { style as values } from "./panel/values.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const site = process.argv[2] ?? here("../build/site/");

// Chunks have their hashes in their names: without this, those of earlier builds would stay.
await rm(site, { recursive: true, force: true });
await mkdir(site, { recursive: true });
/** @type {import("esbuild").BuildOptions} */
const options = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: site,
  logLevel: "warning",
  legalComments: "none",
};
const shared = await transform([palette(":root"), elements, values, fault, fields, status].join(""), {
  loader: "css",
  minify: true,
});
await Promise.all([
  build({
    ...options,
    entryPoints: [here("page/page.js")],
    splitting: true,
    plugins: [listConstants({ isNeeded: true }), nativeInflate, shortStyles, pureConstants({ least: 30 })],
  }),
  build({ ...options, entryPoints: [here("page/page.css")], banner: { css: shared.code } }),
  copyFile(here("page/icon.svg"), join(site, "icon.svg")),
  readFile(here("page/index.html"), "utf8").then((html) =>
    writeFile(join(site, "index.html"), html.replace(/<!--[^]*?-->/g, "").replace(/\n\s+/g, "\n")),
  ),
]);
