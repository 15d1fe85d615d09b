// Builds the request for a certificate and its issuer: its bytes, and how to ask the responder.

import { nonce, OCSPError, OCSPRequestBuilder, toBase64 } from "../../../bindings/index.js";
import { element } from "../../panel/dom.js";
import { fault } from "../../panel/fault.js";
import { unlessRefused } from "../../panel/unless-refused.js";
import { absent, byteCount, foreign } from "../../panel/values.js";
import { makeCopyable } from "../copyable.js";
import { Asking } from "./asking.js";
import { labelled } from "./labelled.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../../bindings/index.js").OCSPRequest} OCSPRequest */

const HASHES = /** @type {const} */ (["SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA-224"]);
const NONCES = [
  ["0", "none"],
  ["32", "32 random bytes"],
  ["16", "16 random bytes"],
];

/**
 * What is wrong with a pair that goes into one CertID, or null.
 *
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 */
function mismatch(certificate, issuer) {
  if (!certificate.issuer.equals(issuer.subject)) {
    return "These two do not belong together: the certificate names another issuer.";
  }
  try {
    return certificate.isIssuedBy(issuer)
      ? null
      : "These two do not belong together: the issuer has the right name, but its key did not sign the certificate.";
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return `It cannot be verified whether this issuer signed the certificate: ${error.message}`;
  }
}

/** The responders that a certificate names; none if they cannot be read.
 * @param {Certificate | null} certificate */
function respondersOf(certificate) {
  return unlessRefused(() => certificate?.ocspUrls) ?? [];
}

export class Builder {
  #onBuilt;
  #hash = element("select", { id: "build-hash" }, ...HASHES.map((name) => element("option", {}, name)));
  #nonceLength = element(
    "select",
    { id: "build-nonce" },
    ...NONCES.map(([value, text = ""]) => element("option", { value }, text)),
  );
  #asking = new Asking();

  #headline = element("p", { class: "headline", role: "status" });
  #refusal = element("div");
  #warning = element("div");
  #download = element("a", { class: "button", id: "built-der", download: "request.der" }, "Download DER");
  #inspect = element("button", { type: "button" }, "Inspect it");
  #base64 = makeCopyable("built-base64", "Base64", this.#download, this.#inspect);
  #result = element("div", { class: "built" }, this.#warning, this.#base64.element, ...this.#asking.results);
  element = element(
    "section",
    { class: "card builder", id: "build", "aria-labelledby": "build-title" },
    element(
      "div",
      { class: "controls" },
      element("h2", { id: "build-title" }, "Build a request"),
      ...labelled(
        "Hash algorithm of the CertID",
        this.#hash,
        "RFC 9919 has clients use SHA-256 here, but some responders know only SHA-1.",
      ),
      ...labelled(
        "Nonce",
        this.#nonceLength,
        "The response must return it. Responses made in advance have none, and some responders refuse 32 bytes.",
      ),
      ...this.#asking.controls,
    ),
    element("div", {}, this.#headline, this.#refusal, this.#result),
  );

  /** @type {Certificate | null} */
  #certificate = null;
  /** @type {Certificate | null} */
  #issuer = null;
  /** @type {OCSPRequest | null} */
  #request = null;

  /** @param {(request: OCSPRequest) => void} onBuilt for "Inspect it" */
  constructor(onBuilt) {
    this.#onBuilt = onBuilt;
    for (const control of [this.#hash, this.#nonceLength]) {
      control.addEventListener("input", () => this.#build());
    }
    this.#inspect.addEventListener("click", () => this.#request && this.#onBuilt(this.#request));
    this.#build();
  }

  /** The nonce stays the same, as long as the request is about the same certificates.
   * @param {{ certificate: Certificate | null, issuer: Certificate | null }} given */
  update({ certificate, issuer }) {
    const isOtherResponder = this.#asking.suggest(respondersOf(certificate));
    if (certificate !== this.#certificate || issuer !== this.#issuer) {
      this.#certificate = certificate;
      this.#issuer = issuer;
      this.#build();
    } else if (isOtherResponder) {
      this.#asking.update();
    }
  }

  #build() {
    const certificate = this.#certificate;
    const issuer = this.#issuer;
    this.#request = null;
    this.#refusal.replaceChildren();
    if (!certificate || !issuer) {
      const missing = certificate ? "the issuer" : issuer ? "the certificate" : "a certificate and its issuer";
      return this.#show("empty", absent(`Needs ${missing}`));
    }
    try {
      this.#request = this.#requestFor(certificate, issuer);
    } catch (error) {
      if (!(error instanceof OCSPError)) {
        throw error;
      }
      this.#refusal.replaceChildren(fault(error));
      return this.#show("refused", document.createTextNode("The request cannot be built"));
    }
    this.#warn(mismatch(certificate, issuer));
    const der = this.#request.toDER();
    const encoded = toBase64(der);
    this.#base64.setText(encoded);
    this.#download.href = `data:application/ocsp-request;base64,${encoded}`;
    this.#show("read", document.createTextNode(`Request of ${byteCount(der.length)}`));
  }

  /** @param {Certificate} certificate @param {Certificate} issuer */
  #requestFor(certificate, issuer) {
    const hash = /** @type {(typeof HASHES)[number]} */ (this.#hash.value);
    const builder = new OCSPRequestBuilder().addCertificate(certificate, issuer, hash);
    const random = new Uint8Array(Number(this.#nonceLength.value));
    return (random.length > 0 ? builder.addExtension(nonce(crypto.getRandomValues(random))) : builder).build();
  }

  /** @param {string | null} wrong */
  #warn(wrong) {
    this.#warning.replaceChildren(
      wrong === null
        ? ""
        : element(
            "p",
            { class: "warning" },
            element("strong", {}, foreign(wrong)),
            " The request still asks about a certificate of this issuer with that serial number.",
          ),
    );
  }

  /** @param {"empty" | "refused" | "read"} state @param {Node} line */
  #show(state, line) {
    this.element.dataset.state = state;
    this.#headline.replaceChildren(line);
    this.#result.hidden = state !== "read";
    const [request, certificate, issuer] = [this.#request, this.#certificate, this.#issuer];
    this.#asking.update(request && certificate && issuer && { request, certificate, issuer });
  }
}
