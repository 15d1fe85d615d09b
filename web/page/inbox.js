// Where everything comes in: by typing, pasting, dropping and choosing files. What is found in it is told at once.

import { OCSPError, recognizeSteps, toPEM } from "../../bindings/index.js";
import { element, find } from "../panel/dom.js";
import { byteCount, foreign } from "../panel/values.js";
import { keyOf, makeItem } from "./objects.js";

/** @typedef {import("./objects.js").Item} Item */
/**
 * How what is there came about: bit by bit, or all at once in place of what was there.
 * @typedef {"changed" | "replaced"} Reason
 */

/** More than this is slow to edit in a text field, so it stays beside it. */
const EDITABLE_CHARACTERS = 256 * 1024;
/** Up to this much is read at each key; above, when the typing pauses. */
const READ_AT_ONCE = 16 * 1024;
const PAUSE_MS = 300;
/** So long nobody notices that a page does nothing else. */
const SLICE_MS = 40;

/** The name of what was pasted. */
const PASTED = "pasted text";

const PRIVATE_KEY_BLOCK = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[^]*?(?:-----END \1-----|(?=-----BEGIN )|$)/g;

const LOOKED_FOR = "Looked for PEM blocks, base64, hexadecimal, DER and the URLs of GET requests.";

/** @type {Record<string, string>} */
const LABELS = {
  certificate: "CERTIFICATE",
  "ocsp-request": "OCSP REQUEST",
  "ocsp-response": "OCSP RESPONSE",
  "public-key": "PUBLIC KEY",
};

/**
 * A file's text, or its bytes where it is binary: DER always has bytes that no text has.
 * @param {Uint8Array} content
 */
function textOrDER(content) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return /[^\P{Cc}\t\r\n]/u.test(text) ? content : text;
  } catch {
    return content;
  }
}

/** @typedef {string | Uint8Array} Content */

/**
 * @typedef Source one file, or one text that is too long for the field
 * @property {string} name
 * @property {string} size
 * @property {() => Content | Promise<Content>} content
 * @property {Item[] | null} items null as long as it is being read
 */

/** @param {string} name @param {Uint8Array} der */
const sourceOf = (name, der) => ({ name, size: byteCount(der.length), content: () => der });

/** @param {number} count */
const objectCount = (count) => (count === 1 ? "1 object" : `${count.toLocaleString("en")} objects`);

/** @template T @param {Generator<unknown, T>} steps @returns {T} */
function atOnce(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
  }
}

/**
 * A long work in between of what else a page does. Not in a worker: for one, the page's policy would have to allow more
 * than it does, and would not hold in the worker where a server does not send it.
 *
 * @template T
 * @param {Generator<unknown, T>} steps
 * @param {() => boolean} goesOn asked between two slices
 * @returns {Promise<T | null>} null where it did not go on
 */
async function inSlices(steps, goesOn) {
  const begin = performance.now();
  for (let end = begin + SLICE_MS; ; ) {
    const { done, value } = steps.next();
    // What comes of a long work may take its time too.
    if (performance.now() >= (done ? begin + SLICE_MS : end)) {
      if (!goesOn()) {
        return null;
      }
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      end = performance.now() + SLICE_MS;
    }
    if (done) {
      return value;
    }
  }
}

/**
 * @param {HTMLElement} place
 * @param {(items: Item[], reason: Reason) => void} changed told all that was found
 */
