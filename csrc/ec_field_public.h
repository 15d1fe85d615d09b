/*
 * The fields of P-256, P-384 and P-521, for public data only: branches depend on values.
 *
 * An element is an array of signed limbs, least significant first: 9 of 29 bits, 14 or 19 of 28 bits. It stands for
 * value / R modulo p, with R = 2^(limbs * bits) (Montgomery's form), and neither its limbs nor its value are unique:
 *
 *   reduced   what multiply(), square() and carry() leave: every limb but the highest one is from -8 to 2^bits + 8,
 *             and the value is between -8 p and 8 p, which bounds the highest limb;
 *   loose     a sum or difference of reduced ones, three at most, which add(), subtract() and scale() leave as it is.
 *
 * The factors of multiply() and square() may be loose as long as no column of products leaves 64 bits. What that needs
 * is proved by tests/support/limb-bounds.py, which reads these functions and those of ec_point_public.c as clang does.
 */
#ifndef EC_FIELD_PUBLIC_H
#define EC_FIELD_PUBLIC_H

#include <stdint.h>
#include <string.h>

#define EC_MAX_LIMBS 19

/* Not with sanitizers, whose checks of every step would make it minutes of compiling. */
#ifdef __clang__
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define UNROLLED
#else
#define UNROLLED _Pragma("clang loop unroll(full)")
#endif
#else
#define UNROLLED _Pragma("GCC unroll 40")
#endif
#define INLINED static inline __attribute__((always_inline))

/* sign * 2^(limb * bits + shift) */
typedef struct {
    int limb, shift, sign;
} ec_term;

/* A prime that is the sum of its terms and -1. */
typedef struct {
    int limbs, bits, terms;
    ec_term term[4];
} ec_field;

/* 2^256 - 2^224 + 2^192 + 2^96 - 1 */
static const ec_field ec_field_p256 = {9, 29, 4, {{3, 9, 1}, {6, 18, 1}, {7, 21, -1}, {8, 24, 1}}};
/* 2^384 - 2^128 - 2^96 + 2^32 - 1 */
static const ec_field ec_field_p384 = {14, 28, 4, {{1, 4, 1}, {3, 12, -1}, {4, 16, -1}, {13, 20, 1}}};
/* 2^521 - 1 */
static const ec_field ec_field_p521 = {19, 28, 1, {{18, 17, 1}}};

INLINED int32_t limb_mask(const ec_field *f)
{
    return (1 << f->bits) - 1;
}

/* The highest limb is what is left of the value, which is a few p. */
INLINED int32_t top_limb(int64_t column)
{
    return (int32_t)column;
}

/*
 * Adds what Montgomery's reduction adds to a column: multiples of p, whose lowest limb is -1, so that the digit of the
 * quotient that clears a column is that column's lowest bits.
 */
INLINED int64_t reduction_of_column(const ec_field *f, const int64_t *digits, int k)
{
    int64_t sum = 0;

    UNROLLED
    for (int t = 0; t < f->terms; t++) {
        int from = k - f->term[t].limb;
        if (from >= 0 && from < f->limbs) {
            sum += f->term[t].sign * (digits[from] << f->term[t].shift);
        }
    }
    return sum;
}

/*
 * d = a b / R; d may be a or b. The value is between a b / R and a b / R + p. Each column has a sum of its own, which
 * does not wait for the carry from the one before.
 */
INLINED void multiply_limbs(const ec_field *f, int32_t *d, const int32_t *a, const int32_t *b)
{
    int64_t x[EC_MAX_LIMBS], y[EC_MAX_LIMBS], digits[2 * EC_MAX_LIMBS], column = 0;

    UNROLLED
    for (int i = 0; i < f->limbs; i++) {
        x[i] = a[i];
        y[i] = b[i];
    }
    UNROLLED
    for (int k = 0; k < 2 * f->limbs - 1; k++) {
        int64_t sum = 0;
        UNROLLED
        for (int i = 0; i < f->limbs; i++) {
            if (i <= k && k - i < f->limbs) {
                sum += x[i] * y[k - i];
            }
        }
        sum += reduction_of_column(f, digits, k);
        column += sum;
        digits[k] = column & limb_mask(f);
        column >>= f->bits;
    }
    UNROLLED
    for (int i = 0; i < f->limbs - 1; i++) {
        d[i] = (int32_t)digits[f->limbs + i];
    }
    d[f->limbs - 1] = top_limb(column);
}

/* d = a a / R, with every product of two different limbs computed once. */
INLINED void square_limbs(const ec_field *f, int32_t *d, const int32_t *a)
{
    int64_t x[EC_MAX_LIMBS], twice[EC_MAX_LIMBS], digits[2 * EC_MAX_LIMBS], column = 0;

    UNROLLED
    for (int i = 0; i < f->limbs; i++) {
        x[i] = a[i];
        twice[i] = 2 * x[i];
    }
    UNROLLED
    for (int k = 0; k < 2 * f->limbs - 1; k++) {
        int64_t sum = k % 2 == 0 ? x[k / 2] * x[k / 2] : 0;
        UNROLLED
        for (int i = 0; i < f->limbs; i++) {
            if (i < k - i && k - i < f->limbs) {
                sum += twice[i] * x[k - i];
            }
        }
        sum += reduction_of_column(f, digits, k);
        column += sum;
        digits[k] = column & limb_mask(f);
        column >>= f->bits;
    }
    UNROLLED
    for (int i = 0; i < f->limbs - 1; i++) {
        d[i] = (int32_t)digits[f->limbs + i];
    }
    d[f->limbs - 1] = top_limb(column);
}

/* Fields of so many limbs have their sums unrolled: P-256 is a tenth faster for it. The page's module has none. */
#ifndef EC_UNROLLED_SUMS
#define EC_UNROLLED_SUMS 9
#endif

/* A statement for each i. Unrolled where the field is small, else as short as a loop. */
#define FOR_EACH_LIMB(f, statement)                                                                                    \
    do {                                                                                                               \
        if ((f)->limbs <= EC_UNROLLED_SUMS) {                                                                          \
            UNROLLED                                                                                                   \
            for (int i = 0; i < (f)->limbs; i++) {                                                                     \
                statement;                                                                                             \
            }                                                                                                          \
        } else {                                                                                                       \
            for (int i = 0; i < (f)->limbs; i++) {                                                                     \
                statement;                                                                                             \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

/* d = by_a a + by_b b, loose. */
INLINED void combine(const ec_field *f, int32_t *d, int by_a, const int32_t *a, int by_b, const int32_t *b)
{
    FOR_EACH_LIMB(f, d[i] = by_a * a[i] + by_b * b[i]);
}

INLINED int32_t combined_limb(const ec_field *f, int i, int32_t sum, int32_t *over)
{
    int32_t limb = *over + (i < f->limbs - 1 ? sum & limb_mask(f) : sum);

    *over = sum >> f->bits;
    return limb;
}

/*
 * d = by_a a + by_b b + by_c c, reduced: each limb hands on to the next what it has over its bits, once and not all the
 * way, so that no limb waits for another.
 */
INLINED void combine_reduced(const ec_field *f, int32_t *d, int by_a, const int32_t *a, int by_b, const int32_t *b,
                             int by_c, const int32_t *c)
{
    int32_t over = 0;

    FOR_EACH_LIMB(f, d[i] = combined_limb(f, i, by_a * a[i] + by_b * b[i] + by_c * c[i], &over));
}

#endif
