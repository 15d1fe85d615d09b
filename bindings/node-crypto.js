/** node:crypto where there is one, without importing it: so this file loads everywhere. */

/** @typedef {typeof import("node:crypto")} NodeCrypto */

/** @returns {NodeCrypto | undefined} */
export const nodeCrypto = () => /** @type {any} */ (globalThis).process?.getBuiltinModule?.("node:crypto");
