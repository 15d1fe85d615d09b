// Debian's Chromium and Firefox, headless, for the tests that need a browser.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { PATIENCE_MS } from "./patience.js";

/** @typedef {"chromium" | "firefox"} BrowserName */
/** @typedef {"light" | "dark"} ColorScheme */

/**
 * @type {Record<BrowserName, { path: string, options: (scheme: ColorScheme, downloads: string) =>
 *   import("puppeteer-core").LaunchOptions }>}
 */
const BROWSERS = {
  chromium: {
    path: process.env.CHROMIUM ?? "/usr/bin/chromium",
    options: (_, downloads) => ({
      browser: "chrome",
      downloadBehavior: { policy: "allow", downloadPath: downloads },
      // No sandbox, because tests may run as root in a container; nothing that talks to the network by itself.
      args: [
        "--no-sandbox",
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--lang=en",
      ],
    }),
  },
  firefox: {
    path: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    options: (scheme, downloads) => ({
      browser: "firefox",
      protocol: "webDriverBiDi",
      extraPrefsFirefox: {
        "browser.shell.checkDefaultBrowser": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "intl.accept_languages": "en",
        "ui.prefersReducedMotion": 1,
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        // WebDriver BiDi cannot emulate media features.
        "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
      },
    }),
  },
};

export const BROWSER_NAMES = /** @type {BrowserName[]} */ (Object.keys(BROWSERS));

/**
 * Why a test with this browser has to be skipped, or false: made for node:test's `skip` option.
 *
 * @param {BrowserName} name
 */
export function missing(name) {
  const { path } = BROWSERS[name];
  return existsSync(path) ? false : `${path} is not installed`;
}

/**
 * Starts a browser with an empty profile of its own, which goes away when it closes.
 *
 * @param {BrowserName} name
 * @param {{ colorScheme?: ColorScheme }} [options]
 */
export async function launch(name, { colorScheme = "light" } = {}) {
  const { path, options } = BROWSERS[name];
  const profile = mkdtempSync(join(tmpdir(), `bearocsp-${name}-`));
  const downloads = join(profile, "downloads");
  mkdirSync(downloads);
  const removeProfile = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const browser = await puppeteer
    .launch({
      ...options(colorScheme, downloads),
      executablePath: path,
      headless: true,
      userDataDir: profile,
      timeout: PATIENCE_MS,
      // Longer, so that what waits inside a page ends first, and says for what it waited.
      protocolTimeout: 2 * PATIENCE_MS,
    })
    .catch((error) => {
      removeProfile();
      throw error;
    });
  return {
    browser,
    /** The folder that it saves files in. */
    downloads,

    /** A new page that remembers what it complained about and what it asked for. */
    async openPage() {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      // Nobody waits for something that scrolls smoothly.
      if (name === "chromium") {
        await page.emulateMediaFeatures([
          { name: "prefers-color-scheme", value: colorScheme },
          { name: "prefers-reduced-motion", value: "reduce" },
        ]);
      }
      /** @type {string[]} */
      const complaints = [];
      /** @type {string[]} */
      const requests = [];
      page.on("console", (message) => {
        if (["error", "warn", "assert"].includes(message.type())) {
          complaints.push(message.text());
        }
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => requests.push(request.url()));
      return { page, complaints, requests };
    },

    async close() {
      await browser.close();
      removeProfile();
    },
  };
}
