// The objects that were found, each with its part in the story: one is looked at, certificates may be given another
// part.

import { Certificate, OCSPError, OCSPRequest, OCSPResponse, toBase64 } from "../../bindings/index.js";
import { element } from "../panel/dom.js";
import { certificateHeadline } from "../panel/messages/certificate-view.js";
import { requestHeadline } from "../panel/messages/request-view.js";
import { responseHeadline } from "../panel/messages/response-view.js";
import { byteCount, foreign } from "../panel/values.js";

/**
 * @typedef {"certificate" | "issuer" | "request" | "response" | "delegate" | "other"} Role
 *
 * @typedef Item
 * @property {import("../../bindings/index.js").DERKind} kind
 * @property {Uint8Array} der
 * @property {string} key the same for the same bytes, whatever they came in
 * @property {string} origin the name of the file that it came from; empty for the text field
 * @property {Certificate | OCSPRequest | OCSPResponse | null} object null where the bytes could not be read
 * @property {Role | null} use what somebody decided it is; null: whatever fits
 */

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

const BROKEN = {
  certificate: "a broken certificate",
  "ocsp-request": "a broken request",
  "ocsp-response": "a broken response",
};

const ITEMS_AT_ONCE = 12;

/** @param {Uint8Array} der */
export const keyOf = toBase64;

/**
 * @param {import("../../bindings/index.js").DERKind} kind
 * @param {Uint8Array} der
 * @param {string} key
 * @param {string} origin
 * @returns {Item}
 */
export function makeItem(kind, der, key, origin) {
  const type = { certificate: Certificate, "ocsp-request": OCSPRequest, "ocsp-response": OCSPResponse }[
    /** @type {string} */ (kind)
  ];
  let object = null;
  try {
    object = type?.fromDER(der) ?? null;
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
  }
  return { kind, der, key, origin, object, use: null };
}

/** @param {Item} item @returns {Node} */
function headline({ kind, object }) {
  if (object instanceof Certificate) {
    return certificateHeadline(object);
  }
  if (object instanceof OCSPRequest) {
    return requestHeadline(object);
  }
  if (object instanceof OCSPResponse) {
    return responseHeadline(object);
  }
  const what =
    BROKEN[/** @type {keyof typeof BROKEN} */ (kind)] ??
    (kind === "public-key" ? "a public key" : "DER of something else");
  return element("span", { class: "absent" }, what);
}

/**
 * @param {object} on
 * @param {(item: Item) => void} on.inspect
 * @param {(item: Item) => void} on.remove
 * @param {(item: Item) => void} on.use told that its use was changed
 */
export function makeObjects({ inspect, remove, use }) {
  const list = element("ul", { class: "objects", role: "list" });
  const more = element("button", { type: "button", class: "quiet" });
  const place = element("div", {}, list, more);
  /** @type {WeakMap<Item, ReturnType<typeof makeRow>>} */
  const rows = new WeakMap();
  /** @type {{ item: Item, role: Role }[]} */
  let sorted = [];
  let limit = ITEMS_AT_ONCE;
  /** @type {Item | null} */
  let selected = null;

  /** @param {Item} item */
  const makeRow = (item) => {
    const role = element("span", { class: "role" });
    const name = headline(item);
    const open = element("button", { type: "button", class: "open" }, role, element("span", { class: "line" }, name));
    const about = element(
      "span",
      { class: "about" },
      byteCount(item.der.length),
      ...(item.origin ? [", ", foreign(item.origin)] : []),
    );
    const gone = element(
      "button",
      { type: "button", class: "quiet remove", "aria-label": `Remove ${name.textContent}` },
      "✕",
    );
    open.addEventListener("click", () => inspect(item));
    gone.addEventListener("click", () => {
      const index = [...list.children].indexOf(row);
      remove(item);
      // The next one takes its place, also for the keyboard.
      /** @type {HTMLElement | null | undefined} */ (
        list.children[Math.min(index, list.children.length - 1)]?.querySelector(".remove")
      )?.focus();
    });
    const row = element("li", { "data-kind": item.kind }, open, about, gone);
    if (item.object instanceof Certificate) {
      const choice = element(
        "select",
        { "aria-label": `Use ${name.textContent} as` },
        element("option", { value: "" }, "automatic"),
        element("option", { value: "certificate" }, "the certificate"),
        element("option", { value: "issuer" }, "the issuer"),
      );
      choice.addEventListener("change", () => {
        item.use = /** @type {Role | ""} */ (choice.value) || null;
        use(item);
      });
      gone.before(choice);
      return {
        row,
        update: (/** @type {Role} */ now) => {
          choice.value = item.use ?? "";
          mark(now);
        },
      };
    }
    /** @param {Role} now */
    function mark(now) {
      row.dataset.role = now;
      role.textContent = ROLE_NAMES[now];
      if (item === selected) {
        open.setAttribute("aria-current", "true");
      } else {
        open.removeAttribute("aria-current");
      }
    }
    return { row, update: mark };
  };

  const show = () => {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    list.replaceChildren(
      ...sorted.slice(0, limit).map(({ item, role }) => {
        const row = rows.get(item) ?? makeRow(item);
        rows.set(item, row);
        row.update(role);
        return row.row;
      }),
    );
    if (focused?.isConnected && list.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    more.hidden = sorted.length <= limit;
    more.textContent = `Show more (${(sorted.length - limit).toLocaleString("en")} left)`;
  };
  more.addEventListener("click", () => {
    limit += 100;
    show();
  });

  return {
    element: place,
    /** @param {readonly Item[]} items @param {(item: Item) => Role} roleOf @param {Item | null} looked */
    update(items, roleOf, looked) {
      selected = looked;
      sorted = items.map((item) => ({ item, role: roleOf(item) }));
      sorted.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
      if (items.length <= ITEMS_AT_ONCE) {
        limit = ITEMS_AT_ONCE;
      }
      show();
    },
  };
}