export function makeInbox(place, changed) {
  const field = /** @type {HTMLTextAreaElement} */ (find(place, "textarea"));
  const files = /** @type {HTMLInputElement} */ (find(place, "input[type=file]"));
  const beside = find(place, ".beside");
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
   * @param {Content} content
   * @param {string} origin
   * @param {readonly Item[]} [known] from an earlier reading
   * @returns {Generator<void, { items: Item[], keys: number }>}
   */
  function* reading(content, origin, known = []) {
    const seen = new Map(known.map((item) => [item.key, item]));
    /** @type {Set<Item>} */
    const items = new Set();
    let keys = 0;
    for (const object of recognizeSteps(content)) {
      yield;
      if (!object) {
        continue;
      }
      const { kind, der } = object;
      if (kind === "private-key") {
        keys++;
        continue;
      }
      const key = keyOf(der);
      const item = seen.get(key) ?? makeItem(kind, der, key, origin);
      seen.set(key, item);
      items.add(item);
    }
    return { items: [...items], keys };
  }

  /** @param {Source} source what stands for it, so that it can be removed as a whole */
  const rowOf = (source) => {
    const { name, size, items } = source;
    const remove = element("button", { type: "button", class: "quiet", "aria-label": `Remove ${name}` }, "Remove");
    remove.addEventListener("click", () => {
      sources = sources.filter((each) => each !== source);
      tell();
      field.focus();
    });
    return element(
      "li",
      {},
      element("span", {}, foreign(name), `, ${size}, ${items ? objectCount(items.length) : "reading…"}`),
      remove,
    );
  };

  /**
   * Anew only where something is different, so that nobody loses the place.
   * @param {HTMLElement} old
   * @param {HTMLElement[]} children
   */
  const replace = (old, children) => {
    if (children.map(({ textContent }) => textContent).join("") !== old.textContent) {
      old.replaceChildren(...children);
    }
  };

  const say = () => {
    const lines = [...notices];
    if (keysLeftOut) {
      lines.unshift("A private key was left out: OCSP needs none, and it is best kept where it was.");
    }
    if (field.value.trim() && typed.length === 0 && !keysLeftOut) {
      lines.push(`Nothing was recognised in the text. ${LOOKED_FOR}`);
    }
    if (/^OCSP Response Data:/m.test(field.value) && typed.every(({ kind }) => kind !== "ocsp-response")) {
      lines.push(
        "The text has an OCSP response in words, as OpenSSL prints it. It cannot be verified: that takes its bytes, as openssl ocsp -respout FILE saves them.",
      );
    }
    replace(
      said,
      lines.map((line) => element("span", {}, line)),
    );
    // One object has its own row among those that were found.
    replace(beside, sources.filter(({ name, items }) => name === PASTED || items?.length !== 1).map(rowOf));
  };

  const tell = (/** @type {Reason} */ reason = "changed") => {
    const wanted = [
      ...typed.filter((each) => !unwanted.includes(each)),
      ...sources.flatMap(({ items }) => items ?? []),
    ];
    const keys = new Set();
    const all = wanted.filter(({ key }) => !keys.has(key) && keys.add(key));
    say();
    place.dataset.state = all.length ? "filled" : "empty";
    changed(all, reason);
  };

  const readField = () => {
    clearTimeout(pause);
    // A private key must not stand there either.
    const kept = field.value.replace(PRIVATE_KEY_BLOCK, "");
    const { items, keys } = atOnce(reading(kept, "", typed));
    typed = items;
    unwanted = unwanted.filter((item) => typed.includes(item));
    if (kept !== field.value || keys > 0) {
      keysLeftOut = true;
      // Where it is no PEM block, what else was found is written anew.
      field.value = keys === 0 ? kept : typed.map(({ kind, der }) => toPEM(LABELS[kind] ?? "DER", der)).join("");
    }
  };

  /**
   * A refusal is told; at once, where `read` does not wait.
   * @param {string} name
   * @param {() => void | Promise<void>} read
   */
  const orRefusal = async (name, read) => {
    try {
      await read();
    } catch (error) {
      // The library's limit, or the disk's fault. Anything else is a mistake of this page.
      if (!(error instanceof OCSPError || error instanceof DOMException)) {
        throw error;
      }
      notices.push(element("span", {}, foreign(name), ": ", foreign(error.message)));
    }
  };

  /** Reads one after the other, as long as they are wanted. @param {readonly Omit<Source, "items">[]} all */
  const addSources = async (all) => {
    const added = all.map((each) => /** @type {Source} */ ({ ...each, items: null }));
    sources.push(...added);
    for (const source of added) {
      const isWanted = () => sources.includes(source);
      const { name } = source;
      if (isWanted()) {
        await orRefusal(name, async () => {
          const found = await inSlices(reading(await source.content(), name), () => {
            say();
            return isWanted();
          });
          if (!found || !isWanted()) {
            return;
          }
          source.items = found.items;
          keysLeftOut ||= found.keys > 0;
          if (found.items.length + found.keys === 0) {
            notices.push(element("span", {}, "Nothing was recognised in ", foreign(name), `. ${LOOKED_FOR}`));
          }
        });
      }
      if (!source.items?.length) {
        sources = sources.filter((each) => each !== source);
      }
    }
  };

  /** What was removed and then comes in again is wanted. @param {string} text */
  const wantAgain = (text) => {
    if (unwanted.length === 0) {
      return;
    }
    const { items } = atOnce(reading(text, "", typed));
    unwanted = unwanted.filter((item) => !items.includes(item));
  };

  /** @param {string} text */
  const addText = async (text) => {
    if (field.value.length + text.length > EDITABLE_CHARACTERS) {
      return addSources([
        { name: PASTED, size: `${text.length.toLocaleString("en")} characters`, content: () => text },
      ]);
    }
    return orRefusal(PASTED, () => {
      wantAgain(text);
      field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
      readField();
    });
  };

  /** @param {readonly File[]} chosen @param {string} [text] where there are no files */
  const add = async (chosen, text = "") => {
    notices = [];
    keysLeftOut = false;
    if (text) {
      await addText(text);
    } else {
      await addSources(
        chosen.map((file) => ({
          name: file.name,
          size: byteCount(file.size),
          content: async () => textOrDER(new Uint8Array(await file.arrayBuffer())),
        })),
      );
    }
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
      void orRefusal(PASTED, readField);
      tell();
    };
    if (field.value.length <= READ_AT_ONCE) {
      read();
    } else {
      pause = window.setTimeout(read, PAUSE_MS);
    }
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
    if (elsewhere || (!text && pasted.length === 0)) {
      return;
    }
    // Into the field, where the caret stands, the browser puts it by itself: then it can be undone.
    if (target === field && text && field.value.length + text.length <= EDITABLE_CHARACTERS) {
      void orRefusal(PASTED, () => wantAgain(text));
      return;
    }
    event.preventDefault();
    void add(pasted, text);
  });
  acceptDrops((dropped, text) => void add(dropped, dropped.length ? "" : text));

  return {
    /** In place of all that was there. @param {string} text */
    async setText(text) {
      clear();
      await addText(text);
      tell("replaced");
    },
    /** In place of all that was there. @param {string} name @param {readonly Uint8Array[]} objects */
    async setObjects(name, objects) {
      clear();
      await addSources(objects.map((der) => sourceOf(name, der)));
      tell("replaced");
    },
    /** @param {string} name @param {Uint8Array} der */
    async add(name, der) {
      await addSources([sourceOf(name, der)]);
      tell();
    },
    /** @param {Item} item */
    remove(item) {
      unwanted.push(...typed.filter(({ key }) => key === item.key));
      for (const source of sources) {
        source.items &&= source.items.filter(({ key }) => key !== item.key);
      }
      sources = sources.filter(({ items }) => items?.length !== 0);
      if (unwanted.length === typed.length) {
        field.value = "";
        typed = [];
        unwanted = [];
      }
      if (typed.length + sources.length === 0) {
        field.focus();
      }
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
    if (!event.relatedTarget) {
      mark(false);
    }
  });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    dropped([...(event.dataTransfer?.files ?? [])], event.dataTransfer?.getData("text/plain") ?? "");
  });
}
