/** What was made of a few keys, so that the next signature of the same key costs less: of public keys alone. */

/** @import { OwnedBytes } from "../lib/bytes.js" */

/** More keys than one program checks answers of, as a rule: the CAs' and their delegates'. */
const CAPACITY = 16;

/** @template Value @typedef {{ readonly spki: OwnedBytes, value: Value }} Kept */

/**
 * Values by SubjectPublicKeyInfo, all octets of it compared. The one that was not asked for the longest gives way.
 * @template Value
 * @template [Detail=undefined]
 */
export class KeptKeys {
  /** The last one asked for comes first. @type {Kept<Value>[]} */
  #kept = [];
  #make;

  /** @param {(spki: OwnedBytes, detail: Detail) => Value} make what a new key begins with */
  constructor(make) {
    this.#make = make;
  }

  /**
   * @param {OwnedBytes} spki
   * @param {Detail} detail what follows from the key alone, for make()
   * @returns {Kept<Value>} whose value may be replaced
   */
  of(spki, detail) {
    const at = this.#kept.findIndex((kept) => kept.spki.equals(spki));
    if (at === 0) {
      return this.#kept[0];
    }
    const [found = { spki: spki.own(), value: this.#make(spki, detail) }] = at > 0 ? this.#kept.splice(at, 1) : [];
    this.#kept.unshift(found);
    this.#kept.length = Math.min(this.#kept.length, CAPACITY);
    return found;
  }
}
