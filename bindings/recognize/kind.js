/** Tells what bytes are before anything reads them. */
import { KINDS } from "../../build/lists.js";
import { findKind } from "../wasm/core.js";

/** @import { DERKind } from "../../build/lists.js" */

/**
 * The kind of DER, by its structure alone, so that it may be truncated, or broken further on. Reads the first 8 KiB.
 * @param {import("../lib/bytes.js").OwnedBytes} bytes
 * @returns {DERKind} "unknown" also for bytes that are not DER
 */
export const derKind = (bytes) => KINDS[findKind(bytes)];
