// The parts of the panel below the verdict, each with a heading, and buttons that go to them.

import { element } from "./dom.js";

/**
 * A part with a heading only, not a landmark: the landmarks of two panels would have the same names.
 * @param {string} title
 * @param {Node | null | undefined} content
 * @returns {HTMLElement[]} empty where there is no content
 */
export function panelPart(title, content) {
  return content
    ? [
        element(
          "section",
          { class: "panel-part", "data-panel-part": title },
          element("h2", { tabindex: -1 }, title),
          content,
        ),
      ]
    : [];
}

/** Buttons, because links would write into the page's address. @param {readonly HTMLElement[]} parts */
export function tableOfContents(parts) {
  return element(
    "div",
    { class: "contents", role: "group", "aria-label": "Parts" },
    ...parts.map((part) => {
      const go = element("button", { type: "button", class: "quiet" }, part.dataset.panelPart ?? "");
      go.addEventListener("click", () => {
        part.scrollIntoView();
        part.querySelector("h2")?.focus({ preventScroll: true });
      });
      return go;
    }),
  );
}
