// Where everything comes in: by typing, pasting, dropping and choosing files. What is found is reported at once.

import { OCSPError } from "../../../bindings/index.js";
import { element, find } from "../../panel/dom.js";
import { byteCount, foreign } from "../../panel/values.js";
import { acceptDrops } from "./drops.js";
import { LOOKED_FOR, noticesOn } from "./notices.js";
import { asText, reading, textOrDER, withoutPrivateKeys } from "./reading.js";
import { atOnce, inSlices } from "./slices.js";

/** @typedef {import("../objects.js").Item} Item */
/**
 * How the objects changed: bit by bit, or all at once, replacing what was there.
 * @typedef {"changed" | "replaced"} Reason
 */

/** A longer text is slow to edit in a field, so it stays beside it. */
const EDITABLE_CHARACTERS = 256 * 1024;
/** Up to this length the text is read at each key; a longer one when the typing pauses. */
const READ_AT_ONCE = 16 * 1024;
const PAUSE_MS = 300;

/** The name of what was pasted. */
const PASTED = "pasted text";

/**
 * @typedef Source one file, or one text that is too long for the field
 * @property {string} name
 * @property {string} size
 * @property {() => import("./reading.js").Content | Promise<import("./reading.js").Content>} content
 * @property {Item[] | null} items null while it is being read
 */

/** @param {string} name @param {Uint8Array} der */
const sourceOf = (name, der) => ({ name, size: byteCount(der.length), content: () => der });

/** @param {File} file */
const fileSource = (file) => ({
  name: file.name,
  size: byteCount(file.size),
  content: async () => textOrDER(new Uint8Array(await file.arrayBuffer())),
});

/** @param {number} count */
const objectCount = (count) => (count === 1 ? "1 object" : `${count.toLocaleString("en")} objects`);

/**
 * Replaces the children only where something is different, so that readers keep their place.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} children
 */
function replaceDifferent(parent, children) {
  if (children.map(({ textContent }) => textContent).join("") !== parent.textContent) {
    parent.replaceChildren(...children);
  }
}

export class Inbox {
  #place;
  #onChange;
  #field;
  #files;
  /** @type {Item[]} */
  #typed = [];
  /** @type {Source[]} */
  #sources = [];
  /** Found in the text, but not wanted. @type {Item[]} */
  #unwanted = [];
  /** What a person should know about what came in. @type {(Node | string)[]} */
  #notices = [];
  #keysLeftOut = false;
  #pause = 0;

