/*
 * Signing with ECDSA, FIPS 186-5 6, on BearSSL's curves, which compute in constant time. It is completed in rfc6979.c;
 * signatures are checked in ecdsa_public.c.
 */
#include "crypto.h"

#include <string.h>

/* P-256 has code of its own, several times faster than that for any prime. */
static const br_ec_impl *implementation_of(ocsp_oid curve)
{
    return curve == OCSP_OID_P256 ? &br_ec_p256_m31 : &br_ec_prime_i31;
}

static int number_of(ocsp_oid curve)
{
    switch (curve) {
#define CURVE(oid, bits, tls)                                                                                          \
    case OCSP_OID_##oid:                                                                                               \
        return BR_EC_##tls;
#include "lists/algorithms.def"
    default:
        return 0;
    }
}

static ocsp_data order_of(ocsp_oid curve)
{
    ocsp_data order;

    order.data = implementation_of(curve)->order(number_of(curve), &order.length);
    return order;
}

int ec_scalar_fits(ocsp_oid curve, ocsp_data scalar)
{
    return secret_fits(order_of(curve), scalar);
}

size_t ec_public_point(ocsp_oid curve, ocsp_data scalar, uint8_t *point)
{
    size_t length = implementation_of(curve)->mulgen(point, scalar.data, scalar.length, number_of(curve));

    DECLASSIFY(point, length);
    return length;
}

/* The x-coordinate of k G. */
static size_t x_of_multiple(const private_key *key, const uint8_t *k, size_t length, uint8_t *x)
{
    uint8_t point[EC_POINT_MAX_OCTETS];
    size_t octets = implementation_of(key->curve)->mulgen(point, k, length, number_of(key->curve)) / 2;

    memcpy(x, point + 1, octets);
    return octets;
}

size_t ecdsa_sign(const private_key *key, ocsp_hash hash, const uint8_t *digest, uint8_t *out)
{
    return sign_deterministically(key, order_of(key->curve), hash, digest, x_of_multiple, out);
}
