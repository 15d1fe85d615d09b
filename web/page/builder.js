// Builds the request for a certificate and its issuer: the bytes, the GET URL, and the commands that send it.

import { nonce, OCSPError, OCSPRequestBuilder } from "../../bindings/index.js";
import { toBase64 } from "../../bindings/lib/encoding.js";
import { element } from "../panel/dom.js";
import { fault } from "../panel/fault.js";
import { absent, byteCount, foreign } from "../panel/values.js";
import { commandsFor, faultOfURL, takesFetch, takesGET, takesOpenSSL } from "./commands.js";
import { makeCopyable } from "./copyable.js";
import { makeTabs } from "./tabs.js";

/** @typedef {import("../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../bindings/index.js").OCSPRequest} OCSPRequest */

const HASHES = /** @type {const} */ (["SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA-224"]);
const NONCES = [
  ["0", "none"],
  ["32", "32 random bytes"],
  ["16", "16 random bytes"],
];

/** RFC 5019 section 5: what is longer is sent by POST. */
const GET_LIMIT = 255;

const COMMANDS = /** @type {const} */ ([
  {
    name: "post",
    title: "curl POST",
    hint: "For sh, bash and zsh. It sends this request and shows the answer, without verifying it.",
  },
  {
    name: "get",
    title: "curl GET",
    hint: "For sh, bash and zsh. It sends this request and shows the answer, without verifying it.",
  },
  {
    name: "openssl",
    title: "openssl ocsp",
    hint: "For sh, bash and zsh. OpenSSL makes a request like this one, and verifies the answer.",
  },
  {
    name: "javascript",
    title: "JavaScript",
    hint: "For Node 20 or later with this package: save it as ask.mjs and run “node ask.mjs”. It makes a request like this one, and verifies the answer.",
  },
]);

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
    return `Whether this issuer signed the certificate cannot be told: ${error.message}`;
  }
}

/** The responders that a certificate names; none where what names them cannot be read.
 * @param {Certificate | null} certificate */
function respondersOf(certificate) {
  try {
    return certificate?.ocspUrls ?? [];
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return [];
  }
}

/**
 * What there is to say about the responder's URL, or "".
 *
 * @param {string} url
 * @param {string} suggested by the certificate
 */
function remark(url, suggested) {
  if (url === "") {
    const unused = faultOfURL(suggested);
    return `The GET URL and the commands need the URL of a responder.${suggested && unused ? ` That of the certificate is not used. ${unused}` : ""}`;
  }
  return (
    faultOfURL(url) ??
    [
      takesGET(url) ? "" : "No GET URL: a request cannot be appended to a query or a fragment.",
      takesOpenSSL(url) ? "" : "No openssl command: some versions of OpenSSL 3 would misread this URL; curl does not.",
      takesFetch(url) ? "" : "No JavaScript: fetch() refuses a URL with a user name.",
    ]
      .filter(Boolean)
      .join(" ")
  );
}

/** A control below its label, and what there is to know about it.
 * @param {string} label @param {HTMLElement} control @param {string} hint */
function labelled(label, control, hint) {
  control.setAttribute("aria-describedby", `${control.id}-hint`);
  return [
    element("label", { for: control.id, class: "caption" }, label),
    control,
    element("p", { id: `${control.id}-hint`, class: "hint" }, hint),
  ];
}

/**
 * @param {{ onBuilt: (request: OCSPRequest) => void }} options onBuilt: for "Inspect it"
 */
