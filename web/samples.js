// Ready-made messages to look at. The build makes them with OpenSSL; a page that was built without them just has none.

import { element, find } from "./dom.js";
import { KINDS } from "./kinds.js";

/**
 * @param {HTMLElement} place
 * @param {(sample: Record<string, string | undefined>) => void} load
 */
export async function showSamples(place, load) {
  const samples = await import("../build/samples.js").then((module) => module.samples, () => []);
  const said = find(place, "[role=status]");
  for (const sample of samples) {
    const button = element("button", { type: "button" }, sample.title);
    button.addEventListener("click", () => {
      for (const other of place.querySelectorAll("button")) other.classList.toggle("current", other === button);
      load(sample);
      const parts = KINDS.filter(({ name }) => sample[name]).map(({ title }) => title.toLowerCase());
      said.textContent = `${sample.title}: ${sample.description} Filled in: ${parts.join(", ")}.`;
    });
    find(place, "ul").append(element("li", {}, button));
  }
  place.hidden = samples.length === 0;
}
