/**
 * `import "bearocsp/post-quantum"`, for its effect: signatures of ML-DSA (RFC 9881) and SLH-DSA (RFC 9909) are checked
 * in every runtime, by @noble/post-quantum, which the program installs. A runtime whose node:crypto knows them is asked
 * first.
 */
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";
import * as slhDSA from "@noble/post-quantum/slh-dsa.js";
import { addEngines } from "./engines.js";

/**
 * Pure mode with an empty context, RFC 9881 2 and RFC 9909 3: what noble does if it is told nothing.
 * @param {{ verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean }} algorithm
 * @returns {import("./engines.js").Engine}
 */
const engine = (algorithm) => (key, message, signature) => {
  try {
    return algorithm.verify(signature, message, key);
  } catch {
    /* The key or the signature encodes no value of the algorithm. */
    return false;
  }
};

addEngines({
  "ML-DSA-44": engine(ml_dsa44),
  "ML-DSA-65": engine(ml_dsa65),
  "ML-DSA-87": engine(ml_dsa87),
  "SLH-DSA-SHA2-128s": engine(slhDSA.slh_dsa_sha2_128s),
  "SLH-DSA-SHA2-128f": engine(slhDSA.slh_dsa_sha2_128f),
  "SLH-DSA-SHA2-192s": engine(slhDSA.slh_dsa_sha2_192s),
  "SLH-DSA-SHA2-192f": engine(slhDSA.slh_dsa_sha2_192f),
  "SLH-DSA-SHA2-256s": engine(slhDSA.slh_dsa_sha2_256s),
  "SLH-DSA-SHA2-256f": engine(slhDSA.slh_dsa_sha2_256f),
  "SLH-DSA-SHAKE-128s": engine(slhDSA.slh_dsa_shake_128s),
  "SLH-DSA-SHAKE-128f": engine(slhDSA.slh_dsa_shake_128f),
  "SLH-DSA-SHAKE-192s": engine(slhDSA.slh_dsa_shake_192s),
  "SLH-DSA-SHAKE-192f": engine(slhDSA.slh_dsa_shake_192f),
  "SLH-DSA-SHAKE-256s": engine(slhDSA.slh_dsa_shake_256s),
  "SLH-DSA-SHAKE-256f": engine(slhDSA.slh_dsa_shake_256f),
});
