// CONTRIBUTING.md and SECURITY.md name what is there: files, functions, commands and headings of the README.

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
    // Short names stand where their folder was named before.
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

test("what stands between NONCE and PRECERTIFICATE_TIMESTAMPS is looked up as an extension", () => {
  assert.match(text("bindings/x509/extension.js"), /slice\(OID\.NONCE, OID\.PRECERTIFICATE_TIMESTAMPS \+ 1\)/);
  assert.match(text("csrc/extension.c"), /OCSP_OID_NONCE, OCSP_OID_PRECERTIFICATE_TIMESTAMPS\)/);
});

test("SECURITY.md names a section of the README", () => {
  for (const [, heading] of text("SECURITY.md").matchAll(/lists under "([^"]+)"/g)) {
    assert.match(text("README.md"), new RegExp(`^## ${heading}$`, "m"));
  }
});
