// One card of the page: bytes come in by typing, pasting, dropping or choosing a file, and are decoded at once.

import { OCSPError } from "../bindings/index.js";
import { toBase64 } from "../bindings/text.js";
import { element, find, fromTemplate } from "./dom.js";
import { fault } from "./fault.js";
import { absent, byteCount, foreign } from "./values.js";

/** Above this, a binary file is decoded but not put into the text field as well. */
const EDITABLE_BYTES = 64 * 1024;

/**
 * A file's text, or its bytes where it is binary: DER always has bytes that no text has.
 *
 * @param {Uint8Array} content
 * @returns {string | Uint8Array}
 */
function textOrDER(content) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return /[^\P{Cc}\t\r\n]/u.test(text) ? content : text;
  } catch {
    return content;
  }
}

/**
 * @param {import("./kinds.js").Kind} kind
 * @param {(object: any, headline: Node) => void} changed told what was read (or null), and in one line what it is
 */
export function makeInbox(kind, changed) {
  const card = fromTemplate("inbox");
  const title = find(card, "h2");
  const caption = /** @type {HTMLLabelElement} */ (find(card, ".caption"));
  const textarea = /** @type {HTMLTextAreaElement} */ (find(card, "textarea"));
  const file = /** @type {HTMLInputElement} */ (find(card, "input[type=file]"));
  const source = find(card, ".source");
  const headline = find(card, ".headline");
  const fields = find(card, ".fields");

  card.id = kind.name;
  title.id = `${kind.name}-title`;
  title.textContent = kind.title;
  card.setAttribute("aria-labelledby", title.id);
  find(card, ".hint").textContent = kind.hint;
  textarea.id = `${kind.name}-text`;
  caption.htmlFor = textarea.id;
  caption.textContent = "PEM or base64";
  file.setAttribute("aria-label", `${kind.title}: choose a file`);
  find(card, ".clear").setAttribute("aria-label", `Clear ${kind.title.toLowerCase()}`);

  /** @param {any} object @param {Node} line @param {Node | string} details @param {"read" | "refused" | "empty"} state */
  const show = (object, line, details, state) => {
    card.dataset.state = state;
    textarea.setAttribute("aria-invalid", String(state === "refused"));
    headline.replaceChildren(line.cloneNode(true));
    fields.replaceChildren(details);
    changed(object, line);
  };

  /** @param {string | Uint8Array} content */
  const decode = (content) => {
    if (typeof content === "string" && content.trim() === "") {
      return show(null, absent("Nothing here yet"), element("p", { class: "hint" }, kind.origin), "empty");
    }
    let object, line, view;
    try {
      object = kind.read(content);
      line = kind.headline(object);
      view = kind.view(object);
    } catch (error) {
      show(null, document.createTextNode(`Cannot be read as ${kind.noun}`), fault(/** @type {Error} */ (error)), "refused");
      // Anything else is a mistake of this page: what stood here is gone in any case, and the console has the rest.
      if (!(error instanceof OCSPError)) throw error;
      return;
    }
    show(object, line, view, "read");
  };

  /** @param {string} text */
  const setText = (text) => {
    source.hidden = true;
    textarea.value = text;
    decode(text);
  };

  /** @param {File} chosen */
  const setFile = async (chosen) => {
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const content = textOrDER(bytes);
    if (typeof content === "string") textarea.value = content;
    else textarea.value = content.length <= EDITABLE_BYTES ? toBase64(content) : "";
    source.hidden = false;
    const size = byteCount(bytes.length);
    source.replaceChildren("From ", foreign(chosen.name), `, ${size}${content === bytes ? " of DER" : ""}`);
    decode(content);
  };

  textarea.addEventListener("input", () => {
    source.hidden = true;
    decode(textarea.value);
  });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen) void setFile(chosen);
    file.value = "";
  });
  find(card, ".clear").addEventListener("click", () => {
    setText("");
    textarea.focus();
  });
  acceptDrops(card, setFile, setText);
  setText("");
  return {
    card,
    setText,
    /** What is known of it beyond its own bytes. @param {Node | string} content */
    setVerdict: (content) => find(card, ".verification").replaceChildren(content),
  };
}

/**
 * @param {HTMLElement} zone
 * @param {(file: File) => void} setFile
 * @param {(text: string) => void} setText
 */
function acceptDrops(zone, setFile, setText) {
  /** @param {boolean} over */
  const mark = (over) => zone.classList.toggle("dropping", over);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(/** @type {Node | null} */ (event.relatedTarget))) mark(false);
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const [dropped] = event.dataTransfer?.files ?? [];
    const text = event.dataTransfer?.getData("text/plain");
    if (dropped) setFile(dropped);
    else if (text) setText(text);
  });
}
