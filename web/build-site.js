// Makes build/site/, all that a browser needs: page.js and page.css in one file each, the samples beside them.
// `node web/build-site.js [folder]`

import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build, transform } from "esbuild";
import { style as fault } from "./panel/fault.js";
import { style as fields } from "./panel/fields.js";
import { style as status } from "./panel/status.js";
import { elements, palette } from "./panel/theme.js";
import { style as values } from "./panel/values.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const site = process.argv[2] ?? here("../build/site/");

/** Base64 of what is compressed already travels a quarter shorter than base64 that gzip compresses. @type {import("esbuild").Plugin} */
const compressedWasm = {
  name: "compressed wasm",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]wasm-base64\.js$/ }, async () => {
      const deflated = deflateRawSync(await readFile(here("../build/ocsp.wasm")), { level: 9 }).toString("base64");
      return { contents: `
        const octets = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
        const wasm = new Blob([octets(atob("${deflated}"))]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        let text = "";
        for (const octet of new Uint8Array(await new Response(wasm).arrayBuffer())) text += String.fromCharCode(octet);
        export default btoa(text);` };
    });
  },
};

/** The styles of the panel are text in modules, whose white space nobody needs. @type {import("esbuild").Plugin} */
const shortStyles = {
  name: "short styles",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]web[\\/]panel[\\/][\w-]+\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/(?<=^(?:export )?const (?:style|elements) = `)[^`]+/m, (css) => css.replace(/\n\s*/g, "\n")) };
    });
  },
};

// Chunks have their hash in their names: without this those of earlier builds would stay.
await rm(site, { recursive: true, force: true });
await mkdir(site, { recursive: true });
/** @type {import("esbuild").BuildOptions} */
const options = { bundle: true, minify: true, format: "esm", target: "es2022", outdir: site, logLevel: "warning", legalComments: "none" };
const shared = await transform([palette(":root"), elements, values, fault, fields, status].join(""), { loader: "css", minify: true });
await Promise.all([
  build({ ...options, entryPoints: [here("page.js")], splitting: true, plugins: [compressedWasm, shortStyles] }),
  build({ ...options, entryPoints: [here("page.css")], banner: { css: shared.code } }),
  ...["index.html", "icon.svg"].map((name) => copyFile(here(name), join(site, name))),
]);
