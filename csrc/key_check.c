/*
 * Whether the parts of a private key belong together. A key that is damaged, or put together from two, may sign what
 * nobody can verify, and half a signature of RSA gives a factor of the modulus away.
 *
 * RFC 8017 3.2, with e, d and n:  n = p q,  dP = d mod (p - 1),  e dP = 1 mod (p - 1),  likewise dQ,
 *                                 qInv < p,  q qInv = 1 mod p
 *
 * Time and memory access depend on lengths, and on the size of the primes in bits, never on values. Whether p and q are
 * prime is not checked: with factors that are not, no signature verifies, and none gets out (rsa.c).
 */
#include "bigint.h"
#include "crypto.h"

/* check_rsa_lengths() of private_key.c lets a prime be four octets longer than half the modulus. */
#define PRIME_MAX_BITS (RSA_MAX_BITS / 2 + 32)

typedef struct {
    uint32_t words[INT_WORDS(PRIME_MAX_BITS)];
} half;
/* The product of two of them, and the word more that BearSSL's multiplication may touch. */
typedef struct {
    uint32_t words[2 * INT_WORDS(PRIME_MAX_BITS) + 1];
} product;

/* 1 where the octets are the same; which differ does not show in the time. */
static uint32_t are_equal(const void *a, const void *b, size_t length)
{
    const uint8_t *one = a, *other = b;
    uint32_t difference = 0;

    for (size_t i = 0; i < length; i++) {
        difference |= one[i] ^ other[i];
    }
    return (difference - 1) >> 31;
}

/* x y = 1 modulo m, whose size x has. */
static uint32_t are_inverse(const half *x, const half *y, const int_modulus *m)
{
    half one = {{m->words[0], 1}}, rest;
    product whole;

    int_product(whole.words, x->words, y->words);
    int_reduce(rest.words, whole.words, m);
    uint32_t result = are_equal(rest.words, one.words, int_octets(m->words));
    wipe(&whole, sizeof whole);
    wipe(&rest, sizeof rest);
    return result;
}

/* Only the outcome is not secret. */
static int declassified(uint32_t outcome)
{
    DECLASSIFY(&outcome, sizeof outcome);
    return (int)outcome;
}

int rsa_primes_fit(const private_key *key)
{
    uint8_t octets[2 * PRIME_MAX_BITS / 8];
    size_t length = key->prime1.length + key->prime2.length, modulus = key->rsa.modulus.length;
    half p, q;
    product whole;

    int_modulus_decode(p.words, key->prime1.data, key->prime1.length);
    int_modulus_decode(q.words, key->prime2.data, key->prime2.length);
    int_product(whole.words, p.words, q.words);
    int_encode(octets, length, whole.words);
    /* One octet more than the modulus has at most: check_rsa_lengths(). */
    uint32_t outcome = are_equal(octets + length - modulus, key->rsa.modulus.data, modulus);
    if (length > modulus) {
        static const uint8_t zero = 0;
        outcome &= are_equal(octets, &zero, 1);
    }
    wipe(&p, sizeof p);
    wipe(&q, sizeof q);
    wipe(&whole, sizeof whole);
    return declassified(outcome);
}

int rsa_exponent_fits(const private_key *key, ocsp_data prime, ocsp_data exponent)
{
    half words, own, reduced, public;

    int_modulus m = int_modulus_decode(words.words, prime.data, prime.length);
    /* p - 1 of an odd p. Nothing here needs an odd modulus. */
    words.words[1] &= ~(uint32_t)1;
    uint32_t outcome = int_decode(own.words, exponent.data, exponent.length, &m);
    int_decode_reduce(reduced.words, key->private_exponent.data, key->private_exponent.length, &m);
    outcome &= are_equal(own.words, reduced.words, int_octets(m.words));
    int_modulus_decode(public.words, key->rsa.exponent.data, key->rsa.exponent.length);
    outcome &= are_inverse(&own, &public, &m);
    wipe(&words, sizeof words);
    wipe(&own, sizeof own);
    wipe(&reduced, sizeof reduced);
    return declassified(outcome);
}

int rsa_coefficient_fits(const private_key *key)
{
    half words, own, other;

    int_modulus m = int_modulus_decode(words.words, key->prime1.data, key->prime1.length);
    uint32_t outcome = int_decode(own.words, key->coefficient.data, key->coefficient.length, &m);
    int_decode_reduce(other.words, key->prime2.data, key->prime2.length, &m);
    outcome &= are_inverse(&own, &other, &m);
    wipe(&words, sizeof words);
    wipe(&own, sizeof own);
    wipe(&other, sizeof other);
    return declassified(outcome);
}

/* SEC 1 2.3.3: 04 x y; 02 or 03 and x, where y is even or odd. */
static int is_point(ocsp_data given, const uint8_t *point, size_t length)
{
    uint8_t compressed = (uint8_t)(2 | (point[length - 1] & 1));

    if (given.length == length) {
        return memcmp(given.data, point, length) == 0;
    }
    return given.length == 1 + length / 2 && given.data[0] == compressed &&
           memcmp(given.data + 1, point + 1, length / 2) == 0;
}

int public_half_fits(const private_key *key, ocsp_data given)
{
    uint8_t own[PUBLIC_KEY_MAX_OCTETS];
    size_t length = subject_public_key(key, own, sizeof own);
    const uint8_t *start = own + sizeof own - length;

    if (key->kind == KEY_EC) {
        return is_point(given, start, length);
    }
    return given.length == length && memcmp(given.data, start, length) == 0;
}
