/*
 * RSAVP1, RFC 8017 5.2.2, to check signatures: x^e mod n in variable time. For public values only: nothing that takes a
 * private key may call it.
 *
 * An integer is w limbs of 28 bits, least significant first. Montgomery's multiplication with R = 2^(28 w) >= 4 n takes
 * factors below 2 n and leaves a product below 2 n, since (4 n^2 + R n) / R <= 2 n: there is nothing to compare or to
 * subtract before the end. w is a multiple of ROWS, the number of limbs that go through a pass together.
 */
#include "crypto.h"

#include <string.h>

#define LIMB_BITS 28
#define LIMB_MASK ((1u << LIMB_BITS) - 1)
#define ROWS 4
#define ROW_BITS (ROWS * LIMB_BITS)
#define LIMBS_OF(bits) (ROWS * (((size_t)(bits) + 2 + ROW_BITS - 1) / ROW_BITS))
#define LIMBS_MAX LIMBS_OF(RSA_PUBLIC_MAX_BITS)

/*
 * Products are summed by column, without carries. The load of the columns is how many products of two limbs the fullest
 * may hold: (2^28 - 1)^2 each, of which 64 bits hold LOAD_MAX and a carry from the column below. make_room() comes
 * before every addition, so no sum overflows, whatever the modulus.
 */
#define LOAD_MAX 255
#define LIMB_PRODUCT ((uint64_t)LIMB_MASK * LIMB_MASK)
typedef char load_fits[LOAD_MAX <= (UINT64_MAX - (UINT64_MAX >> LIMB_BITS)) / LIMB_PRODUCT ? 1 : -1];

typedef struct {
    uint32_t n[LIMBS_MAX];
    uint32_t inverse; /* -1/n mod 2^28 */
    size_t width;     /* w */
    uint64_t columns[2 * LIMBS_MAX];
    unsigned load;
} arithmetic;

static void carry(arithmetic *a)
{
    uint64_t over = 0;

    for (size_t i = 0; i < 2 * a->width; i++) {
        over += a->columns[i];
        a->columns[i] = over & LIMB_MASK;
        over >>= LIMB_BITS;
    }
    a->load = 1;
}

static void make_room(arithmetic *a, unsigned load)
{
    if (a->load + load > LOAD_MAX) {
        carry(a);
    }
    a->load += load;
}

/* columns += (m[0] + m[1] 2^28 + m[2] 2^56 + m[3] 2^84) y, of `width` limbs, a multiple of ROWS, none of them 0 */
static void add_rows(uint64_t *columns, const uint32_t *m, const uint32_t *y, size_t width)
{
    uint64_t m0 = m[0], m1 = m[1], m2 = m[2], m3 = m[3];
    uint64_t y0, y1 = 0, y2 = 0, y3 = 0;

    for (const uint32_t *end = y + width; y != end; y += ROWS, columns += ROWS) {
        y0 = y[0];
        columns[0] += m0 * y0 + m1 * y3 + m2 * y2 + m3 * y1;
        y1 = y[1];
        columns[1] += m0 * y1 + m1 * y0 + m2 * y3 + m3 * y2;
        y2 = y[2];
        columns[2] += m0 * y2 + m1 * y1 + m2 * y0 + m3 * y3;
        y3 = y[3];
        columns[3] += m0 * y3 + m1 * y2 + m2 * y1 + m3 * y0;
    }
    columns[0] += m1 * y3 + m2 * y2 + m3 * y1;
    columns[1] += m2 * y3 + m3 * y2;
    columns[2] += m3 * y3;
}

/* x = columns / R mod n */
static void reduce(arithmetic *a, uint32_t *x)
{
    const uint32_t *n = a->n;
    uint64_t over;

    for (size_t i = 0; i < a->width; i += ROWS) {
        uint64_t *t = a->columns + i;
        uint32_t q[ROWS];
        make_room(a, ROWS + 1);
        /* The multiples of n that make the next limbs 0. */
        over = 0;
        for (size_t k = 0; k < ROWS; k++) {
            uint64_t sum = t[k] + over;
            for (size_t j = 0; j < k; j++) {
                sum += (uint64_t)q[j] * n[k - j];
            }
            q[k] = (uint32_t)((sum & LIMB_MASK) * a->inverse) & LIMB_MASK;
            over = (sum + (uint64_t)q[k] * n[0]) >> LIMB_BITS;
        }
        add_rows(t, q, n, a->width);
        memset(t, 0, ROWS * sizeof *t);
        t[ROWS] += over;
    }
    over = 0;
    for (size_t i = 0; i < a->width; i++) {
        over += a->columns[a->width + i];
        x[i] = (uint32_t)over & LIMB_MASK;
        over >>= LIMB_BITS;
    }
}

static void clear(arithmetic *a)
{
    memset(a->columns, 0, 2 * a->width * sizeof a->columns[0]);
    a->load = 0;
}

/* x = x y / R mod n */
static void multiply(arithmetic *a, uint32_t *x, const uint32_t *y)
{
    clear(a);
    for (size_t i = 0; i < a->width; i += ROWS) {
        make_room(a, ROWS);
        add_rows(a->columns + i, x + i, y, a->width);
    }
    reduce(a, x);
}

