/** Duplicate-signature key selection: a signature that verifies under a key need not have been made with it. */
import { SIGNATURES } from "../../build/lists.js";

/**
 * A DSA key comes with its own group, so anyone can compute a generator and a key pair that fit an existing signature.
 * The other algorithms leave no such freedom: RSA exponents are limited here, and curves are named.
 * @param {{ readonly signatureAlgorithm: { readonly name: string | null } }} certificate
 * @returns {boolean} true if a certificate with the issuer's name, whose key verifies this one, may belong to anyone
 */
export const allowsKeySubstitution = ({ signatureAlgorithm: { name } }) =>
  SIGNATURES.some((known) => known?.family === "DSA" && known.name === name);
