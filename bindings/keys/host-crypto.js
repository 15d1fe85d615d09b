/**
 * node:crypto if the host has it. It is not imported, so that this file loads everywhere. Hosts accept more than they
 * should (octets after a key, hybrid points, any salt): they are handed what the core has read strictly, and no more.
 */
import { CHECKED, OID, OID_NAMES, SIGNATURES } from "../../build/lists.js";
import { KeptKeys } from "./kept-keys.js";
import { rsaPublicKey } from "./spki.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { Table } from "../wasm/table.js" */
/** @import { Question } from "./signature-check.js" */
/** A KeyObject. The declarations name no type of Node, since not every project has those. @typedef {any} KeyObject */

const host = /** @type {any} */ (globalThis);

/** @returns {any} the module node:crypto; undefined if there is none */
export const nodeCrypto = () => host.process?.getBuiltinModule?.("node:crypto");

/** What the runtime calls itself, with its version; "" where it does not say. */
export function runtimeName() {
  const { bun, node } = host.process?.versions ?? {};
  return host.Deno?.version
    ? `Deno ${host.Deno.version.deno}`
    : host.navigator?.userAgent === "Cloudflare-Workers"
      ? "workerd"
      : bun
        ? `Bun ${bun}`
        : node
          ? `Node ${node}`
          : "document" in host || "importScripts" in host
            ? "a browser"
            : "";
}

/**
 * Whether the host checks RSA faster than the core: native code does. Deno's node:crypto is compiled for size.
 * @returns {boolean}
 */
export const hostIsFaster = () => nodeCrypto() !== undefined && !host.Deno;

/** The name of a hash in node:crypto. @param {string | null} hash */
export const nodeHash = (hash) => (hash?.startsWith("SHA3") ? hash : hash?.replace("-", ""))?.toLowerCase() ?? null;

/** Public keys of node:crypto; null for those that it does not know. @type {KeptKeys<KeyObject | null, Table>} */
const PUBLIC_KEYS = new KeptKeys((spki, checked) => {
  try {
    return nodeCrypto().createPublicKey({ key: plainKey(spki, checked).copy(), format: "der", type: "spki" });
  } catch {
    return null;
  }
});

/**
 * The key in the one form of its kind.
 * @param {OwnedBytes} spki
 * @param {Table} checked
 * @returns {OwnedBytes} an id-RSASSA-PSS key as rsaEncryption: its restrictions were looked at
 */
export function plainKey(spki, checked) {
  const isRSA = checked[CHECKED.key] === OID.RSA || checked[CHECKED.key] === OID.RSASSA_PSS;
  return isRSA
    ? rsaPublicKey(spki.part(checked[CHECKED.subjectPublicKey], checked[CHECKED.subjectPublicKey + 1]))
    : spki;
}

/**
 * @param {Question} question which the core has read
 * @param {Table} checked what it read
 * @returns {boolean | undefined} undefined where there is no node:crypto, or it does not know algorithm or key
 */
export function hostVerifies({ spki, data, signature }, checked) {
  /** @type {typeof import("node:crypto") | undefined} */
  const crypto = nodeCrypto();
  if (crypto === undefined) {
    return undefined;
  }
  const curve = OID_NAMES[checked[CHECKED.curve]];
  /* Deno takes half of the signatures on secp256k1 alone: those whose s is below n/2, which X9.62 does not ask for. */
  if (host.Deno && curve === "secp256k1") {
    return undefined;
  }
  const key = PUBLIC_KEYS.of(spki, checked).value;
  if (key === null) {
    /* Where the host knows the curve, as all know NIST's, the point is not on it. */
    return curve?.startsWith("P-") || crypto.getCurves?.().includes(curve) ? false : undefined;
  }
  const { family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (
    SIGNATURES[checked[CHECKED.signature]]
  );
  const padding = crypto.constants?.RSA_PKCS1_PSS_PADDING;
  try {
    return crypto.verify(
      nodeHash(hash),
      data.view(),
      /* workerd takes a key alone. */
      family === "RSA-PSS" ? { key, padding, saltLength: checked[CHECKED.saltLength] } : key,
      signature.view(),
    );
  } catch {
    return undefined;
  }
}
