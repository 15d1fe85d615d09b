// The moments of an answer as a table, and in one sentence for those who cannot see the picture.

import { element } from "../dom.js";
import { plainText, relationText, utcText } from "../utc-text.js";

/** @typedef {import("./moments.js").Moment} Moment */
/** @typedef {import("./moments.js").Moments} Moments */

/** All moments by name, in order. @param {Moments} moments @param {number} now @returns {Moment[]} */
export function momentsInOrder({ spans, marks }, now) {
  const ends = spans.flatMap(({ kind, title, start, end }) =>
    [start, ...(end ? [end] : [])].map(({ name, time }) => ({
      name: kind === "answer" ? name : `${title.toLowerCase()} ${name}`,
      time,
    })),
  );
  return [...ends, ...marks, { name: "now", time: now }].sort((a, b) => a.time - b.time);
}

const COLUMNS = ["moment", "time (UTC)", "from the as-of time"];

export class MomentTable {
  #rows = element("tbody");
  element = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...COLUMNS.map((name) => element("th", { scope: "col" }, name)))),
    this.#rows,
  );
  /** @type {{ name: string, time: number, cell: HTMLElement }[]} */
  #relations = [];

  /** @param {readonly Moment[]} moments */
  show(moments) {
    this.#relations = moments.map(({ name, time }) => ({ name, time, cell: element("td", { "data-moment": name }) }));
    this.#rows.replaceChildren(
      ...this.#relations.map(({ name, time, cell }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          element("td", {}, element("time", {}, plainText(time))),
          cell,
        ),
      ),
    );
  }

  /** @param {number} asOf @returns {string} the table in words */
  relateTo(asOf) {
    for (const { time, cell } of this.#relations) {
      cell.textContent = relationText(time, asOf);
    }
    const relations = this.#relations.map(({ name, cell }) => `${name} ${cell.textContent}`);
    return `Seen from the as-of time, ${utcText(asOf)}: ${relations.join(", ")}.`;
  }
}
