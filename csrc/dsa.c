/*
 * DSA, FIPS 186-4 4.6 and 4.7, on BearSSL's integers; the half of signing that ECDSA does too is in rfc6979.c.
 *
 *   v = (g^(H/s) y^(r/s) mod p) mod q, which must be r
 *
 * Constant time in x and k: a power works through all octets of its exponent, with windows that are read whole
 * (bigint.h).
 */
#include "bigint.h"
#include "crypto.h"

typedef struct {
    uint32_t words[INT_WORDS(DSA_MAX_Q_BITS)];
} small_integer;
typedef struct {
    uint32_t words[INT_WORDS(DSA_MAX_P_BITS)];
} large_integer;

/* Integers modulo p, and where powers are computed. */
typedef struct {
    large_integer words;
    int_modulus p;
    uint32_t scratch[INT_POWER_WORDS(DSA_MAX_P_BITS)];
} dsa_field;

static void begin_field(dsa_field *field, const dsa_parameters *parameters)
{
    field->p = int_modulus_decode(field->words.words, parameters->p.data, parameters->p.length);
}

/* base^exponent mod p */
static void power_of(dsa_field *field, large_integer *result, ocsp_data base, const uint8_t *exponent, size_t length)
{
    int_decode(result->words, base.data, base.length, &field->p);
    int_power(result->words, exponent, length, &field->p, field->scratch, INT_POWER_WORDS(DSA_MAX_P_BITS));
}

int dsa_secret_fits(const dsa_parameters *parameters, ocsp_data x)
{
    return secret_fits(parameters->q, x);
}

/* g^exponent mod p, of a secret exponent. */
static size_t power_of_g(const private_key *key, const uint8_t *exponent, size_t length, uint8_t *power)
{
    dsa_field field;
    large_integer result;

    begin_field(&field, &key->dsa);
    power_of(&field, &result, key->dsa.g, exponent, length);
    int_encode(power, key->dsa.p.length, result.words);
    wipe(field.scratch, sizeof field.scratch);
    return key->dsa.p.length;
}

void dsa_public_value(const private_key *key, uint8_t *y)
{
    power_of_g(key, key->secret.data, key->secret.length, y);
    DECLASSIFY(y, key->dsa.p.length);
}

size_t dsa_sign(const private_key *key, ocsp_hash hash, const uint8_t *digest, uint8_t *out)
{
    return sign_deterministically(key, key->dsa.q, hash, digest, power_of_g, out);
}

int dsa_verify(const dsa_parameters *parameters, ocsp_data y, ocsp_hash hash, const uint8_t *digest,
               ocsp_data signature)
{
    dsa_field field;
    small_integer q_words, r, w, h, u, v;
    large_integer g_power, y_power, product;
    size_t length = parameters->q.length;
    int_modulus q = int_modulus_decode(q_words.words, parameters->q.data, length);
    uint8_t raw[2 * DSA_MAX_Q_OCTETS], exponent[DSA_MAX_Q_OCTETS], image[DSA_MAX_P_OCTETS];

    if (!read_signature_value(signature, length, raw) || !int_decode(r.words, raw, length, &q) ||
        !int_decode(w.words, raw + length, length, &q)) {
        return 0;
    }
    begin_field(&field, parameters);
    int_from_leftmost_bits(h.words, digest, ocsp_hash_octets(hash), &q);
    int_reduce_once(h.words, &q);
    int_invert(w.words, parameters->q.data, length, &q, field.scratch, INT_POWER_WORDS(DSA_MAX_P_BITS));
    int_to_montgomery(w.words, &q);
    int_multiply(u.words, h.words, w.words, &q);
    int_encode(exponent, length, u.words);
    power_of(&field, &g_power, parameters->g, exponent, length);
    int_multiply(u.words, r.words, w.words, &q);
    int_encode(exponent, length, u.words);
    power_of(&field, &y_power, y, exponent, length);
    int_to_montgomery(y_power.words, &field.p);
    int_multiply(product.words, g_power.words, y_power.words, &field.p);
    int_encode(image, parameters->p.length, product.words);
    int_decode_reduce(v.words, image, parameters->p.length, &q);
    int_encode(exponent, length, v.words);
    return memcmp(exponent, raw, length) == 0;
}