/* x = x^2 / R mod n: products of two different limbs once, with one of them doubled. */
static void square(arithmetic *a, uint32_t *x)
{
    clear(a);
    for (size_t i = 0; i < a->width; i += ROWS) {
        uint64_t *t = a->columns + 2 * i;
        uint32_t doubled[ROWS];
        make_room(a, 2 * ROWS);
        for (size_t k = 0; k < ROWS; k++) {
            doubled[k] = 2 * x[i + k];
            t[2 * k] += (uint64_t)x[i + k] * x[i + k];
            for (size_t j = 0; j < k; j++) {
                t[j + k] += (uint64_t)doubled[j] * x[i + k];
            }
        }
        add_rows(t + ROWS, doubled, x + i + ROWS, a->width - i - ROWS);
    }
    reduce(a, x);
}

/* ---------------------------------------------------------------------------------------------- integers */

static void decode(uint32_t *x, size_t width, const uint8_t *octets, size_t length)
{
    uint64_t bits = 0;
    unsigned count = 0;

    for (size_t i = 0; i < width; i++) {
        for (; count < LIMB_BITS; count += 8) {
            bits |= (uint64_t)(length > 0 ? octets[--length] : 0) << count;
        }
        x[i] = (uint32_t)bits & LIMB_MASK;
        bits >>= LIMB_BITS;
        count -= LIMB_BITS;
    }
}

static void encode(uint8_t *octets, size_t length, const uint32_t *x)
{
    uint64_t bits = 0;
    unsigned count = 0;

    while (length > 0) {
        if (count < 8) {
            bits |= (uint64_t)*x++ << count;
            count += LIMB_BITS;
        }
        octets[--length] = (uint8_t)bits;
        bits >>= 8;
        count -= 8;
    }
}

static int is_below(const uint32_t *x, const uint32_t *y, size_t width)
{
    for (size_t i = width; i > 0; i--) {
        if (x[i - 1] != y[i - 1]) {
            return x[i - 1] < y[i - 1];
        }
    }
    return 0;
}

/* x = 2^28 x - q n, or x - n when there is nothing to shift in */
static void subtract_multiple(const arithmetic *a, uint32_t *x, uint32_t q, int is_shifted)
{
    int64_t over = 0;
    uint32_t below = 0;

    for (size_t i = 0; i < a->width; i++) {
        uint32_t limb = x[i];
        over += (int64_t)(is_shifted ? below : limb) - (int64_t)((uint64_t)q * a->n[i]);
        x[i] = (uint32_t)over & LIMB_MASK;
        over >>= LIMB_BITS;
        below = limb;
    }
}

/* The bits of x from `shift` on, as many as 64 hold. */
static uint64_t bits_from(const uint32_t *x, size_t width, size_t shift)
{
    size_t at = shift / LIMB_BITS;
    uint64_t bits = x[at] >> shift % LIMB_BITS;
    unsigned count = LIMB_BITS - shift % LIMB_BITS;

    for (at++; at < width && count < 64; at++, count += LIMB_BITS) {
        bits |= (uint64_t)x[at] << count;
    }
    return bits;
}

/*
 * x = x R mod n, below 2 n, by long division. A digit of the quotient is estimated from the first 32 bits of n, called
 * N, and the bits X of 2^28 x at the same place: q = X / (N + 1) is at most 1 + (X + N + 1) / N (N + 1) < 1.3 less than
 * 2^28 x / n, since x < 2 n gives X < 2^29 (N + 1). So what is left is below 2 n again.
 */
static void to_montgomery(const arithmetic *a, uint32_t *x, int32_t bits)
{
    size_t shift = (size_t)bits - 32;
    uint64_t divisor = bits_from(a->n, a->width, shift) + 1;

    for (size_t i = 0; i < a->width; i++) {
        uint64_t dividend = bits_from(x, a->width, shift - LIMB_BITS);
        subtract_multiple(a, x, (uint32_t)(dividend / divisor), 1);
    }
}

/* -1/n mod 2^28, bit by bit: a bit of the inverse is set where the product with n still has one. */
static uint32_t negative_inverse(uint32_t n)
{
    uint32_t inverse = 1;

    for (unsigned bit = 1; bit < LIMB_BITS; bit++) {
        inverse |= (uint32_t)((uint64_t)n * inverse >> bit & 1) << bit;
    }
    return LIMB_MASK + 1 - inverse;
}

int rsa_power_public(const rsa_public_key *key, uint8_t *x)
{
    arithmetic a = {.width = LIMBS_OF(key->bits)};
    uint32_t base[LIMBS_MAX], power[LIMBS_MAX];
    size_t length = key->modulus.length, bit = 8 * key->exponent.length - (size_t)bits_of(key->exponent);

    decode(a.n, a.width, key->modulus.data, length);
    a.inverse = negative_inverse(a.n[0]);
    decode(base, a.width, x, length);
    if (!is_below(base, a.n, a.width)) {
        return 0;
    }
    to_montgomery(&a, base, key->bits);
    memcpy(power, base, a.width * sizeof *base);
    /* The exponent is odd. Its last bit brings x itself in, and that undoes the Montgomery form. */
    while (++bit < 8 * key->exponent.length) {
        square(&a, power);
        if (bit == 8 * key->exponent.length - 1) {
            decode(base, a.width, x, length);
        }
        if ((key->exponent.data[bit / 8] >> (7 - bit % 8) & 1) != 0) {
            multiply(&a, power, base);
        }
    }
    if (!is_below(power, a.n, a.width)) {
        subtract_multiple(&a, power, 1, 0);
    }
    encode(x, length, power);
    return 1;
}
