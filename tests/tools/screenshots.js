// Pictures of the page, to be looked at: `make screenshots`, or `node tests/tools/screenshots.js [folder [story …]]`.
// Both browsers, desktop and phone, light and dark, every story. The files are called BROWSER-THEME-WIDTH-STORY.png.

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { samples } from "../../build/samples.js";
import { BROWSER_NAMES, missing } from "../support/browser.js";
import { Visit } from "../support/inspector.js";

const WIDTHS = [1280, 390];
/** What is more than a story, with what makes it. */
const STATES = {
  empty: () => inspector.clear(),
  "certificate-alone": async () => {
    await inspector.useSample("good");
    inspector.fill(inspector.field().value.match(/-----BEGIN CERTIFICATE[^]+?END CERTIFICATE-----/)[0]);
  },
  opened: async () => {
    await inspector.useSample("good");
    /** @type {HTMLElement} */ (document.querySelector("[data-action=link]")).click();
    inspector
      .root()
      .querySelector("[role=tree]")
      .dispatchEvent(new KeyboardEvent("keydown", { key: "*", bubbles: true }));
    for (const node of inspector.nodes()) {
      if (node instanceof HTMLDetailsElement) {
        node.open = true;
      }
    }
  },
};

const [folder = fileURLToPath(new URL("../../build/screenshots/", import.meta.url)), ...wanted] = process.argv.slice(2);
const stories = [...Object.keys(STATES), ...samples.map(({ id }) => id)].filter(
  (story) => wanted.length === 0 || wanted.includes(story),
);
mkdirSync(folder, { recursive: true });
if (wanted.length === 0) {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".png")) {
      rmSync(join(folder, name));
    }
  }
}

/** @param {Visit} visit @param {string} label begins the files' names */
async function photograph(visit, label) {
  const page = /** @type {import("puppeteer-core").Page} */ (visit.page);
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 900 });
    for (const story of stories) {
      await page.goto("about:blank");
      await page.goto(/** @type {string} */ (visit.url));
      await visit.loaded();
      if (Object.hasOwn(STATES, story)) {
        await visit.run(STATES[/** @type {keyof typeof STATES} */ (story)]);
      } else {
        await visit.useSample(story);
      }
      await visit.run(() => inspector.frames(4));
      await page.screenshot({ path: join(folder, `${label}-${width}-${story}.png`), fullPage: true });
    }
  }
}

for (const name of BROWSER_NAMES) {
  if (missing(name)) {
    console.log(`no pictures of ${name}: ${missing(name)}`);
    continue;
  }
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const visit = new Visit(name, { colorScheme });
    try {
      await visit.start();
      await photograph(visit, `${name}-${colorScheme}`);
    } finally {
      await visit.end();
    }
  }
}
console.log(`${readdirSync(folder).filter((name) => name.endsWith(".png")).length} pictures in ${folder}`);