  /**
   * @param {HTMLElement} place
   * @param {(items: Item[], reason: Reason) => void} onChange told everything that was found
   */
  constructor(place, onChange) {
    this.#place = place;
    this.#onChange = onChange;
    this.#field = /** @type {HTMLTextAreaElement} */ (find(place, "textarea"));
    this.#files = /** @type {HTMLInputElement} */ (find(place, "input[type=file]"));
    this.#field.addEventListener("input", () => this.#typing());
    this.#files.addEventListener("change", () => {
      void this.#add([...(this.#files.files ?? [])]);
      this.#files.value = "";
    });
    find(place, ".clear").addEventListener("click", () => {
      this.#clear();
      this.#tell();
      this.#field.focus();
    });
    document.addEventListener("paste", (event) => this.#pasted(event));
    acceptDrops((dropped, text) => void this.#add(dropped, dropped.length ? "" : text));
  }

  /** Replaces everything that was there. @param {string} text */
  async setText(text) {
    this.#clear();
    await this.#addText(text);
    this.#tell("replaced");
  }

  /** Replaces everything that was there. @param {string} name @param {readonly Uint8Array[]} objects */
  async setObjects(name, objects) {
    this.#clear();
    await this.#addSources(objects.map((der) => sourceOf(name, der)));
    this.#tell("replaced");
  }

  /** @param {string} name @param {Uint8Array} der */
  async add(name, der) {
    await this.#addSources([sourceOf(name, der)]);
    this.#tell();
  }

  /** @param {Item} item */
  remove(item) {
    this.#unwanted.push(...this.#typed.filter(({ key }) => key === item.key));
    for (const source of this.#sources) {
      source.items &&= source.items.filter(({ key }) => key !== item.key);
    }
    this.#sources = this.#sources.filter(({ items }) => items?.length !== 0);
    if (this.#unwanted.length === this.#typed.length) {
      this.#field.value = "";
      this.#typed = [];
      this.#unwanted = [];
    }
    if (this.#typed.length + this.#sources.length === 0) {
      this.#field.focus();
    }
    this.#tell();
  }

  #clear() {
    clearTimeout(this.#pause);
    this.#field.value = "";
    this.#typed = [];
    this.#sources = [];
    this.#unwanted = [];
    this.#forgetNotices();
  }

  #forgetNotices() {
    this.#notices = [];
    this.#keysLeftOut = false;
  }

  /** A row that stands for a source, so that it can be removed as a whole. @param {Source} source */
  #rowOf(source) {
    const { name, size, items } = source;
    const remove = element("button", { type: "button", class: "quiet", "aria-label": `Remove ${name}` }, "Remove");
    remove.addEventListener("click", () => {
      this.#sources = this.#sources.filter((each) => each !== source);
      this.#tell();
      this.#field.focus();
    });
    return element(
      "li",
      {},
      element("span", {}, foreign(name), `, ${size}, ${items ? objectCount(items.length) : "reading…"}`),
      remove,
    );
  }

  #say() {
    const { first, last } = noticesOn(this.#field.value, this.#typed, this.#keysLeftOut);
    replaceDifferent(
      find(this.#place, ".said"),
      [...first, ...this.#notices, ...last].map((line) => element("span", {}, line)),
    );
    // A source with one object needs no row: the object has its own among those that were found.
    const listed = this.#sources.filter(({ name, items }) => name === PASTED || items?.length !== 1);
    replaceDifferent(
      find(this.#place, ".beside"),
      listed.map((source) => this.#rowOf(source)),
    );
  }

  #tell(/** @type {Reason} */ reason = "changed") {
    const wanted = [
      ...this.#typed.filter((each) => !this.#unwanted.includes(each)),
      ...this.#sources.flatMap(({ items }) => items ?? []),
    ];
    const keys = new Set();
    const all = wanted.filter(({ key }) => !keys.has(key) && keys.add(key));
    this.#say();
    this.#place.dataset.state = all.length ? "filled" : "empty";
    this.#onChange(all, reason);
  }

  #readField() {
    clearTimeout(this.#pause);
    // A private key must not stay there either.
    const kept = withoutPrivateKeys(this.#field.value);
    const { items, keys } = atOnce(reading(kept, "", this.#typed));
    this.#typed = items;
    this.#unwanted = this.#unwanted.filter((item) => items.includes(item));
    if (kept !== this.#field.value || keys > 0) {
      this.#keysLeftOut = true;
      // A key that is not a PEM block cannot be cut out: what else was found is written anew.
      this.#field.value = keys === 0 ? kept : asText(items);
    }
  }

  /**
   * Runs `read`, and reports a refusal; at once, if `read` does not wait.
   * @param {string} name
   * @param {() => void | Promise<void>} read
   */
  async #orRefusal(name, read) {
    try {
      await read();
    } catch (error) {
      // The library's limit, or the disk's fault. Anything else is a mistake of this page.
      if (!(error instanceof OCSPError || error instanceof DOMException)) {
        throw error;
      }
      this.#notices.push(element("span", {}, foreign(name), ": ", foreign(error.message)));
    }
  }

  /** Reads sources one after the other, as long as they are wanted. @param {readonly Omit<Source, "items">[]} all */
  async #addSources(all) {
    const added = all.map((each) => /** @type {Source} */ ({ ...each, items: null }));
    this.#sources.push(...added);
    for (const source of added) {
      if (this.#sources.includes(source)) {
        await this.#orRefusal(source.name, () => this.#readSource(source));
      }
      if (!source.items?.length) {
        this.#sources = this.#sources.filter((each) => each !== source);
      }
    }
  }

  /** @param {Source} source */
  async #readSource(source) {
    const { name } = source;
    const isWanted = () => this.#sources.includes(source);
    const found = await inSlices(reading(await source.content(), name), () => {
      this.#say();
      return isWanted();
    });
    if (!found || !isWanted()) {
      return;
    }
    source.items = found.items;
    this.#keysLeftOut ||= found.keys > 0;
    if (found.items.length + found.keys === 0) {
      this.#notices.push(element("span", {}, "Nothing was recognised in ", foreign(name), `. ${LOOKED_FOR}`));
    }
  }

  /** An object that was removed and then comes in again is wanted. @param {string} text */
  #wantAgain(text) {
    if (this.#unwanted.length === 0) {
      return;
    }
    const { items } = atOnce(reading(text, "", this.#typed));
    this.#unwanted = this.#unwanted.filter((item) => !items.includes(item));
  }

  /** @param {string} text */
  async #addText(text) {
    const field = this.#field;
    if (field.value.length + text.length > EDITABLE_CHARACTERS) {
      return this.#addSources([
        { name: PASTED, size: `${text.length.toLocaleString("en")} characters`, content: () => text },
      ]);
    }
    return this.#orRefusal(PASTED, () => {
      this.#wantAgain(text);
      field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
      this.#readField();
    });
  }

  /** @param {readonly File[]} chosen @param {string} [text] where there are no files */
  async #add(chosen, text = "") {
    this.#forgetNotices();
    if (text) {
      await this.#addText(text);
    } else {
      await this.#addSources(chosen.map(fileSource));
    }
    this.#tell();
  }

  #typing() {
    clearTimeout(this.#pause);
    const read = () => {
      this.#forgetNotices();
      void this.#orRefusal(PASTED, () => this.#readField());
      this.#tell();
    };
    if (this.#field.value.length <= READ_AT_ONCE) {
      read();
    } else {
      this.#pause = window.setTimeout(read, PAUSE_MS);
    }
  }

  /** A paste that misses the field is meant for it too; a field of another kind keeps its own.
   * @param {ClipboardEvent} event */
  #pasted(event) {
    const target = event.composedPath()[0];
    const elsewhere = target !== this.#field && target instanceof Element && target.matches("input, textarea, select");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const files = [...(event.clipboardData?.files ?? [])];
    if (elsewhere || (!text && files.length === 0)) {
      return;
    }
    // The browser itself puts text into the field, where the caret is, so that it can be undone.
    if (target === this.#field && text && this.#field.value.length + text.length <= EDITABLE_CHARACTERS) {
      void this.#orRefusal(PASTED, () => this.#wantAgain(text));
      return;
    }
    event.preventDefault();
    void this.#add(files, text);
  }
}
