/** Duplicate-signature key selection: a signature that verifies under a key need not have been made with it. */
import { SIGNATURES } from "../../build/lists.js";

/**
 * A DSA key's certificate brings the group along, so that anyone can compute a generator and a key pair for an existing
 * signature. The other algorithms leave no such freedom: exponents of RSA are limited here, curves are named.
 * @param {{ readonly signatureAlgorithm: { readonly name: string | null } }} certificate
 * @returns {boolean} that a certificate of the issuer's name, whose key verifies this one, may be anybody's
 */
export const allowsSecondKey = ({ signatureAlgorithm: { name } }) =>
  SIGNATURES.some((known) => known?.family === "DSA" && known.name === name);
