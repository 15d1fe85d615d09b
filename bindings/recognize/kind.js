/** What bytes are, before anybody reads them. */
import { KINDS } from "../../build/lists.js";
import { findKind } from "../wasm/core.js";

/** @import { DERKind } from "../../build/lists.js" */

/**
 * What DER is, from its structure alone: also where it is cut off, or broken further on. It looks at the first 8 KiB.
 * @param {import("../lib/bytes.js").Octets} octets
 * @returns {DERKind} "unknown" also for what is no DER
 */
export const derKind = (octets) => KINDS[findKind(octets)];
