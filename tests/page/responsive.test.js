// The page stays responsive with 10,000 entries and with 5 MB pasted: the event loop is never stuck for long, and the
// document stays small.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Certificate, certID, OCSPResponseBuilder } from "../../bindings/index.js";
import { describeVisits, sample } from "../support/inspector.js";
import { makePKI } from "../support/live-responder.js";
import { privateKeyPEM } from "../support/openssl.js";
import { Random } from "../support/random.js";
import { objectsOf } from "../support/sample-objects.js";

const ENTRIES = 10_000;
const CERTIFICATES = 3000;
const PASTE_CHARACTERS = 5_000_000;
/** What this asks is that nothing freezes: the measured is far less on a machine that has nothing else to do. */
const LONGEST_GAP_MS = 2000;
/**
 * What is read in slices leaves the event loop many times, however slow the machine: no gap is the better part of the
 * whole, but for one that nobody would notice.
 */
const LONGEST_SHARE = 0.6;
const UNNOTICED_MS = 250;
/** Another program may stop the page just in the wrong moment, but not each time. */
const TRIES = 3;
const MOST_NODES = 6000;

const folder = mkdtempSync(join(tmpdir(), "bearocsp-responsive-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Milliseconds of work that a process and those that it started have done; none where there is no /proc. Where others
 * work on the machine too, a gap is longer than the work in it.
 *
 * @param {number} pid
 */
function workOf(pid) {
  if (!existsSync("/proc/self/stat")) {
    return NaN;
  }
  /** @type {Map<number, { parent: number, ticks: number }>} */
  const processes = new Map();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      // The fields after the program's name, which is in brackets: state, ppid, …, utime and stime.
      const fields = readFileSync(`/proc/${name}/stat`, "latin1")
        .replace(/^.*\) /s, "")
        .split(" ")
        .map(Number);
      processes.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isWithin = (/** @type {number} */ each) =>
    each === pid || (processes.has(each) && isWithin(/** @type {any} */ (processes.get(each)).parent));
  const TICKS_PER_SECOND = 100;
  return (
    ([...processes].reduce((sum, [each, { ticks }]) => sum + (isWithin(each) ? ticks : 0), 0) * 1000) / TICKS_PER_SECOND
  );
}

const lines = (text) => text.replace(/.{1,64}/g, "$&\n");
const toPEM = (label, der) =>
  `-----BEGIN ${label}-----\n${lines(Buffer.from(der).toString("base64"))}-----END ${label}-----\n`;

/** Lines as a proxy writes them, so many characters, with `told` in their middle. */
function logWith(told) {
  const line =
    "1772625492.104     38 192.0.2.44 TCP_MISS/200 1742 CONNECT www.bear.example:443 - HIER_DIRECT/192.0.2.80 -\n";
  const half = line.repeat(Math.ceil((PASTE_CHARACTERS - told.length) / 2 / line.length));
  return half + told + half;
}

/** Different ones of the same name and key: another serial number each. */
function bundle() {
  const {
    certificates: [, der],
  } = objectsOf(goodText);
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
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certID(
    Certificate.fromPEM(pem("good")),
    issuer,
    "SHA-1",
  );
  const thisUpdate = new Date(Date.now() - 60_000),
    nextUpdate = new Date(Date.now() + 86_400_000);
  // Every 50th is revoked; the one that is meant is the 4,000th.
  const responses = Array.from({ length: ENTRIES }, (_, i) => ({
    certID: {
      hashAlgorithm,
      issuerNameHash,
      issuerKeyHash,
      serialNumber: serialNumber + BigInt(i - 4000) + 2n ** 32n * BigInt(Number(i !== 4000)),
    },
    thisUpdate,
    nextUpdate,
    ...(i % 50 === 7 ? { certificateStatus: "revoked", revocationTime: thisUpdate } : { certificateStatus: "good" }),
  }));
  const response = new OCSPResponseBuilder()
    .addResponses(/** @type {any} */ (responses))
    .responderId("hash", issuer)
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
  const measure = async (t, act, done) => {
    await visit.run(() => {
      const meter = { gap: 0, longest: 0, running: true };
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        meter.gap = Math.max(meter.gap, now - last);
        last = now;
        if (meter.running) {
          setTimeout(tick);
        }
      };
      tick();
      if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) {
            meter.longest = Math.max(meter.longest, duration);
          }
        }).observe({ type: "longtask" });
      }
      Object.assign(globalThis, { meter });
    });
    const { pid } = /** @type {any} */ (visit).running.browser.process();
    const before = workOf(pid);
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
    const work = workOf(pid) - before;
    t.diagnostic(
      `${visit.name}: ${took.toFixed()} ms in all, longest gap ${gap.toFixed()} ms, longest task ${longest.toFixed()} ms, ${nodes} nodes; ` +
        `the browser worked for ${work.toFixed()} ms`,
    );
    assert.ok(nodes < MOST_NODES, `${nodes} nodes`);
    return { gap, took, work };
  };
  const measured = async (t, act, done) => {
    const { gap, work } = await measure(t, act, done);
    assert.ok(gap < LONGEST_GAP_MS || work < LONGEST_GAP_MS, `the event loop was stuck for ${gap.toFixed()} ms`);
  };
  /** The same of what is pasted and read in slices. @param {string} text */
  const measuredInSlices = async (t, text, done) => {
    const tell = ({ gap, took }) => `the event loop was stuck for ${gap.toFixed()} of ${took.toFixed()} ms`;
    const isFree = ({ gap, took }) => gap < UNNOTICED_MS || gap < LONGEST_SHARE * took;
    const all = [];
    do {
      all.push(await measure(t, await paste(text), done));
    } while (!all.some(isFree) && all.length < TRIES);
    assert.ok(all.some(isFree), all.map(tell).join("; "));
  };

  /** By the keyboard; the text takes the way of any text that was copied. */
  const paste = async (text) => {
    const { page } = visit;
    await visit.run((copied) => {
      inspector.clear();
      document.addEventListener(
        "copy",
        (event) => {
          event.preventDefault();
          event.clipboardData?.setData("text/plain", copied);
        },
        { once: true },
      );
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
      await measured(
        t,
        () =>
          visit.run(() => {
            const search = inspector.root().querySelector("input[type=search]");
            search.value = "1001";
            search.dispatchEvent(new Event("input", { bubbles: true }));
          }),
        () =>
          inspector.until(() =>
            / of 10,000$/.test(inspector.root().querySelector(".search [role=status]").textContent),
          ),
      );
    });

    test("are opened in the tree, and walked to the end", async (t) => {
      await measured(
        t,
        () =>
          visit.run(async () => {
            const tree = inspector.root().querySelector("[role=tree]");
            const press = (/** @type {string} */ key) =>
              tree.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            const active = () => inspector.root().getElementById(tree.getAttribute("aria-activedescendant"));
            press("Home");
            for (let i = 0; i < 60 && !/^responses/.test(active()?.querySelector(".what").textContent); i++) {
              if (
                active()?.ariaExpanded === "false" &&
                !/^(?:certs|responses\[)/.test(active().querySelector(".what").textContent)
              ) {
                press("ArrowRight");
              }
              press("ArrowDown");
              await inspector.frames(1);
            }
            press("ArrowRight");
            press("End");
            await inspector.frames(2);
          }),
        () => inspector.until(() => inspector.root().querySelector("[role=treeitem]")),
      );
    });

    test("are judged again at each step of the slider", async (t) => {
      await measured(
        t,
        () =>
          visit.run(async () => {
            const slider = inspector.root().querySelector("input[type=range]");
            for (let i = 0; i < 10; i++) {
              slider.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp", bubbles: true, cancelable: true }));
              await inspector.frames(2);
            }
          }),
        () => inspector.until(() => inspector.state().verdict),
      );
    });
  });

  describe(`${(PASTE_CHARACTERS / 1e6).toFixed()} MB`, () => {
    test("of a log with one story in the middle of it", async (t) => {
      await measuredInSlices(t, logWith(goodText), () => inspector.until(() => inspector.state().objects.length === 4));
    });

    for (const [what, make] of /** @type {[string, () => string][]} */ ([
      [
        "base64 that means nothing",
        () => lines(Buffer.from(new Random(1).bytes((PASTE_CHARACTERS * 3) / 4)).toString("base64")),
      ],
      [
        "hexadecimal that means nothing",
        () => lines(Buffer.from(new Random(2).bytes(PASTE_CHARACTERS / 2)).toString("hex")),
      ],
      [
        "what nearly begins an object, again and again",
        () => "MIIBIjANBgkqhkiG MAMKAQ 3082010a ".repeat(PASTE_CHARACTERS / 33),
      ],
    ])) {
      test(`of ${what}`, async (t) => {
        await measuredInSlices(t, make(), () =>
          inspector.until(() => /^Nothing was recognised/.test(inspector.state().said)),
        );
      });
    }

    test(`of ${CERTIFICATES.toLocaleString("en")} certificates, which is a list of a few and a number`, async (t) => {
      const text = bundle();
      await measuredInSlices(t, text, () => inspector.until(() => inspector.state().objects.length > 0));
      const { objects } = await visit.state();
      assert.ok(objects.length < 50, `${objects.length} rows`);
      assert.match(
        await visit.run(() => document.querySelector(".found")?.textContent ?? ""),
        /Show more \(2,\d{3} left\)/,
      );
    });
  });

  describe("while something long is read", () => {
    /** Drops text, and leaves it at that. */
    const DROP = (/** @type {string} */ text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text/plain", text);
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    };
    const drop = (text) => visit.run(DROP, text);
    const slow = "MIIBIjANBgkqhkiG MAMKAQ 3082010a ".repeat((2 * PASTE_CHARACTERS) / 33);
    const isReading = () =>
      visit.run(() =>
        inspector.until(() => /, reading…/.test(document.querySelector("[aria-live].beside")?.textContent ?? "")),
      );

    test("that is said, other things are done, and then the result is said", async () => {
      await visit.run(() => inspector.clear());
      await drop(slow);
      await isReading();
      const told = await visit.run(
        async (certificate) => {
          const told = new Set();
          const tell = () =>
            told.add(
              `${document.querySelector(".beside")?.textContent} ${inspector.state().verdict} ${inspector.state().said.split(".")[0]}`,
            );
          tell();
          inspector.fill(certificate);
          await inspector.until(() => tell() && inspector.state().said);
          tell();
          return [...told];
        },
        /-----BEGIN CERTIFICATE[^]+?END CERTIFICATE-----/.exec(goodText)?.[0],
      );
      const reading = `pasted text, ${slow.length.toLocaleString("en")} characters, reading…Remove`;
      assert.deepEqual(told, [
        `${reading} null `,
        `${reading} undecided `,
        " undecided Nothing was recognised in pasted text",
      ]);
      assert.deepEqual((await visit.state()).objects, ["certificate: certificate"]);
    });

    test("it can be removed, and nothing of it comes later", async () => {
      await visit.run(() => inspector.clear());
      await drop(logWith(goodText));
      await isReading();
      await visit.run(() => /** @type {HTMLElement} */ (document.querySelector(".beside button")).click());
      assert.deepEqual(await visit.run(() => [inspector.state().said, inspector.focused() === inspector.field()]), [
        "",
        true,
      ]);
      // This takes longer than what was left of the other.
      await drop(slow);
      await visit.run(() => inspector.until(() => /^Nothing was recognised/.test(inspector.state().said)));
      assert.deepEqual((await visit.state()).objects, []);
    });

    test("so do Clear and a sample", async () => {
      for (const leave of [() => inspector.clear(), () => inspector.useSample("revoked")]) {
        await drop(logWith(goodText));
        await isReading();
        await visit.run(leave);
        const { objects, said, verdict } = await visit.state();
        assert.equal(said, "");
        await drop(slow);
        await visit.run(() => inspector.until(() => /^Nothing was recognised/.test(inspector.state().said)));
        const after = await visit.state();
        assert.deepEqual([after.objects, after.verdict], [objects, verdict]);
      }
    });

    test("a row stands for it afterwards, by which all of it is removed at once", async () => {
      await visit.run(() => inspector.clear());
      const text = logWith(goodText);
      await drop(text);
      await visit.run(() => inspector.until(() => inspector.state().objects.length === 4));
      const row = () => visit.run(() => document.querySelector(".beside")?.textContent);
      assert.equal(await row(), `pasted text, ${text.length.toLocaleString("en")} characters, 4 objectsRemove`);
      assert.equal(await visit.run(() => inspector.field().value), "");
      await visit.run(() => /** @type {HTMLElement} */ (document.querySelector(".beside button")).click());
      assert.equal(await row(), "");
      assert.deepEqual((await visit.state()).objects, []);
    });
  });

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
