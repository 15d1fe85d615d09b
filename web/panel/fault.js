// An error of the library: what is wrong, and where in the bytes.

import { element } from "./dom.js";
import { foreign } from "./values.js";

/** The offset counts bytes, or characters if the text could not be decoded to bytes.
 * @param {number} offset @param {string | undefined} code */
function where(offset, code) {
  return code === "ERR_PEM" ? `${offset} (characters of the text)` : `${offset} (0x${offset.toString(16)})`;
}

/** A path, which may break between its steps.
 * @param {string} path */
function steps(path) {
  return path.split(/(?<=\.)/).flatMap((step) => [foreign(step), element("wbr")]);
}

/**
 * @param {Error & { code?: string, offset?: number | undefined, path?: string | undefined }} error an OCSPError
 */
export function fault(error) {
  const place = element("dl", {});
  /** @param {string} name @param {...Node} value */
  const row = (name, ...value) => {
    place.append(
      element("div", { "data-fault": name }, element("dt", {}, name), element("dd", {}, element("code", {}, ...value))),
    );
  };
  if (error.code !== undefined) {
    row("code", foreign(error.code));
  }
  if (error.offset !== undefined) {
    row("offset", foreign(where(error.offset, error.code)));
  }
  if (error.path !== undefined) {
    row("path", ...steps(error.path));
  }
  return element("div", { class: "fault" }, element("p", {}, foreign(error.message)), place);
}

export const style = `
.fault {
  padding: 0.75rem 1rem;
  border: 1px solid color-mix(in srgb, var(--bad) 40%, transparent);
  border-left: 4px solid var(--bad);
  border-radius: var(--radius);
  background: var(--bad-wash);
  font-size: 0.9375rem;
}
.fault dl { margin-top: 0.5rem; }
.fault dl > div { display: grid; grid-template-columns: 4rem minmax(0, 1fr); gap: 0.75rem; }
.fault dt { color: var(--muted); }
`;