export function makeBuilder({ onBuilt }) {
  const hash = element("select", { id: "build-hash" }, ...HASHES.map((name) => element("option", {}, name)));
  const nonceLength = element(
    "select",
    { id: "build-nonce" },
    ...NONCES.map(([value, text = ""]) => element("option", { value }, text)),
  );
  const responder = element("input", {
    id: "build-responder",
    type: "url",
    dir: "ltr",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "http://ocsp.example/",
  });
  const controls = element(
    "div",
    { class: "controls" },
    element("h2", { id: "build-title" }, "Build a request"),
    ...labelled("Hash algorithm of the CertID", hash, "Many responders only know SHA-1 here, as RFC 5019 has it."),
    ...labelled(
      "Nonce",
      nonceLength,
      "The response must bring it back. Responses made in advance have none, and some responders refuse 32 bytes.",
    ),
    ...labelled("Responder URL", responder, "Taken from the certificate where it names one. Nothing is sent to it."),
  );
  const aboutURL = element("p", { class: "about-url hint", role: "status" });
  controls.append(aboutURL);

  const headline = element("p", { class: "headline", role: "status" });
  const refusal = element("div");
  const warning = element("div");
  const download = element("a", { class: "button", id: "built-der", download: "request.der" }, "Download DER");
  const inspect = element("button", { type: "button" }, "Inspect it");
  const base64 = makeCopyable("built-base64", "Base64", download, inspect);
  const getURL = makeCopyable("built-url", "GET URL");
  const length = element("p", { class: "hint" });
  const get = element("div", {}, getURL.element, length);
  const commands = COMMANDS.map(({ name, title, hint }) => {
    const command = makeCopyable(`built-${name}`, name === "javascript" ? "Module" : "Command");
    return {
      name,
      title,
      command,
      content: element("div", {}, command.element, element("p", { class: "hint" }, hint)),
    };
  });
  const tabs = makeTabs("Ask the responder", commands);
  const asking = element("div", {}, element("h3", {}, "Ask the responder"), tabs.element);
  const result = element("div", { class: "built" }, warning, base64.element, get, asking);
  const shown = element(
    "section",
    { class: "card builder", id: "build", "aria-labelledby": "build-title" },
    controls,
    element("div", {}, headline, refusal, result),
  );

  /** @type {Certificate | null} */
  let certificate = null;
  /** @type {Certificate | null} */
  let issuer = null;
  /** @type {OCSPRequest | null} */
  let request = null;
  let suggested = "";

  const showURL = () => {
    const url = responder.value.trim();
    const refused = url !== "" && faultOfURL(url) !== null;
    responder.setAttribute("aria-invalid", String(refused));
    aboutURL.textContent = request ? remark(url, suggested) : "";
    aboutURL.classList.toggle("refused", refused);
    asking.hidden = url === "" || refused;
    get.hidden = asking.hidden || !takesGET(url);
    if (!request || !certificate || !issuer || asking.hidden) {
      return;
    }
    const texts = commandsFor({ request, certificate, issuer, url });
    for (const { name, command } of commands) {
      command.setText(texts[name] ?? "");
      tabs.setHidden(name, texts[name] === null);
    }
    if (get.hidden) {
      return;
    }
    const whole = request.toURL(url);
    getURL.setText(whole);
    length.textContent =
      whole.length <= GET_LIMIT
        ? ""
        : `${whole.length} characters: over ${GET_LIMIT}, RFC 5019 wants the request sent by POST.`;
  };

  const build = () => {
    request = null;
    /** @param {"empty" | "refused" | "read"} state @param {Node} line */
    const show = (state, line) => {
      shown.dataset.state = state;
      headline.replaceChildren(line);
      result.hidden = state !== "read";
      showURL();
    };
    refusal.replaceChildren();
    if (!certificate || !issuer) {
      const missing = certificate ? "the issuer" : issuer ? "the certificate" : "a certificate and its issuer";
      return show("empty", absent(`Needs ${missing}`));
    }
    try {
      let builder = new OCSPRequestBuilder().addCertificate(
        certificate,
        issuer,
        /** @type {(typeof HASHES)[number]} */ (hash.value),
      );
      const random = new Uint8Array(Number(nonceLength.value));
      if (random.length > 0) {
        builder = builder.addExtension(nonce(crypto.getRandomValues(random)));
      }
      request = builder.build();
    } catch (error) {
      if (!(error instanceof OCSPError)) {
        throw error;
      }
      refusal.replaceChildren(fault(error));
      return show("refused", document.createTextNode("The request cannot be built"));
    }
    const der = request.toDER(),
      encoded = toBase64(der),
      wrong = mismatch(certificate, issuer);
    warning.replaceChildren(
      wrong === null
        ? ""
        : element(
            "p",
            { class: "warning" },
            element("strong", {}, foreign(wrong)),
            " The request asks for a certificate of this issuer with that serial number all the same.",
          ),
    );
    base64.setText(encoded);
    download.href = `data:application/ocsp-request;base64,${encoded}`;
    show("read", document.createTextNode(`Request of ${byteCount(der.length)}`));
  };

  for (const control of [hash, nonceLength]) {
    control.addEventListener("input", build);
  }
  responder.addEventListener("input", showURL);
  inspect.addEventListener("click", () => request && onBuilt(request));
  build();

  return {
    element: shown,
    /**
     * @param {{ certificate: Certificate | null, issuer: Certificate | null, ocspUrl?: string | undefined }} given ocspUrl: known
     *   better than from the certificate
     */
    update(given) {
      const urls = given.ocspUrl === undefined ? respondersOf(given.certificate) : [given.ocspUrl];
      const first = urls.find((url) => faultOfURL(url) === null) ?? urls[0] ?? "";
      // What somebody has written there stays, as long as it is about the same responder.
      const isOther = first !== suggested;
      if (isOther) {
        suggested = first;
        responder.value = faultOfURL(first) === null ? first : "";
      }
      // The nonce too stays, as long as it is about the same certificates.
      if (given.certificate !== certificate || given.issuer !== issuer) {
        ({ certificate, issuer } = given);
        build();
      } else if (isOther) {
        showURL();
      }
    },
  };
}
