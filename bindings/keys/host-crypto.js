/** node:crypto where there is one, without importing it: so this file loads everywhere. */

/** A KeyObject. Our declarations name no type of Node's, since not everybody has them. @typedef {any} KeyObject */

/** @returns {any} the module node:crypto, or undefined */
export const nodeCrypto = () => /** @type {any} */ (globalThis).process?.getBuiltinModule?.("node:crypto");
