/** node:crypto if the host has it. It is not imported, so that this file loads everywhere. */

/** A KeyObject. The declarations name no type of Node, since not every project has those. @typedef {any} KeyObject */

/** @returns {any} the module node:crypto; undefined if there is none */
export const nodeCrypto = () => /** @type {any} */ (globalThis).process?.getBuiltinModule?.("node:crypto");
