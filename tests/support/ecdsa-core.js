// What the C core says of an ECDSA signature, with the tables of a key and without.

import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { checkSignature, ecTables } from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { ASKS, CHECKED, VERDICT } from "../../build/lists.js";
import { signatureAlgorithm } from "./signature-algorithms.js";

/** A key, and what the core makes of it for those that it meets again. */
export class CoreKey {
  /** @param {Uint8Array} spki */
  constructor(spki) {
    this.spki = new OwnedBytes(new Uint8Array(spki));
    this.tables = ecTables(this.spki);
  }

  /**
   * @param {string} hash
   * @param {Uint8Array} data
   * @param {Uint8Array} signature
   * @returns {boolean[]} what it says without tables, and with them where there are any
   */
  verdicts(hash, data, signature) {
    const algorithm = new OwnedBytes(signatureAlgorithm.ecdsa(hash).bytes);
    const parts = [new OwnedBytes(new Uint8Array(data)), new OwnedBytes(new Uint8Array(signature))];
    const tables = this.tables.length > 0 ? [null, this.tables] : [null];
    return tables.map((own) => {
      const plan = new Plan().span(algorithm).span(this.spki).span(parts[0]).span(parts[1]).span(own);
      const verdict = checkSignature(plan.int(ASKS.WHAT_IT_MUST))[CHECKED.verdict];
      if (verdict !== VERDICT.GOOD && verdict !== VERDICT.BAD) {
        throw new Error(`the core does not compute it: verdict ${verdict}`);
      }
      return verdict === VERDICT.GOOD;
    });
  }
}
