/*
 * What ECDSA and DSA have in common when they sign: FIPS 186-5 6.4.1 and FIPS 186-4 4.6, with the k of RFC 6979. n is
 * the order of the group.
 *
 *   r = f(k) mod n, with f(k) = x-coordinate of k G, or g^k mod p
 *   s = k^-1 (H + x r) mod n
 *
 * Constant time in x and k: every operation on them is one of bigint.h, whose time and memory access depend on the size
 * of n alone, or BearSSL's HMAC_DRBG, and f is as careful. k^-1 has the public exponent n - 2. What is branched on,
 * whether a candidate for k is in range and whether r or s is zero, is marked below, and tells nothing about those that
 * are used.
 *
 * BearSSL's br_ecdsa_i31_sign_raw() is the same but for one thing: it shifts a candidate for k in a loop that is as
 * long as the candidate, so that time tells when k begins with a word of zeros.
 */
#include "bigint.h"
#include "crypto.h"

#define MAX_BITS 521
#define MAX_OCTETS SIGNATURE_VALUE_MAX_INTEGER

typedef struct {
    uint32_t words[INT_WORDS(MAX_BITS)];
} scalar;

int secret_fits(ocsp_data order, ocsp_data secret)
{
    scalar words, value;
    int_modulus n = int_modulus_decode(words.words, order.data, order.length);

    if (secret.length > order.length) {
        return 0;
    }
    uint32_t fits = int_decode(value.words, secret.data, secret.length, &n) & (int_is_zero(value.words) ^ 1);
    /* Reveals only that a key that does not fit is refused. */
    DECLASSIFY(&fits, sizeof fits);
    wipe(&value, sizeof value);
    return (int)fits;
}

typedef struct {
    scalar n_words, x, h;
    int_modulus n;
    ocsp_data order;
    br_hmac_drbg_context drbg;
    uint32_t scratch[INT_POWER_WORDS(MAX_BITS)];
} signer;

static void begin_signer(signer *state, ocsp_data order, ocsp_data secret, ocsp_hash hash, const uint8_t *digest)
{
    uint8_t seed[2 * MAX_OCTETS];

    state->order = order;
    state->n = int_modulus_decode(state->n_words.words, order.data, order.length);
    int_decode(state->x.words, secret.data, secret.length, &state->n);
    int_from_leftmost_bits(state->h.words, digest, ocsp_hash_octets(hash), &state->n);
    int_reduce_once(state->h.words, &state->n);
    /* RFC 6979 3.2 d: int2octets(x) || bits2octets(h1) */
    int_encode(seed, order.length, state->x.words);
    int_encode(seed + order.length, order.length, state->h.words);
    br_hmac_drbg_init(&state->drbg, hash_class(hash), seed, 2 * order.length);
    wipe(seed, sizeof seed);
}

/* The leftmost bits of as many octets as the order has; excess bits are dropped. */
static void shift_right(uint8_t *octets, size_t length, unsigned bits)
{
    unsigned carry = 0;

    for (size_t i = 0; i < length; i++) {
        carry = carry << 8 | octets[i];
        octets[i] = (uint8_t)(carry >> bits);
    }
}

/* RFC 6979 3.2 h: the next k, 1 <= k < n. */
static void next_k(signer *state, scalar *k, uint8_t *octets)
{
    size_t length = state->order.length;
    unsigned too_many = (unsigned)(8 * length) - (unsigned)bits_of(state->order);
    uint32_t fits;

    do {
        br_hmac_drbg_generate(&state->drbg, octets, length);
        shift_right(octets, length, too_many);
        fits = int_decode(k->words, octets, length, &state->n) & (int_is_zero(k->words) ^ 1);
        /* A discarded candidate does not reveal the next one, not even to someone who knows how many were discarded. */
        DECLASSIFY(&fits, sizeof fits);
    } while (!fits);
}

/* r and s for one k, which is used up; 0 when one of them is zero. */
static int sign_once(signer *state, scalar *k, const uint8_t *image, size_t image_length, uint8_t *raw)
{
    size_t length = state->order.length;
    scalar r, s, sum, term = state->h;

    int_decode_reduce(r.words, image, image_length, &state->n);
    /* A factor R^2 on 1/k, and 1/R on the sum: then they multiply to s without being brought to Montgomery's form. */
    int_from_montgomery(k->words, &state->n);
    int_from_montgomery(k->words, &state->n);
    int_invert(k->words, state->order.data, length, &state->n, state->scratch, INT_POWER_WORDS(MAX_BITS));
    int_multiply(sum.words, state->x.words, r.words, &state->n);
    int_from_montgomery(term.words, &state->n);
    int_add(sum.words, term.words, &state->n);
    int_multiply(s.words, sum.words, k->words, &state->n);
    int_encode(raw, length, r.words);
    int_encode(raw + length, length, s.words);
    wipe(&sum, sizeof sum);
    /* r and s are what everyone sees; those that are zero are not used. */
    DECLASSIFY(raw, 2 * length);
    return unsigned_integer(raw, length).length > 0 && unsigned_integer(raw + length, length).length > 0;
}

/* In a proper group, a second k is needed once in 2^159 signatures. In what is not a group, no k may do. */
#define TRIES 4

size_t sign_deterministically(const private_key *key, ocsp_data order, ocsp_hash hash, const uint8_t *digest,
                              nonce_image *image_of, uint8_t *out)
{
    signer state;
    scalar k;
    uint8_t k_octets[MAX_OCTETS], image[NONCE_IMAGE_MAX_OCTETS], raw[2 * MAX_OCTETS];
    int done = 0;

    begin_signer(&state, order, key->secret, hash, digest);
    for (int tries = 0; !done && tries < TRIES; tries++) {
        next_k(&state, &k, k_octets);
        size_t length = image_of(key, k_octets, order.length, image);
        done = sign_once(&state, &k, image, length, raw);
    }
    wipe(&state, sizeof state);
    wipe(&k, sizeof k);
    wipe(k_octets, sizeof k_octets);
    return done ? write_signature_value(raw, order.length, out) : 0;
}
