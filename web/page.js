// Puts the page together: four inboxes, the builder between them, the overview and the samples.

import { ready } from "../bindings/index.js";
import { toBase64 } from "../bindings/text.js";
import { makeBuilder } from "./builder.js";
import { find } from "./dom.js";
import { makeInbox } from "./inbox.js";
import { KINDS } from "./kinds.js";
import { makeOverview } from "./overview.js";
import { showSamples } from "./samples.js";
import { verdict } from "./verdict.js";

await ready();

const BUILD = { id: "build", title: "Build a request" };
const titles = KINDS.map(({ name, title }) => ({ id: /** @type {string} */ (name), title }));
const overview = makeOverview(find(document, ".overview ul"), titles.toSpliced(2, 0, BUILD));

/** @type {Map<string, ReturnType<typeof makeInbox>>} */
const inboxes = new Map();
const builder = makeBuilder((built) => {
  const request = inboxes.get("request");
  request?.setText(toBase64(built.toDER()));
  request?.card.scrollIntoView();
}, (headline) => overview.set(BUILD.id, headline));

/** What each inbox has read, or null. @type {Record<string, any>} */
const given = {};
for (const kind of KINDS) {
  inboxes.set(kind.name, makeInbox(kind, (object, headline) => {
    given[kind.name] = object;
    // First of all, the last verdict goes: whatever happens now, it was on something else.
    const response = inboxes.get("response");
    response?.setVerdict("");
    overview.set(kind.name, headline);
    if (kind.name === "certificate") builder.setCertificate(object);
    if (kind.name === "issuer") builder.setIssuer(object);
    response?.setVerdict(verdict(given));
  }));
}
const [certificate, issuer, ...messages] = [...inboxes.values()].map(({ card }) => card);
if (certificate && issuer) find(document, "#boxes").append(certificate, issuer, builder.card, ...messages);

// A file that misses its card must not replace the page.
for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());

await showSamples(find(document, "#samples"), (sample) => {
  for (const [name, inbox] of inboxes) inbox.setText(sample[name] ?? "");
});
find(document, "#starting").hidden = true;
