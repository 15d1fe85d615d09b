/**
 * `node bindings/packaging/make-types.js` makes build/package/types/: the declarations of what can be imported and of
 * what they name, and maps to the sources. tsc writes one for every file that it reads; the others go. CommonJS has its
 * own declarations of the entries.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { commonJSTypes } from "./commonjs-types.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "build/package/types");

rmSync(folder, { recursive: true, force: true });
const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.package.json"], {
  cwd: root,
  encoding: "utf8",
});
if (status !== 0) {
  process.stderr.write(stdout);
  process.exit(1);
}

/** @type {Set<string>} */
const named = new Set();
/** @param {string} path of a declaration file */
function follow(path) {
  if (named.has(path)) {
    return;
  }
  if (!existsSync(path)) {
    throw new Error(`no declarations: ${path}`);
  }
  named.add(path);
  // Not every way to resolve modules knows the imports of package.json.
  const text = readFileSync(path, "utf8").replaceAll('"#eddsa"', '"./eddsa.js"');
  if (/(?:from |import\()"#/.test(text)) {
    throw new Error(`${path}: an import of package.json`);
  }
  writeFileSync(path, text);
  for (const [, specifier] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g)) {
    follow(resolve(dirname(path), `${specifier}.d.ts`));
  }
}
const ENTRIES = ["bindings/index.d.ts", "web/panel.d.ts"].map((entry) => join(folder, entry));
ENTRIES.forEach(follow);

// Where a host or a bundler compiles the module that is imported; WebAssembly is not everywhere known to TypeScript.
for (const [ending, assignment] of [
  ["d.ts", "default"],
  ["d.cts", "="],
]) {
  const path = join(folder, `ocsp.wasm.${ending}`);
  named.add(path);
  writeFileSync(
    path,
    `/** The WebAssembly.Module that ready() takes. */\ndeclare const module: object;\nexport ${assignment} module;\n`,
  );
}

// They export nothing: what they do is said where an editor looks.
for (const [name, about] of [
  ["curves", "Imported for its effect: signatures of secp256k1 and the brainpool curves are checked in every runtime."],
  [
    "post-quantum",
    "Imported for its effect: ML-DSA and SLH-DSA are checked in every runtime. Needs the package @noble/post-quantum.",
  ],
]) {
  for (const ending of ["d.ts", "d.cts"]) {
    const path = join(folder, `${name}.${ending}`);
    named.add(path);
    writeFileSync(path, `/** ${about} */\nexport {};\n`);
  }
}

// An editor shows what Readonly<...> is made of, but an interface by its name; JSDoc has no interfaces.
const READONLY = /^export type (\w+(?:<.*?>)?) = (Readonly<.+>);$/gm;

let interfaces = 0;
for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, String(name));
  if (!path.endsWith(".ts")) {
    continue;
  }
  if (named.has(path)) {
    const text = readFileSync(path, "utf8");
    interfaces += text.match(READONLY)?.length ?? 0;
    writeFileSync(path, text.replace(READONLY, "export interface $1 extends $2 {}"));
  } else {
    rmSync(path);
    rmSync(`${path}.map`);
  }
}
if (interfaces === 0) {
  throw new Error(`${folder}: no type is Readonly<…>, which was to become an interface`);
}

for (const [path, text] of commonJSTypes(ENTRIES)) {
  writeFileSync(path, text);
}
