/*
 * BearSSL's signatures and nothing around them: what an engine makes of the arithmetic alone. The caller writes the
 * hash and the key into `hash` and `key`, and finds the signature in `signature`, or writes it there to have it
 * checked.
 */
#include <bearssl.h>
#include <string.h>

#define EXPORT __attribute__((used, visibility("default")))

static unsigned char hash[64], key[5 * 128], signature[256];

EXPORT unsigned char *hash_octets(void)
{
    return hash;
}

EXPORT unsigned char *key_octets(void)
{
    return key;
}

EXPORT unsigned char *signature_octets(void)
{
    return signature;
}

/* key: the scalar. The signature's octets: Ecdsa-Sig-Value. */
EXPORT unsigned sign_p256(void)
{
    br_ec_private_key private_key = {BR_EC_secp256r1, key, 32};

    return (unsigned)br_ecdsa_i31_sign_asn1(&br_ec_p256_m31, &br_sha256_vtable, hash, &private_key, signature);
}

/* key: p, q, dp, dq and qInv. 0 when the key is none. */
EXPORT unsigned sign_rsa2048(void)
{
    br_rsa_private_key private_key = {2048, key, 128, key + 128, 128, key + 256, 128, key + 384, 128, key + 512, 128};

    return br_rsa_i31_pkcs1_sign(BR_HASH_OID_SHA256, hash, 32, &private_key, signature) ? 256 : 0;
}

/* key: the point, uncompressed. signature: Ecdsa-Sig-Value, of so many octets. The hash is the one of the curve. */
EXPORT unsigned verify_p256(unsigned length)
{
    br_ec_public_key public_key = {BR_EC_secp256r1, key, 65};

    return br_ecdsa_i31_vrfy_asn1(&br_ec_p256_m31, hash, 32, &public_key, signature, length);
}

EXPORT unsigned verify_p384(unsigned length)
{
    br_ec_public_key public_key = {BR_EC_secp384r1, key, 97};

    return br_ecdsa_i31_vrfy_asn1(&br_ec_prime_i31, hash, 48, &public_key, signature, length);
}

EXPORT unsigned verify_p521(unsigned length)
{
    br_ec_public_key public_key = {BR_EC_secp521r1, key, 133};

    return br_ecdsa_i31_vrfy_asn1(&br_ec_prime_i31, hash, 64, &public_key, signature, length);
}

/* key: the modulus, and the exponent in three octets. */
EXPORT unsigned verify_rsa2048(unsigned length)
{
    br_rsa_public_key public_key = {key, 256, key + 256, 3};
    unsigned char signed_hash[32];

    return br_rsa_i31_pkcs1_vrfy(signature, length, BR_HASH_OID_SHA256, 32, &public_key, signed_hash) &&
           memcmp(signed_hash, hash, 32) == 0;
}
