/** The encodings of text that every platform has. jsdom does not pass them on; the Node below it has them. */

/** @returns {any} the module node:util; undefined if there is none */
const nodeUtil = () => /** @type {any} */ (globalThis).process?.getBuiltinModule?.("node:util");

/** @returns {TextEncoder} to UTF-8 */
export const textEncoder = () => new (globalThis.TextEncoder ?? nodeUtil().TextEncoder)();

/**
 * @param {string} [encoding] as the Encoding Standard calls it; UTF-8 by default
 * @param {TextDecoderOptions} [options]
 * @returns {TextDecoder}
 */
export const textDecoder = (encoding, options) =>
  new (globalThis.TextDecoder ?? nodeUtil().TextDecoder)(encoding, options);
