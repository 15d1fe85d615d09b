// Ready-made stories to look at. The build makes them; a page built without them has none.

import { element, find } from "../panel/dom.js";

/** @typedef {{ id: string, title: string, story: string, asOf: string, load: () => Promise<string> }} Sample */

/**
 * @param {HTMLElement} place
 * @param {(text: string, sample: Sample) => void} use
 */
export async function showSamples(place, use) {
  // A separate file, so that the page need not wait for it; fetched at the start, so that nothing is fetched later.
  const { samples } = /** @type {{ samples: Sample[] }} */ (await import("../../build/samples.js"));
  const list = find(place, "ul");
  for (const sample of samples) {
    const button = element(
      "button",
      { type: "button", "data-sample": sample.id, title: sample.story, "aria-pressed": "false" },
      sample.title,
    );
    button.addEventListener("click", async () => use(await sample.load(), sample));
    list.append(element("li", {}, button));
  }
  place.hidden = samples.length === 0;
}
