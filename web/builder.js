// Builds the request for the certificate and the issuer that the page has read.

import { nonce, OCSPError, OCSPRequestBuilder } from "../bindings/index.js";
import { toBase64 } from "../bindings/text.js";
import { element, find, fromTemplate } from "./dom.js";
import { fault } from "./fault.js";
import { absent, byteCount } from "./values.js";

const HASHES = /** @type {const} */ (["SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA-224"]);

/** RFC 5019 section 5: GET only where the whole encoded request stays below this. */
const GET_LIMIT = 255;

/**
 * Text to take along.
 *
 * @param {string} id
 * @param {string} label
 * @param {string} text
 * @param {...Node} actions beside the one that copies it
 */
function copyable(id, label, text, ...actions) {
  const output = element("textarea", { id, readonly: true, rows: 3, spellcheck: "false" });
  output.value = text;
  const copy = element("button", { type: "button" }, "Copy");
  copy.setAttribute("aria-label", `Copy ${label}`);
  const done = element("span", { role: "status", class: "done" });
  copy.addEventListener("click", async () => {
    output.select();
    // Where the page may not write to the clipboard, the selection is there for the keyboard.
    done.textContent = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Selected: press Ctrl+C");
  });
  return element("div", { class: "copyable" }, element("label", { class: "caption", for: id }, label), output,
    element("div", { class: "actions" }, copy, ...actions, done));
}

/**
 * @param {(built: import("../bindings/index.js").OCSPRequest) => void} use for "Show it as the request"
 * @param {(headline: Node) => void} changed
 */
export function makeBuilder(use, changed) {
  const card = fromTemplate("builder");
  const hash = /** @type {HTMLSelectElement} */ (find(card, "#build-hash"));
  const withNonce = /** @type {HTMLInputElement} */ (find(card, "#build-nonce"));
  const responder = /** @type {HTMLInputElement} */ (find(card, "#build-responder"));
  const headline = find(card, ".headline");
  const output = find(card, ".fields");
  hash.append(...HASHES.map((name) => element("option", {}, name)));

  /** @type {any} */
  let certificate = null;
  /** @type {any} */
  let issuer = null;

  /** @param {Node} line @param {"read" | "refused" | "empty"} state @param {...(Node | string)} content */
  const show = (line, state, ...content) => {
    card.dataset.state = state;
    headline.replaceChildren(line.cloneNode(true));
    output.replaceChildren(...content);
    changed(line);
  };

  /** @param {import("../bindings/index.js").OCSPRequest} request */
  const getURL = (request) => {
    const base = responder.value.trim();
    if (!base) return absent("The GET URL needs the URL of a responder");
    let url;
    try {
      url = request.toURL(base);
    } catch (error) {
      if (!(error instanceof OCSPError)) throw error;
      return fault(error);
    }
    const shown = copyable("built-url", "GET URL", url);
    if (url.length > GET_LIMIT) {
      shown.append(element("p", { class: "hint" },
        `${url.length} characters: over ${GET_LIMIT}, RFC 5019 wants the request sent by POST.`));
    }
    return shown;
  };

  const build = () => {
    if (!certificate || !issuer) {
      const missing = certificate ? "the issuer" : issuer ? "the certificate" : "a certificate and its issuer";
      return show(absent(`Needs ${missing}`), "empty");
    }
    let request;
    try {
      let builder = new OCSPRequestBuilder()
        .addCertificate(certificate, issuer, /** @type {(typeof HASHES)[number]} */ (hash.value));
      if (withNonce.checked) builder = builder.addExtension(nonce());
      request = builder.build();
    } catch (error) {
      if (!(error instanceof OCSPError)) throw error;
      return show(document.createTextNode("The request cannot be built"), "refused", fault(error));
    }
    const der = request.toDER();
    const encoded = toBase64(der);
    const useIt = element("button", { type: "button" }, "Show it as the request");
    useIt.addEventListener("click", () => use(request));
    const download = element("a", {
      class: "button", id: "built-der", download: "request.der", href: `data:application/ocsp-request;base64,${encoded}`,
    }, "Download DER");
    const mismatch = certificate.issuer.equals(issuer.subject) ? "" : element("p", { class: "warning" },
      element("strong", {}, "These two do not belong together."),
      " The certificate names another issuer than this one, so no responder will know what this request asks about.");
    show(document.createTextNode(`Request of ${byteCount(der.length)}`), "read", mismatch,
      copyable("built-base64", "Base64", encoded, download, useIt), getURL(request));
  };

  for (const control of [hash, withNonce, responder]) control.addEventListener("input", build);
  build();

  return {
    card,
    /** @param {any} read */
    setCertificate(read) {
      certificate = read;
      responder.value = read?.ocspUrls[0] ?? "";
      build();
    },
    /** @param {any} read */
    setIssuer(read) {
      issuer = read;
      build();
    },
  };
}
