// Makes build/site/, everything that a browser needs: page.js and page.css in one file each, and the samples.
// `node web/build-site.js [folder]`

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { listConstants } from "../bindings/packaging/list-constants.js";
import { style as fault } from "./panel/fault.js";
import { style as fields } from "./panel/messages/fields.js";
import { style as status } from "./panel/messages/status.js";
import { elements, palette } from "./panel/theme.js";
import { style as values } from "./panel/values.js";
<<<<<<< HEAD
import { shortStyles } from "./short-styles.js";
=======
import { nativeInflate, shortStyles } from "./site-plugins.js";
>>>>>>> cli

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const site = process.argv[2] ?? here("../build/site/");

<<<<<<< HEAD
/**
 * Browsers can inflate by themselves, and the page can wait for that; it gets the smaller build of the same core.
 * @type {import("esbuild").Plugin}
 */
const nativeInflate = {
  name: "native inflate",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]module-inlined\.js$/ }, () => ({
      resolveDir: here("../build"),
      contents: `
        import { deflated } from "./wasm-small-deflated.js";
        const input = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
        const inflated = new Blob([input]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        const bytes = await new Response(inflated).arrayBuffer();
        export const compile = () => new WebAssembly.Module(bytes);
        export const compileAsync = () => WebAssembly.compile(bytes);`,
    }));
  },
};

// Chunks have their hashes in their names: without this, those of earlier builds would stay.
=======
// Chunks have their hash in their names: without this those of earlier builds would stay.
>>>>>>> cli
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
    plugins: [listConstants({ isNeeded: true }), nativeInflate, shortStyles],
  }),
  build({ ...options, entryPoints: [here("page/page.css")], banner: { css: shared.code } }),
  copyFile(here("page/icon.svg"), join(site, "icon.svg")),
  readFile(here("page/index.html"), "utf8").then((html) =>
    writeFile(join(site, "index.html"), html.replace(/<!--[^]*?-->/g, "").replace(/\n\s+/g, "\n")),
  ),
]);
