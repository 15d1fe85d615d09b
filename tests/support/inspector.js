// The inspector page as a test visits it: a server and a browser of its own, what goes into the page, and all that it
// then says.
/// <reference path="./inspector-global.d.ts" />

import { after, before, describe } from "node:test";
import { samples } from "../../build/samples.js";
import { serve } from "../../web/serve.js";
import { BROWSER_NAMES, launch, missing } from "./browser.js";
import { PATIENCE_MS } from "./patience.js";

/** @typedef {import("./browser.js").BrowserName} BrowserName */

/**
 * @param {string} id
 * @returns {{ id: string, title: string, asOf: string, expect: { verdict: string, failed: string[] }, load: () =>
 *   Promise<string> }}
 */
export const sample = (id) =>
  samples.find((each) => each.id === id) ??
  (() => {
    throw new Error(`no sample ${id}`);
  })();

/** Runs in the page before its own scripts: `inspector` is what the tests ask there. @param {number} patience */
function install(patience) {
  const panel = () => /** @type {any} */ (document.querySelector("ocsp-panel"));
  const root = () => /** @type {ShadowRoot} */ (panel()?.shadowRoot);
  const text = (/** @type {Element | null | undefined} */ each) => each?.textContent?.trim() ?? null;
  const field = () => /** @type {HTMLTextAreaElement} */ (document.querySelector("#inbox textarea"));

  /** @type {any} */
  const made = {
    panel,
    root,
    field,

    /** @param {() => unknown} condition */
    async until(condition) {
      const end = performance.now() + patience;
      while (!condition()) {
        if (performance.now() > end) {
          throw new Error(`still not so: ${condition}; the page says ${JSON.stringify(inspector.state())}`);
        }
        await new Promise((resolve) => {
          setTimeout(resolve, 4);
        });
      }
    },

    async frames(count = 2) {
      for (let i = 0; i < count; i++) {
        await new Promise(requestAnimationFrame);
      }
    },

    state() {
      const verdict = /** @type {HTMLElement | null} */ (root()?.querySelector("[data-verdict]"));
      const rows = /** @type {HTMLElement[]} */ ([...(root()?.querySelectorAll("[data-check]") ?? [])]);
      const objects = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".found [data-role]")]);
      return {
        verdict: verdict?.dataset.verdict ?? null,
        sentence: text(verdict),
        outcomes: Object.fromEntries(rows.map(({ dataset }) => [dataset.check, dataset.outcome])),
        failed: rows.filter(({ dataset }) => dataset.outcome === "fail").map(({ dataset }) => dataset.check),
        objects: objects.map(({ dataset }) => `${dataset.role}: ${dataset.kind}`),
        said: text(document.querySelector(".said")),
      };
    },

    clear() {
      /** @type {HTMLElement} */ (document.querySelector("#inbox .clear")).click();
    },

    /** @param {string} id */
    async useSample(id) {
      inspector.clear();
      const button = /** @type {HTMLElement} */ (document.querySelector(`[data-sample="${id}"]`));
      button.click();
      await inspector.until(() => button.ariaPressed === "true" && inspector.state().verdict);
    },

    /** As if somebody had typed or pasted it, in place of what was there. @param {string} pasted */
    fill(pasted) {
      field().value = pasted;
      field().dispatchEvent(new Event("input", { bubbles: true }));
    },

    /** The time of the verdict, by the field beside the slider. @param {string} time */
    async judgeAsOf(time) {
      const input = /** @type {HTMLInputElement} */ (root().querySelector("#timeline-time"));
      input.value = time;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      await inspector.frames(2);
    },

    /** All nodes, those in shadow roots too. @param {Node} [from] @returns {Generator<Node, void>} */
    *nodes(from = document) {
      yield from;
      const shadow = from instanceof Element ? from.shadowRoot : null;
      if (shadow) {
        yield* inspector.nodes(shadow);
      }
      for (const child of from.childNodes) {
        yield* inspector.nodes(child);
      }
    },

    /** What has the focus, however deep in shadow roots. */
    focused() {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) {
        active = active.shadowRoot.activeElement;
      }
      return active;
    },

    /** The texts of the fields by name, outside of the certificates inside a message, and what the fault says. */
    fields() {
      const says = root().querySelector('[data-panel-part="What it says"]');
      const rows = /** @type {HTMLElement[]} */ ([...(says?.querySelectorAll("[data-field]") ?? [])]);
      /** @type {Record<string, (string | null)[]>} */
      const fields = {};
      for (const row of rows) {
        if (row.closest(".nested, .extensions")) {
          continue;
        }
        (fields[row.dataset.field ?? ""] ??= []).push(text(row.querySelector("dd")));
      }
      const faults = /** @type {HTMLElement[]} */ ([...root().querySelectorAll("[data-fault]")]);
      return {
        fields,
        serials: [...(says?.querySelectorAll(".serial") ?? [])]
          .filter((each) => !each.closest(".nested, .extensions"))
          .map(text),
        nested: Object.fromEntries(
          [...(says?.querySelectorAll(".nested [data-field]") ?? [])].map((row) => [
            /** @type {HTMLElement} */ (row).dataset.field,
            text(row.querySelector("dd")),
          ]),
        ),
        fault: Object.fromEntries(faults.map((row) => [row.dataset.fault, text(row.querySelector("dd"))])),
      };
    },
  };
  Object.assign(globalThis, { inspector: made });
}

