// The package as npm packs it: which files, and that they are what they say. tests/package/ installs it and runs it
// everywhere.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildSync, transformSync } from "esbuild";
import { NOTICES, notices } from "../../bindings/packaging/third-party-notices.js";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const read = (path) => readFileSync(join(root, path), "utf8");
// A make of its own, not a part of the one that runs the tests.
const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
const make = (cwd, ...args) => promisify(execFile)("make", args, { cwd, env, maxBuffer: 2 ** 26 });

/** The sources once more. */
const another = mkdtempSync(join(tmpdir(), "another-folder-with-a-longer-name-"));
after(() => rmSync(another, { recursive: true, force: true }));

/** @type {string[]} */
let packed = [];
before(
  async () => {
    for (const part of [
      "Makefile",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "tsconfig.package.json",
      "bindings",
      "csrc",
      "web",
    ]) {
      cpSync(join(root, part), join(another, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(another, "node_modules"));
    await make(root, "package");
    const [{ files }] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
    packed = files.map(({ path }) => path);
  },
  { timeout: 300_000 },
);

/** All that is published. A new file belongs here once somebody has asked whether users need it. */
const PUBLISHED = {
  ".": "CHANGELOG.md CONTRIBUTING.md LICENSE README.md SECURITY.md THIRD-PARTY-NOTICES package.json",
  build: "lists.js",
  "build/package": `cli.js curves.cjs curves.js eddsa-node.js eddsa.js index.cjs index.js ocsp.wasm panel.cjs panel.js
    post-quantum.cjs post-quantum.js standalone-panel.js standalone.js wasm-edge-light.js wasm-imported.js
    wasm-inlined.js wasm-node.js`,
  // Documents that README.md leads to.
  "bindings/cli": "README.md",
  "bindings/packaging": "README.md",
  csrc: "README.md",
  tests: "README.md",
  // What the maps of the declarations lead to.
  bindings: "README.md index.js",
  "bindings/inspect": "dissect.js text.js",
  "bindings/keys": `README.md algorithm.js async-signer.js curves.js dsa-key-substitution.js eddsa-node.js eddsa.js
    edwards-der.js engines.js host-crypto.js host-signer.js kept-keys.js post-quantum.js private-key.js
    signature-check.js signature.js spki.js web-crypto.js`,
  "bindings/lib": `arguments.js bytes.js encoding.js equality.js error.js inspect.js invisible.js lazy-list.js
    linked-list.js options.js other-copy.js private-constructor.js tag.js text-bytes.js text.js`,
  "bindings/ocsp": `certid.js extension-list.js in-question.js incomplete.js request-builder.js request.js
    response-builder.js response.js url.js verification.js`,
  "bindings/recognize": `base64-prefix.js base64-run.js base64.js der.js dump.js hex.js kind.js pem.js recognize.js search.js
    string-literal.js text-escapes.js`,
  "bindings/wasm": `core.js module-edge-light.js module-imported.js module-inlined.js module-node.js module.js oid.js
    plan.js table.js`,
  "bindings/x509": "certificate.js distribution-points.js enums.js extension.js issuer.js name.js",
  // Programs to begin with.
  "bindings/recipes":
    "README.md check-from-a-script.js from-python.md inspect-in-the-browser.html port-from-python.js port_from_python.py sign-with-kms.js staple.js verify-stapled.js",
  web: "README.md panel.js",
  "web/panel": "dom.js verdict.js",
  // Those that the public names name, each with its map.
  "build/package/types/bindings": "index index.d.cts",
  "build/package/types/bindings/inspect": "dissect text",
  "build/package/types/bindings/keys": "algorithm async-signer eddsa host-crypto private-key signature signature-check",
  "build/package/types/bindings/lib": "arguments bytes error invisible linked-list",
  "build/package/types/bindings/ocsp": `certid extension-list in-question request request-builder response response-builder verification`,
  "build/package/types/bindings/recognize": "der recognize search",
  "build/package/types/bindings/wasm": "module plan table",
  "build/package/types/bindings/x509": "certificate distribution-points enums extension issuer name",
  "build/package/types/build": "lists",
  "build/package/types/web": "panel panel.d.cts",
  "build/package/types/web/panel": "dom verdict",
  "build/package/types": "curves.d.cts curves.d.ts ocsp.wasm.d.cts ocsp.wasm.d.ts post-quantum.d.cts post-quantum.d.ts",
};

test("these files are packed, and no others", () => {
  const expected = Object.entries(PUBLISHED).flatMap(([folder, names]) =>
    names
      .split(/\s+/)
      .flatMap((name) =>
        (name.includes(".") || folder === "." ? [name] : [`${name}.d.ts`, `${name}.d.ts.map`]).map((file) =>
          folder === "." ? file : `${folder}/${file}`,
        ),
      ),
  );
  assert.deepEqual(packed.toSorted(), expected.toSorted());
});

test("every map leads to a file that is packed, and every import of a declaration too", () => {
  for (const path of packed.filter((name) => name.endsWith(".d.ts.map"))) {
    for (const source of JSON.parse(read(path)).sources) {
      assert.ok(packed.includes(join(dirname(path), source)), `${path}: ${source}`);
    }
  }
  for (const path of packed.filter((name) => /\.d\.c?ts$/.test(name))) {
    for (const [, specifier] of read(path).matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g)) {
      assert.ok(packed.includes(join(dirname(path), `${specifier}.d.ts`)), `${path}: ${specifier}`);
    }
  }
});

test("all that package.json points to is packed", () => {
  const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));
  const { exports, imports, bin, sideEffects, main, types, typesVersions } = manifest;
  const paths = [exports, imports, bin, sideEffects, main, types, typesVersions].flatMap(targets);
  assert.ok(paths.length > 15);
  for (const path of paths) {
    assert.ok(packed.includes(relative(".", path)), path);
  }
});

