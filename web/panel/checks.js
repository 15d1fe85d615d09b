// Every check of a verification: its question, outcome, reason and reference, and the bytes that it is about.

import { CHECK_TITLES } from "../../bindings/index.js";
import { element } from "./dom.js";
import { statement } from "./values.js";

/** @typedef {import("../../bindings/index.js").Check} Check */

/** Each outcome has its own sign and word, so that colour is never the only difference. */
const OUTCOMES = /** @type {const} */ ({
  pass: ["✓", "passed"],
  fail: ["✕", "failed"],
  note: ["i", "note"],
  skipped: ["–", "not decided"],
});

/** @param {(span: readonly [number, number]) => void} reveal shows the bytes in [start, end) */
export function makeChecks(reveal) {
  const list = element("ul", { class: "checks", role: "list" });
  /** @type {Map<string, { update(check: Check): void }>} */
  const rows = new Map();

  /** @param {string} name */
  const addRow = (name) => {
    const question = CHECK_TITLES[/** @type {keyof typeof CHECK_TITLES} */ (name)] ?? name;
    const outcome = element("span", { class: "outcome" });
    const message = element("p", {});
    const reference = element("span", { class: "reference" });
    const show = element("button", { type: "button", class: "quiet" }, "Show bytes");
    show.setAttribute("aria-label", `Show bytes of ${name}`);
    const row = element(
      "li",
      { "data-check": name },
      outcome,
      element(
        "div",
        {},
        element("p", { class: "question" }, question, " ", element("code", {}, name)),
        message,
        reference,
      ),
      show,
    );
    /** @type {Check["span"]} */
    let span;
    show.addEventListener("click", () => span && reveal(span));
    list.append(row);
    return {
      /** @param {Check} check */
      update(check) {
        const [sign, word] = OUTCOMES[check.outcome];
        row.dataset.outcome = check.outcome;
        outcome.replaceChildren(element("span", { "aria-hidden": "true" }, sign), ` ${word}`);
        message.replaceChildren(statement(check.message));
        reference.textContent = check.reference;
        span = check.span;
        show.hidden = !span;
      },
    };
  };

  return {
    element: list,
    /** Keeps the rows, so that readers keep their place. @param {readonly Check[]} checks */
    update(checks) {
      for (const check of checks) {
        const row = rows.get(check.name) ?? addRow(check.name);
        rows.set(check.name, row);
        row.update(check);
      }
    },
  };
}

export const style = `
.checks { padding: 0; list-style: none; font-size: 0.9375rem; }
.checks li {
  display: grid;
  grid-template-columns: 7.75rem minmax(0, 1fr) auto;
  gap: 0.125rem 1rem;
  align-items: start;
  padding: 0.5rem 0;
  border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent);
}
.checks li:last-child { border-bottom: 0; }
.checks .question { font-weight: 600; }
.checks .question code { color: var(--muted); font-weight: 400; }
.checks .reference { color: var(--muted); font-size: 0.8125rem; }
.checks .outcome { font-weight: 600; }
.checks button { margin-block: -0.375rem; }
[data-outcome="pass"] .outcome { color: var(--good); }
[data-outcome="fail"] .outcome { color: var(--bad); }
:is([data-outcome="note"], [data-outcome="skipped"]) .outcome { color: var(--unsure); }
@container (max-width: 36rem) {
  .checks li { grid-template-columns: minmax(0, 1fr) auto; }
  .checks li > div { grid-column: 1 / -1; grid-row: 2; }
}
`;
