/**
 * `import "bearocsp/curves"`, for its effect: signatures of secp256k1 and the brainpool curves are checked in every
 * runtime, by @noble/curves. A runtime whose node:crypto knows them is asked first.
 */
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from "@noble/curves/misc.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { addEngines } from "./engines.js";

/**
 * X.509 has no rule that s is small, as blockchains have.
 * @satisfies {import("@noble/curves/abstract/weierstrass.js").ECDSAVerifyOpts}
 */
const OPTIONS = /** @type {const} */ ({ prehash: false, lowS: false, format: "der" });

/** @param {typeof secp256k1 | typeof brainpoolP256r1} curve @returns {import("./engines.js").Engine} */
const engine = (curve) => (point, digest, signature) => {
  try {
    return curve.verify(signature, digest, point, OPTIONS);
  } catch {
    /* The key is not a point of the curve. */
    return false;
  }
};

addEngines({
  secp256k1: engine(secp256k1),
  brainpoolP256r1: engine(brainpoolP256r1),
  brainpoolP384r1: engine(brainpoolP384r1),
  brainpoolP512r1: engine(brainpoolP512r1),
});
