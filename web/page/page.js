// Puts the page together: the inbox, the list of what was found, what belongs together, the panel and the builder.

import { Certificate, findIssuer, OCSPRequest, OCSPResponse, ready } from "../../bindings/index.js";
import { element, find } from "../panel/dom.js";
import { foreign, serialHex, time as shownTime } from "../panel/values.js";
import { OCSPPanel } from "../panel.js";
import { Builder } from "./builder/builder.js";
import { makeCopyable } from "./copyable.js";
import { Inbox } from "./inbox/inbox.js";
import { fromFragment, LINK_LIMIT, toFragment } from "./link.js";
import { ObjectList } from "./object-list.js";
import { keyOf } from "./objects.js";
import { pair, remarkOn } from "./pairing.js";
import { showSamples } from "./samples.js";

/** @typedef {import("./objects.js").Item} Item */
/** @typedef {import("./objects.js").Role} Role */

/** @param {Certificate} certificate */
const titleOf = ({ subject, serialNumber }) => `${subject} (serial number ${serialHex(serialNumber)})`.trimStart();

/** A slider this close to the real time counts as standing on it. */
const NOW_MS = 60_000;

const panel = new OCSPPanel();
const result = find(document, "#result");
result.append(panel);
const told = find(document, ".told");
const place = find(document, "#inbox");
const found = find(document, ".found");
const samples = /** @type {HTMLDetailsElement} */ (find(document, ".samples"));

/** @type {Item[]} */
let items = [];
/** What somebody chose to look at; null: whichever tells most. @type {Item | null} */
let chosen = null;
/** As of when, where it is not now. @type {Date | null} */
let asOf = null;
/** What the panel shows: the same again would only lose the reader's place. @type {unknown[]} */
let shown = [];

/** The objects of one class. @template T @param {{ prototype: T }} type */
const allOf = (type) =>
  /** @type {T[]} */ (
    items.map(({ object }) => object).filter((object) => object instanceof /** @type {any} */ (type))
  );

/** @param {import("./pairing.js").Pairing} pairing */
function mostTelling({ certificate, response, request }) {
  const kind = (/** @type {string} */ wanted) => items.find((item) => item.kind === wanted);
  const of = (/** @type {unknown} */ object) => (object ? items.find((item) => item.object === object) : undefined);
  const broken = items.find((item) => item.kind === "certificate" && !item.object);
  return (
    of(response) ??
    kind("ocsp-response") ??
    of(request) ??
    kind("ocsp-request") ??
    broken ??
    of(certificate) ??
    items[0] ??
    null
  );
}

/** @param {Item} item @param {import("./pairing.js").Pairing} pairing @returns {Role} */
function roleOf({ kind, object, use }, { certificate, issuer, delegates }) {
  if (kind === "ocsp-response") {
    return "response";
  }
  if (kind === "ocsp-request") {
    return "request";
  }
  if (use) {
    return use;
  }
  if (object !== null && object === certificate) {
    return "certificate";
  }
  if (object !== null && object === issuer) {
    return "issuer";
  }
  if (object instanceof Certificate && delegates.includes(object)) {
    return "delegate";
  }
  return kind === "certificate" && object === null && certificate === null ? "certificate" : "other";
}

function update() {
  if (chosen && !items.includes(chosen)) {
    chosen = null;
  }
  const certificates = allOf(Certificate);
  const used = (/** @type {Role} */ role) =>
    /** @type {Certificate | null} */ (items.find(({ use }) => use === role)?.object ?? null);
  const looked = chosen?.object;
  const pairing = pair(
    { certificates, requests: allOf(OCSPRequest), responses: allOf(OCSPResponse) },
    {
      message: looked instanceof OCSPRequest || looked instanceof OCSPResponse ? looked : null,
      certificate: used("certificate"),
      issuer: used("issuer"),
    },
  );
  const item = chosen ?? mostTelling(pairing);

  found.hidden = items.length === 0;
  result.dataset.state = item ? "filled" : "empty";
  objects.update(items, (each) => roleOf(each, pairing), item);
  remark.replaceChildren(
    ...remarkOn(pairing).map((part) => (part instanceof Certificate ? foreign(titleOf(part)) : part)),
  );
  link.hidden = true;
  builder.update({ certificate: pairing.certificate, issuer: pairing.issuer });
  builder.element.hidden = !pairing.certificate && !pairing.issuer;
  inspect(item, pairing, certificates);
}

