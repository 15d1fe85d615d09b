// The API reference: `make docs` makes it without a warning, and it has every public name, with its meaning, its
// arguments and what it throws.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as bearocsp from "../../bindings/index.js";

const project = new URL("../..", import.meta.url);

/** TypeDoc's models, as in its JSON. */
const KIND = { MODULE: 2, VARIABLE: 32, FUNCTION: 64, CLASS: 128, INTERFACE: 256, METHOD: 2048, TYPE_ALIAS: 2097152 };
/**
 * @typedef {{ name: string, kind: number, flags: Record<string, boolean>, comment?: any, children?: Model[],
 *   signatures?: Model[], parameters?: Model[], inheritedFrom?: object }} Model
 */

/** @type {Model[]} */
let modules;
let printed = "";
before(
  async () => {
    const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
    const { stdout, stderr } = await promisify(execFile)("make", ["docs"], { cwd: fileURLToPath(project), env });
    printed = stdout + stderr;
    modules = JSON.parse(readFileSync(new URL("build/docs/reference.json", project), "utf8")).children;
  },
  { timeout: 300_000 },
);

/** @param {string} name */
const moduleNamed = (name) => modules.find((each) => each.name === name)?.children ?? assert.fail(`no module ${name}`);
/** @param {Model} model */
const summary = ({ comment }) =>
  (comment?.summary ?? []).map((/** @type {{ text: string }} */ { text }) => text).join("");
/** @param {Model} model */
const throwsTold = ({ comment }) =>
  (comment?.blockTags ?? []).some((/** @type {{ tag: string }} */ { tag }) => tag === "@throws");

test("there is no warning", () => {
  assert.doesNotMatch(printed, /warning/i);
  assert.match(printed, /^build\/docs\/index\.html$/m);
  assert.ok(existsSync(new URL("build/docs/index.html", project)));
});

test("it has every export, every type of the entry, and no other value", () => {
  const models = moduleNamed("bearocsp");
  const values = new Set(
    models.filter(({ kind }) => kind & (KIND.VARIABLE | KIND.FUNCTION | KIND.CLASS)).map(({ name }) => name),
  );
  assert.deepEqual([...values].sort(), Object.keys(bearocsp).sort());
  const types = Array.from(
    readFileSync(new URL("bindings/index.js", project), "utf8").matchAll(
      /^(?:\/\*\*| \*) @typedef .* (\w+)(?: \*\/)?$/gm,
    ),
    ([, name]) => name,
  );
  assert.ok(types.length > 30);
  const names = new Set(models.map(({ name }) => name));
  assert.deepEqual(
    types.filter((name) => !names.has(name)),
    [],
  );
  assert.deepEqual(
    moduleNamed("web/panel")
      .map(({ name }) => name)
      .sort(),
    ["Context", "InspectContext", "OCSPPanel", "State"],
  );
});

test("every property of arguments and results is documented", () => {
  for (const { name, kind, children = [] } of [...moduleNamed("bearocsp"), ...moduleNamed("web/panel")]) {
    if (kind !== KIND.INTERFACE) {
      continue;
    }
    assert.ok(children.length > 0, name);
    for (const child of children) {
      assert.notEqual(summary(child), "", `${name}.${child.name}`);
    }
  }
});

/** Those that throw nothing themselves, whatever their arguments. */
const THROW_NOTHING = [
  "toDER",
  "toPEM",
  "toJSON",
  "toString",
  "[iterator]",
  "get",
  "has",
  "extendedRevoke",
  "spelledOut",
  "connectedCallback",
  "clear",
];

test("every function says what it does, what its arguments are, and which codes it throws", () => {
  /** @type {string[]} */
  const missing = [];
  let seen = 0;
  for (const { name: owner, kind, children = [], signatures = [] } of [
    ...moduleNamed("bearocsp"),
    ...moduleNamed("web/panel"),
  ]) {
    const methods = children
      .filter((child) => child.kind === KIND.METHOD && !child.inheritedFrom)
      .flatMap((child) => child.signatures ?? []);
    for (const signature of kind === KIND.FUNCTION ? signatures : kind === KIND.CLASS ? methods : []) {
      seen++;
      const name = owner === signature.name ? owner : `${owner}.${signature.name}`;
      if (summary(signature) === "") {
        missing.push(name);
      }
      for (const parameter of signature.parameters ?? []) {
        if (summary(parameter) === "") {
          missing.push(`${name}: ${parameter.name}`);
        }
      }
      if (!throwsTold(signature) && !THROW_NOTHING.includes(signature.name)) {
        missing.push(`${name}: @throws`);
      }
    }
  }
  assert.deepEqual(missing, []);
  assert.ok(seen > 40);
});
