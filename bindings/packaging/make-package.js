/**
 * `node bindings/packaging/make-package.js` makes the JavaScript of build/package/, what is published: few files that
 * load fast in Node and that bundlers take as they are, and the same once more for pages without a bundler and for
 * CommonJS.
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { shortStyles } from "../../web/esbuild-plugins.js";
import { chosenByHost } from "./chosen-by-host.js";
import { listConstants } from "./list-constants.js";
import { pureConstants } from "./pure-constants.js";
import { NAMED_PACKAGES } from "./third-party-notices.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "build/package");

const ENTRIES = ["bindings/index.js", "build/package/index.js"].map((path) => join(root, path));
/**
 * One library for all that imports it: what has an entry of its own is never a part of another file.
 * @type {(entry: string) => import("esbuild").Plugin}
 */
const importsEntry = (entry) => ({
  name: "imports the entry",
  setup({ onResolve, onEnd }) {
    let isFound = false;
    onResolve({ filter: /[\\/]index\.js$/ }, ({ path, resolveDir }) => {
      if (!ENTRIES.includes(resolve(resolveDir, path))) {
        return undefined;
      }
      isFound = true;
      return { path: entry, external: true };
    });
    onEnd(() => ({ errors: isFound ? [] : [{ text: `nothing imports ${ENTRIES.join(" or ")}` }] }));
  },
});

const resolvedLater = { external: ["#wasm", "#eddsa", "@noble/*", "node:*", "./ocsp.wasm", "./ocsp.wasm?module"] };
/* Made of the others, once these are there: from them bundlers know more of what can go. */
const complete = {
  minify: true,
  alias: { "#wasm": "./build/package/wasm-inlined.js", "#eddsa": "./build/package/eddsa.js" },
};

/**
 * By file: where it begins, and how it is made.
 * @type {Record<string, import("esbuild").BuildOptions & { entryPoints: string[] }>}
 */
const FILES = {
  "index.js": { entryPoints: ["bindings/index.js"], ...resolvedLater },
  "wasm-inlined.js": { entryPoints: ["bindings/wasm/module-inlined.js"], ...resolvedLater },
  "wasm-node.js": { entryPoints: ["bindings/wasm/module-node.js"], ...resolvedLater },
  "wasm-imported.js": { entryPoints: ["bindings/wasm/module-imported.js"], ...resolvedLater },
  "wasm-edge-light.js": { entryPoints: ["bindings/wasm/module-edge-light.js"], ...resolvedLater },
  "eddsa.js": { entryPoints: ["bindings/keys/eddsa.js"], ...resolvedLater },
  "eddsa-node.js": { entryPoints: ["bindings/keys/eddsa-node.js"], ...resolvedLater },
  "curves.js": { entryPoints: ["bindings/keys/curves.js"], ...resolvedLater },
  "post-quantum.js": { entryPoints: ["bindings/keys/post-quantum.js"], ...resolvedLater },
  "panel.js": { entryPoints: ["web/panel.js"], ...resolvedLater, plugins: [importsEntry("./index.js"), shortStyles] },
  "cli.js": {
    entryPoints: ["bindings/cli/main.js"],
    ...resolvedLater,
    platform: "node",
    plugins: [importsEntry("./index.js")],
    // commander is CommonJS.
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
  },
};
/** @type {typeof FILES} */
const STANDALONE = {
  "standalone.js": { entryPoints: ["build/package/index.js"], ...complete },
  "standalone-panel.js": {
    entryPoints: ["build/package/panel.js"],
    ...complete,
    plugins: [importsEntry("./standalone.js")],
  },
};

const commonJS = {
  format: /** @type {const} */ ("cjs"),
  platform: /** @type {const} */ ("node"),
  minify: true,
  keepNames: true,
  external: ["@noble/*"],
  alias: { "#wasm": "./bindings/wasm/module-inlined.js" },
};
/** @type {typeof FILES} */
const COMMONJS = {
  "index.cjs": { entryPoints: ["build/package/index.js"], ...commonJS, plugins: [chosenByHost] },
  "curves.cjs": { entryPoints: ["build/package/curves.js"], ...commonJS },
  "post-quantum.cjs": { entryPoints: ["build/package/post-quantum.js"], ...commonJS },
  "panel.cjs": { entryPoints: ["build/package/panel.js"], ...commonJS, plugins: [importsEntry("./index.cjs")] },
};

/** @param {[string, import("esbuild").BuildOptions]} file */
async function make([file, { plugins = [], ...options }]) {
  /* The whole library; a bundle of it would grow by a tenth without a word if the plugins matched nothing. */
  const isLibrary = file === "index.js";
  const {
    outputFiles: [output],
    metafile,
  } = /** @type {import("esbuild").BuildResult<{ write: false, metafile: true }>} */ (
    await build({
      // Where node_modules really is makes no difference.
      absWorkingDir: root,
      preserveSymlinks: true,
      bundle: true,
      write: false,
      metafile: true,
      outfile: join(folder, file),
      format: "esm",
      target: "es2022",
      legalComments: "none",
      minifySyntax: true,
      logLevel: "warning",
      plugins: [listConstants({ isNeeded: isLibrary }), pureConstants({ least: isLibrary ? 30 : 0 }), ...plugins],
      ...options,
    })
  );
  for (const input of Object.keys(metafile.inputs)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (name && !NAMED_PACKAGES.includes(name)) {
      throw new Error(`${file} contains ${name}, which THIRD-PARTY-NOTICES does not name`);
    }
  }
  writeFileSync(output.path, output.contents);
}

mkdirSync(folder, { recursive: true });
// The declarations have their own program.
for (const name of readdirSync(folder).filter((name) => name !== "types")) {
  rmSync(join(folder, name), { recursive: true });
}
await Promise.all(Object.entries(FILES).map(make));
await Promise.all([...Object.entries(STANDALONE), ...Object.entries(COMMONJS)].map(make));
copyFileSync(join(root, "build/ocsp.wasm"), join(folder, "ocsp.wasm"));
// emcc makes an executable of it.
chmodSync(join(folder, "ocsp.wasm"), 0o644);
chmodSync(join(folder, "cli.js"), 0o755);
