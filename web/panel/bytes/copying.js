// Copies text to the clipboard if the browser permits; otherwise shows the text, selected, for the keyboard.

import { toClipboard } from "../clipboard.js";
import { element } from "../dom.js";

export function makeCopying() {
  const status = element("p", { role: "status", class: "hint" });
  const place = element("div", { class: "copying" }, status);

  return {
    element: place,
    /** @param {string} text @param {string} what the status calls it */
    async copy(text, what) {
      place.replaceChildren(status);
      if (await toClipboard(text)) {
        status.textContent = `Copied: ${what}.`;
      } else {
        const field = element("textarea", { readonly: true, rows: 4, "aria-label": what });
        field.value = text;
        place.append(field);
        field.select();
        field.focus();
        status.textContent = "The browser refused to copy. The text is selected below: copy it from there.";
      }
    },
    clear() {
      place.replaceChildren(status);
      status.textContent = "";
    },
  };
}
