/** How objects look in toJSON, util.inspect and Symbol.toStringTag, none of which ever throws. */
import { encodeHex } from "./encoding.js";

/**
 * Gives a class its Symbol.toStringTag and, for Node, a util.inspect that shows what toJSON() returns.
 * @template {{ toJSON(): unknown }} T
 * @param {{ prototype: T }} type
 * @param {string} name
 * @param {(object: T) => unknown} [shown] what util.inspect shows instead
 */
export function inspectAs(type, name, shown = (object) => object.toJSON()) {
  Object.defineProperties(type.prototype, {
    [Symbol.toStringTag]: { value: name, configurable: true },
    [Symbol.for("nodejs.util.inspect.custom")]: {
      /**
       * @this {T}
       * @param {number} depth
       * @param {{ stylize(text: string, style: string): string }} options
       * @param {(value: unknown, options: object) => string} inspect
       */
      value(depth, options, inspect) {
        return depth < 0 ? options.stylize(`[${name}]`, "special") : `${name} ${inspect(shown(this), options)}`;
      },
      configurable: true,
    },
  });
}

/**
 * @param {bigint} serialNumber
 * @returns {{ serialNumber: string, serialNumberDecimal: string }} in hexadecimal and in decimal
 */
export const serialNumberJSON = (serialNumber) => ({
  serialNumber: serialNumber.toString(16),
  serialNumberDecimal: serialNumber.toString(),
});

/** What a getter gives, for JSON; in place of what it refuses to give stands its error. @param {() => unknown} get */
export function jsonOrError(get) {
  try {
    return jsonOf(get());
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  }
}

/**
 * A value for JSON: bytes in lower-case hexadecimal, bigints in decimal, at any depth.
 * @param {unknown} value
 * @returns {unknown}
 */
export function jsonOf(value) {
  if (value instanceof Uint8Array) {
    return encodeHex(value);
  }
  if (typeof value === "bigint") {
    return value.toString();
  }
  if (Array.isArray(value)) {
    return value.map(jsonOf);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return value instanceof Date && Number.isNaN(value.getTime()) ? null : value.toJSON();
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonOf(part)]));
}
