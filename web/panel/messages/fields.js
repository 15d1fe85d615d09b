// The fields of an object as a definition list, with the names that they have in the RFCs and in the library.

import { OCSPError } from "../../../bindings/index.js";
import { element } from "../dom.js";
import { fault } from "../fault.js";

/**
 * @param {Record<string, () => import("../dom.js").Child>} rows what makes each value, by label; a field that the
 *   library refuses to read shows its error, and the others stand
 */
export function fields(rows) {
  const shown = element("dl", { class: "fields" });
  for (const [label, make] of Object.entries(rows)) {
    let value;
    try {
      value = make();
    } catch (error) {
      if (!(error instanceof OCSPError)) {
        throw error;
      }
      value = fault(error);
    }
    shown.append(element("div", { "data-field": label }, element("dt", {}, label), element("dd", {}, value)));
  }
  return shown;
}

/**
 * A titled part of an object.
 *
 * @param {string} title
 * @param {...import("../dom.js").Child} content
 */
export function part(title, ...content) {
  return element("section", { class: "part", "data-part": title }, element("h3", {}, title), ...content);
}

export const style = `
.part + .part, .part + .entries, .entries + .part { margin-top: 1.5rem; }
.part .part { margin-top: 1rem; padding-left: 1rem; border-left: 3px solid var(--line); }
.part h3 {
  font-size: 0.8125rem;
  font-weight: 600;
  color: var(--muted);
  padding-bottom: 0.375rem;
  border-bottom: 1px solid var(--line);
}
.part .part h3 { border-bottom: 0; padding-bottom: 0; }
.part > .plain, .part > .absent, .part > .fault { margin-top: 0.625rem; }
.part > .absent { display: block; font-size: 0.9375rem; }
dl.fields > div {
  display: grid;
  grid-template-columns: 11.5rem minmax(0, 1fr);
  gap: 0.125rem 1rem;
  padding: 0.4375rem 0;
  border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent);
  font-size: 0.9375rem;
}
dl.fields > div:last-child { border-bottom: 0; }
dl.fields dt { color: var(--muted); overflow-wrap: anywhere; }
dl.fields dd { min-width: 0; overflow-wrap: anywhere; }
dl.fields dl.fields > div { grid-template-columns: 7rem minmax(0, 1fr); padding: 0.1875rem 0; border: 0; }
@container (max-width: 36rem) {
  dl.fields > div, dl.fields dl.fields > div { grid-template-columns: minmax(0, 1fr); }
}
`;
