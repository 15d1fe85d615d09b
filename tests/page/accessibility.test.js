// axe-core finds nothing wrong with the page: in each of its states, light and dark, on a desktop and on a phone,
// inside the panel too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeVisits } from "../support/inspector.js";
import { violations } from "../support/view-page.js";

/**
 * One of each verdict, and what fills the page in its own way. The rules are those of one program: a second browser is
 * for what it lays out.
 */
const STORIES = {
  chromium: ["good", "unreliable", "unsuccessful", "broken", "many", "hostile", "request"],
  firefox: ["good", "broken", "hostile"],
};
const SAMPLES = { unreliable: "tampered", unsuccessful: "unauthorized", broken: "truncated" };

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  describeVisits(
    `accessibility, ${colorScheme},`,
    (visit) => {
      const isDark = () => visit.run(() => matchMedia("(prefers-color-scheme: dark)").matches);
      const nothingFound = async () => assert.deepEqual(await violations(visit.page), []);

      test("the page is in that theme", async () => {
        assert.equal(await isDark(), colorScheme === "dark");
        // A dark page is one whose background is darker than its text.
        const [background, text] = await visit.run(() => {
          const { backgroundColor, color } = getComputedStyle(document.body);
          return [backgroundColor, color].map((each) =>
            [...each.matchAll(/\d+/g)].slice(0, 3).reduce((sum, [part]) => sum + Number(part), 0),
          );
        });
        assert.equal(background < text, colorScheme === "dark");
      });

      test("empty", nothingFound);

      for (const story of STORIES[visit.name]) {
        test(story, async () => {
          await visit.useSample(SAMPLES[story] ?? story);
          await nothingFound();
        });
      }

      test("a certificate alone", async () => {
        const { certificates } = await visit.run(async () => {
          await inspector.useSample("revoked");
          const [certificates] = inspector.field().value.match(/-----BEGIN CERTIFICATE[^]+?END CERTIFICATE-----/g);
          return { certificates };
        });
        const { objects, verdict } = await visit.paste(certificates);
        assert.deepEqual([objects, verdict], [["certificate: certificate"], "undecided"]);
        await nothingFound();
      });

      test("with all opened that can be opened, a link made, on a phone", async () => {
        await visit.page.setViewport({ width: 390, height: 844 });
        await visit.useSample("good");
        await visit.run(async () => {
          /** @type {HTMLElement} */ (document.querySelector("[data-action=link]")).click();
          const tree = inspector.root().querySelector("[role=tree]");
          tree.dispatchEvent(new KeyboardEvent("keydown", { key: "*", bubbles: true }));
          for (const node of inspector.nodes()) {
            if (node instanceof HTMLDetailsElement) {
              node.open = true;
            }
          }
          await inspector.frames(3);
        });
        await nothingFound();
        await visit.page.setViewport({ width: 1280, height: 900 });
      });

      // Chromium alone can be asked to force them.
      if (visit.name === "chromium") {
        test("with the colours that the system forces, what is chosen is told from the rest", async () => {
          await visit.useSample("good");
          const session = await visit.page.createCDPSession();
          const force = (/** @type {string} */ value) =>
            session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value }] });
          await force("active");
          const borders = await visit.run(() =>
            ["[data-sample]", ".objects .open"].map((each) =>
              [...document.querySelectorAll(each)].slice(0, 2).map((button) => getComputedStyle(button).borderTopWidth),
            ),
          );
          await force("none");
          assert.deepEqual(borders, [
            ["2px", "1px"],
            ["2px", "1px"],
          ]);
        });
      }

      test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
    },
    { colorScheme },
  );
}
