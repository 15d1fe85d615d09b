/*
 * One signature made. Whether algorithm, parameters and key fit is decided here, by the rows of algorithms.def; the
 * arithmetic is in rsa.c, ecdsa.c and dsa.c. A family that this file does not know is left to the caller, or an
 * unsupported algorithm.
 */
#include "crypto.h"

/* The parameters that write_signature_algorithm() writes. */
static pss_parameters usual_pss(ocsp_hash hash)
{
    return (pss_parameters){hash, hash, (int32_t)ocsp_hash_octets(hash)};
}

int signature_fits_key(ocsp_signature algorithm, const private_key *key)
{
    pss_parameters pss;

    int is_hashed_here = hash_of_signature(algorithm) != OCSP_HASH_NONE;

    if (key_of_signature(algorithm) != key->kind) {
        return 0;
    }
    switch (family_of_signature(algorithm)) {
    case FAMILY_RSA:
        return is_hashed_here && key->oid == OCSP_OID_RSA;
    case FAMILY_RSA_PSS:
        pss = usual_pss(hash_of_signature(algorithm));
        return pss_has_room(&pss, key->bits) && (key->pss_der.length == 0 || pss_is_allowed(&pss, &key->pss));
    case FAMILY_ECDSA:
    case FAMILY_DSA:
        return is_hashed_here;
    case FAMILY_EDDSA:
        return 1;
    default:
        return 0;
    }
}

size_t make_signature(const private_key *key, ocsp_signature algorithm, ocsp_data data, const uint8_t *salt,
                      uint8_t *out)
{
    ocsp_hash hash = hash_of_signature(algorithm);
    pss_parameters pss = usual_pss(hash);
    uint8_t digest[OCSP_HASH_MAX_OCTETS];

    if (!signature_fits_key(algorithm, key) || hash == OCSP_HASH_NONE) {
        return 0;
    }
    ocsp_hash_compute(hash, data, digest);
    switch (family_of_signature(algorithm)) {
    case FAMILY_ECDSA:
        return ecdsa_sign(key, hash, digest, out);
    case FAMILY_DSA:
        return dsa_sign(key, hash, digest, out);
    case FAMILY_RSA_PSS:
        encode_pss(&pss, digest, salt, key->bits, out);
        break;
    case FAMILY_RSA:
        encode_pkcs1(hash, digest, out, key->rsa.modulus.length);
        break;
    default:
        return 0;
    }
    return rsa_private(key, out) ? key->rsa.modulus.length : 0;
}
