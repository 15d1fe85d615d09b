/*
 * DSA, FIPS 186-4 4.6 and 4.7, deterministic as RFC 6979 has it, on BearSSL's integers.
 *
 *   r = (g^k mod p) mod q      s = k^-1 (H + x r) mod q
 *
 * Constant time in x and k: every operation on them is one of bigint.h, whose time and memory access depend on the sizes of p and q alone.
 * g^k runs through all octets of k with windows that are read whole; k^-1 = k^(q-2) has a public exponent. What is branched on, whether a
 * candidate for k is in range and whether r or s is zero, is marked below, and tells nothing about those that are used.
 */
#include "bigint.h"
#include "sign.h"

typedef struct {
    uint32_t words[INT_WORDS(DSA_MAX_Q_BITS)];
} small_integer;
typedef struct {
    uint32_t words[INT_WORDS(DSA_MAX_P_BITS)];
} large_integer;

/* p and q, and where powers are computed. */
typedef struct {
    large_integer p_words;
    small_integer q_words;
    int_modulus p, q;
    size_t q_length;
    uint8_t q_minus_two[DSA_MAX_Q_OCTETS];
    uint32_t scratch[INT_POWER_WORDS(DSA_MAX_P_BITS)];
} dsa_group;

static void begin_group(dsa_group *group, const dsa_parameters *parameters)
{
    size_t length = parameters->q.length;

    group->p = int_modulus_decode(group->p_words.words, parameters->p.octets, parameters->p.length);
    group->q = int_modulus_decode(group->q_words.words, parameters->q.octets, length);
    group->q_length = length;
    memcpy(group->q_minus_two, parameters->q.octets, length);
    for (unsigned borrow = 2; borrow > 0 && length-- > 0;) {
        unsigned octet = group->q_minus_two[length];
        group->q_minus_two[length] = (uint8_t)(octet - borrow);
        borrow = octet < borrow;
    }
}

/* base^exponent mod p */
static void power_of(dsa_group *group, large_integer *result, key_part base, const uint8_t *exponent, size_t length)
{
    int_decode(result->words, base.octets, base.length, &group->p);
    int_power(result->words, exponent, length, &group->p, group->scratch, INT_POWER_WORDS(DSA_MAX_P_BITS));
}

/* x^-1 mod q, by Fermat's little theorem. */
static void invert(dsa_group *group, small_integer *x)
{
    int_power(x->words, group->q_minus_two, group->q_length, &group->q, group->scratch,
              INT_POWER_WORDS(DSA_MAX_P_BITS));
}

/* The leftmost bits of the hash, mod q. */
static void decode_hash(const dsa_group *group, small_integer *h, ocsp_hash hash, const uint8_t *digest)
{
    int_from_leftmost_bits(h->words, digest, ocsp_hash_octets(hash), &group->q);
    int_reduce_once(h->words, &group->q);
}

int dsa_secret_fits(const dsa_parameters *parameters, key_part x)
{
    small_integer words, value;
    int_modulus q = int_modulus_decode(words.words, parameters->q.octets, parameters->q.length);

    if (x.length > parameters->q.length) {
        return 0;
    }
    uint32_t fits = int_decode(value.words, x.octets, x.length, &q) & (int_is_zero(value.words) ^ 1);
    /* A key that does not is refused: that is all that is told. */
    DECLASSIFY(&fits, sizeof fits);
    wipe(&value, sizeof value);
    return (int)fits;
}

void dsa_public_value(const private_key *key, uint8_t *y)
{
    dsa_group group;
    large_integer power;

    begin_group(&group, &key->dsa);
    power_of(&group, &power, key->dsa.g, key->secret.octets, key->secret.length);
    int_encode(y, key->dsa.p.length, power.words);
    wipe(group.scratch, sizeof group.scratch);
    DECLASSIFY(y, key->dsa.p.length);
}

/* RFC 6979 3.2 h: the next k, 1 <= k < q, as an integer and as octets. */
static void next_k(br_hmac_drbg_context *drbg, const dsa_group *group, small_integer *k, uint8_t *octets)
{
    uint32_t fits;

    do {
        br_hmac_drbg_generate(drbg, octets, group->q_length);
        int_from_leftmost_bits(k->words, octets, group->q_length, &group->q);
        fits = int_is_below(k->words, &group->q) & (int_is_zero(k->words) ^ 1);
        /* The next candidate does not follow from one that is thrown away, not even for who knows how many were. */
        DECLASSIFY(&fits, sizeof fits);
    } while (!fits);
    int_encode(octets, group->q_length, k->words);
}

