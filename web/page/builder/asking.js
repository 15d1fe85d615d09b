// How to ask the responder: its URL, the GET URL, and a command for each tool that can use that URL.

import { element } from "../../panel/dom.js";
import { makeCopyable } from "../copyable.js";
import { makeTabs } from "../tabs.js";
import { commandsFor, faultOfURL, takesFetch, takesGET, takesOpenSSL } from "./commands.js";
import { labelled } from "./labelled.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../../bindings/index.js").OCSPRequest} OCSPRequest */
/** @typedef {{ request: OCSPRequest, certificate: Certificate, issuer: Certificate }} Question */

/** RFC 9919 section 6: what is longer is sent by POST. */
const GET_LIMIT = 255;

const CURL_HINT = "For sh, bash and zsh. It sends this request and shows the answer, without verifying it.";
const COMMANDS = /** @type {const} */ ([
  { name: "post", title: "curl POST", hint: CURL_HINT },
  { name: "get", title: "curl GET", hint: CURL_HINT },
  {
    name: "openssl",
    title: "openssl ocsp",
    hint: "For sh, bash and zsh. OpenSSL makes a request like this one, and verifies the answer.",
  },
  {
    name: "javascript",
    title: "JavaScript",
    hint: `For Node 20 or later with this package: save it as ask.mjs and run “node ask.mjs”. It makes a request \
like this one, and verifies the answer.`,
  },
]);

/** What there is to say about the responder's URL, or "".
 * @param {string} url @param {string} suggested by the certificate */
function remark(url, suggested) {
  if (url === "") {
    const unused = suggested && faultOfURL(suggested);
    const why = unused ? ` The one in the certificate is not used. ${unused}` : "";
    return `The GET URL and the commands need the URL of a responder.${why}`;
  }
  const missing = [
    takesGET(url) ? "" : "No GET URL: a request cannot be appended to a query or a fragment.",
    takesOpenSSL(url) ? "" : "No openssl command: some versions of OpenSSL 3 would misread this URL; curl does not.",
    takesFetch(url) ? "" : "No JavaScript: fetch() refuses a URL with a user name.",
  ];
  return missing.filter(Boolean).join(" ");
}

export class Asking {
  #url = element("input", {
    id: "build-responder",
    type: "url",
    dir: "ltr",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "http://ocsp.example/",
  });
  #aboutURL = element("p", { class: "about-url hint", role: "status" });
  /** The field of the responder's URL. */
  controls = [
    ...labelled("Responder URL", this.#url, "Taken from the certificate if it names one. Nothing is sent to it."),
    this.#aboutURL,
  ];

  #getURL = makeCopyable("built-url", "GET URL");
  #length = element("p", { class: "hint" });
  #get = element("div", {}, this.#getURL.element, this.#length);
  #commands = COMMANDS.map(({ name, title, hint }) => {
    const command = makeCopyable(`built-${name}`, name === "javascript" ? "Module" : "Command");
    return {
      name,
      title,
      command,
      content: element("div", {}, command.element, element("p", { class: "hint" }, hint)),
    };
  });
  #tabs = makeTabs("Ask the responder", this.#commands);
  #ways = element("div", {}, element("h3", {}, "Ask the responder"), this.#tabs.element);
  /** The GET URL and the commands. */
  results = [this.#get, this.#ways];

  #suggested = "";
  /** @type {Question | null} */
  #question = null;

  constructor() {
    this.#url.addEventListener("input", () => this.#show());
  }

  /** Keeps what somebody wrote there, as long as it is about the same responder.
   * @param {readonly string[]} urls of responders @returns {boolean} whether the URL is another one now */
  suggest(urls) {
    const first = urls.find((url) => faultOfURL(url) === null) ?? urls[0] ?? "";
    const isOther = first !== this.#suggested;
    if (isOther) {
      this.#suggested = first;
      this.#url.value = faultOfURL(first) === null ? first : "";
    }
    return isOther;
  }

  /** @param {Question | null} question null where there is no request */
  update(question = this.#question) {
    this.#question = question;
    this.#show();
  }

  #show() {
    const url = this.#url.value.trim();
    const fault = url === "" ? null : faultOfURL(url);
    this.#url.setAttribute("aria-invalid", String(fault !== null));
    this.#aboutURL.textContent = this.#question ? (fault ?? remark(url, this.#suggested)) : "";
    this.#aboutURL.classList.toggle("refused", fault !== null);
    this.#ways.hidden = url === "" || fault !== null;
    this.#get.hidden = this.#ways.hidden || !takesGET(url);
    if (!this.#question || this.#ways.hidden) {
      return;
    }
    const texts = commandsFor({ ...this.#question, url });
    for (const { name, command } of this.#commands) {
      command.setText(texts[name] ?? "");
      this.#tabs.setHidden(name, texts[name] === null);
    }
    if (!this.#get.hidden) {
      this.#showGetURL(this.#question.request.toURL(url));
    }
  }

  /** @param {string} url */
  #showGetURL(url) {
    this.#getURL.setText(url);
    this.#length.textContent =
      url.length <= GET_LIMIT
        ? ""
        : `${url.length} characters: RFC 9919 wants requests over ${GET_LIMIT} characters to be sent by POST.`;
  }
}
