// The status of a certificate as a small label.

import { element } from "../dom.js";

/** Each status has its own sign, so that colour is never the only difference. @type {Record<string, string>} */
const STATUS_SIGN = { good: "✓", revoked: "✕", unknown: "?" };

/** @param {string} status */
export function statusTag(status) {
  return element(
    "span",
    { class: `status ${status}` },
    element("span", { "aria-hidden": "true" }, STATUS_SIGN[status] ?? ""),
    " ",
    status,
  );
}

export const style = `
.status {
  display: inline-block;
  padding: 0 0.5625rem;
  border: 1px solid currentcolor;
  border-radius: 99px;
  font-size: 0.9375em;
  font-weight: 600;
}
.status.good { color: var(--good); background: var(--good-wash); }
.status.revoked { color: var(--bad); background: var(--bad-wash); }
.status.unknown { color: var(--unsure); background: var(--unsure-wash); }
`;
