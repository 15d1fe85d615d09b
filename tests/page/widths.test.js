// From a small phone to a wide screen, with everything opened, nothing scrolls sideways and nothing is cut off at the
// side.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeVisits } from "../support/inspector.js";

const WIDTHS = [320, 360, 600, 900, 1280, 1920];
const STORIES = ["good", "revoked", "truncated", "wrong-issuer", "many", "hostile"];

describeVisits("every width", (visit) => {
  const overflow = () =>
    visit.run(async () => {
      await inspector.frames(2);
      const { scrollWidth, clientWidth } = document.documentElement;
      // What scrolls by itself may be as wide as it likes.
      const isScrolled = (/** @type {Element} */ element) => {
        for (let at = /** @type {any} */ (element); at; at = at.parentElement ?? at.getRootNode().host) {
          const { overflowX, position, clipPath } = getComputedStyle(at);
          if (overflowX !== "visible" || (position === "absolute" && clipPath !== "none") || at.matches(".skip")) {
            return true;
          }
        }
        return false;
      };
      const wide = [...inspector.nodes()].filter(
        (node) =>
          node instanceof HTMLElement && node.getBoundingClientRect().right > clientWidth + 1 && !isScrolled(node),
      );
      return {
        by: scrollWidth - clientWidth,
        wide: wide.slice(0, 5).map((node) => `${node.localName}.${node.className} ${node.textContent.slice(0, 40)}`),
      };
    });

  test("empty", async () => {
    for (const width of WIDTHS) {
      await visit.page.setViewport({ width, height: 800 });
      assert.deepEqual(await overflow(), { by: 0, wide: [] }, `at ${width}`);
    }
  });

  for (const story of STORIES) {
    test(story, async () => {
      await visit.useSample(story);
      await visit.run(() => {
        for (const node of inspector.nodes()) {
          if (node instanceof HTMLDetailsElement) {
            node.open = true;
          }
        }
        inspector
          .root()
          .querySelector("[role=tree]")
          .dispatchEvent(new KeyboardEvent("keydown", { key: "*", bubbles: true }));
        /** @type {HTMLElement} */ (document.querySelector("[data-action=link]")).click();
      });
      for (const width of WIDTHS) {
        await visit.page.setViewport({ width, height: 800 });
        assert.deepEqual(await overflow(), { by: 0, wide: [] }, `at ${width}`);
      }
    });
  }

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
