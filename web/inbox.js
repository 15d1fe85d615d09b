// Where everything comes in: by typing, pasting, dropping and choosing files. What is found in it is told at once.

import { OCSPError, recognize } from "../bindings/index.js";
import { toPEM } from "../bindings/text.js";
import { keyOf, makeItem } from "./objects.js";
import { element, find } from "./panel/dom.js";
import { foreign } from "./panel/values.js";

/** @typedef {import("./objects.js").Item} Item */
/** How what is there came about: bit by bit, or all at once in place of what was there. @typedef {"changed" | "replaced"} Reason */

/** More than this is slow to edit in a text field, so it stays beside it. */
const EDITABLE_CHARACTERS = 256 * 1024;
/** Up to this much is read at each key; above, when the typing pauses. */
const READ_AT_ONCE = 16 * 1024;
const PAUSE_MS = 300;

const PRIVATE_KEY_BLOCK = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[^]*?(?:-----END \1-----|(?=-----BEGIN )|$)/g;

const LOOKED_FOR = "Looked for PEM blocks, base64, hexadecimal, DER and the URLs of GET requests.";

/** @type {Record<string, string>} */
const LABELS = { "certificate": "CERTIFICATE", "ocsp-request": "OCSP REQUEST", "ocsp-response": "OCSP RESPONSE", "public-key": "PUBLIC KEY" };

/** A file's text, or its bytes where it is binary: DER always has bytes that no text has. @param {Uint8Array} content */
function textOrDER(content) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return /[^\P{Cc}\t\r\n]/u.test(text) ? content : text;
  } catch {
    return content;
  }
}

/**
 * @typedef Source one file, or one text that is too long for the field
 * @property {string} name
 * @property {Item[]} items
 */

/**
 * @param {HTMLElement} place
 * @param {(items: Item[], reason: Reason) => void} changed told all that was found
 */
