// The row at the top that leads to each card and says in one line what is there.

import { element } from "./dom.js";

/** @param {HTMLElement} place @param {readonly { id: string, title: string }[]} entries */
export function makeOverview(place, entries) {
  const lines = new Map();
  for (const { id, title } of entries) {
    const line = element("span", { class: "line" });
    lines.set(id, line);
    place.append(element("li", {}, element("a", { href: `#${id}` }, element("span", { class: "name" }, title), line)));
  }
  return {
    /** @param {string} id @param {Node} headline */
    set(id, headline) {
      lines.get(id)?.replaceChildren(headline.cloneNode(true));
    },
  };
}
