/**
 * `<ocsp-panel>`: says of an OCSP response, an OCSP request or a certificate what it is worth in one sentence, and proves it.
 *
 *     <script type="module" src="panel.js"></script>
 *     <ocsp-panel></ocsp-panel>
 *
 *     await customElements.whenDefined("ocsp-panel");
 *     document.querySelector("ocsp-panel").inspect(response, { certificate, issuer });
 *
 * inspect(bytes, context) shows `bytes` in place of what was there before. It may be called at any time, also before the element
 * is in a document, and again as often as one likes. `bytes` is DER (any buffer or view), text in which some DER is found (PEM,
 * base64, hex), or an object of this library. What the bytes are is recognised from them; broken ones are shown up to the fault.
 * inspect throws an OCSPError for a wrong context, never for what `bytes` holds. clear() empties the panel.
 *
 * The context, all of it optional:
 *   certificate            the certificate in question                     (bytes, PEM, Certificate or { raw }, like all certificates here)
 *   issuer                 the certificate of the CA that issued it: without it nothing is verified
 *   request                the request that was sent                       (OCSPRequest, bytes or text)
 *   responderCertificates  delegates that the response does not carry itself
 *   candidates             certificates in which the issuer of a CertID is looked for; those above unless given
 *   time                   the Date as of which to judge; the real clock at the call unless given
 * and what OCSPResponse.check() takes beyond these: trustedResponders, noncePolicy, allowSHA1Signatures, minKeyBits, …
 *
 * Events: "ocsp-time" (bubbles, composed) with `detail.time` when somebody moves the time as of which the response is judged.
 *
 * Properties: `verdict`, the state that is shown: "good", "revoked", "unknown" (all three: to be relied on), "unreliable", "undecided",
 * "unsuccessful", "broken"; null before the first inspect().
 *
 * Looks: custom properties --ocsp-text, -muted, -accent, -accent-wash, -surface, -sunken, -line, -control-line, -good, -good-wash,
 * -bad, -bad-wash, -unsure, -unsure-wash (colours), -mono, -sans (fonts), -radius. Light or dark follows the color-scheme of the
 * element's surroundings. Nothing is styled outside of the panel.
 *
 * Content-Security-Policy: script-src with 'wasm-unsafe-eval' and where the script comes from; nothing else is needed. It works with
 * connect-src 'none' and with require-trusted-types-for 'script'; trusted-types 'none'. It asks no network and keeps nothing.
 */
import { Certificate, dissect, OCSPError, OCSPRequest, OCSPResponse, recognize } from "../bindings/index.js";
import { BytesView, style as bytesStyle } from "./panel/bytes/view.js";
import { style as certIDHelperStyle, makeCertIDHelper } from "./panel/certid/helper.js";
import { style as checksStyle, makeChecks } from "./panel/checks.js";
import { element } from "./panel/dom.js";
import { fault, style as faultStyle } from "./panel/fault.js";
import { style as certificateStyle, certificateView } from "./panel/messages/certificate-view.js";
import { style as entryListStyle } from "./panel/messages/entry-list.js";
import { style as extensionsStyle } from "./panel/messages/extensions-view.js";
import { style as fieldsStyle } from "./panel/messages/fields.js";
import { requestView } from "./panel/messages/request-view.js";
import { style as responseStyle, responseView } from "./panel/messages/response-view.js";
import { style as statusStyle } from "./panel/messages/status.js";
import { style as themeStyle } from "./panel/theme.js";
import { Timeline, style as timelineStyle } from "./panel/timeline/view.js";
import { time as shownTime, style as valuesStyle } from "./panel/values.js";
import { makeVerdict, verdictOn, style as verdictStyle } from "./panel/verdict.js";

/** @import { Bytes, CertificateInput, CheckOptions, SingleResponse, VerificationReport } from "../bindings/index.js" */
/** @typedef {import("./panel/verdict.js").State} State */

/**
 * @typedef {object} Context what an object is judged and shown with; all of it optional
 * @property {CertificateInput | null} [certificate] the certificate in question
 * @property {CertificateInput | null} [issuer] the certificate of the CA that issued it: without it nothing is verified
 * @property {OCSPRequest | string | Bytes | null} [request] that was sent
 * @property {readonly CertificateInput[]} [responderCertificates] delegates that the response does not carry itself
 * @property {readonly CertificateInput[]} [candidates] certificates in which the issuer of a CertID is looked for;
 *   those above unless given
 * @property {Date} [time] as of which to judge; now unless given
 */
/**
 * @typedef {Omit<CheckOptions, keyof Context> & Context} InspectContext a Context, and the other options of
 *   OCSPResponse.check()
 */

