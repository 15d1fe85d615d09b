// The page in Chromium and Firefox: it shows what OpenSSL says, builds what OpenSSL builds, and nothing leaves it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../web/serve.js";
import { BROWSER_NAMES, launch, missing } from "./support/browser.js";

const samplesFile = new URL("../build/samples.js", import.meta.url);
const { samples } = await import(samplesFile.href);
const sample = (title) => samples.find((each) => each.title === title);
const responseOf = (title) => Buffer.from(sample(title).response, "base64");

const folder = mkdtempSync(join(tmpdir(), "bearocsp-page-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file for OpenSSL or for an upload. */
function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const openssl = (...args) => execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
/** What the pattern's group matches; that it matches is part of the test. */
function only(text, pattern) {
  const match = pattern.exec(text);
  assert.ok(match, `${pattern} in ${text}`);
  return match[1];
}
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
/** OpenSSL's "Nov 21 03:37:47 2026 GMT" as the page writes it. */
const asShown = (time) => new Date(time).toISOString().replace("T", " ").replace(".000Z", " UTC");

/** What OpenSSL says of a certificate. */
function certificateByOpenSSL(pem) {
  const path = file("certificate.pem", pem);
  const text = openssl("x509", "-in", path, "-noout", "-serial", "-subject", "-issuer", "-dates", "-ocsp_uri",
    "-nameopt", "RFC2253");
  return {
    subject: only(text, /^subject=(.*)$/m),
    issuer: only(text, /^issuer=(.*)$/m),
    serial: only(text, /^serial=(.*)$/m).toLowerCase(),
    notBefore: asShown(only(text, /^notBefore=(.*)$/m)),
    notAfter: asShown(only(text, /^notAfter=(.*)$/m)),
    ocspUrls: /^(http.*)$/m.exec(text)?.[1] ?? "none",
  };
}

function requestByOpenSSL(base64) {
  const text = openssl("ocsp", "-reqin", file("request.der", Buffer.from(base64, "base64")), "-req_text");
  return {
    serials: all(text, /Serial Number: (\w+)/g).map((serial) => serial.toLowerCase()),
    nameHashes: all(text, /Issuer Name Hash: (\w+)/g).map((hash) => hash.toLowerCase()),
    keyHashes: all(text, /Issuer Key Hash: (\w+)/g).map((hash) => hash.toLowerCase()),
    // OpenSSL prints the OCTET STRING in the extension: two bytes of header here.
    nonce: /OCSP Nonce:\s+0410(\w+)/.exec(text)?.[1].toLowerCase() ?? "none",
  };
}

function responseByOpenSSL(base64) {
  const text = openssl("ocsp", "-respin", file("response.der", Buffer.from(base64, "base64")), "-resp_text", "-noverify");
  return {
    producedAt: asShown(only(text, /Produced At: (.*)/)),
    serials: all(text, /Serial Number: ([0-9A-F]{2,})$/gm).map((serial) => serial.toLowerCase()),
    statuses: all(text, /Cert Status: (\w+)/g),
    thisUpdates: all(text, /This Update: (.*)/g).map(asShown),
    nextUpdates: all(text, /Next Update: (.*)/g).map(asShown),
    revocationTimes: all(text, /Revocation Time: (.*)/g).map(asShown),
    reasons: all(text, /Revocation Reason: (\w+)/g),
    nonce: /OCSP Nonce:\s+0410(\w+)/.exec(text)?.[1].toLowerCase() ?? "none",
  };
}

/** All that a card shows, in one question to the browser: the texts of its fields by name, outside of nested certificates. */
const read = (page, card) => page.$eval(`#${card}`, (element) => {
  const texts = (selector) => [...element.querySelectorAll(selector)].map((each) => each.textContent.trim());
  const rows = [...element.querySelectorAll("[data-field]")].filter((row) => !row.closest(".nested, .extensions"));
  return {
    fields: Object.fromEntries(rows.map(({ dataset: { field } }) =>
      [field, texts(`:not(.nested) > section > dl > [data-field="${field}"] > dd`)])),
    nested: Object.fromEntries([...element.querySelectorAll(".nested [data-field]")].map((row) =>
      [row.dataset.field, row.querySelector("dd").textContent])),
    fault: Object.fromEntries([...element.querySelectorAll("[data-fault]")].map((row) =>
      [row.dataset.fault, row.querySelector("dd").textContent])),
    headline: texts(".headline")[0],
    serials: texts(".serial"),
    source: texts(".source")[0],
    warnings: texts(".warning"),
    invalid: element.querySelector("textarea")?.getAttribute("aria-invalid"),
    built: Object.fromEntries([...element.querySelectorAll("[id^=built]")].map((made) => [made.id, made.value ?? made.href])),
  };
});

async function certificateOnPage(page, card) {
  const { fields, serials } = await read(page, card);
  const { subject, issuer, notBefore, notAfter, ocspUrls } = fields;
  return {
    subject: subject[0], issuer: issuer[0], serial: serials[0],
    notBefore: notBefore[0], notAfter: notAfter[0], ocspUrls: ocspUrls[0],
  };
}

async function requestOnPage(page) {
  const { fields, serials } = await read(page, "request");
  return { serials, nameHashes: fields.issuerNameHash, keyHashes: fields.issuerKeyHash, nonce: fields.nonce[0] };
}

async function responseOnPage(page) {
  const { fields, serials } = await read(page, "response");
  return {
    producedAt: fields.producedAt[0],
    serials,
    statuses: fields.certificateStatus.map((text) => only(text, /(good|revoked|unknown)/)),
    thisUpdates: fields.thisUpdate,
    nextUpdates: fields.nextUpdate,
    revocationTimes: fields.revocationTime ?? [],
    reasons: fields.revocationReason ?? [],
    nonce: fields.nonce[0],
  };
}

/** As a person's paste does: the text replaces what the field holds, and the browser fires its own events. */
const paste = (page, card, text) => page.$eval(`#${card} textarea`, (textarea, pasted) => {
  textarea.focus();
  textarea.select();
  document.execCommand("insertText", false, pasted);
}, text);

const load = (page, title) => page.$$eval(".samples button", (buttons, wanted) =>
  buttons.find((button) => button.textContent === wanted).click(), title);

async function settled(page, card, state) {
  await page.waitForSelector(`#${card}[data-state="${state}"]`, { timeout: 5000 });
}

let server;
before(async () => { server = await serve({ port: 0 }); });
after(() => server.close());

for (const name of BROWSER_NAMES) {
  describe(`the page in ${name}`, { skip: missing(name) }, () => {
    let running, page, complaints, requests, afterLoad;

    before(async () => {
      running = await launch(name);
      ({ page, complaints, requests } = await running.openPage());
      await page.goto(server.url);
      await page.waitForSelector("#starting[hidden]", { timeout: 10000 });
      afterLoad = requests.length;
    });
    after(() => running?.close());

    test("says that reading is not verifying", async () => {
      assert.match(await page.$eval(".notice", (notice) => notice.textContent), /Reading is not verifying/);
    });

    for (const each of samples) {
      test(`sample "${each.title}" shows what OpenSSL shows`, async () => {
        await load(page, each.title);
        for (const card of ["certificate", "issuer"]) {
          assert.deepEqual(await certificateOnPage(page, card), certificateByOpenSSL(each[card]));
        }
        assert.deepEqual(await requestOnPage(page), requestByOpenSSL(each.request));
        if (each.title === "Unauthorized") {
          const { fields } = await read(page, "response");
          assert.match(fields.responseStatus[0], /^unauthorized/);
          assert.deepEqual(Object.keys(fields), ["responseStatus", "der"]);
        } else if (each.title === "Truncated") {
          const { code, offset, path } = (await read(page, "response")).fault;
          assert.equal(code, "ERR_DER_TRUNCATED");
          assert.match(offset, /^\d+ \(0x[0-9a-f]+\)$/);
          assert.match(path, /^OCSPResponse/);
        } else {
          assert.deepEqual(await responseOnPage(page), responseByOpenSSL(each.response));
        }
      });
    }

    /** The verdict's kind and words, and of each check the outcome, its words, what was found and the reference. */
    const verdictOnPage = () => page.$eval("#response .verification", (place) => {
      const shown = place.querySelector("[data-verdict]");
      return {
        state: shown?.dataset.verdict, text: shown?.textContent, whole: place.textContent,
        checks: Object.fromEntries([...place.querySelectorAll("[data-check]")].map((row) =>
          [row.dataset.check, [row.dataset.outcome, ...[...row.cells].map((cell) => cell.textContent)]])),
      };
    });
    const failedOf = ({ checks }) => Object.keys(checks).filter((check) => checks[check][0] === "fail");
    // The samples are current for a week from the build on; OpenSSL prints until when.
    const stale = (title) => new Date(responseByOpenSSL(sample(title).response).nextUpdates[0].replace(" UTC", "Z").replace(" ", "T")) < new Date();

    for (const [title, state, words] of /** @type {[string, string, RegExp][]} */ ([
      ["Good", "good", /can be relied on.* is good/], ["Revoked", "revoked", /can be relied on.* is revoked/],
      ["Unknown", "unknown", /can be relied on.*does not know/], ["Several entries", "good", /can be relied on.* is good/],
    ])) {
      test(`sample "${title}" is verified: ${state}`, async (t) => {
        if (stale(title)) return t.skip("build/samples.js is over a week old: remove it and build");
        await load(page, title);
        const shown = await verdictOnPage();
        assert.equal(shown.state, state);
        assert.match(shown.text, words);
        assert.match(shown.whole, /As of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, judged by the certificate, the issuer and the request above/);
        assert.equal(Object.keys(shown.checks).length, 12);
        assert.deepEqual(failedOf(shown), []);
        const [outcome, name, word, found] = shown.checks.signature;
        assert.deepEqual([outcome, name, word], ["pass", "signature", "✓ passed"]);
        assert.match(found, /RFC 6960 section 3\.2$/);
      });
    }

    test("a response that was altered must not be relied on, and the failing check is named", async () => {
      await load(page, "Good");
      const der = responseOf("Good");
      const certificates = der.indexOf("a0030201", "hex");
      // The signature's last byte stands before [0] EXPLICIT, SEQUENCE OF and the certificate's own headers: 4 bytes each.
      der[certificates - 17] ^= 1;
      await paste(page, "response", der.toString("base64"));
      await settled(page, "response", "read");
      const shown = await verdictOnPage();
      assert.equal(shown.state, "unreliable");
      assert.match(shown.text, /must not be relied on\. Failed: .*signature/);
      assert.ok(failedOf(shown).includes("signature"));
      assert.equal(shown.checks.signature[2], "✕ failed");
    });

    test("a refusal to answer is no answer, and nothing is taken for passed with it", async () => {
      await load(page, "Unauthorized");
      const shown = await verdictOnPage();
      assert.equal(shown.state, "unreliable");
      assert.deepEqual(failedOf(shown), ["responseStatus"]);
      assert.deepEqual([shown.checks.signature[0], shown.checks.signature[2]], ["skipped", "– not decided"]);
      await load(page, "Truncated");
      assert.equal((await verdictOnPage()).whole, "", "of what cannot be read there is no verdict");
    });

    test("an answer for another certificate must not be relied on", async () => {
      await load(page, "Good");
      await paste(page, "request", "");
      await paste(page, "response", sample("Revoked").response);
      await settled(page, "response", "read");
      const shown = await verdictOnPage();
      assert.equal(shown.state, "unreliable");
      assert.ok(failedOf(shown).includes("certId"));
    });

    test("without the issuer nothing is decided; with it alone, the one entry is verified", async (t) => {
      await load(page, "Revoked");
      await page.$eval("#issuer .clear", (button) => button.click());
      const undecided = await verdictOnPage();
      assert.equal(undecided.state, "undecided");
      assert.match(undecided.text, /Not verified yet.*paste the issuer's certificate/);
      assert.deepEqual(undecided.checks, {});
      await page.$eval("#certificate .clear", (button) => button.click());
      await page.$eval("#request .clear", (button) => button.click());
      await paste(page, "issuer", sample("Revoked").issuer);
      if (stale("Revoked")) return t.skip("build/samples.js is over a week old: remove it and build");
      const decided = await verdictOnPage();
      assert.equal(decided.state, "revoked");
      assert.match(decided.whole, /Paste the certificate in question too/);
      await page.$eval("#response .clear", (button) => button.click());
      assert.equal((await verdictOnPage()).whole, "");
    });

    test("each card's line stands in the overview", async () => {
      await load(page, "Revoked");
      const lines = await page.$$eval(".overview .line", (all) => all.map((line) => line.textContent));
      assert.equal(lines.length, 5);
      assert.equal(lines[0], "CN=revoked.example");
      assert.match(lines[4], /Claims .*revoked \(keyCompromise\)/);
    });

    test("the certificates of a response open", async () => {
      await load(page, "Good");
      await page.$eval("#response [data-part=Certificates] summary", (summary) => summary.click());
      await page.waitForSelector("#response .nested [data-field=subject]", { timeout: 5000 });
      const { nested } = await read(page, "response");
      assert.equal(nested.subject, "CN=Bear Example OCSP responder,O=Bear Example,C=DE");
      assert.equal(nested.ocspNoCheck, "yes");
      assert.match(nested.extendedKeyUsage, /1\.3\.6\.1\.5\.5\.7\.3\.9/);
    });

    for (const [hash, flag] of [["SHA-1", "-sha1"], ["SHA-256", "-sha256"], ["SHA-512", "-sha512"]]) {
      test(`pasted PEM becomes the request that openssl ocsp ${flag} builds, byte for byte`, async () => {
        const { certificate, issuer } = sample("Unknown");
        const output = join(folder, "built.der");
        openssl("ocsp", flag, "-issuer", file("issuer.pem", issuer), "-cert", file("certificate.pem", certificate),
          "-no_nonce", "-reqout", output);
        const expected = readFileSync(output).toString("base64");

        await load(page, "Good");
        await page.select("#build-hash", hash);
        await paste(page, "certificate", `text before the block\n${certificate}`);
        await paste(page, "issuer", issuer);
        await settled(page, "build", "read");
        const { "built-base64": base64, "built-url": url, "built-der": download } = (await read(page, "build")).built;
        assert.equal(base64, expected);
        const responder = "http://ocsp.bear.example/";
        assert.ok(url.startsWith(responder), url);
        assert.match(url.slice(responder.length), /^[A-Za-z0-9%/]+$/);
        assert.equal(decodeURIComponent(url.slice(responder.length)), expected);
        assert.equal(download, `data:application/ocsp-request;base64,${expected}`);
      });
    }

    test("a nonce of 32 bytes is added when asked for, and the request can be looked at", async () => {
      await load(page, "Good");
      await page.select("#build-hash", "SHA-1");
      await page.$eval("#build-nonce", (box) => box.click());
      const built = Buffer.from((await read(page, "build")).built["built-base64"], "base64");
      const text = openssl("ocsp", "-reqin", file("nonce.der", built), "-req_text");
      const nonce = only(text, /OCSP Nonce:\s+0420([0-9A-F]{64})\s/).toLowerCase();
      await page.$$eval("#build button", (buttons) =>
        buttons.find((button) => /Show it/.test(button.textContent)).click());
      assert.deepEqual((await read(page, "request")).fields.nonce, [nonce]);
      await page.$eval("#build-nonce", (box) => box.click());
    });

    test("an issuer of another name is pointed out", async () => {
      await load(page, "Good");
      assert.deepEqual((await read(page, "build")).warnings, []);
      await paste(page, "issuer", sample("Good").certificate);
      await settled(page, "build", "read");
      assert.equal((await read(page, "build")).warnings.length, 1);
    });

    test("a responder URL that is none shows why", async () => {
      await load(page, "Good");
      await page.$eval("#build-responder", (input) => {
        input.value = "not a URL";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      assert.equal((await read(page, "build")).fault.code, "ERR_INVALID_ARGUMENT");
    });

    test("a broken byte is named by offset and path, and mending it is enough", async () => {
      const der = responseOf("Good");
      // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, … }: a long SEQUENCE header is four bytes.
      assert.deepEqual([...der.subarray(4, 7)], [0x0a, 1, 0]);
      der[4] = 0x02;
      await paste(page, "response", der.toString("base64"));
      await settled(page, "response", "refused");
      const refused = await read(page, "response");
      assert.deepEqual(refused.fault, { code: "ERR_DER_TAG", offset: "4 (0x4)", path: "OCSPResponse.responseStatus" });
      assert.equal(refused.invalid, "true");
      assert.deepEqual(refused.fields, {});
      der[4] = 0x0a;
      await paste(page, "response", der.toString("base64"));
      await settled(page, "response", "read");
      const mended = await read(page, "response");
      assert.deepEqual([mended.fault, mended.invalid], [{}, "false"]);
    });

    test("text that is no base64 is refused with ERR_PEM", async () => {
      for (const text of ["what is this?", "-----BEGIN OCSP RESPONSE-----\n!!!!\n-----END OCSP RESPONSE-----"]) {
        await paste(page, "response", text);
        await settled(page, "response", "refused");
        assert.equal((await read(page, "response")).fault.code, "ERR_PEM");
      }
    });

    test("typing decodes at once; clearing empties", async () => {
      await page.$eval("#response .clear", (button) => button.click());
      await settled(page, "response", "empty");
      await page.type("#response textarea", "MAMKAQY=");
      assert.match((await read(page, "response")).fields.responseStatus[0], /^unauthorized/);
    });

    test("a DER file is read when chosen", async () => {
      await load(page, "Good");
      const input = await page.$("#response input[type=file]");
      await input.uploadFile(file("revoked.der", responseOf("Revoked")));
      await page.waitForSelector("#response .revoked", { timeout: 5000 });
      assert.deepEqual(await responseOnPage(page), responseByOpenSSL(sample("Revoked").response));
      assert.match((await read(page, "response")).source, /^From revoked\.der, \d+ bytes of DER$/);
    });

    for (const [kind, content] of [["DER", responseOf("Unknown")], ["base64", Buffer.from(sample("Unknown").response)]]) {
      test(`a ${kind} file is read when dropped`, async () => {
        await load(page, "Good");
        await page.$eval("#response", (card, bytes) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([Uint8Array.from(bytes)], "dropped"));
          card.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }, [...content]);
        await page.waitForSelector("#response .unknown", { timeout: 5000 });
        assert.deepEqual(await responseOnPage(page), responseByOpenSSL(sample("Unknown").response));
      });
    }

    test("markup and bidirectional controls in a name are shown as text", async () => {
      const markup = `<img src=x onerror="document.title='run'"><b>bold</b>`;
      const output = join(folder, "markup.pem");
      openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-keyout", join(folder, "markup.key"), "-out", output,
        "-utf8", "-subj", `/CN=${markup.replaceAll("/", "\\/")}\u202Egpj.exe`);
      const title = await page.title();
      await paste(page, "certificate", readFileSync(output, "utf8"));
      await settled(page, "certificate", "read");
      const { headline, fields: { subject, issuer } } = await read(page, "certificate");
      for (const shown of [headline, ...subject, ...issuer]) {
        // RFC 4514 escapes some of these characters with a backslash.
        assert.equal(shown.replaceAll("\\", ""), `CN=${markup}U+202Egpj.exe`);
      }
      assert.equal(await page.$$eval("main img, main b, main script", (found) => found.length), 0);
      assert.equal(await page.$$eval("#certificate [data-field=subject] > dd > bdi", (found) => found.length), 1);
      assert.equal(await page.title(), title);
    });

    test("no width from phone to desktop scrolls sideways", async () => {
      for (const title of ["Several entries", "Truncated"]) {
        await load(page, title);
        await page.$$eval("summary", (summaries) => summaries.forEach((summary) => summary.click()));
        for (const width of [320, 390, 800, 1280]) {
          await page.setViewport({ width, height: 800 });
          const overflow = await page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return scrollWidth - clientWidth;
          });
          assert.equal(overflow, 0, `${title} at ${width}`);
        }
      }
    });

    test("a sample can be loaded by keyboard alone", async () => {
      await page.reload();
      await page.waitForSelector("#starting[hidden]", { timeout: 10000 });
      afterLoad = requests.length;
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      for (const text of ["Skip to the inputs", samples[0].title]) {
        await page.keyboard.press("Tab");
        assert.equal(await focused(), text);
      }
      await page.keyboard.press("Enter");
      await settled(page, "response", "read");
    });

    test("every control has a name", async () => {
      const nameless = await page.$$eval("input, textarea, select, button, a", (controls) => controls.filter((control) => {
        const labels = [...control.labels ?? []].map((label) => label.textContent).join("");
        return !(control.getAttribute("aria-label") || labels || control.textContent).trim();
      }).map((control) => control.outerHTML));
      assert.deepEqual(nameless, []);
    });

    test("nothing was complained about, and nothing but the page's own files was asked for", () => {
      assert.deepEqual(complaints, []);
      // Firefox reports a glyph font of its own, which is a data URL: nothing is asked of anybody.
      const asked = (urls) => urls.filter((url) => !url.startsWith("data:"));
      assert.deepEqual(asked(requests).filter((url) => !url.startsWith(server.url)), []);
      assert.deepEqual(asked(requests.slice(afterLoad)), []);
    });

    test("the policy lets no connection out of the page", async () => {
      let heard = 0;
      const listener = createServer((_, response) => { heard++; response.end(); }).listen(0, "127.0.0.1");
      await once(listener, "listening");
      const { port } = /** @type {import("node:net").AddressInfo} */ (listener.address());
      const { page: other } = await running.openPage();
      await other.goto(server.url);
      const outcome = await other.evaluate(async (url) => {
        const image = new Promise((resolve) => {
          const element = new Image();
          element.onload = () => resolve("loaded");
          element.onerror = () => resolve("refused");
          element.src = url;
        });
        const fetched = fetch(url, { mode: "no-cors" }).then(() => "loaded", () => "refused");
        const own = fetch(location.href).then(() => "loaded", () => "refused");
        return Promise.all([image, fetched, own]);
      }, `http://127.0.0.1:${port}/`);
      await other.close();
      listener.close();
      assert.deepEqual(outcome, ["refused", "refused", "refused"]);
      assert.equal(heard, 0);
    });
  });
}

test("node web/serve.js prints one URL, of a page that works", { skip: missing("chromium") }, async () => {
  const environment = { ...process.env };
  delete environment.PORT;
  const program = fileURLToPath(new URL("../web/serve.js", import.meta.url));
  const child = spawn(process.execPath, [program], { env: environment });
  const running = await launch("chromium");
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value: line } = await lines.next();
    const url = /^bearocsp page: (http:\/\/localhost:\d+\/)$/.exec(line)?.[1];
    assert.ok(url, line);
    const { page, complaints } = await running.openPage();
    await page.goto(url);
    await page.waitForSelector("#starting[hidden]", { timeout: 10000 });
    await paste(page, "response", "MAMKAQY=");
    await settled(page, "response", "read");
    assert.deepEqual(complaints, []);
    child.kill();
    assert.equal((await lines.next()).done, true);
  } finally {
    child.kill();
    await running.close();
  }
});
