// The whole page by keyboard alone, with Tab, Enter and arrows, on a desktop and on a phone: a way from a sample to its
// verdict, through the bytes and through time to a request in the clipboard; the focus is always to be seen, and never
// lost.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { describeVisits } from "../support/inspector.js";

/** Frames that a browser may take to scroll to what has the focus. */
const FRAMES = 60;

/** More Tabs than any part of the page is away. */
const MANY = 150;

/**
 * What has the focus, and whether that shows. It runs in the page.
 *
 * @param {string} after the key
 * @param {number} frames
 */
async function focus(after, frames) {
  // Tab moves the focus at once; what other keys do may take a frame.
  if (!after.endsWith("Tab")) {
    await inspector.frames(1);
  }
  const at = inspector.focused();
  if (!at || at === document.body || at === document.documentElement) {
    return { lost: true, what: "body" };
  }
  const describe = (/** @type {Element} */ { localName, id, textContent }) =>
    `${localName}${id && `#${id}`} ${at.ariaLabel ?? textContent?.trim().slice(0, 40)}`;
  // A control that is there for the keyboard only is shown by its label.
  const { width, height } = at.getBoundingClientRect();
  const isUnseen = width < 2 || height < 2;
  const shown = isUnseen ? (at.closest("label") ?? at) : at;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown);
  const isInView = () => {
    const { top, bottom, left, right } = shown.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  };
  for (let i = 0; i < frames && after.endsWith("Tab") && !isInView(); i++) {
    await inspector.frames(1);
  }
  // Seldom, and only on a busy machine, headless Firefox does not scroll at all. What the page hides could not be
  // scrolled to either.
  if (after.endsWith("Tab") && !isInView()) {
    at.scrollIntoView({ block: "nearest" });
  }
  const box = shown.getBoundingClientRect();
  return {
    lost: false,
    what: describe(at),
    role: at.role ?? at.localName,
    visible:
      outlineStyle !== "none" &&
      parseFloat(outlineWidth) >= 2 &&
      !/, 0\)$|transparent/.test(outlineColor) &&
      box.width > 0,
    box: JSON.stringify(box),
    inView: isInView(),
    sample: at.dataset.sample,
    type: at.type,
    panelPart: at.closest("[data-panel-part]")?.dataset.panelPart,
    id: at.id,
    // What a rubber stamp of a test would miss: a hidden element that has kept the focus.
    hidden: !at.checkVisibility({ visibilityProperty: true }),
  };
}