/** @param {Item | null} item @param {import("./pairing.js").Pairing} pairing @param {Certificate[]} candidates */
function inspect(item, pairing, candidates) {
  const { object } = item ?? {};
  const own =
    object instanceof Certificate
      ? {
          certificate: object,
          issuer: object === pairing.certificate ? pairing.issuer : findIssuer(object, candidates).issuer,
        }
      : { certificate: pairing.certificate, issuer: pairing.issuer };
  const request = object instanceof OCSPResponse ? pairing.request : null;
  const next = [item, own.certificate, own.issuer, request, asOf?.getTime(), ...candidates, ...pairing.delegates];
  if (next.length === shown.length && next.every((each, i) => each === shown[i])) {
    return;
  }
  shown = next;
  if (!item) {
    panel.clear();
  } else {
    panel.inspect(item.der, {
      ...own,
      request,
      responderCertificates: pairing.delegates,
      candidates,
      ...(asOf && { time: asOf }),
    });
  }
}

/** @param {import("./samples.js").Sample | null} sample */
function tell(sample) {
  told.hidden = sample === null;
  asOf = sample && new Date(sample.asOf);
  for (const button of samples.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.sample === sample?.id));
  }
  if (sample) {
    told.replaceChildren(
      element("strong", {}, `${sample.title}.`),
      ` ${sample.story} It is `,
      shownTime(asOf),
      " in this story.",
    );
  }
}

await ready();

const builder = new Builder(async (request) => {
  const der = request.toDER();
  await inbox.add("Build a request", der);
  chosen = items.find(({ key }) => key === keyOf(der)) ?? null;
  update();
  result.scrollIntoView();
  result.focus({ preventScroll: true });
});

const objects = new ObjectList({
  inspect: (item) => {
    chosen = item;
    update();
  },
  remove: (item) => inbox.remove(item),
  use: (changed) => {
    for (const item of items) {
      if (item !== changed && item.use === changed.use) {
        item.use = null;
      }
    }
    update();
  },
});

const remark = element("p", { class: "hint remark" });
const linkText = makeCopyable("link", "Link");
const link = element("div", { class: "link", hidden: true });
const makeLink = element("button", { type: "button", class: "quiet", "data-action": "link" }, "Make link");
makeLink.addEventListener("click", () => {
  const safe = items.filter(({ kind }) => ["certificate", "ocsp-request", "ocsp-response"].includes(kind));
  const fragment = toFragment(
    safe.map(({ der }) => der),
    asOf,
  );
  link.hidden = false;
  if (safe.length === 0 || fragment.length > LINK_LIMIT) {
    link.replaceChildren(
      element(
        "p",
        { role: "status", class: "hint" },
        safe.length === 0
          ? "There is nothing here that a link could carry."
          : `The link would have ${fragment.length.toLocaleString("en")} characters, which is too long to pass on: \
send the files instead.`,
      ),
    );
    return;
  }
  history.replaceState(null, "", fragment);
  linkText.setText(location.href);
  link.replaceChildren(
    linkText.element,
    element(
      "p",
      { class: "hint", role: "status" },
      `The link carries ${safe.length === 1 ? "this object" : `these ${safe.length} objects`} after the #, `,
      `which browsers do not send to the server. Anyone who has the link has ${safe.length === 1 ? "it" : "them"} too.`,
    ),
  );
});
found.append(objects.element, remark, element("div", { class: "actions" }, makeLink), link);

const inbox = new Inbox(place, (now, reason) => {
  // If nothing of the old is left, its time does not apply to the new.
  if (reason === "changed" && !now.some((item) => items.includes(item))) {
    tell(null);
    chosen = null;
  }
  items = now;
  samples.open = items.length === 0 || (samples.open && !told.hidden);
  update();
});

panel.addEventListener("ocsp-time", (event) => {
  const { time } = /** @type {CustomEvent<{ time: Date }>} */ (event).detail;
  asOf = Math.abs(time.getTime() - Date.now()) < NOW_MS ? null : time;
  // The panel already shows that time.
  shown[4] = asOf?.getTime();
});

find(document, ".skip").addEventListener("click", (event) => {
  event.preventDefault();
  (items.length ? result : find(place, "textarea")).focus();
});

async function openLink() {
  const linked = fromFragment(location.hash);
  if (!linked) {
    return;
  }
  chosen = null;
  tell(null);
  asOf = linked.asOf;
  await inbox.setObjects("the link", linked.objects);
  // Whoever made the link chose the time: an old answer that was good then must not look good now.
  told.hidden = asOf === null;
  if (asOf) {
    told.replaceChildren(
      element("strong", {}, "Judged as of another time."),
      " The link says that it is ",
      shownTime(asOf),
      ". Move the timeline's slider to now for today's verdict.",
    );
  }
}
window.addEventListener("hashchange", openLink);
builder.element.hidden = true;
await openLink();

find(document, "#starting").hidden = true;
found.hidden = items.length === 0;
find(document, "main").append(builder.element);

await showSamples(samples, async (text, sample) => {
  chosen = null;
  tell(sample);
  await inbox.setText(text);
  if (matchMedia("(min-width: 60rem)").matches) {
    return;
  }
  // The button that was pressed is now out of sight.
  samples.open = false;
  result.focus({ preventScroll: true });
});