/* r and s for one k; 0 when one of them is zero. */
static int sign_with_k(dsa_group *group, const private_key *key, const small_integer *x, const small_integer *h,
                       small_integer *k, const uint8_t *k_octets, uint8_t *raw)
{
    large_integer power;
    small_integer r, s, sum, term;

    power_of(group, &power, key->dsa.g, k_octets, group->q_length);
    int_reduce(r.words, power.words, &group->q);
    /* A factor R^2 on 1/k, and 1/R on the sum: then they multiply to s without being brought to Montgomery's form. */
    int_from_montgomery(k->words, &group->q);
    int_from_montgomery(k->words, &group->q);
    invert(group, k);
    int_multiply(sum.words, x->words, r.words, &group->q);
    term = *h;
    int_from_montgomery(term.words, &group->q);
    int_add(sum.words, term.words, &group->q);
    int_multiply(s.words, sum.words, k->words, &group->q);
    int_encode(raw, group->q_length, r.words);
    int_encode(raw + group->q_length, group->q_length, s.words);
    wipe(&sum, sizeof sum);
    /* r and s are what everyone sees; those that are zero are not used. */
    DECLASSIFY(raw, 2 * group->q_length);
    return unsigned_integer(raw, group->q_length).length > 0 &&
           unsigned_integer(raw + group->q_length, group->q_length).length > 0;
}

/* With a group that is one, a single k is used but once in 2^160 signatures. With one that is none, no k may do. */
#define TRIES 4

size_t dsa_sign(const private_key *key, ocsp_hash hash, const uint8_t *digest, uint8_t *out)
{
    dsa_group group;
    small_integer x, h, k;
    uint8_t seed[2 * DSA_MAX_Q_OCTETS], k_octets[DSA_MAX_Q_OCTETS], raw[2 * DSA_MAX_Q_OCTETS];
    br_hmac_drbg_context drbg;
    int done = 0;

    begin_group(&group, &key->dsa);
    int_decode(x.words, key->secret.octets, key->secret.length, &group.q);
    decode_hash(&group, &h, hash, digest);
    /* RFC 6979 3.2 d: int2octets(x) || bits2octets(h1) */
    int_encode(seed, group.q_length, x.words);
    int_encode(seed + group.q_length, group.q_length, h.words);
    br_hmac_drbg_init(&drbg, hash_class(hash), seed, 2 * group.q_length);
    for (int tries = 0; !done && tries < TRIES; tries++) {
        next_k(&drbg, &group, &k, k_octets);
        done = sign_with_k(&group, key, &x, &h, &k, k_octets, raw);
    }
    wipe(&x, sizeof x);
    wipe(&k, sizeof k);
    wipe(k_octets, sizeof k_octets);
    wipe(seed, sizeof seed);
    wipe(&drbg, sizeof drbg);
    wipe(group.scratch, sizeof group.scratch);
    return done ? write_signature_value(raw, group.q_length, out) : 0;
}

int dsa_verify(const dsa_parameters *parameters, key_part y, ocsp_hash hash, const uint8_t *digest, key_part signature)
{
    dsa_group group;
    small_integer r, w, h, u, v;
    large_integer g_power, y_power, product;
    uint8_t raw[2 * DSA_MAX_Q_OCTETS], exponent[DSA_MAX_Q_OCTETS], expected[DSA_MAX_Q_OCTETS];

    begin_group(&group, parameters);
    if (!read_signature_value(signature.octets, signature.length, group.q_length, raw) ||
        !int_decode(r.words, raw, group.q_length, &group.q) ||
        !int_decode(w.words, raw + group.q_length, group.q_length, &group.q)) {
        return 0;
    }
    decode_hash(&group, &h, hash, digest);
    invert(&group, &w);
    int_to_montgomery(w.words, &group.q);
    /* v = (g^(h w) y^(r w) mod p) mod q */
    int_multiply(u.words, h.words, w.words, &group.q);
    int_encode(exponent, group.q_length, u.words);
    power_of(&group, &g_power, parameters->g, exponent, group.q_length);
    int_multiply(u.words, r.words, w.words, &group.q);
    int_encode(exponent, group.q_length, u.words);
    power_of(&group, &y_power, y, exponent, group.q_length);
    int_to_montgomery(y_power.words, &group.p);
    int_multiply(product.words, g_power.words, y_power.words, &group.p);
    int_reduce(v.words, product.words, &group.q);
    int_encode(expected, group.q_length, v.words);
    return memcmp(expected, raw, group.q_length) == 0;
}
