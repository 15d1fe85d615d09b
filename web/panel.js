/**
 * `<ocsp-panel>`: says in one sentence what an OCSP response, an OCSP request or a certificate is worth, and shows why.
 *
 *     <script type="module" src="panel.js"></script>
 *     <ocsp-panel></ocsp-panel>
 *
 *     await customElements.whenDefined("ocsp-panel");
 *     document.querySelector("ocsp-panel").inspect(response, { certificate, issuer });
 *
 * inspect(bytes, context) shows `bytes` instead of what was there before. It may be called at any time, even before the
 * element is in a document, and any number of times. `bytes` is DER (any buffer or view), text that contains some DER
 * (PEM, base64, hex), or an object of this library. The panel recognises what the bytes are; it shows broken ones up to
 * the fault. inspect throws an OCSPError for a wrong context, never for what `bytes` contains. clear() empties the
 * panel.
 *
 * The context, all of it optional; a certificate is bytes, PEM, a Certificate or { raw }:
 *   certificate            the certificate in question
 *   issuer                 the certificate of the CA that issued it: without it nothing is verified
 *   request                the request that was sent (OCSPRequest, bytes or text)
 *   responderCertificates  certificates of delegates that the response does not carry itself
 *   candidates             certificates among which to look for the issuer of a CertID; by default, those above
 *   time                   the Date as of which to judge; by default, the real clock at the call
 * and the other options of OCSPResponse.check(): trustedResponders, noncePolicy, allowSHA1Signatures, minKeyBits, …
 *
 * Events: "ocsp-time" (bubbles, composed) with `detail.time` when the reader changes the time as of which the response
 * is judged.
 *
 * Properties: `verdict`, the state that is shown: "good", "revoked", "unknown" (all three can be relied on),
 * "unreliable", "undecided", "unsuccessful", "broken"; null before the first inspect().
 *
 * Looks: custom properties --ocsp-text, -muted, -accent, -accent-wash, -surface, -sunken, -line, -control-line, -good,
 * -good-wash, -bad, -bad-wash, -unsure, -unsure-wash (colours), -mono, -sans (fonts), -radius. Light or dark follows
 * the color-scheme of the element's surroundings. The panel styles nothing outside itself.
 *
 * Content-Security-Policy: script-src with 'wasm-unsafe-eval' and the script's origin; nothing else is needed. The
 * panel works with connect-src 'none' and with require-trusted-types-for 'script'; trusted-types 'none'. It makes no
 * connections and stores nothing.
 */
import { Certificate, OCSPRequest } from "../bindings/index.js";
import { style as bytesStyle } from "./panel/bytes/view.js";
import { style as certIDHelperStyle } from "./panel/certid/helper.js";
import { style as checksStyle } from "./panel/checks.js";
import { style as faultStyle } from "./panel/fault.js";
import { derOf, read } from "./panel/input.js";
import { Inspection, wholeSeconds } from "./panel/inspection.js";
import { style as certificateStyle } from "./panel/messages/certificate-view.js";
import { style as entryListStyle } from "./panel/messages/entry-list.js";
import { style as extensionsStyle } from "./panel/messages/extensions-view.js";
import { style as fieldsStyle } from "./panel/messages/fields.js";
import { style as responseStyle } from "./panel/messages/response-view.js";
import { style as statusStyle } from "./panel/messages/status.js";
import { style as themeStyle } from "./panel/theme.js";
import { style as timelineStyle } from "./panel/timeline/view.js";
import { style as valuesStyle } from "./panel/values.js";
import { makeVerdict, style as verdictStyle } from "./panel/verdict.js";

/** @import { Bytes, CertificateInput, CheckOptions } from "../bindings/index.js" */
/** @typedef {import("./panel/verdict.js").State} State */

/**
 * @typedef {object} Context what an object is judged and shown with; all of it optional
 * @property {CertificateInput | null} [certificate] the certificate in question
 * @property {CertificateInput | null} [issuer] the certificate of the CA that issued it: without it nothing is verified
 * @property {OCSPRequest | string | Bytes | null} [request] the one that was sent
 * @property {readonly CertificateInput[]} [responderCertificates] certificates of delegates that the response
 *   does not carry itself
 * @property {readonly CertificateInput[]} [candidates] certificates among which to look for the issuer of a
 *   CertID; by default, those above
 * @property {Date} [time] as of which to judge; by default, now
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

/** A server that renders pages has no elements, but it may import this. */
const Base = globalThis.HTMLElement ?? class {};

/**
 * The element `<ocsp-panel>`: says in one sentence what an OCSP response, an OCSP request or a certificate is worth,
 * and shows why.
 */
export class OCSPPanel extends Base {
  #root = this.attachShadow({ mode: "open" });
  // Kept from one inspection to the next: a screen reader follows this element, so it must not be replaced.
  #verdict = makeVerdict();
  /** @type {State | null} */
  #state = null;

  constructor() {
    super();
    this.#root.append(this.#verdict.element);
  }

  /** Adopts the style sheet of its document. Called by the browser. */
  connectedCallback() {
    if (this.#root.adoptedStyleSheets) {
      this.#root.adoptedStyleSheets = [sheetOf(this.ownerDocument)];
    }
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

  /** Replaces what stands below the verdict. @param {...Node} parts */
  #replace(...parts) {
    while (this.#verdict.element.nextSibling) {
      this.#verdict.element.nextSibling.remove();
    }
    this.#root.append(...parts);
  }

  /**
   * Shows an object instead of what was there before. The panel recognises what it is; a broken one it shows up to the
   * fault.
   * @param {unknown} bytes DER, text that contains some, or an object of this library
   * @param {InspectContext} [context] what it is judged with
   * @throws {import("../bindings/index.js").OCSPError} for a wrong context, never for what `bytes` contains
   */
  inspect(bytes, { certificate, issuer, request, responderCertificates = [], candidates, time, ...policy } = {}) {
    const given = {
      certificate: certificate ? Certificate.from(certificate) : null,
      issuer: issuer ? Certificate.from(issuer) : null,
      request: request ? (request instanceof OCSPRequest ? request : OCSPRequest.fromDER(derOf(request))) : null,
      responderCertificates: responderCertificates.map((each) => Certificate.from(each)),
    };
    const inspection = new Inspection(read(bytes), given, {
      policy,
      candidates:
        candidates?.map((each) => Certificate.from(each)) ??
        [given.certificate, given.issuer, ...given.responderCertificates].filter((each) => each !== null),
      asOf: wholeSeconds(time ?? new Date()),
      verdict: this.#verdict,
      onJudged: (state) => {
        this.#state = state;
      },
      onTime: (asOf) =>
        this.dispatchEvent(new CustomEvent("ocsp-time", { bubbles: true, composed: true, detail: { time: asOf } })),
    });
    this.#replace(...inspection.parts);
    inspection.judge();
  }
}

if (globalThis.customElements && !customElements.get("ocsp-panel")) {
  customElements.define("ocsp-panel", OCSPPanel);
}
