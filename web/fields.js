// Fields of an object as a definition list, labelled with the names that the RFCs and the library's getters have.

import { OCSPError } from "../bindings/index.js";
import { element } from "./dom.js";
import { fault } from "./fault.js";

/**
 * @param {Record<string, () => import("./dom.js").Child>} rows by label, what makes the value: a field that the
 *   library refuses to read shows its own fault and leaves the others alone
 */
export function fields(rows) {
  const shown = element("dl", { class: "fields" });
  for (const [label, make] of Object.entries(rows)) {
    let value;
    try {
      value = make();
    } catch (error) {
      if (!(error instanceof OCSPError)) throw error;
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
 * @param {...import("./dom.js").Child} content
 */
export function part(title, ...content) {
  return element("section", { class: "part", "data-part": title }, element("h3", {}, title), ...content);
}
