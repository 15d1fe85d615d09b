// Nothing leaves the page and nothing stays behind: no request after it has loaded, a policy that lets none out, no
// storage, no private key shown or linked, the address as it was until a link is asked for; and with the server gone,
// all of it still works.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { samples } from "../../build/samples.js";
import { describeVisits } from "../support/inspector.js";
import { environment, makePKI } from "../support/live-responder.js";
import { privateKeyPEM } from "../support/openssl.js";
import { PATIENCE_MS } from "../support/patience.js";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-privacy-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const pem = (name) => readFileSync(join(folder, `${name}.pem`), "utf8");
const derOf = (text) => Buffer.from(/-----BEGIN [^-]+-----([^-]+)-----END/.exec(text)?.[1] ?? "", "base64");

/** What OpenSSL answers today. @param {string} name */
function answer(name) {
  const openssl = (...args) =>
    execFileSync("openssl", ["ocsp", ...args], { cwd: folder, env: environment(folder), stdio: "pipe" });
  openssl("-issuer", "issuer.pem", "-cert", `${name}.pem`, "-no_nonce", "-reqout", `${name}.req`);
  openssl(
    "-index",
    "index.txt",
    "-CA",
    "issuer.pem",
    "-rsigner",
    "delegate.pem",
    "-rkey",
    "delegate.key",
    "-ndays",
    "1",
    "-reqin",
    `${name}.req`,
    "-respout",
    `${name}.resp`,
  );
  return readFileSync(join(folder, `${name}.resp`));
}
/** @type {Record<string, Buffer>} */
const answers = {};
before(async () => {
  await makePKI(folder, "p-256", "p-256-other");
  for (const name of ["good", "revoked"]) {
    answers[name] = answer(name);
  }
});
const everythingOn = (name) => `${pem(name)}${pem("issuer")}${answers[name].toString("base64")}\n`;

/** What the page keeps, in all the places that a page has. It runs in the page. */
const kept = async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  cookie: document.cookie,
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map(({ name }) => name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  files: await (await navigator.storage.getDirectory())
    .keys()
    .next()
    .then(({ done }) => !done),
});
const NOTHING = { local: 0, session: 0, cookie: "", caches: [], databases: [], workers: 0, files: false };

/**
 * All that can be read in the page: text, values, attributes, in shadow roots too; without white space and colons. It
 * runs in the page.
 */
const everythingReadable = () => {
  const all = [location.href];
  for (const node of inspector.nodes()) {
    if (node instanceof Text) {
      all.push(node.data);
    }
    if (!(node instanceof Element)) {
      continue;
    }
    for (const { value } of node.attributes) {
      all.push(value);
    }
    if ("value" in node) {
      all.push(String(node.value));
    }
  }
  return all.join("\n").replace(/[\s:]/g, "");
};

