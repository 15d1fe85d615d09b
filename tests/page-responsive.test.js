// The page stays responsive with 10,000 entries and with 5 MB pasted: the event loop is never stuck for long, and the document stays small.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Certificate, certID, OCSPResponseBuilder } from "../bindings/index.js";
import { describeVisits, sample } from "./support/inspector.js";
import { makePKI } from "./support/live-responder.js";
import { privateKeyPEM } from "./support/openssl.js";
import { Random } from "./support/random.js";
import { objectsOf } from "./support/sample-objects.js";

const ENTRIES = 10_000;
const CERTIFICATES = 3000;
const PASTE_CHARACTERS = 5_000_000;
/** What this asks is that nothing freezes: the measured is far less on a machine that has nothing else to do. */
const LONGEST_GAP_MS = 2000;
const MOST_NODES = 6000;

const folder = mkdtempSync(join(tmpdir(), "bearocsp-responsive-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** How many times longer than its work takes is waited here, because others work on this machine too. */
function contention() {
  const [start, begun] = [performance.now(), process.cpuUsage()];
  const random = new Random(0);
  for (let i = 0; i < 5e6; i++) random.uint32();
  const { user, system } = process.cpuUsage(begun);
  return Math.max(1, (performance.now() - start) / ((user + system) / 1000));
}

const lines = (text) => text.replace(/.{1,64}/g, "$&\n");
const toPEM = (label, der) => `-----BEGIN ${label}-----\n${lines(Buffer.from(der).toString("base64"))}-----END ${label}-----\n`;

/** Lines as a proxy writes them, so many characters, with `told` in their middle. */
function logWith(told) {
  const line = "1772625492.104     38 192.0.2.44 TCP_MISS/200 1742 CONNECT www.bear.example:443 - HIER_DIRECT/192.0.2.80 -\n";
  const half = line.repeat(Math.ceil((PASTE_CHARACTERS - told.length) / 2 / line.length));
  return half + told + half;
}

/** Different ones of the same name and key: another serial number each. */
function bundle() {
  const { certificates: [, der] } = objectsOf(goodText);
  const serial = der.indexOf(Buffer.from("5a1e0c5b01", "hex"));
  assert.ok(serial > 0);
  return Array.from({ length: CERTIFICATES }, (_, i) => {
    const other = Buffer.from(der);
    other.writeUInt32BE(i, serial + 1);
    return toPEM("CERTIFICATE", other);
  }).join("");
}

const goodText = await sample("good").load();
/** @type {string} */
let many;
before(async () => {
  await makePKI(folder, "p-256", "p-256-other");
  const pem = (name) => readFileSync(join(folder, `${name}.pem`), "utf8");
  const issuer = Certificate.fromPEM(pem("issuer"));
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certID(Certificate.fromPEM(pem("good")), issuer, "SHA-1");
  const thisUpdate = new Date(Date.now() - 60_000), nextUpdate = new Date(Date.now() + 86_400_000);
  // Every 50th is revoked; the one that is meant is the 4,000th.
  const responses = Array.from({ length: ENTRIES }, (_, i) => ({
    certID: { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber: serialNumber + BigInt(i - 4000) + 2n ** 32n * BigInt(Number(i !== 4000)) },
    thisUpdate, nextUpdate,
    .../** @type {const} */ (i % 50 === 7 ? { certificateStatus: "revoked", revocationTime: thisUpdate } : { certificateStatus: "good" }),
  }));
  const response = new OCSPResponseBuilder().addResponses(/** @type {any} */ (responses)).responderId("hash", issuer)
    .sign(privateKeyPEM("p-256"), "SHA-256");
  many = `${pem("good")}${pem("issuer")}${toPEM("OCSP RESPONSE", response.toDER())}`;
});

describeVisits("the page under load", (visit) => {
  /**
   * Measures while something is done, until `done` is so in the page.
   *
   * @param {import("node:test").TestContext} t
   * @param {() => Promise<unknown>} act
   * @param {() => unknown} done runs in the page
   */
  const measured = async (t, act, done) => {
    await visit.run(() => {
      const meter = { gap: 0, longest: 0, running: true };
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        meter.gap = Math.max(meter.gap, now - last);
        last = now;
        if (meter.running) setTimeout(tick);
      };
      tick();
      if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) meter.longest = Math.max(meter.longest, duration);
        }).observe({ type: "longtask" });
      }
      Object.assign(globalThis, { meter });
    });
    const before = contention();
    const begun = performance.now();
    await act();
    await visit.run(/** @type {any} */ (done));
    const took = performance.now() - begun;
    const { gap, longest, nodes } = await visit.run(async () => {
      await inspector.frames(3);
      const { meter } = /** @type {any} */ (globalThis);
      meter.running = false;
      return { gap: meter.gap, longest: meter.longest, nodes: [...inspector.nodes()].length };
    });
    const busy = Math.max(before, contention());
    t.diagnostic(`${visit.name}: ${took.toFixed()} ms in all, longest gap ${gap.toFixed()} ms, longest task ${longest.toFixed()} ms, ${nodes} nodes; ` +
      `the machine is ${busy.toFixed(1)} times as slow as alone`);
    assert.ok(gap < LONGEST_GAP_MS * busy, `the event loop was stuck for ${gap.toFixed()} ms`);
    assert.ok(nodes < MOST_NODES, `${nodes} nodes`);
  };

  /** By the keyboard; the text takes the way of any text that was copied. */
  const paste = async (text) => {
    const { page } = visit;
    await visit.run((copied) => {
      inspector.clear();
      document.addEventListener("copy", (event) => {
        event.preventDefault();
        event.clipboardData?.setData("text/plain", copied);
      }, { once: true });
      inspector.field().focus();
    }, text);
    const press = async (letter) => {
      await page.keyboard.down("Control");
      await page.keyboard.press(letter);
      await page.keyboard.up("Control");
    };
    await press("c");
    return () => press("v");
  };

  describe(`${ENTRIES.toLocaleString("en")} entries`, () => {
    test("are pasted and judged", async (t) => {
      await measured(t, await paste(many), () => inspector.until(() => inspector.state().verdict === "good"));
      assert.deepEqual((await visit.state()).failed, []);
    });

    test("are searched", async (t) => {
      await measured(t, () => visit.run(() => {
        const search = inspector.root().querySelector("input[type=search]");
        search.value = "1001";
        search.dispatchEvent(new Event("input", { bubbles: true }));
      }), () => inspector.until(() => / of 10,000$/.test(inspector.root().querySelector(".search [role=status]").textContent)));
    });

    test("are opened in the tree, and walked to the end", async (t) => {
      await measured(t, () => visit.run(async () => {
        const tree = inspector.root().querySelector("[role=tree]");
        const press = (/** @type {string} */ key) => tree.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        const active = () => inspector.root().getElementById(tree.getAttribute("aria-activedescendant"));
        press("Home");
        for (let i = 0; i < 60 && !/^responses/.test(active()?.querySelector(".what").textContent); i++) {
          if (active()?.ariaExpanded === "false" && !/^(?:certs|responses\[)/.test(active().querySelector(".what").textContent)) press("ArrowRight");
          press("ArrowDown");
          await inspector.frames(1);
        }
        press("ArrowRight");
        press("End");
        await inspector.frames(2);
      }), () => inspector.until(() => inspector.root().querySelector("[role=treeitem]")));
    });

    test("are judged again at each step of the slider", async (t) => {
      await measured(t, () => visit.run(async () => {
        const slider = inspector.root().querySelector("input[type=range]");
        for (let i = 0; i < 10; i++) {
          slider.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp", bubbles: true, cancelable: true }));
          await inspector.frames(2);
        }
      }), () => inspector.until(() => inspector.state().verdict));
    });
  });

  describe(`${(PASTE_CHARACTERS / 1e6).toFixed()} MB`, () => {
    test("of a log with one story in the middle of it", async (t) => {
      await measured(t, await paste(logWith(goodText)), () => inspector.until(() => inspector.state().objects.length === 4));
    });

    for (const [what, make] of /** @type {[string, () => string][]} */ ([
      ["base64 that means nothing", () => lines(Buffer.from(new Random(1).bytes(PASTE_CHARACTERS * 3 / 4)).toString("base64"))],
      ["hexadecimal that means nothing", () => lines(Buffer.from(new Random(2).bytes(PASTE_CHARACTERS / 2)).toString("hex"))],
      ["what nearly begins an object, again and again", () => "MIIBIjANBgkqhkiG MAMKAQ 3082010a ".repeat(PASTE_CHARACTERS / 33)],
    ])) {
      test(`of ${what}`, async (t) => {
        await measured(t, await paste(make()), () => inspector.until(() => inspector.state().said));
      });
    }

    test(`of ${CERTIFICATES.toLocaleString("en")} certificates, which is a list of a few and a number`, async (t) => {
      const text = bundle();
      await measured(t, await paste(text), () => inspector.until(() => inspector.state().objects.length > 0));
      const { objects } = await visit.state();
      assert.ok(objects.length < 50, `${objects.length} rows`);
      assert.match(await visit.run(() => document.querySelector(".found")?.textContent ?? ""), /Show more \(2,\d{3} left\)/);
    });
  });

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