export function makeInbox(place, changed) {
  const field = /** @type {HTMLTextAreaElement} */ (find(place, "textarea"));
  const files = /** @type {HTMLInputElement} */ (find(place, "input[type=file]"));
  const said = find(place, ".said");
  /** @type {Item[]} */
  let typed = [];
  /** @type {Source[]} */
  let sources = [];
  /** Found in the text, but not wanted. @type {Item[]} */
  let unwanted = [];
  /** What a person should know about what came in. @type {(Node | string)[]} */
  let notices = [];
  let keysLeftOut = false;
  let pause = 0;

  /**
   * @param {string | Uint8Array} content
   * @param {string} origin
   * @param {readonly Item[]} [known] from an earlier reading
   */
  const itemsIn = (content, origin, known = []) => {
    const seen = new Map(known.map((item) => [item.key, item]));
    /** @type {Set<Item>} */
    const items = new Set();
    let keys = 0;
    for (const { kind, der } of recognize(content)) {
      if (kind === "private-key") {
        keys++;
        continue;
      }
      const item = seen.get(keyOf(der)) ?? makeItem(kind, der, origin);
      seen.set(item.key, item);
      items.add(item);
    }
    return { items: [...items], keys };
  };

  const tell = (/** @type {Reason} */ reason = "changed") => {
    const wanted = [...typed.filter((each) => !unwanted.includes(each)), ...sources.flatMap(({ items }) => items)];
    const keys = new Set();
    const all = wanted.filter(({ key }) => !keys.has(key) && keys.add(key));
    const lines = [...notices];
    if (keysLeftOut) lines.unshift("A private key was left out: OCSP needs none, and it is best kept where it was.");
    if (field.value.trim() && typed.length === 0 && !keysLeftOut) lines.push(`Nothing was recognised in the text. ${LOOKED_FOR}`);
    const shown = element("span", {}, ...lines.map((line) => element("span", {}, line)));
    if (shown.textContent !== said.textContent) said.replaceChildren(...shown.childNodes);
    place.dataset.state = all.length ? "filled" : "empty";
    changed(all, reason);
  };

  const readField = () => {
    clearTimeout(pause);
    // A private key must not stand there either.
    const kept = field.value.replace(PRIVATE_KEY_BLOCK, "");
    const { items, keys } = itemsIn(kept, "", typed);
    typed = items;
    unwanted = unwanted.filter((item) => typed.includes(item));
    if (kept !== field.value || keys > 0) {
      keysLeftOut = true;
      // Where it is no PEM block, what else was found is written anew.
      field.value = keys === 0 ? kept : typed.map(({ kind, der }) => toPEM(LABELS[kind] ?? "DER", der)).join("");
    }
  };

  /** @param {string} name @param {string | Uint8Array} content */
  const addSource = (name, content) => {
    const { items, keys } = itemsIn(content, name);
    keysLeftOut ||= keys > 0;
    if (items.length) sources.push({ name, items });
    else if (keys === 0) notices.push(element("span", {}, "Nothing was recognised in ", foreign(name), `. ${LOOKED_FOR}`));
  };

  /** A refusal is told; at once, where `read` does not wait. @param {string} name @param {() => void | Promise<void>} read */
  const orRefusal = async (name, read) => {
    try {
      await read();
    } catch (error) {
      // The library's limit, or the disk's fault. Anything else is a mistake of this page.
      if (!(error instanceof OCSPError || error instanceof DOMException)) throw error;
      notices.push(element("span", {}, foreign(name), ": ", foreign(error.message)));
    }
  };

  /** What was removed and then comes in again is wanted. @param {string} text */
  const wantAgain = (text) => {
    if (unwanted.length === 0) return;
    const { items } = itemsIn(text, "", typed);
    unwanted = unwanted.filter((item) => !items.includes(item));
  };

  /** @param {string} text */
  const addText = (text) => void orRefusal("pasted text", () => {
    if (field.value.length + text.length > EDITABLE_CHARACTERS) {
      addSource("pasted text", text);
      notices.unshift(`${text.length.toLocaleString("en")} characters were read, but not put into the text field, which so much makes slow.`);
      return;
    }
    wantAgain(text);
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
    readField();
  });

  /** @param {File} file */
  const addFile = (file) => orRefusal(file.name, async () => addSource(file.name, textOrDER(new Uint8Array(await file.arrayBuffer()))));

  /** @param {readonly File[]} chosen @param {string} [text] where there are no files */
  const add = async (chosen, text = "") => {
    notices = [];
    keysLeftOut = false;
    if (text) addText(text);
    else for (const file of chosen) await addFile(file);
    tell();
  };

  const clear = () => {
    clearTimeout(pause);
    field.value = "";
    typed = [];
    sources = [];
    unwanted = [];
    notices = [];
    keysLeftOut = false;
  };

  field.addEventListener("input", () => {
    clearTimeout(pause);
    const read = () => {
      notices = [];
      keysLeftOut = false;
      void orRefusal("pasted text", readField);
      tell();
    };
    if (field.value.length <= READ_AT_ONCE) read();
    else pause = window.setTimeout(read, PAUSE_MS);
  });
  files.addEventListener("change", () => {
    void add([...(files.files ?? [])]);
    files.value = "";
  });
  find(place, ".clear").addEventListener("click", () => {
    clear();
    tell();
    field.focus();
  });

  // A paste that misses the field is meant for it too; a field of another kind keeps its own.
  document.addEventListener("paste", (event) => {
    const target = event.composedPath()[0];
    const elsewhere = target !== field && target instanceof Element && target.matches("input, textarea, select");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (elsewhere || (!text && pasted.length === 0)) return;
    // Into the field, where the caret stands, the browser puts it by itself: then it can be undone.
    if (target === field && text && field.value.length + text.length <= EDITABLE_CHARACTERS) {
      void orRefusal("pasted text", () => wantAgain(text));
      return;
    }
    event.preventDefault();
    void add(pasted, text);
  });
  acceptDrops((dropped, text) => void add(dropped, dropped.length ? "" : text));

  return {
    /** In place of all that was there. @param {string} text */
    setText(text) {
      clear();
      addText(text);
      tell("replaced");
    },
    /** In place of all that was there. @param {string} name @param {readonly Uint8Array[]} objects */
    setObjects(name, objects) {
      clear();
      for (const der of objects) addSource(name, der);
      tell("replaced");
    },
    /** @param {string} name @param {Uint8Array} der */
    add(name, der) {
      addSource(name, der);
      tell();
    },
    /** @param {Item} item */
    remove(item) {
      unwanted.push(...typed.filter(({ key }) => key === item.key));
      sources = sources.map(({ name, items }) => ({ name, items: items.filter(({ key }) => key !== item.key) }));
      sources = sources.filter(({ items }) => items.length);
      if (unwanted.length === typed.length) {
        field.value = "";
        typed = [];
        unwanted = [];
      }
      if (typed.length + sources.length === 0) field.focus();
      tell();
    },
  };
}

/** Anywhere on the page. @param {(files: File[], text: string) => void} dropped */
function acceptDrops(dropped) {
  /** @param {boolean} over */
  const mark = (over) => document.body.classList.toggle("dropping", over);
  window.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    dropped([...(event.dataTransfer?.files ?? [])], event.dataTransfer?.getData("text/plain") ?? "");
  });
}
