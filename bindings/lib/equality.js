/**
 * Deep equality as node:assert, Jest, Vitest and Bun have it: they compare own enumerable properties, of which objects
 * with private fields have none, so that all would be equal. So each object has one, under a symbol: what it leads to
 * shows the object's bytes, and makes them when somebody compares, since a message may have 10,000 entries.
 */

const BYTES = Symbol("bytes");
/** What a comparison sees under BYTES. */
const MEMBER = "bytes";
/* Node's assertions print the target of a proxy, not what it shows: so that is a proxy too. */
const AS_IT_IS = {};
/** Stays empty and extensible, as the rules for proxies want it. */
const TARGET = {};

/** @template {object} T @implements {ProxyHandler<object>} */
class ByteHandler {
  #owner;
  #textOf;
  /** @param {T} owner @param {(owner: T) => string} textOf */
  constructor(owner, textOf) {
    this.#owner = owner;
    this.#textOf = textOf;
  }
  /** @param {object} _ @param {string | symbol} key */
  get(_, key) {
    return key === MEMBER ? this.#textOf(this.#owner) : undefined;
  }
  ownKeys() {
    return [MEMBER];
  }
  /** @param {object} _ @param {string | symbol} key */
  has(_, key) {
    return key === MEMBER;
  }
  /** @param {object} target @param {string | symbol} key */
  getOwnPropertyDescriptor(target, key) {
    return key === MEMBER ? { value: this.get(target, key), enumerable: true, configurable: true } : undefined;
  }
  set() {
    return false;
  }
  defineProperty() {
    return false;
  }
  deleteProperty() {
    return false;
  }
  preventExtensions() {
    return false;
  }
  setPrototypeOf() {
    return false;
  }
}

/**
 * Makes objects of one class deeply equal exactly when their texts are. To be called by the constructor.
 * @template {object} T
 * @param {T} owner
 * @param {(owner: T) => string} textOf its bytes as text, of private fields alone
 */
export function compareBy(owner, textOf) {
  /** @type {any} */ (owner)[BYTES] = new Proxy(new Proxy(TARGET, new ByteHandler(owner, textOf)), AS_IT_IS);
}
