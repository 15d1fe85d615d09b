// The installed package where ES modules cannot be loaded: Jest as it comes, with and without jsdom, ts-jest, ts-node,
// Node without require(esm). Where they can, require() and import give one copy.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { assertDone } from "./fixtures.js";
import { executables, lend, makeProject, nodeOf, require, run } from "./project.js";

const EXERCISE = `${readFileSync(new URL("exercise.mjs", import.meta.url), "utf8").replace(
  "export function exercise",
  "function exercise",
)}module.exports = { exercise };`;
assert.match(EXERCISE, /^function exercise/m);

/** Jest knows no results but pass and fail: what was done is left in a file. */
const JEST = `
const bearocsp = require("bearocsp");
const { exercise } = require("./exercise.cjs");
const leave = (name) => require("node:fs").writeFileSync(\`\${__dirname}/\${name}.json\`,
  JSON.stringify({ file: require.resolve("bearocsp"), ...exercise(bearocsp, require("./fixtures.json")) }));
`;
const FILES = {
  "exercise.cjs": EXERCISE,
  "jest.config.cjs": `module.exports = {
    cacheDirectory: "./jest-cache",
    watchman: false,
    transform: { "\\\\.ts$": "ts-jest" },
    moduleFileExtensions: ["cjs", "js", "ts"],
    testMatch: ["**/*.test.cjs", "**/*.test.ts"],
  };`,
  "node.test.cjs": `${JEST}test("Node's surroundings", () => leave("node"));`,
  "jsdom.test.cjs": `/** @jest-environment jsdom */${JEST}
    test("jsdom's", () => {
      expect([typeof TextEncoder, typeof TextDecoder, typeof document]).toEqual(["undefined", "undefined", "object"]);
      leave("jsdom");
    });
    test("what other realms make is taken", () => {
      const { certificate, issuer } = require("./fixtures.json");
      const { X509Certificate } = require("node:crypto");
      const theirs = new X509Certificate(certificate);
      expect(theirs.raw instanceof Uint8Array).toBe(false);
      expect(bearocsp.Certificate.from(theirs).isIssuedBy(issuer)).toBe(true);
      expect(bearocsp.recognize(\`\${certificate}\${issuer}\`).map(({ kind }) => kind)).toEqual(["certificate", "certificate"]);
    });
    test("the element is defined", () => {
      const { OCSPPanel } = require("bearocsp/panel");
      const panel = document.createElement("ocsp-panel");
      expect(panel instanceof OCSPPanel).toBe(true);
      document.body.append(panel);
      panel.inspect(bearocsp.Certificate.fromPEM(require("./fixtures.json").certificate));
      expect(panel.shadowRoot.textContent).toContain("localhost");
    });`,
  "typed.test.ts": `
    import { expect, test } from "@jest/globals";
    import { Certificate, OCSPResponse, type VerificationReport } from "bearocsp";
    import { certificate, issuer, responses, time } from "./fixtures.json";
    test("TypeScript's import", () => {
      const report: VerificationReport = OCSPResponse.fromDER(Buffer.from(responses.p256, "base64"))
        .check({ certificate: Certificate.fromPEM(certificate), issuer, time: new Date(time) });
      // @ts-expect-error there is no such status
      expect(report.certificateStatus === "fine").toBe(false);
      expect(report.certificateStatus).toBe("good");
    });`,
  "program.ts": `
    import * as bearocsp from "bearocsp";
    import { exercise } from "./exercise.cjs";
    import fixtures from "./fixtures.json";
    const status: "successful" | "unauthorized" | string =
      bearocsp.OCSPResponse.fromDER(Buffer.from(fixtures.responses.p256, "base64")).responseStatus;
    console.log(JSON.stringify({ status, file: require.resolve("bearocsp"), ...exercise(bearocsp, fixtures) }));`,
  "exercise.d.cts": `export function exercise(bearocsp: typeof import("bearocsp"), fixtures: object): object;`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      target: "es2022",
      module: "commonjs",
      moduleResolution: "node10",
      resolveJsonModule: true,
      esModuleInterop: true,
      types: ["node"],
    },
  }),
  "both.cjs": `
    const required = require("bearocsp");
    import("bearocsp").then((imported) => {
      const { certificate, issuer, time, responses } = require("./fixtures.json");
      const der = Uint8Array.from(atob(responses.p256), (character) => character.charCodeAt(0));
      const report = required.OCSPResponse.fromDER(der).check({
        certificate: imported.Certificate.fromPEM(certificate),
        issuer: imported.Certificate.fromPEM(issuer),
        time: new Date(time),
      });
      const { exercise } = require("./exercise.cjs");
      console.log(JSON.stringify({
        isOne: imported.Certificate === required.Certificate,
        status: report.certificateStatus,
        ...exercise(required, require("./fixtures.json")),
      }));
    });`,
};
const project = makeProject("commonjs", { ...FILES, "package.json": '{ "name": "commonjs", "private": true }' });
lend(project, ["jest", "jest-environment-jsdom", "@jest", "ts-jest", "ts-node", "@types", "typescript"]);
const versionOf = (/** @type {string} */ name) => require(`${name}/package.json`).version;

