// CONTRIBUTING.md and SECURITY.md name what exists: files, functions, commands and headings of README.md.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const project = new URL("../..", import.meta.url);
const text = (/** @type {string} */ name) => readFileSync(new URL(name, project), "utf8");

for (const name of ["CONTRIBUTING.md", "SECURITY.md"]) {
  const document = text(name);
  const spans = [...document.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);

  test(`${name}: every file that it names exists`, () => {
    const files = spans.filter(
      (span) => /^[\w./*-]+(?:\/|\.(?:js|c|h|def|py|md|json))$/.test(span) && !span.startsWith("build/"),
    );
    // Short names are in a folder that was named before.
    const folders = ["", "csrc/", "csrc/lists/", "bindings/", "bindings/wasm/", "web/", "tests/"];
    for (const file of files) {
      const found = folders.some((folder) =>
        file.includes("*")
          ? readdirSync(new URL(folder + file.slice(0, file.indexOf("*")), project)).length > 0
          : existsSync(new URL(folder + file, project)),
      );
      assert.ok(found, file);
    }
    if (name === "CONTRIBUTING.md") {
      assert.ok(files.length > 30);
    }
  });

  test(`${name}: every command that it names exists`, () => {
    const makefile = text("Makefile"),
      { scripts } = JSON.parse(text("package.json"));
    const commands = [...document.matchAll(/(?:^|`)(?:make|npm run) ([a-z-]+)/gm)];
    assert.ok(commands.length > 1);
    for (const [command, target] of commands) {
      assert.ok(command.includes("npm") ? target in scripts : new RegExp(`^${target}:`, "m").test(makefile), command);
    }
  });

  test(`${name}: every function of the core that it names exists`, () => {
    const core = readdirSync(new URL("csrc/", project))
      .filter((file) => /\.[ch]$/.test(file))
      .map((file) => text(`csrc/${file}`))
      .join("");
    for (const span of spans.filter((each) => /^[a-z]+(?:_[a-z]+)+$/.test(each))) {
      assert.match(core, new RegExp(`\\b${span}\\(`), span);
    }
  });
}

test("Where is what: each answer leads from a file to a function that is in it", () => {
  const [, answers] = /^## Where is what$([^]*?)^## /m.exec(text("CONTRIBUTING.md")) ?? assert.fail();
  const found = [...answers.matchAll(/`([\w/]+\.[cj]s?)`\s→\s`([a-z_]+)`/g)];
  assert.ok(found.length >= 2);
  for (const [, file, name] of found) {
    assert.match(text(file), new RegExp(`\\b${name}\\(`), `${file}: ${name}`);
  }
  for (const question of ["producedAt refused", "nonce compared", "add an extension", "choose the issuer"]) {
    assert.ok(answers.includes(question), question);
  }
});

test("SECURITY.md names a section of README.md", () => {
  for (const [, heading] of text("SECURITY.md").matchAll(/lists under "([^"]+)"/g)) {
    assert.match(text("README.md"), new RegExp(`^## ${heading}$`, "m"));
  }
});