describeVisits("the keyboard", (visit) => {
  /** @type {Set<string>} */
  const seen = new Set();

  const check = async (after) => {
    const now = await visit.run(focus, after, FRAMES);
    assert.ok(!now.lost, `the focus is lost after ${after}`);
    assert.ok(!now.hidden, `what has the focus, ${now.what}, is hidden after ${after}`);
    assert.ok(now.visible, `the focus on ${now.what} cannot be seen, after ${after}`);
    if (after.endsWith("Tab")) {
      assert.ok(now.inView, `${now.what} has the focus and is out of view at ${now.box}, after ${after}`);
    }
    seen.add(now.what);
    return now;
  };
  const press = async (key, { modifier } = /** @type {{ modifier?: import("puppeteer-core").KeyInput }} */ ({})) => {
    if (modifier) {
      await visit.page.keyboard.down(modifier);
    }
    await visit.page.keyboard.press(key);
    if (modifier) {
      await visit.page.keyboard.up(modifier);
    }
    return check(modifier ? `${modifier}+${key}` : key);
  };
  /** Presses Tab until it is there. */
  const tabTo = async (what, isThere, backwards = false) => {
    for (let i = 0; i < MANY; i++) {
      const now = await press("Tab", backwards ? { modifier: "Shift" } : {});
      if (isThere(now)) {
        return now;
      }
    }
    return assert.fail(`${MANY} times Tab, and never at ${what}`);
  };
  const until = (condition) => visit.run(/** @type {any} */ (condition));
  const fresh = async (width) => {
    await visit.page.setViewport({ width, height: 900 });
    await visit.page.goto("about:blank");
    await visit.page.goto(visit.url);
    await visit.loaded();
  };

  for (const width of [1280, 390]) {
    describe(`on a page of ${width} pixels`, () => {
      test("the first stop leads to where one types", async () => {
        await fresh(width);
        const { what } = await press("Tab");
        assert.match(what, /^a Skip/);
        await press("Enter");
        const { id } = await visit.run(focus, "", 0);
        assert.equal(id, "text");
        await press("Tab", { modifier: "Shift" });
      });

      test("a sample is chosen, and its verdict reached", async () => {
        await tabTo("the samples", ({ sample }) => sample === "good");
        await press("Enter");
        await until(() => inspector.until(() => inspector.state().verdict === "good"));
        await check("a sample was chosen");
      });

      test("the tree opens and closes", async () => {
        const at = await tabTo("the tree", ({ role }) => role === "tree");
        assert.equal(at.panelPart, "Bytes");
        const row = () =>
          visit.run(() => {
            const tree = inspector.focused();
            const active = inspector.root().getElementById(tree.getAttribute("aria-activedescendant"));
            return {
              text: active?.textContent,
              expanded: active?.ariaExpanded,
              level: Number(active?.ariaLevel),
              selected: active?.ariaSelected,
            };
          });
        await press("Home");
        const top = await row();
        assert.deepEqual([top.level, top.selected], [1, "true"]);
        if (top.expanded === "false") {
          await press("ArrowRight");
        }
        await press("ArrowRight");
        assert.equal((await row()).level, 2);
        await press("ArrowLeft");
        await press("ArrowLeft");
        assert.equal((await row()).expanded, "false");
        await press("ArrowRight");
        assert.equal((await row()).expanded, "true");
        await press("ArrowDown");
        const { text } = await row();
        assert.notEqual(text, top.text);
      });

      test("the bytes are walked", async () => {
        await tabTo("the bytes", ({ role }) => role === "grid");
        const cell = () =>
          visit.run(() => {
            const active = inspector.root().getElementById(inspector.focused().getAttribute("aria-activedescendant"));
            const { top, bottom } = active.getBoundingClientRect();
            return { at: Number(active.dataset.at), label: active.ariaLabel, shown: bottom > 0 && top < innerHeight };
          });
        const before = await cell();
        await press("ArrowRight");
        const right = await cell();
        assert.equal(right.at, before.at + 1);
        await press("ArrowDown");
        const down = await cell();
        assert.ok([8, 16].includes(down.at - right.at), `${right.at} to ${down.at}`);
        assert.match(down.label, / of /);
        assert.ok(down.shown);
        await press("Enter");
      });

      test("time goes on until the answer is out of date, and back", async () => {
        await tabTo("the slider", ({ type }) => type === "range", true);
        const turn = async (key, verdict) => {
          for (let i = 0; i < MANY && (await visit.state()).verdict !== verdict; i++) {
            await press(key);
          }
          const state = await visit.state();
          assert.equal(state.verdict, verdict, `${MANY} times ${key}`);
          return state;
        };
        assert.deepEqual((await turn("PageUp", "unreliable")).failed, ["nextUpdate"]);
        assert.deepEqual((await turn("ArrowLeft", "good")).failed, []);
        assert.ok((await turn("PageDown", "unreliable")).failed.includes("thisUpdate"));
        await turn("ArrowRight", "good");
      });

      test("the jumps of the timeline, one after the other", async () => {
        const names = await visit.run(() =>
          [...inspector.root().querySelectorAll(".jumps button")].map((button) => button.textContent),
        );
        assert.ok(names.length >= 3, names.join());
        for (const name of names) {
          await tabTo(`the jump to ${name}`, ({ what }) => what === `button ${name}`);
          await press("Enter");
          await until(() => inspector.frames(3));
          const { what } = await check(`the jump to ${name}`);
          assert.equal(what, `button ${name}`, "what was pressed keeps the focus");
        }
      });

      test("a request is built and copied", async () => {
        await tabTo("the hash", ({ id }) => id === "build-hash");
        await press("ArrowDown");
        await tabTo("the nonce", ({ id }) => id === "build-nonce");
        await press("ArrowDown");
        const built = await visit.run(() => /** @type {any} */ (document.querySelector("#built-base64")).value);
        assert.match(built, /^[\w+/]+=*$/);
        await tabTo("the copy", ({ what }) => what === "button Copy Base64");
        await press("Enter");
        await until(() => inspector.until(() => document.querySelector("#build .done")?.textContent));
        await tabTo("the tabs", ({ role }) => role === "tab");
        const tabs = await visit.run(() => [...document.querySelectorAll("[role=tab]")].map((tab) => tab.textContent));
        for (const name of [...tabs.slice(1), tabs[0]]) {
          const { what } = await press("ArrowRight");
          assert.ok(what.includes(name), `${what}, not ${name}`);
          assert.equal(
            await visit.run(
              () => [...document.querySelectorAll("[role=tabpanel]")].filter((panel) => panel.checkVisibility()).length,
            ),
            1,
          );
        }
      });

      test("what was copied is pasted, and found to be a request", async () => {
        await tabTo("the inbox", ({ id }) => id === "text", true);
        const built = await visit.run(() => /** @type {any} */ (document.querySelector("#built-base64")).value);
        await press("End", { modifier: "Control" });
        await press("v", { modifier: "Control" });
        await until(() =>
          inspector.until(() => inspector.state().objects.filter((each) => each.endsWith("ocsp-request")).length === 2),
        );
        assert.ok((await visit.run(() => inspector.field().value)).includes(built));
      });

      test("what was found is looked at, taken away, and all of it cleared", async () => {
        const count = async () => (await visit.state()).objects.length;
        let left = await count();
        await tabTo("an object", ({ what }) => /^button Issuer/.test(what));
        await press("Enter");
        assert.equal((await visit.state()).verdict, "undecided");
        await tabTo("what removes it", ({ what }) => /^button Remove/.test(what));
        while (left > 1) {
          await press("Enter");
          assert.equal(await count(), --left);
          if (!/^button Remove/.test((await visit.run(focus, "", 0)).what)) {
            await tabTo("what removes the next", ({ what }) => /^button Remove/.test(what));
          }
        }
        await press("Enter");
        assert.equal(await count(), 0);
        assert.equal((await visit.state()).verdict, null);
      });

      test("the entries of a long response are shown to the last of a search", async () => {
        await fresh(width);
        await tabTo("the samples", ({ sample }) => sample === "many");
        await press("Enter");
        await until(() => inspector.until(() => inspector.state().verdict === "good"));
        await tabTo("the search", ({ role, panelPart }) => role === "input" && panelPart === "What it says");
        await visit.page.keyboard.type("000fe");
        await until(() => inspector.until(() => inspector.root().querySelector(".search [role=status]").textContent));
        const left = () =>
          visit.run(() => {
            const more = inspector.root().querySelector(".entries .more");
            return more.hidden ? 0 : Number(/\(([\d,]+) left/.exec(more.textContent)?.[1].replace(",", ""));
          });
        assert.ok((await left()) > 0);
        await tabTo("more of them", ({ what }) => /^button Show more entries/.test(what));
        for (let before = Infinity, now = await left(); now > 0 && now < before; before = now, now = await left()) {
          await press("Enter");
        }
        assert.equal(await left(), 0);
      });

      test("no stop of the Tab key is a trap, and the last is the page's last", async () => {
        await fresh(width);
        await tabTo("the samples", ({ sample }) => sample === "revoked");
        await press("Enter");
        await until(() => inspector.until(() => inspector.state().verdict === "revoked"));
        await tabTo("the last tab's text", ({ id }) => id === "built-post");
        await tabTo("the page's beginning", ({ what }) => /^a Skip/.test(what), true);
      });
    });
  }

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
