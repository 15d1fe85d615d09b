// Pictures of the page, to be looked at: `node tests/tools/screenshots.js [folder]`, build/screenshots unless given.
// Both browsers, desktop and phone width, light and dark, one story after the other.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { serve } from "../../web/serve.js";

const SAMPLES = ["Good", "Revoked", "Several entries", "Unauthorized", "Truncated"];
const WIDTHS = [1280, 390];

const folder = process.argv[2] ?? fileURLToPath(new URL("../../build/screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });

/** @param {import("puppeteer-core").Page} page @param {string} label begins the files' names */
async function photograph(page, label) {
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 900 });
    await page.reload({ waitUntil: "load" });
    await page.waitForSelector("#starting[hidden]");
    for (const story of ["empty", ...SAMPLES]) {
      if (story !== "empty") await page.locator(`.samples button ::-p-text(${story})`).click();
      const path = join(folder, `${label}-${width}-${story.toLowerCase().replaceAll(" ", "-")}.png`);
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
        await page.goto(server.url);
        await photograph(page, `${name}-${colorScheme}`);
      } finally {
        await close();
      }
    }
  }
} finally {
  await server.close();
}