/** The objects that a link carries. @param {string} url */
const linked = (url) =>
  new URL(url).hash
    .replace(/^#objects=/, "")
    .split(".")
    .map((text) => Buffer.from(text, "base64url"));
const asHex = (objects) => objects.map((object) => Buffer.from(object).toString("hex")).sort();
const makeLink = (visit) =>
  visit.run(async () => {
    /** @type {HTMLElement} */ (document.querySelector("[data-action=link]")).click();
    await inspector.until(() => /** @type {any} */ (document.querySelector("#link"))?.value);
    return /** @type {any} */ (document.querySelector("#link")).value;
  });

describeVisits("privacy", (visit) => {
  /** Firefox reports a glyph font of its own, which is a data URL: nothing is asked of anybody. */
  const asked = () => visit.requests.filter((url) => !url.startsWith("data:"));
  let atTheStart = 0;
  before(() => {
    atTheStart = asked().length;
  });

  test("the page asks for its own files and for no others", () => {
    assert.ok(atTheStart > 3);
    assert.deepEqual(
      asked().filter((url) => !url.startsWith(visit.url)),
      [],
    );
  });

  test("the policy of the page and that of its server let nothing out", async () => {
    const header = (await fetch(visit.url)).headers.get("content-security-policy");
    const meta = await visit.run(() =>
      document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content"),
    );
    for (const policy of [String(header), String(meta)]) {
      const directives = policy.replace(/\s+/g, " ").split("; ");
      for (const directive of [
        "default-src 'none'",
        "connect-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "form-action 'none'",
        "base-uri 'none'",
      ]) {
        assert.ok(directives.includes(directive), `${directive} in ${policy}`);
      }
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/);
    }
  });

  test("every story is told, every control used, and nothing is asked for", async () => {
    for (const { id } of samples) {
      await visit.useSample(id);
    }
    await visit.useSample("good");
    await visit.run(async () => {
      const { root, frames } = inspector;
      for (const button of root().querySelectorAll("button")) {
        button.click();
      }
      for (const node of inspector.nodes()) {
        if (node instanceof HTMLDetailsElement) {
          node.open = true;
        }
      }
      for (const button of document.querySelectorAll("#build button")) {
        if (button.textContent !== "Inspect it") {
          /** @type {HTMLElement} */ (button).click();
        }
      }
      await frames(3);
    });
    assert.deepEqual(asked().slice(atTheStart), []);
  });

  test("the built request is downloaded without asking anybody", async () => {
    await visit.useSample("good");
    const [href, base64] = await visit.run(() => {
      const link = /** @type {HTMLAnchorElement} */ (document.querySelector("#built-der"));
      return [link.href, /** @type {any} */ (document.querySelector("#built-base64")).value, link.click()];
    });
    assert.equal(href, `data:application/ocsp-request;base64,${base64}`);
    const file = join(/** @type {any} */ (visit).running.downloads, "request.der");
    const saved = () => (existsSync(file) ? readFileSync(file).toString("base64") : "");
    const end = Date.now() + PATIENCE_MS;
    while (saved() !== base64 && Date.now() < end) {
      await setTimeout(20);
    }
    assert.equal(saved(), base64);
    assert.equal(visit.page.url(), visit.url);
    assert.deepEqual(asked().slice(atTheStart), []);
  });

  test("nothing is kept", async () => assert.deepEqual(await visit.run(kept), NOTHING));

  test("the address stays what it was, and no step back is added", async () => {
    assert.equal(await visit.run(() => location.href), visit.url);
    const entries = await visit.run(() => history.length);
    await visit.useSample("revoked");
    await visit.paste(everythingOn("good"));
    assert.equal(await visit.run(() => location.href), visit.url);
    assert.equal(await visit.run(() => history.length), entries);
  });

  for (const [name, verdict] of [
    ["good", "good"],
    ["revoked", "revoked"],
  ]) {
    test(`a link carries what was pasted and nothing else, and opens as ${verdict}`, async () => {
      assert.equal((await visit.paste(everythingOn(name))).verdict, verdict);
      const url = await makeLink(visit);
      assert.equal(await visit.run(() => location.href), url);
      assert.ok(url.startsWith(`${visit.url}#`), url);
      assert.deepEqual(asHex(linked(url)), asHex([derOf(pem(name)), derOf(pem("issuer")), answers[name]]));

      const { page, complaints, requests } = visit;
      const before = await visit.state();
      await visit.open(url);
      const opened = await visit.state();
      assert.ok(
        await visit.run(() => document.querySelector("#build")?.checkVisibility()),
        "a request can be built there too",
      );
      assert.deepEqual(opened, before);
      assert.equal(visit.requests.filter((each) => each.includes("objects=") && !each.startsWith(visit.url)).length, 0);
      assert.deepEqual(visit.complaints, []);
      await visit.page.close();
      Object.assign(visit, { page, complaints, requests });
    });
  }

  test("what the server is told of a link ends before its objects", async () => {
    await visit.paste(everythingOn("good"));
    const url = new URL(await makeLink(visit));
    /** @type {(string | undefined)[]} */
    const paths = [];
    const recorder = createServer((request, response) => {
      paths.push(request.url);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(recorder, "listening");
    url.port = String(/** @type {import("node:net").AddressInfo} */ (recorder.address()).port);
    const { page: other } = await /** @type {any} */ (visit).running.openPage();
    await other.goto(url.href);
    await other.close();
    recorder.close();
    assert.ok(paths.length > 0);
    assert.deepEqual(
      paths.filter((path) => path?.includes("objects")),
      [],
    );
  });

  describe("a private key", () => {
    const ossl = (args, input) => execFileSync("openssl", args, { input, stdio: ["pipe", "pipe", "pipe"] }).toString();
    /**
     * By kind, what makes one, and where in it 24 bytes are that are secret.
     * @type {Record<string, [make: () => string, secret: number]>}
     */
    const keys = {
      "PKCS #8": [() => privateKeyPEM("p-256"), 38],
      "SEC 1": [() => ossl(["ec"], privateKeyPEM("p-256")), 8],
      "PKCS #1": [() => ossl(["rsa", "-traditional"], privateKeyPEM("rsa-2048")), -60],
      encrypted: [() => ossl(["pkcs8", "-topk8", "-passout", "pass:x"], privateKeyPEM("p-256")), -60],
      Ed25519: [() => privateKeyPEM("ed25519"), 18],
    };
    /** What of a key must not be anywhere, in each of its forms. */
    const traces = (der, at) => {
      const secret = der.subarray(at, at + 24);
      // The letters of base64 depend on where in three bytes it starts.
      return [0, 1, 2]
        .map((skipped) => secret.subarray(skipped, 24 - ((24 - skipped) % 3)).toString("base64"))
        .concat(secret.toString("hex"), secret.toString("base64url"));
    };
    const nowhere = async (der, at) => {
      const text = await visit.run(everythingReadable);
      for (const trace of traces(der, at)) {
        assert.ok(!text.includes(trace), trace);
      }
    };

    for (const [kind, [make, secret]] of Object.entries(keys)) {
      for (const form of ["PEM", "base64", "hex"]) {
        test(`${kind} as ${form}, among other things, is neither shown nor linked`, async () => {
          const key = make(),
            der = derOf(key);
          const text = { PEM: key, base64: der.toString("base64"), hex: der.toString("hex") }[form];
          const state = await visit.paste(
            `${pem("good")}${text}\n${pem("issuer")}${answers.good.toString("base64")}\n`,
          );
          assert.equal(state.verdict, "good");
          assert.match(state.said ?? "", /private key was left out/);
          await nowhere(der, secret);
          assert.deepEqual(
            asHex(linked(await makeLink(visit))),
            asHex([derOf(pem("good")), derOf(pem("issuer")), answers.good]),
          );
          await nowhere(der, secret);
        });
      }

      test(`${kind} as a DER file is left out`, async () => {
        const der = derOf(make());
        await visit.paste(everythingOn("good"));
        await visit.run(
          async (bytes) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([Uint8Array.from(bytes)], "server.key"));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
            await inspector.until(() => /private key was left out/.test(inspector.state().said));
          },
          [...der],
        );
        await nowhere(der, secret);
      });
    }

    test("alone, nothing is found and nothing can be linked", async () => {
      const { objects, said } = await visit.paste(privateKeyPEM("p-256"));
      assert.deepEqual(objects, []);
      assert.match(said ?? "", /private key was left out/);
      assert.equal(await visit.run(() => inspector.field().value.includes("PRIVATE KEY")), false);
    });
  });

  test("the policy lets no connection out of the page, whatever runs in it", async () => {
    let heard = 0;
    const listener = createServer((_, response) => {
      heard++;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (listener.address());
    const { page: other } = await /** @type {any} */ (visit).running.openPage();
    await other.goto(visit.url);
    const outcomes = await other.evaluate(async (url) => {
      const loaded = (/** @type {HTMLElement} */ element) =>
        new Promise((resolve) => {
          element.onload = () => resolve("loaded");
          element.onerror = () => resolve("refused");
          document.head.append(element);
        });
      const attempts = [
        loaded(Object.assign(new Image(), { src: url })),
        fetch(url, { mode: "no-cors" }).then(
          () => "loaded",
          () => "refused",
        ),
        fetch(location.href).then(
          () => "loaded",
          () => "refused",
        ),
        loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: url })),
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.onload = () => resolve("loaded");
          request.onerror = () => resolve("refused");
          request.open("GET", url);
          request.send();
        }),
      ];
      try {
        navigator.sendBeacon(url, "beacon");
      } catch {
        // Refused at once is as well.
      }
      try {
        new WebSocket(url.replace("http", "ws"));
      } catch {
        // The same.
      }
      return Promise.all(attempts);
    }, `http://127.0.0.1:${port}/`);
    await other.close();
    listener.close();
    assert.deepEqual(
      outcomes,
      outcomes.map(() => "refused"),
    );
    assert.equal(heard, 0);
  });

  test("in the end, nothing was asked for, nothing kept, nothing complained about", async () => {
    assert.deepEqual(asked().slice(atTheStart), []);
    assert.deepEqual(await visit.run(kept), NOTHING);
    assert.deepEqual(visit.complaints, []);
  });

  describe("without the network", () => {
    before(async () => {
      await /** @type {any} */ (visit).server.close();
      await visit.page.setOfflineMode(true);
    });

    test("every story is told", async () => {
      await assert.rejects(fetch(visit.url));
      for (const { id, expect } of samples) {
        const { verdict, failed } = await visit.useSample(id);
        assert.deepEqual({ verdict, failed }, expect, id);
      }
    });

    test("a paste is judged, and a request built", async () => {
      assert.equal((await visit.paste(everythingOn("revoked"))).verdict, "revoked");
      const state = await visit.run(() => /** @type {HTMLElement} */ (document.querySelector("#build")).dataset.state);
      assert.equal(state, "read");
    });

    test("and still nothing was asked for", () => {
      assert.deepEqual(asked().slice(atTheStart), []);
      assert.deepEqual(visit.complaints, []);
    });
  });
});
