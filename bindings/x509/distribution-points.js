/** cRLDistributionPoints, RFC 5280 4.2.1.13. */
import { DISTRIBUTION_POINT, OID } from "../../build/lists.js";
import { fromLatin1 } from "../lib/encoding.js";
import { readExtensionValue } from "../wasm/core.js";
import { Row } from "../wasm/table.js";
import { makeName } from "./name.js";

/** @typedef {typeof import("./enums.js").REASONS[number]} ReasonFlags */
/**
 * @typedef {object} DistributionPointParts what a DistributionPoint has
 * @property {readonly string[]} urls the URIs of its fullName, as encoded, of any scheme
 * @property {readonly ReasonFlags[] | null} reasons those that its CRLs are for; null: for all
 * @property {readonly import("./name.js").Name[]} cRLIssuer who signs its CRLs; empty if that is the certificate's
 *   issuer
 */
/** @typedef {Readonly<DistributionPointParts>} DistributionPoint where CRLs are, RFC 5280 4.2.1.13 */

/** By bit. The first is not used, RFC 5280 4.2.1.13. @type {readonly (ReasonFlags | null)[]} */
const REASONS_BY_BIT = [
  null,
  "keyCompromise",
  "cACompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
  "certificateHold",
  "privilegeWithdrawn",
  "aACompromise",
];

/** @param {number} bits @returns {readonly ReasonFlags[]} */
const reasonsOf = (bits) =>
  Object.freeze(REASONS_BY_BIT.flatMap((reason, bit) => (reason !== null && (bits >> bit) & 1 ? [reason] : [])));

/** What the core calls the begin of a point, and of its cRLIssuer. */
const POINT = 1;

/**
 * @param {import("../lib/bytes.js").OwnedBytes} value contents of extnValue
 * @returns {readonly DistributionPoint[]}
 * @throws {import("../lib/error.js").OCSPError} ERR_DER_*
 */
export function distributionPointsOf(value) {
  const table = readExtensionValue(value, OID.CRL_DISTRIBUTION_POINTS);
  /** @type {{ urls: string[], reasons: readonly ReasonFlags[] | null, cRLIssuer: import("./name.js").Name[] }[]} */
  const points = [];
  let inIssuer = false;
  for (let base = 0; base < table.length; base += DISTRIBUTION_POINT.CELLS) {
    const row = new Row(value, table, base);
    const begins = row.number(DISTRIBUTION_POINT.begins);
    if (begins === POINT) {
      points.push({ urls: [], reasons: null, cRLIssuer: [] });
    }
    inIssuer = begins === 0 ? inIssuer : begins !== POINT;
    const point = points[points.length - 1];
    if (row.number(DISTRIBUTION_POINT.reasons) >= 0) {
      point.reasons = reasonsOf(row.number(DISTRIBUTION_POINT.reasons));
    }
    if (inIssuer && row.has(DISTRIBUTION_POINT.issuer)) {
      point.cRLIssuer.push(makeName(row.span(DISTRIBUTION_POINT.issuer)));
    }
    if (!inIssuer && row.has(DISTRIBUTION_POINT.uri)) {
      point.urls.push(fromLatin1(row.span(DISTRIBUTION_POINT.uri)));
    }
  }
  return Object.freeze(
    points.map(({ urls, reasons, cRLIssuer }) =>
      Object.freeze({ urls: Object.freeze(urls), reasons, cRLIssuer: Object.freeze(cRLIssuer) }),
    ),
  );
}
