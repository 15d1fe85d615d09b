/*
 * RSA, RFC 8017: the private primitive, and the encoding of RSASSA-PKCS1-v1_5.
 *
 * The private operation is BearSSL's, with the Chinese remainder theorem and in constant time.
 */
#include "bigint.h"
#include "crypto.h"

#include <string.h>

/*
 * RFC 8017 9.2:
 *   EM = 0x00 || 0x01 || PS || 0x00 || T, with PS of octets 0xff, at least eight, and T the DER of
 *   DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }, whose parameters are NULL
 *
 * Signatures are checked by comparing with the same encoding (RFC 8017 8.2.2), so that nothing in a padding is parsed.
 * A DigestInfo without the NULL is not accepted.
 */
void encode_pkcs1(ocsp_hash hash, const uint8_t *digest, uint8_t *encoded, size_t length)
{
    static const uint8_t separator = 0x00;
    der_writer writer;

    der_begin(&writer, encoded, length);
    der_put_element(&writer, TAG_OCTET_STRING, digest, ocsp_hash_octets(hash));
    write_hash_algorithm(&writer, hash);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_put(&writer, &separator, 1);
    memset(encoded, 0xff, length - der_written(&writer));
    encoded[0] = 0x00;
    encoded[1] = 0x01;
}

/* RSAVP1 in place, of a signature of our own: signing shares no arithmetic with checking. */
static int undo(const rsa_public_key *key, uint8_t *x)
{
    uint32_t words[INT_WORDS(RSA_MAX_BITS)], base[INT_WORDS(RSA_MAX_BITS)], product[INT_WORDS(RSA_MAX_BITS)];
    uint32_t value[INT_WORDS(RSA_MAX_BITS)];
    size_t length = key->modulus.length;
    int_modulus n = int_modulus_decode(words, key->modulus.data, length);

    if (!int_decode(value, x, length, &n)) {
        return 0;
    }
    int_power_by_bits(value, key->exponent.data, key->exponent.length, &n, base, product);
    int_encode(x, length, value);
    return 1;
}

int rsa_private(const private_key *key, uint8_t *x)
{
    /* BearSSL does not write to them. */
    br_rsa_private_key parts = {
        .n_bitlen = (uint32_t)key->rsa.bits,
        .p = (uint8_t *)key->prime1.data,
        .plen = key->prime1.length,
        .q = (uint8_t *)key->prime2.data,
        .qlen = key->prime2.length,
        .dp = (uint8_t *)key->exponent1.data,
        .dplen = key->exponent1.length,
        .dq = (uint8_t *)key->exponent2.data,
        .dqlen = key->exponent2.length,
        .iq = (uint8_t *)key->coefficient.data,
        .iqlen = key->coefficient.length,
    };
    uint8_t message[RSA_MAX_OCTETS], recovered[RSA_MAX_OCTETS];
    size_t length = key->rsa.modulus.length;

    memcpy(message, x, length);
    /* Only whether the key is consistent; a key that is not makes no signature. */
    uint32_t done = br_rsa_i31_private(x, &parts);
    DECLASSIFY(&done, sizeof done);
    /* The signature, which is not secret once it is found to be one. */
    DECLASSIFY(x, length);
    memcpy(recovered, x, length);
    /* A signature with a fault in one of its two halves gives a factor of the modulus away: it must not get out. */
    if (!done || !undo(&key->rsa, recovered) || memcmp(recovered, message, length) != 0) {
        wipe(x, length);
        wipe(recovered, length);
        return 0;
    }
    return 1;
}
