/** Arrays that make their elements when they are read. */

/**
 * An immutable array of `length` elements. Each is made once, when it is first read, and throws there if it cannot be
 * made. It is a Proxy for a real array: Array.isArray, indices, iteration and all methods work as on a frozen array.
 * @template T
 * @param {number} length
 * @param {(index: number) => T} make
 * @returns {readonly T[]}
 */
export function lazyList(length, make) {
  /** @type {T[]} filled, since a prototype would show through holes */
  const made = new Array(length).fill(undefined);
  /** @param {number} index */
  const at = (index) => (made[index] ??= make(index));
  /** @param {string | symbol} key @returns {number} -1 if the key is not an index */
  const indexOf = (key) => {
    const index = typeof key === "string" ? Number(key) : NaN;
    return index >= 0 && index < length && String(index) === key ? index : -1;
  };
  const iterator = () => {
    let next = 0;
    return {
      next: () => (next < length ? { value: at(next++), done: false } : { value: undefined, done: true }),
      [Symbol.iterator]() {
        return this;
      },
    };
  };
  Object.defineProperty(made, Symbol.for("nodejs.util.inspect.custom"), {
    /** @param {number} _depth @param {object} options @param {(value: unknown, options: object) => string} inspect */
    value: (_depth, options, inspect) =>
      inspect(
        Array.from({ length }, (_, index) => {
          try {
            return at(index);
          } catch (error) {
            return error;
          }
        }),
        options,
      ),
  });
  return new Proxy(made, {
    get(target, key, receiver) {
      if (key === Symbol.iterator) {
        return iterator;
      }
      const index = indexOf(key);
      return index < 0 ? Reflect.get(target, key, receiver) : at(index);
    },
    has: (target, key) => indexOf(key) >= 0 || Reflect.has(target, key),
    /* Asking whether an element is there does not make it. */
    getOwnPropertyDescriptor: (target, key) =>
      indexOf(key) < 0
        ? Reflect.getOwnPropertyDescriptor(target, key)
        : { get: () => at(indexOf(key)), enumerable: true, configurable: true },

    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}
