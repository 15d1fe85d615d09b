// Pictures of the page, to be looked at: `node tests/tools/screenshots.js [folder]`, build/screenshots unless given.
// Both browsers, desktop and phone width, light and dark, one story after the other.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { serve } from "../../web/serve.js";

const SAMPLES = ["good", "revoked", "stale", "many", "unauthorized", "truncated", "missing-issuer", "hostile"];
const WIDTHS = [1280, 390];

const folder = process.argv[2] ?? fileURLToPath(new URL("../../build/screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });

/** @param {import("puppeteer-core").Page} page @param {string} url @param {string} label begins the files' names */
async function photograph(page, url, label) {
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 800 });
    await page.goto(url, { waitUntil: "load" });
    await page.waitForSelector("[data-sample]");
    for (const story of ["empty", ...SAMPLES]) {
      if (story !== "empty") await page.$eval(`[data-sample="${story}"]`, (button) => button.click());
      await page.waitForFunction((wanted) => document.querySelector('[aria-pressed="true"]')?.dataset.sample === wanted, {},
        story === "empty" ? undefined : story);
      const path = join(folder, `${label}-${width}-${story}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
    }
  }
}

const server = await serve({ port: 0 });
try {
  for (const name of BROWSER_NAMES) {
    if (missing(name)) {
      console.log(`no pictures of ${name}: ${missing(name)}`);
      continue;
    }
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { openPage, close } = await launch(name, { colorScheme });
      try {
        const { page } = await openPage();
        await photograph(page, server.url, `${name}-${colorScheme}`);
      } finally {
        await close();
      }
    }
  }
} finally {
  await server.close();
}
