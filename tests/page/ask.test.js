// What the page gives to take along is taken along: its commands ask OpenSSL's responder on this machine, in a shell
// and in Node, and the answer, back in the page, has the verdict that the command told.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { BROWSER_NAMES, missing } from "../support/browser.js";
import { Visit } from "../support/inspector.js";
import { makePKI, runIn, startResponder } from "../support/live-responder.js";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-ask-"));
after(() => rmSync(folder, { recursive: true, force: true }));
// What "npm install" of the package would make.
mkdirSync(join(folder, "node_modules"));
symlinkSync(fileURLToPath(new URL("../..", import.meta.url)), join(folder, "node_modules/bearocsp"));
const pki = join(folder, "pki");
mkdirSync(pki);
const pem = (name) => readFileSync(join(pki, `${name}.pem`), "utf8");

let responder;
before(async () => {
  await makePKI(pki, "p-256", "p-256-other");
  responder = await startResponder(pki, "delegate");
});
after(() => responder?.close());

/** The verdict in what a command prints. */
const VERDICTS = {
  post: /^ +Cert Status: (\w+)$/m,
  get: /^ +Cert Status: (\w+)$/m,
  openssl: /^ocsp-certificate\.pem: (\w+)$/m,
  javascript: /^(good|revoked) ?/m,
};

// The texts are the same in every browser.
const [name = "chromium"] = BROWSER_NAMES.filter((each) => !missing(each));
describe(`asking with what the page shows in ${name}`, { skip: missing(name) }, () => {
  const visit = /** @type {Visit & { page: import("puppeteer-core").Page, complaints: string[] }} */ (new Visit(name));
  before(() => visit.start());
  after(() => visit.end());

  /** The texts of the builder for one of the certificates. */
  const build = async (certificate, { hash, nonce }) => {
    await visit.paste(pem(certificate) + pem("issuer"));
    return visit.run(
      async (url, hashName, nonceLength) => {
        /** @param {string} id @param {string} value */
        const set = (id, value) => {
          const control = /** @type {any} */ (document.getElementById(id));
          control.value = value;
          control.dispatchEvent(new Event("input", { bubbles: true }));
        };
        set("build-hash", hashName);
        set("build-nonce", nonceLength);
        set("build-responder", url);
        const value = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id)).value;
        return {
          base64: value("built-base64"),
          url: value("built-url"),
          commands: Object.fromEntries(
            ["post", "get", "openssl", "javascript"].map((command) => [command, value(`built-${command}`)]),
          ),
        };
      },
      responder.origin,
      hash,
      nonce,
    );
  };

  for (const [certificate, verdict] of [
    ["good", "good"],
    ["revoked", "revoked"],
  ]) {
    for (const choices of [
      { hash: "SHA-1", nonce: "0" },
      { hash: "SHA-256", nonce: "32" },
    ]) {
      describe(`about the ${verdict} certificate, ${choices.hash}, nonce of ${choices.nonce} bytes`, () => {
        let built;
        before(async () => {
          built = await build(certificate, choices);
        });

        for (const [command, told] of Object.entries(VERDICTS)) {
          test(`${command} says ${verdict}, and so does the page of what came back`, async () => {
            const cwd = mkdtempSync(join(folder, `${command}-`));
            const text = built.commands[command];
            if (command === "javascript") {
              writeFileSync(join(cwd, "ask.mjs"), text);
            }
            const { code, stdout, stderr } =
              command === "javascript"
                ? await runIn(process.execPath, ["ask.mjs"], cwd)
                : await runIn("sh", ["-c", text], cwd);
            assert.equal(code, 0, stderr);
            assert.equal(told.exec(stdout)?.[1], verdict, stdout);
            if (command === "openssl") {
              assert.match(stderr, /^Response verify OK$/m);
            }
            if (command !== "post" && command !== "get") {
              return;
            }

            const asked = Buffer.from(built.base64, "base64");
            const [{ method, body, path }] = responder.taken();
            if (command === "post") {
              assert.deepEqual([method, body], ["POST", asked]);
            } else {
              assert.equal(responder.origin + path, built.url);
            }
            const answer = readFileSync(join(cwd, "ocsp-response.der"));
            const state = await visit.paste(
              [pem(certificate), pem("issuer"), built.base64, answer.toString("base64"), ""].join("\n"),
            );
            assert.deepEqual([state.verdict, state.failed], [verdict, []]);
            assert.equal(state.outcomes.nonce, "pass");
          });
        }

        after(() => responder.taken());
      });
    }
  }

  test("the request that was built is looked at in the page, with the nonce that it has", async () => {
    const { base64 } = await build("good", { hash: "SHA-1", nonce: "16" });
    const { stdout } = await runIn(
      "sh",
      ["-c", `echo ${base64} | openssl base64 -d -A | openssl ocsp -reqin /dev/stdin -req_text`],
      folder,
    );
    const nonce = /OCSP Nonce:\s+0410([0-9A-F]{32})\s/.exec(stdout)?.[1]?.toLowerCase() ?? assert.fail(stdout);
    const { fields } = await visit.run(async () => {
      for (const button of document.querySelectorAll("#build button")) {
        if (button.textContent === "Inspect it") {
          /** @type {HTMLElement} */ (button).click();
        }
      }
      await inspector.until(() => inspector.state().objects.includes("request: ocsp-request"));
      return inspector.fields();
    });
    assert.deepEqual(fields.nonce, [nonce]);
  });

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
