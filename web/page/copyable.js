// Text to take away: a read-only field, and a button that copies it.

import { toClipboard } from "../panel/clipboard.js";
import { element } from "../panel/dom.js";

/**
 * @param {string} id of the field
 * @param {string} label
 * @param {...Node} actions beside the one that copies
 */
export function makeCopyable(id, label, ...actions) {
  const field = element("textarea", { id, readonly: true, spellcheck: "false", dir: "ltr" });
  const copy = element("button", { type: "button", "aria-label": `Copy ${label}` }, "Copy");
  const status = element("span", { role: "status", class: "done" });
  copy.addEventListener("click", async () => {
    if (await toClipboard(field.value)) {
      status.textContent = "Copied";
    } else {
      field.focus();
      field.select();
      status.textContent = "No access to the clipboard: the text is selected, so copy it from there";
    }
  });
  return {
    element: element(
      "div",
      { class: "copyable" },
      element("label", { class: "caption", for: id }, label),
      field,
      element("div", { class: "actions" }, copy, ...actions, status),
    ),
    /** @param {string} text */
    setText(text) {
      if (text !== field.value) {
        status.textContent = "";
      }
      field.value = text;
      // For browsers that do not know field-sizing: as high as its lines, within reason; one long line wraps.
      field.rows = Math.min(20, Math.max(3, text.split("\n").length));
    },
  };
}