/**
 * @typedef {{ verdict: string | null, sentence: string | null, outcomes: Record<string, string>, failed: string[],
 *   objects: string[], said: string | null }} State
 */

export class Visit {
  /** @param {BrowserName} name @param {Parameters<typeof launch>[1]} [options] */
  constructor(name, options) {
    this.name = name;
    this.options = options;
  }

  async start() {
    this.server = await serve({ port: 0 });
    this.url = this.server.url;
    this.running = await launch(this.name, this.options);
    await this.open();
  }

  /** A page of its own, in the same browser. @param {string} [url] */
  async open(url = this.url) {
    const { page, complaints, requests } = await /** @type {NonNullable<Visit["running"]>} */ (this.running).openPage();
    this.page = page;
    this.complaints = complaints;
    this.requests = requests;
    await page.setViewport({ width: 1280, height: 900 });
    await page.evaluateOnNewDocument(install, PATIENCE_MS);
    await page.goto(/** @type {string} */ (url));
    await this.loaded();
  }

  async loaded() {
    // The samples come last.
    await this.run(() =>
      inspector.until(
        () =>
          document.querySelector("#starting[hidden]") && document.querySelector(".samples:not([hidden]) [data-sample]"),
      ),
    );
  }

  async end() {
    await this.running?.close();
    await this.server?.close();
  }

  /**
   * @template {unknown[]} Args
   * @template Result
   * @param {(...args: Args) => Result} ask runs in the page
   * @param {Args} args
   * @returns {Promise<Awaited<Result>>}
   */
  async run(ask, ...args) {
    return /** @type {any} */ (this.page).evaluate(ask, ...args);
  }

  /** @returns {Promise<State>} */
  state() {
    return this.run(() => inspector.state());
  }

  /** @param {string} id @returns {Promise<State>} */
  useSample(id) {
    return this.run(async (/** @type {string} */ wanted) => {
      await inspector.useSample(wanted);
      return inspector.state();
    }, id);
  }

  /** In place of all that was there. @param {string} text @returns {Promise<State>} */
  paste(text) {
    return this.run(async (/** @type {string} */ pasted) => {
      inspector.clear();
      inspector.fill(pasted);
      await inspector.until(() => inspector.state().verdict || inspector.state().said);
      return inspector.state();
    }, text);
  }

  /** @param {string} time @returns {Promise<State>} */
  judgeAsOf(time) {
    return this.run(async (/** @type {string} */ asOf) => {
      await inspector.judgeAsOf(asOf);
      return inspector.state();
    }, time);
  }
}

/**
 * A suite in each browser, with the page open from its beginning to its end.
 *
 * @param {string} title
 * @param {(visit: Visit & { page: import("puppeteer-core").Page, complaints: string[], requests: string[], url: string
 *   }) => void} suite
 * @param {Parameters<typeof launch>[1]} [options]
 */
export function describeVisits(title, suite, options) {
  for (const name of BROWSER_NAMES) {
    describe(`${title} in ${name}`, { skip: missing(name) }, () => {
      const visit = /** @type {any} */ (new Visit(name, options));
      before(() => visit.start());
      after(() => visit.end());
      suite(visit);
    });
  }
}
