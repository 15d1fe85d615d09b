// A control with its label above it, and a hint below.

import { element } from "../../panel/dom.js";

/** @param {string} label @param {HTMLElement} control @param {string} hint */
export function labelled(label, control, hint) {
  control.setAttribute("aria-describedby", `${control.id}-hint`);
  return [
    element("label", { for: control.id, class: "caption" }, label),
    control,
    element("p", { id: `${control.id}-hint`, class: "hint" }, hint),
  ];
}