test("no machine's paths are in it", () => {
  for (const path of packed) {
    assert.ok(!readFileSync(join(root, path)).includes(resolve(root)), path);
  }
});

describe("licenses", () => {
  test("the notices are what the parts themselves say", () =>
    assert.ok(
      readFileSync(NOTICES, "utf8") === notices(),
      "they are older: node bindings/packaging/third-party-notices.js --write",
    ));

  test("BearSSL and what is bundled are in it, word for word", () => {
    const words = (text) => text.replaceAll(/\s+/g, " ").trim();
    const text = words(read("THIRD-PARTY-NOTICES"));
    const bearssl = join(process.env.BEARSSL_SRC ?? join(root, "build/bearssl-0.6"), "LICENSE.txt");
    const parts = ["@noble/curves", "@noble/hashes", "fflate", "commander"].map((name) =>
      join(root, "node_modules", name, "LICENSE"),
    );
    for (const file of [bearssl, ...parts]) {
      assert.ok(text.includes(words(readFileSync(file, "utf8"))), file);
    }
  });
});

/** What programs import; the command is none of it. */
const scripts = PUBLISHED["build/package"].split(/\s+/).filter((name) => name.endsWith(".js") && name !== "cli.js");
const hasTopLevelAwait = (source) => {
  try {
    transformSync(source, { format: "cjs", logLevel: "silent" });
    return false;
  } catch (error) {
    assert.match(error.message, /Top-level await/);
    return true;
  }
};

test("nothing waits at the top level, so that require() takes it too", () => {
  assert.ok(hasTopLevelAwait("await 1; export {};"));
  for (const file of scripts) {
    assert.ok(!hasTopLevelAwait(read(`build/package/${file}`)), file);
  }
});

/* What there is before and after an import: every property of the global object and of what stands there. */
const LOOK = `
/* Node defines some of it when it is first asked for. */
for (const name of Object.getOwnPropertyNames(globalThis)) globalThis[name];
const look = () => Object.fromEntries(Object.getOwnPropertyNames(globalThis).flatMap((name) => {
  const value = Object.getOwnPropertyDescriptor(globalThis, name).value;
  const owners = [[name, value], [name + ".prototype", value?.prototype]]
    .filter(([, owner]) => owner === Object(owner) && owner !== globalThis);
  return [[name, typeof value], ...owners.map(([label, owner]) => [label + ".*",
    Object.entries(Object.getOwnPropertyDescriptors(owner))
      .map(([key, { value, get }]) => key + (value === Object(value) ? identify(value) : get ? identify(get) : ""))
      .join()])];
}));
const identities = new Map();
const identify = (object) => identities.get(object) ?? (identities.set(object, identities.size), identities.size - 1);
`;