const style = `${themeStyle}
:host { container-type: inline-size; }
.contents { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; margin: 0.75rem -0.75rem 0; }
.panel-part { margin-top: 2rem; scroll-margin-top: 1rem; }
.panel-part > h2 { font-size: 1.0625rem; margin-bottom: 0.5rem; }
.as-of { margin-top: 0.5rem; }
.verdict-part + .fault { margin-top: 0.75rem; }
${[
  valuesStyle,
  faultStyle,
  fieldsStyle,
  statusStyle,
  entryListStyle,
  extensionsStyle,
  certificateStyle,
  responseStyle,
  verdictStyle,
  checksStyle,
  timelineStyle,
  certIDHelperStyle,
  bytesStyle,
].join("")}`;

/** A constructed style sheet belongs to one document. @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/** @param {Document} owner */
function sheetOf(owner) {
  let sheet = sheets.get(owner);
  if (!sheet) {
    sheet = new (owner.defaultView ?? window).CSSStyleSheet();
    sheet.replaceSync(style);
    sheets.set(owner, sheet);
  }
  return sheet;
}

/** @param {any} input @returns {Bytes} */
function derOf(input) {
  if (typeof input === "string") {
    return recognize(input)[0]?.der ?? new Uint8Array();
  }
  if (typeof input?.toDER === "function") {
    return input.toDER();
  }
  return input?.raw ?? input;
}

/** A copy of its own. @param {Bytes} input */
const octetsOf = (input) =>
  ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice()
    : new Uint8Array(input).slice();

/** @param {import("../bindings/index.js").DERKind} kind @param {Bytes} der */
function parse(kind, der) {
  switch (kind) {
    case "certificate":
      return Certificate.fromDER(der);
    case "ocsp-request":
      return OCSPRequest.fromDER(der);
    case "ocsp-response":
      return OCSPResponse.fromDER(der);
    default:
      return null;
  }
}

/** @param {Date} time */
const wholeSeconds = (time) => new Date(Math.floor(time.getTime() / 1000) * 1000);

/**
 * The element `<ocsp-panel>`: says of an OCSP response, an OCSP request or a certificate what it is worth in one
 * sentence, and proves it.
 */
