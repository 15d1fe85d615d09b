// Text to the clipboard, where the browser lets us; else the text itself, selected, for the keyboard.

import { element } from "./dom.js";

export function makeCopying() {
  const status = element("p", { role: "status", class: "hint" });
  const place = element("div", { class: "copying" }, status);

  return {
    element: place,
    /** @param {string} text @param {string} what it is, as the status names it */
    async copy(text, what) {
      place.replaceChildren(status);
      try {
        await navigator.clipboard.writeText(text);
        status.textContent = `Copied: ${what}.`;
      } catch {
        // No permission, or no clipboard at all outside of a secure context.
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
