/*
 * Integers of any size modulo an odd one: the only door to BearSSL's inner.h.
 *
 * An integer is an array of words: the first tells its size in bits, 31 bits each follow, least significant first. Time
 * and memory access depend on sizes, never on values, except where a function says "public".
 */
#ifndef BIGINT_H
#define BIGINT_H

#include <inner.h>
#include <stdint.h>
#include <string.h>

/* For whole octets: decoding writes all the words that they fill. */
#define INT_WORDS(bits) (1 + (((bits) + 7) / 8 * 8 + 30) / 31)
/* What int_power() wants for windows of four bits. */
#define INT_POWER_WORDS(bits) (17 * (INT_WORDS(bits) + 1))

/* words: of the modulus; inverse: what Montgomery's multiplication needs of it. */
typedef struct {
    const uint32_t *words;
    uint32_t inverse;
} int_modulus;

/* Sets up an odd modulus with its words in `words`. */
static inline int_modulus int_modulus_decode(uint32_t *words, const uint8_t *octets, size_t length)
{
    br_i31_decode(words, octets, length);
    return (int_modulus){words, br_i31_ninv31(words[1])};
}

/* 1 when the integer is below the modulus, else 0 and x is 0. */
static inline uint32_t int_decode(uint32_t *x, const uint8_t *octets, size_t length, const int_modulus *m)
{
    return br_i31_decode_mod(x, octets, length, m->words);
}

/*
 * bits2int of RFC 6979 2.3.2: the leftmost octets, as many bits as the modulus has. The result may be the modulus or
 * more, but not twice. For public octets: it takes less time when there are zeros in front.
 */
static inline void int_from_leftmost_bits(uint32_t *x, const uint8_t *octets, size_t length, const int_modulus *m)
{
    br_ecdsa_i31_bits2int(x, octets, length, m->words[0]);
}

static inline void int_encode(uint8_t *octets, size_t length, const uint32_t *x)
{
    br_i31_encode(octets, length, x);
}

static inline uint32_t int_is_zero(const uint32_t *x)
{
    return br_i31_iszero(x);
}

/* Reduces an integer below twice the modulus. */
static inline void int_reduce_once(uint32_t *x, const int_modulus *m)
{
    br_i31_sub(x, m->words, br_i31_sub(x, m->words, 0) ^ 1);
}

/* Decodes and reduces an integer of any length. */
static inline void int_decode_reduce(uint32_t *x, const uint8_t *octets, size_t length, const int_modulus *m)
{
    br_i31_decode_reduce(x, octets, length, m->words);
}

/* The octets of the words of an integer, its size included. */
static inline size_t int_octets(const uint32_t *x)
{
    return ((x[0] + 63) >> 5) * sizeof *x;
}

/* d = x y, not reduced: as many words as both have, and one more. */
static inline void int_product(uint32_t *d, const uint32_t *x, const uint32_t *y)
{
    memset(d, 0, int_octets(x));
    br_i31_mulacc(d, x, y);
}

/* x = y mod m, of any size; m may be even. */
static inline void int_reduce(uint32_t *x, const uint32_t *y, const int_modulus *m)
{
    br_i31_reduce(x, y, m->words);
}

/* x = x + y mod m */
static inline void int_add(uint32_t *x, const uint32_t *y, const int_modulus *m)
{
    uint32_t over = br_i31_add(x, y, 1);

    over |= br_i31_sub(x, m->words, 0) ^ 1;
    br_i31_sub(x, m->words, over);
}

/* With R = 2^(31 words): d = x y / R mod m; x = x R mod m; x = x / R mod m. d is neither factor. */
static inline void int_multiply(uint32_t *d, const uint32_t *x, const uint32_t *y, const int_modulus *m)
{
    br_i31_montymul(d, x, y, m->words, m->inverse);
}
static inline void int_to_montgomery(uint32_t *x, const int_modulus *m)
{
    br_i31_to_monty(x, m->words);
}
static inline void int_from_montgomery(uint32_t *x, const int_modulus *m)
{
    br_i31_from_monty(x, m->words, m->inverse);
}

/* x = x^e mod m; e: as many octets as are given, all of them worked through. scratch: INT_POWER_WORDS(bits of m). */
static inline void int_power(uint32_t *x, const uint8_t *e, size_t e_length, const int_modulus *m, uint32_t *scratch,
                             size_t scratch_words)
{
    br_i31_modpow_opt(x, e, e_length, m->words, m->inverse, scratch, scratch_words);
}

/*
 * x = x^-1 mod m of a prime m that is at most 66 octets, given as it was decoded: x^(m - 2), Fermat's little theorem.
 */
static inline void int_invert(uint32_t *x, const uint8_t *octets, size_t length, const int_modulus *m,
                              uint32_t *scratch, size_t scratch_words)
{
    uint8_t exponent[66];

    memcpy(exponent, octets, length);
    for (unsigned borrow = 2, at = (unsigned)length; borrow > 0 && at-- > 0;) {
        unsigned octet = exponent[at];
        exponent[at] = (uint8_t)(octet - borrow);
        borrow = octet < borrow;
    }
    int_power(x, exponent, length, m, scratch, scratch_words);
}

/*
 * x = x^e mod m with a public e of at least one bit, square and multiply: for the few bits that RSA's exponents have
 * this is a third of int_power()'s work. base, product: integers of m's size.
 */
static inline void int_power_by_bits(uint32_t *x, const uint8_t *e, size_t e_length, const int_modulus *m,
                                     uint32_t *base, uint32_t *product)
{
    size_t octets = int_octets(m->words);
    int begun = 0;

    int_to_montgomery(x, m);
    memcpy(base, x, octets);
    for (size_t bit = 0; bit < 8 * e_length; bit++) {
        int is_set = e[bit / 8] >> (7 - bit % 8) & 1;
        if (begun) {
            int_multiply(product, x, x, m);
            if (is_set) {
                int_multiply(x, product, base, m);
            } else {
                memcpy(x, product, octets);
            }
        }
        begun |= is_set;
    }
    int_from_montgomery(x, m);
}

#endif
