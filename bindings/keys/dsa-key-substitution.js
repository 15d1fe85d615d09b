/** Duplicate-signature key selection: a signature that verifies under a key need not have been made with it. */

/**
 * Of DSA the key's certificate brings the group, so that anyone can compute a generator and a key pair for a signature
 * that is there. The other algorithms leave no such freedom: exponents of RSA are limited here, curves are named.
 * @param {{ readonly signatureAlgorithm: { readonly name: string | null } }} certificate
 * @returns {boolean} that a certificate of the issuer's name, whose key verifies this one, may be anybody's
 */
export const allowsSecondKey = ({ signatureAlgorithm: { name } }) => name?.startsWith("DSA-") ?? false;