describe("importing has no effect", () => {
  /** @param {string} specifier @param {string} [after] what else the program does */
  const changes = (specifier, after = "") =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [
          "--input-type=module",
          "-e",
          `${LOOK}; look(); const before = look(); await import(${JSON.stringify(specifier)}); ${after}; const now = look();
     const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
     console.log(JSON.stringify(keys.filter((key) => before[key] !== now[key])));`,
        ],
        { cwd: root, encoding: "utf8" },
      ),
    );

  test("what would change something is seen", () => {
    assert.deepEqual(changes("node:os", "globalThis.extra = 1"), ["extra"]);
    assert.deepEqual(changes("node:os", "Array.prototype.at = () => 1"), ["Array.prototype.*"]);
  });
  /* On a server, which has no elements, the panel only exports. What engines are added to has no name. */
  for (const specifier of [
    "bearocsp",
    "bearocsp/standalone",
    "bearocsp/panel",
    "bearocsp/standalone/panel",
    "bearocsp/curves",
    "bearocsp/post-quantum",
  ]) {
    test(specifier, () => assert.deepEqual(changes(specifier), []));
  }
  for (const file of ["index.cjs", "panel.cjs"]) {
    test(file, () => assert.deepEqual(changes(pathToFileURL(join(root, "build/package", file)).href), []));
  }

  const bundle = (contents) =>
    buildSync({
      stdin: { contents, resolveDir: root },
      bundle: true,
      write: false,
      metafile: true,
      outfile: "bundle.js",
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
  const bundled = (contents) => bundle(contents).outputFiles[0].text;
  test("bundlers leave out the classes that are not used", () => {
    const names = ["Certificate", "OCSPRequestBuilder", "OCSPResponse"];
    const text = bundled(`export { ${names.join(", ")} } from "bearocsp"`);
    const shown = Array.from(text.matchAll(/\binspectAs\(\w+, "(\w+)"/g), ([, name]) => name);
    assert.deepEqual(
      names.filter((name) => !shown.includes(name)),
      [],
    );
    assert.deepEqual(
      shown.filter((name) => name === "OCSPResponseBuilder" || name === "DERNode"),
      [],
    );
  });
  test("bundlers leave out an entry of which nothing is used, but never the panel, which defines an element", () => {
    assert.equal(bundled('import "bearocsp";').trim(), "");
    assert.equal(bundled('import "bearocsp/standalone";').trim(), "");
    for (const panel of ["bearocsp/panel", "bearocsp/standalone/panel"]) {
      assert.match(bundled(`import "${panel}";`), /customElements\.define\("ocsp-panel"/);
    }
  });

  test("only those who import engines get them into a bundle", () => {
    /* What of @noble is in it. */
    const noble = (contents) => {
      const { inputs } = Object.values(bundle(contents).metafile.outputs)[0];
      return Object.entries(inputs)
        .filter(([path, { bytesInOutput }]) => path.includes("node_modules/@noble/") && bytesInOutput > 0)
        .map(([path]) => path.replace(/.*@noble\//, ""));
    };
    const everything = 'export * from "bearocsp";';
    const [curves, postQuantum] = ["curves/abstract/weierstrass.js", "post-quantum/ml-dsa.js"];
    const without = noble(everything);
    assert.ok(without.includes("curves/abstract/edwards.js"), without.join());
    assert.ok(!without.includes(curves) && !without.some((path) => path.startsWith("post-quantum/")), without.join());
    for (const [entry, part, other] of [
      ["bearocsp/curves", curves, postQuantum],
      ["bearocsp/post-quantum", postQuantum, curves],
    ]) {
      for (const contents of [`import "${entry}";`, `import "${entry}"; ${everything}`]) {
        const parts = noble(contents);
        assert.ok(parts.includes(part) && !parts.includes(other), `${contents} ${parts}`);
        assert.match(bundled(contents), /Symbol\.for\("bearocsp\.engines"\)/);
      }
    }
  });
});

describe("the entries", () => {
  test("have the same names, alone or with their parts", async () => {
    const [library, standalone, source] = await Promise.all(
      ["bearocsp", "bearocsp/standalone", "../../bindings/index.js"].map((name) => import(name)),
    );
    assert.deepEqual(Object.keys(library), Object.keys(source));
    assert.deepEqual(Object.keys(standalone), Object.keys(source));
    const commonJS = require(join(root, "build/package/index.cjs"));
    assert.deepEqual(Object.keys(commonJS).sort(), Object.keys(source).sort());
    for (const [name, value] of Object.entries(commonJS)) {
      assert.ok(typeof value !== "function" || value.name === name, `${name} is called ${value.name}`);
    }
    assert.deepEqual(Object.keys(require(join(root, "build/package/panel.cjs"))), ["OCSPPanel"]);
  });

  test("the declarations for CommonJS name every export of the others", () => {
    for (const entry of ["bindings/index", "web/panel"]) {
      const [names, commonJS] = ["d.ts", "d.cts"].map((ending) =>
        [
          ...read(`build/package/types/${entry}.${ending}`).matchAll(
            /^export (?:declare )?(?:class|const|function|type) (\w+)|^export (?:type )?\{ ([^}]+) \}/gm,
          ),
        ].flatMap(([, one, several]) => one ?? several.split(", ")),
      );
      assert.ok(names.length > 3);
      assert.deepEqual([...new Set(commonJS)].sort(), [...new Set(names)].sort());
    }
  });

  test("CommonJS has one file, which needs nothing where Node's modules are, and a panel on top of it", () => {
    const required = (file) =>
      Array.from(read(`build/package/${file}`).matchAll(/\brequire\("([^"]+)"\)/g), ([, specifier]) => specifier);
    assert.deepEqual([...new Set(required("index.cjs"))], ["@noble/curves/ed448.js", "@noble/curves/ed25519.js"]);
    assert.deepEqual([...new Set(required("panel.cjs"))], ["./index.cjs"]);
    const ofCurves = ["@noble/curves/misc.js", "@noble/curves/secp256k1.js"];
    assert.deepEqual([...new Set(required("curves.cjs"))], ofCurves);
    const ofPostQuantum = ["@noble/post-quantum/ml-dsa.js", "@noble/post-quantum/slh-dsa.js"];
    assert.deepEqual([...new Set(required("post-quantum.cjs"))], ofPostQuantum);
    /* EdDSA works, and noble, which a loader of CommonJS cannot load, was not asked for. */
    const program = `
      const asked = [], { _load } = module.constructor;
      module.constructor._load = (name, ...rest) => { asked.push(name); return _load(name, ...rest); };
      const { PrivateKey } = require("./build/package/index.cjs");
      const { privateKey } = process.getBuiltinModule("node:crypto").generateKeyPairSync("ed25519");
      const key = PrivateKey.from(privateKey.export({ format: "der", type: "pkcs8" }));
      console.log(key.publicKey.algorithm, ...asked);`;
    assert.equal(
      execFileSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" }).trim(),
      "Ed25519 ./build/package/index.cjs",
    );
  });

  test("the standalone files import nothing but each other", () => {
    const imports = (file) =>
      Object.values(
        buildSync({
          entryPoints: [join(root, "build/package", file)],
          bundle: true,
          external: ["*"],
          write: false,
          metafile: true,
          format: "esm",
        }).metafile.inputs,
      ).flatMap((input) => input.imports.map(({ path }) => path));
    assert.deepEqual(imports("eddsa.js").toSorted(), ["@noble/curves/ed25519.js", "@noble/curves/ed448.js"]);
    assert.deepEqual(imports("standalone.js"), []);
    assert.deepEqual([...new Set(imports("standalone-panel.js"))], ["./standalone.js"]);
  });

  test("ocsp.wasm is the module that is inlined", async () => {
    const wasm = readFileSync(fileURLToPath(import.meta.resolve("bearocsp/ocsp.wasm")));
    const { ready, Certificate } = await import("bearocsp");
    await ready(new WebAssembly.Module(wasm));
    assert.throws(() => Certificate.fromDER(new Uint8Array()), { code: "ERR_DER_TRUNCATED" });
    const { inflateRawSync } = await import("node:zlib");
    for (const file of ["wasm-inlined.js", "wasm-node.js", "standalone.js", "index.cjs"]) {
      const [deflated] = read(`build/package/${file}`).match(/[\w+/]{30000,}={0,2}/) ?? assert.fail(file);
      assert.ok(inflateRawSync(Buffer.from(deflated, "base64")).equals(wasm), file);
    }
  });
});

test("another build in another folder gives the same bytes", { timeout: 900_000 }, async () => {
  await make(another, "package", `BEARSSL_SRC=${process.env.BEARSSL_SRC ?? join(root, "build/bearssl-0.6")}`);
  const files = readdirSync(join(root, "build/package"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  assert.ok(files.length > 60);
  for (const file of [...files, "build/lists.js"]) {
    assert.ok(existsSync(join(another, file)), file);
    assert.ok(readFileSync(join(another, file)).equals(readFileSync(join(root, file))), `${file} differs`);
  }
});
