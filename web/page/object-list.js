// The objects that were found as a list, each with its role: one is looked at, and certificates can be given another
// role.

import { Certificate } from "../../bindings/index.js";
import { element } from "../panel/dom.js";
import { byteCount, foreign } from "../panel/values.js";
import { headline } from "./objects.js";

/** @typedef {import("./objects.js").Item} Item */
/** @typedef {import("./objects.js").Role} Role */

const ROLES = /** @type {const} */ (["response", "certificate", "issuer", "request", "delegate", "other"]);

/** @type {Record<Role, string>} */
const ROLE_NAMES = {
  response: "Response",
  certificate: "Certificate",
  issuer: "Issuer",
  request: "Request",
  delegate: "Delegate",
  other: "Other",
};

const ITEMS_AT_ONCE = 12;

/**
 * @typedef {object} ListEvents
 * @property {(item: Item) => void} inspect
 * @property {(item: Item) => void} remove
 * @property {(item: Item) => void} use told that its use was changed
 */

class Row {
  #item;
  #role = element("span", { class: "role" });
  #open;
  /** @type {HTMLSelectElement | null} */
  #choice;
  element;

  /** @param {Item} item @param {ListEvents} on */
  constructor(item, on) {
    this.#item = item;
    const name = headline(item);
    const line = element("span", { class: "line" }, name);
    const about = [byteCount(item.der.length), ...(item.origin ? [", ", foreign(item.origin)] : [])];
    this.#open = element("button", { type: "button", class: "open" }, this.#role, line);
    this.#open.addEventListener("click", () => on.inspect(item));
    this.#choice = item.object instanceof Certificate ? this.#makeChoice(name.textContent ?? "", on) : null;
    const remove = element(
      "button",
      { type: "button", class: "quiet remove", "aria-label": `Remove ${name.textContent}` },
      "✕",
    );
    remove.addEventListener("click", () => on.remove(item));
    this.element = element(
      "li",
      { "data-kind": item.kind },
      this.#open,
      element("span", { class: "about" }, ...about),
      ...(this.#choice ? [this.#choice] : []),
      remove,
    );
  }

  /** @param {string} name @param {ListEvents} on */
  #makeChoice(name, on) {
    const item = this.#item;
    const choice = element(
      "select",
      { "aria-label": `Use ${name} as` },
      element("option", { value: "" }, "automatic"),
      element("option", { value: "certificate" }, "the certificate"),
      element("option", { value: "issuer" }, "the issuer"),
    );
    choice.addEventListener("change", () => {
      item.use = /** @type {Role | ""} */ (choice.value) || null;
      on.use(item);
    });
    return choice;
  }

  /** @param {Role} role @param {boolean} isLookedAt */
  update(role, isLookedAt) {
    this.element.dataset.role = role;
    this.#role.textContent = ROLE_NAMES[role];
    if (this.#choice) {
      this.#choice.value = this.#item.use ?? "";
    }
    if (isLookedAt) {
      this.#open.setAttribute("aria-current", "true");
    } else {
      this.#open.removeAttribute("aria-current");
    }
  }
}

export class ObjectList {
  #on;
  #list = element("ul", { class: "objects", role: "list" });
  #more = element("button", { type: "button", class: "quiet" });
  element = element("div", {}, this.#list, this.#more);
  /** @type {WeakMap<Item, Row>} */
  #rows = new WeakMap();
  /** @type {{ item: Item, role: Role }[]} */
  #sorted = [];
  #limit = ITEMS_AT_ONCE;
  /** @type {Item | null} */
  #looked = null;

  /** @param {ListEvents} on */
  constructor(on) {
    this.#on = { ...on, remove: (/** @type {Item} */ item) => this.#remove(item, on.remove) };
    this.#more.addEventListener("click", () => {
      this.#limit += 100;
      this.#show();
    });
  }

  /** @param {readonly Item[]} items @param {(item: Item) => Role} roleOf @param {Item | null} looked */
  update(items, roleOf, looked) {
    this.#looked = looked;
    this.#sorted = items.map((item) => ({ item, role: roleOf(item) }));
    this.#sorted.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
    if (items.length <= ITEMS_AT_ONCE) {
      this.#limit = ITEMS_AT_ONCE;
    }
    this.#show();
  }

  /** @param {Item} item */
  #rowOf(item) {
    const row = this.#rows.get(item) ?? new Row(item, this.#on);
    this.#rows.set(item, row);
    return row;
  }

  /** The next one takes its place, also for the keyboard. @param {Item} item @param {(item: Item) => void} remove */
  #remove(item, remove) {
    const { children } = this.#list;
    const index = [...children].indexOf(this.#rowOf(item).element);
    remove(item);
    const next = children[Math.min(index, children.length - 1)]?.querySelector(".remove");
    /** @type {HTMLElement | null | undefined} */ (next)?.focus();
  }

  #show() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#list.replaceChildren(
      ...this.#sorted.slice(0, this.#limit).map(({ item, role }) => {
        const row = this.#rowOf(item);
        row.update(role, item === this.#looked);
        return row.element;
      }),
    );
    if (focused?.isConnected && this.#list.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    const left = this.#sorted.length - this.#limit;
    this.#more.hidden = left <= 0;
    this.#more.textContent = `Show more (${left.toLocaleString("en")} left)`;
  }
}
