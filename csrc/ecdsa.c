/*
 * ECDSA, FIPS 186-5 6, with the k of RFC 6979: BearSSL's, in constant time, behind our reader and writer of signatures. BearSSL checks that
 * a public point lies on the curve, and that r and s are below the order.
 */
#include "sign.h"

/* P-256 has code of its own, several times faster than that for any prime. */
static const br_ec_impl *implementation_of(ocsp_oid curve)
{
    return curve == OCSP_OID_P256 ? &br_ec_p256_m31 : &br_ec_prime_i31;
}

/* The curves stand in one order in oids.def and in RFC 8422, whose numbers BearSSL uses. */
static int number_of(ocsp_oid curve)
{
    return BR_EC_secp256r1 + (int)curve - (int)OCSP_OID_P256;
}

/* Whether it fits is public: a key that does not is refused. The comparison tells nothing else. */
int ec_scalar_fits(ocsp_oid curve, key_part scalar)
{
    size_t length;
    const uint8_t *order = implementation_of(curve)->order(number_of(curve), &length);
    unsigned borrow = 0, any = 0;

    if (scalar.length > length) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned octet = i < scalar.length ? scalar.octets[scalar.length - 1 - i] : 0;
        borrow = (octet - order[length - 1 - i] - borrow) >> 8 & 1;
        any |= octet;
    }
    unsigned fits = borrow & (0u - any) >> 31;
    DECLASSIFY(&fits, sizeof fits);
    return (int)fits;
}

static br_ec_private_key private_key_of(ocsp_oid curve, key_part scalar)
{
    /* BearSSL does not write to it. */
    return (br_ec_private_key){number_of(curve), (uint8_t *)scalar.octets, scalar.length};
}

size_t ec_public_point(ocsp_oid curve, key_part scalar, uint8_t *point)
{
    br_ec_private_key key = private_key_of(curve, scalar);
    size_t length = br_ec_compute_pub(implementation_of(curve), NULL, point, &key);

    DECLASSIFY(point, length);
    return length;
}

size_t ecdsa_sign(const private_key *key, ocsp_hash hash, const uint8_t *digest, uint8_t *out)
{
    br_ec_private_key secret = private_key_of(key->curve, key->secret);
    uint8_t raw[2 * SIGNATURE_VALUE_MAX_INTEGER];
    size_t length = br_ecdsa_i31_sign_raw(implementation_of(key->curve), hash_class(hash), digest, &secret, raw);

    /* r and s are what everyone sees. */
    DECLASSIFY(raw, length);
    return write_signature_value(raw, length / 2, out);
}

int ecdsa_verify(ocsp_oid curve, key_part point, ocsp_hash hash, const uint8_t *digest, key_part signature)
{
    size_t octets = octets_of_bits(bits_of_curve(curve));
    br_ec_public_key key = {number_of(curve), (uint8_t *)point.octets, point.length};
    uint8_t raw[2 * SIGNATURE_VALUE_MAX_INTEGER];

    return read_signature_value(signature.octets, signature.length, octets, raw) &&
           br_ecdsa_i31_vrfy_raw(implementation_of(curve), digest, ocsp_hash_octets(hash), &key, raw, 2 * octets);
}