/** @param {string} text of JSON */
function assertCommonJSDone(text) {
  const { file, ...done } = JSON.parse(text);
  assert.match(file, /index\.cjs$/);
  assertDone(done);
}

for (const major of /** @type {const} */ ([20, 26])) {
  test(`Jest in Node ${major}: its own surroundings, jsdom's, ts-jest`, async (t) => {
    t.diagnostic(["jest", "jest-environment-jsdom", "ts-jest"].map((name) => `${name} ${versionOf(name)}`).join(", "));
    await run(nodeOf(major), [join(project, "node_modules/jest/bin/jest.js"), "--ci", "--runInBand"], project);
    for (const name of ["node", "jsdom"]) {
      assertCommonJSDone(readFileSync(join(project, `${name}.json`), "utf8"));
    }
    assert.ok(existsSync(join(project, "jest-cache")));
  });
}

for (const major of /** @type {const} */ ([20, 26])) {
  test(`ts-node in Node ${major}`, async (t) => {
    t.diagnostic(`ts-node ${versionOf("ts-node")}`);
    const output = await run(nodeOf(major), [require.resolve("ts-node/dist/bin.js"), "program.ts"], project);
    const { status, file, ...done } = JSON.parse(output);
    assert.equal(status, "successful");
    assertDone(done);
  });
}

describe("require() beside import", () => {
  for (const [name, program, args, isOne] of /** @type {const} */ ([
    ["Node 20", nodeOf(20), [], true],
    ["Node 26", nodeOf(26), [], true],
    ["Node 20 without require(esm)", nodeOf(20), ["--no-experimental-require-module"], false],
    ["Node 26 without require(esm)", nodeOf(26), ["--no-experimental-require-module"], false],
    ["Bun", executables.bun, ["run"], true],
    [
      "Deno",
      executables.deno,
      ["run", "--allow-read", "--no-lock", "--node-modules-dir=manual", "--cached-only"],
      true,
    ],
  ])) {
    test(`${name}: ${isOne ? "one copy" : "two copies that take each other's objects"}`, async () => {
      const {
        isOne: found,
        status,
        ...done
      } = JSON.parse(await run(program, [...args, "both.cjs"], project, { DENO_NO_UPDATE_CHECK: "1" }));
      assert.equal(found, isOne);
      assert.equal(status, "good");
      assertDone(done);
    });
  }

  test("bundlers have one copy, of the ES module", async () => {
    const { build } = await import("esbuild");
    const inputs = async (/** @type {string} */ contents, /** @type {"browser" | "node"} */ platform) =>
      Object.keys(
        (
          await build({
            stdin: { contents, resolveDir: project },
            bundle: true,
            write: false,
            metafile: true,
            platform,
            logLevel: "silent",
          })
        ).metafile.inputs,
      ).filter((path) => /bearocsp\/build\/package\/(?:index|panel|standalone)/.test(path));
    for (const platform of /** @type {const} */ (["browser", "node"])) {
      const found = await inputs(
        'import { Certificate } from "bearocsp"; globalThis.all = [Certificate, require("bearocsp"), require("bearocsp/panel")];',
        platform,
      );
      assert.deepEqual(found.map((path) => path.replace(/.*\//, "")).sort(), ["index.js", "panel.js"]);
    }
  });
});