export class OCSPPanel extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  // Kept from one inspection to the next: what a screen reader follows must not be replaced.
  #verdict = makeVerdict();
  /** @type {State | null} */
  #state = null;

  constructor() {
    super();
    this.#root.append(this.#verdict.element);
  }

  /** Styles itself where it stands. Called by the browser. */
  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheetOf(this.ownerDocument)];
  }

  /** The state of the verdict that is shown; null before the first inspect(). */
  get verdict() {
    return this.#state;
  }

  /** Shows nothing, as before the first inspect(). */
  clear() {
    this.#state = null;
    this.#verdict.clear();
    this.#replace();
  }

  /** What stands below the verdict. @param {...Node} parts */
  #replace(...parts) {
    while (this.#verdict.element.nextSibling) {
      this.#verdict.element.nextSibling.remove();
    }
    this.#root.append(...parts);
  }

  /**
   * Shows an object in place of what was there before. What it is is recognised; what is broken is shown up to the
   * fault.
   * @param {unknown} bytes DER, text that holds some, or an object of this library
   * @param {InspectContext} [context] what it is judged with
   * @throws {OCSPError} of a wrong context, never for what `bytes` holds
   */
  inspect(bytes, { certificate, issuer, request, responderCertificates = [], candidates, time, ...policy } = {}) {
    const input = derOf(bytes);
    const given = {
      certificate: certificate ? Certificate.from(certificate) : null,
      issuer: issuer ? Certificate.from(issuer) : null,
      request: request ? (request instanceof OCSPRequest ? request : OCSPRequest.fromDER(derOf(request))) : null,
      responderCertificates: responderCertificates.map((each) => Certificate.from(each)),
    };
    const all =
      candidates?.map((each) => Certificate.from(each)) ??
      [given.certificate, given.issuer, ...given.responderCertificates].filter((each) => each !== null);
    const dissection = dissect(input);
    const der = octetsOf(input);
    const { kind } = dissection;
    let error = /** @type {Error | null} */ (dissection.error);
    let object = null;
    try {
      object = parse(kind, der);
    } catch (refusal) {
      if (!(refusal instanceof OCSPError)) {
        throw refusal;
      }
      error ??= refusal;
    }
    this.#show({ der, dissection, kind, object, error }, given, all, policy, wholeSeconds(time ?? new Date()));
  }

  /**
   * @param {{ der: Uint8Array, dissection: import("../bindings/index.js").Dissection, kind: import("../bindings/index.js").DERKind,
   *   object: Certificate | OCSPRequest | OCSPResponse | null, error: Error | null }} inspected
   * @param {{ certificate: Certificate | null, issuer: Certificate | null, request: OCSPRequest | null, responderCertificates: Certificate[] }} given
   * @param {readonly Certificate[]} candidates
   * @param {object} policy
   * @param {Date} start
   */
  #show(inspected, given, candidates, policy, start) {
    const { der, dissection, kind, object, error } = inspected;
    const response = object instanceof OCSPResponse ? object : null;
    const answered = response?.responseStatus === "successful" ? response : null;
    let asOf = start;
    /** Which of several entries the reader chose. @type {SingleResponse | null} */
    let chosen = null;

    const verdict = this.#verdict;
    const note = element("p", { class: "hint as-of" });
    const bytes = kind === "private-key" ? null : new BytesView({ der, dissection });
    const checks = response && makeChecks((span) => bytes?.reveal([...span]));
    const timeline =
      answered &&
      new Timeline({
        ...policy,
        now: wholeSeconds(new Date()),
        onTime: (time) => {
          asOf = wholeSeconds(time);
          judge();
          this.dispatchEvent(
            new CustomEvent("ocsp-time", { bubbles: true, composed: true, detail: { time: new Date(asOf) } }),
          );
        },
      });

    // What depends on the time. All else is made once.
    const judge = () => {
      const report =
        response?.check({
          ...policy,
          certificate: chosen ?? given.certificate,
          issuer: given.issuer,
          time: asOf,
          responderCertificates: given.responderCertificates,
          ...(given.request && { request: given.request }),
        }) ?? null;
      const judged = verdictOn(inspected, report, { ...given, chosen: chosen !== null, asOf });
      this.#state = judged.state;
      verdict.update(judged);
      // Of an error there is nothing to check but what it is.
      if (report) {
        checks?.update(report.checks.filter(({ outcome }) => answered || outcome !== "skipped"));
      }
      if (!answered) {
        return;
      }
      note.replaceChildren(
        "As of ",
        shownTime(asOf),
        `, judged by ${judges(given)}.`,
        given.issuer ? " The issuer is trusted because you gave it." : "",
      );
      timeline?.update({
        response: answered,
        entry: report?.claimed ?? answered.responses[0] ?? null,
        report,
        responderCertificate: report?.responder?.certificate ?? null,
        certificate: given.certificate,
        time: asOf,
      });
    };

    const helper = makeCertIDHelper({
      response: answered,
      request: object instanceof OCSPRequest ? object : given.request,
      certificate: object instanceof Certificate ? object : given.certificate,
      issuer: given.issuer,
      candidates,
    });
    const says = response
      ? responseView(response, (entry) => {
          chosen = entry;
          judge();
          verdict.element.scrollIntoView({ block: "nearest" });
        })
      : object instanceof OCSPRequest
        ? requestView(object)
        : object instanceof Certificate
          ? certificateView(object)
          : null;

    const parts = [
      panelPart("Checks", checks?.element),
      panelPart("Timeline", timeline?.element),
      panelPart("CertID", helper),
      panelPart("What it says", says),
      panelPart("Bytes", bytes?.element),
    ].filter((part) => part !== null);
    note.hidden = !answered;
    this.#replace(...(error ? [fault(error)] : []), note, ...(parts.length > 1 ? [contents(parts)] : []), ...parts);
    judge();
  }
}

/**
 * @param {{ certificate: unknown, issuer: unknown, request: unknown, responderCertificates: readonly unknown[] }} given
 */
function judges({ certificate, issuer, request, responderCertificates }) {
  const names = [
    ...(certificate ? ["the certificate"] : []),
    ...(issuer ? ["the issuer"] : []),
    ...(request ? ["the request"] : []),
    ...(responderCertificates.length ? ["a responder's certificate"] : []),
  ];
  return names.length ? new Intl.ListFormat("en-GB").format(names) : "the response alone";
}

/**
 * By its heading only: as landmarks, the parts of two panels would have the same names.
 * @param {string} title
 * @param {Node | null | undefined} content
 */
function panelPart(title, content) {
  return content
    ? element(
        "section",
        { class: "panel-part", "data-panel-part": title },
        element("h2", { tabindex: -1 }, title),
        content,
      )
    : null;
}

/** Links would write into the page's address. @param {readonly HTMLElement[]} parts */
function contents(parts) {
  return element(
    "div",
    { class: "contents", role: "group", "aria-label": "Parts" },
    ...parts.map((part) => {
      const go = element("button", { type: "button", class: "quiet" }, part.dataset.panelPart ?? "");
      go.addEventListener("click", () => {
        part.scrollIntoView();
        part.querySelector("h2")?.focus({ preventScroll: true });
      });
      return go;
    }),
  );
}

if (!customElements.get("ocsp-panel")) {
  customElements.define("ocsp-panel", OCSPPanel);
}
