/*
 * Integers modulo the order of a curve, or its prime, in variable time: for public data only.
 *
 * The inverse is by divsteps: D. J. Bernstein and B.-Y. Yang, "Fast constant-time gcd computation and modular
 * inversion", 2019, section 8 ff. - here with branches. Thirty steps at a time are worked out on the lowest limbs and
 * then applied to all of them as one matrix.
 */
#include "ec_public.h"

#define MASK ((1 << SCALAR_BITS) - 1)

/* ---------------------------------------------------------------------------------------------- limbs */

void repack_public(int32_t *to, int to_limbs, int to_bits, const int32_t *from, int from_limbs, int from_bits)
{
    uint64_t window = 0;
    int filled = 0, next = 0;

    for (int i = 0; i < to_limbs; i++) {
        while (filled < to_bits) {
            window |= (uint64_t)(next < from_limbs ? from[next] : 0) << filled;
            next++;
            filled += from_bits;
        }
        to[i] = (int32_t)(window & (((uint64_t)1 << to_bits) - 1));
        window >>= to_bits;
        filled -= to_bits;
    }
}

void unpack_public(int32_t *to, int limbs, int bits, const uint8_t *octets, int length)
{
    int32_t reversed[66];

    for (int i = 0; i < length; i++) {
        reversed[i] = octets[length - 1 - i];
    }
    repack_public(to, limbs, bits, reversed, length, 8);
}

int scalar_is_zero_public(const ec_scalar *x, const ec_modulus *m)
{
    int32_t any = 0;

    for (int i = 0; i < m->limbs; i++) {
        any |= x->limb[i];
    }
    return any == 0;
}

/* d = x + sign m; the highest limb, which is negative where the sum is, comes back. */
static int32_t add_multiple(ec_scalar *d, const ec_scalar *x, int sign, const ec_modulus *m)
{
    int32_t over = 0;

    for (int i = 0; i < m->limbs; i++) {
        over += x->limb[i] + sign * m->value.limb[i];
        d->limb[i] = over & MASK;
        over >>= SCALAR_BITS;
    }
    d->limb[m->limbs - 1] += over * (1 << SCALAR_BITS);
    return over;
}

void scalar_add_modulus_public(ec_scalar *x, const ec_modulus *m)
{
    add_multiple(x, x, 1, m);
}

int scalar_reduce_once_public(ec_scalar *x, const ec_modulus *m)
{
    ec_scalar less;

    if (add_multiple(&less, x, -1, m) < 0) {
        return 0;
    }
    *x = less;
    return 1;
}

void begin_modulus_public(ec_modulus *m, int limbs)
{
    uint32_t low = (uint32_t)m->value.limb[0] | (uint32_t)m->value.limb[1] << SCALAR_BITS;

    m->limbs = limbs;
    /* Newton: three bits are right at first, then twice as many each time. */
    m->inverse = low;
    for (int right = 3; right < 32; right *= 2) {
        m->inverse *= 2 - low * m->inverse;
    }
    memset(&m->scale, 0, sizeof m->scale);
    m->scale.limb[0] = 1;
    for (int i = 0; i < SCALAR_BITS * limbs; i++) {
        int32_t over = 0;
        for (int j = 0; j < limbs; j++) {
            over |= m->scale.limb[j] << 1;
            m->scale.limb[j] = over & MASK;
            over >>= SCALAR_BITS;
        }
        scalar_reduce_once_public(&m->scale, m);
    }
}

void scalar_multiply_public(ec_scalar *d, const ec_scalar *x, const ec_scalar *y, const ec_modulus *m)
{
    int64_t sum[SCALAR_MAX_LIMBS + 1] = {0};

    for (int i = 0; i < m->limbs; i++) {
        uint32_t low = (uint32_t)sum[0] + (uint32_t)x->limb[i] * (uint32_t)y->limb[0];
        int64_t digit = (int32_t)(low * (0 - m->inverse) & MASK), over = 0;
        for (int j = 0; j < m->limbs; j++) {
            over += sum[j] + (int64_t)x->limb[i] * y->limb[j] + digit * m->value.limb[j];
            if (j > 0) {
                sum[j - 1] = over & MASK;
            }
            over >>= SCALAR_BITS;
        }
        sum[m->limbs - 1] = over;
    }
    for (int i = 0; i < m->limbs; i++) {
        d->limb[i] = (int32_t)sum[i];
    }
    scalar_reduce_once_public(d, m);
}

/* ---------------------------------------------------------------------------------------------- inverses */

/* Thirty divsteps: 2^30 times the new f is u f + v g, and 2^30 times the new g is q f + r g. */
typedef struct {
    int32_t u, v, q, r;
} steps;

/* eta is minus the delta of the paper; it comes back as it is after the steps. */
static int32_t divide_steps(int32_t eta, uint32_t f, uint32_t g, steps *result)
{
    uint32_t u = 1, v = 0, q = 0, r = 1;
    int left = SCALAR_BITS;

    for (;;) {
        /* The bit that ends the count is above those that are left. */
        int zeros = __builtin_ctz(g | UINT32_MAX << left);
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        eta -= zeros;
        left -= zeros;
        if (left == 0) {
            break;
        }
        if (eta < 0) {
            uint32_t was_f = f, was_u = u, was_v = v;
            eta = -eta;
            f = g;
            g = 0 - was_f;
            u = q;
            q = 0 - was_u;
            v = r;
            r = 0 - was_v;
        }
        /*
         * As many steps as there are before f and g change places again each add f to g or not. At once: a multiple of
         * f that clears these bits of g, at most six, to which f (2 - f f) is the inverse of f.
         */
        int at_once = eta + 1 < left ? eta + 1 : left;
        uint32_t mask = at_once > 6 ? 63 : ((uint32_t)1 << at_once) - 1;
        uint32_t multiple = g * f * (f * f - 2) & mask;
        g += f * multiple;
        q += u * multiple;
        r += v * multiple;
    }
    *result = (steps){(int32_t)u, (int32_t)v, (int32_t)q, (int32_t)r};
    return eta;
}

/* f and g after the steps. */
static void apply_to_integers(int32_t *f, int32_t *g, const steps *s, int limbs)
{
    int64_t f_sum = 0, g_sum = 0;

    for (int i = 0; i < limbs; i++) {
        int64_t f_limb = f[i], g_limb = g[i];
        f_sum += s->u * f_limb + s->v * g_limb;
        g_sum += s->q * f_limb + s->r * g_limb;
        if (i > 0) {
            f[i - 1] = (int32_t)(f_sum & MASK);
            g[i - 1] = (int32_t)(g_sum & MASK);
        }
        f_sum >>= SCALAR_BITS;
        g_sum >>= SCALAR_BITS;
    }
    f[limbs - 1] = (int32_t)f_sum;
    g[limbs - 1] = (int32_t)g_sum;
}

/* What to add of the modulus, so that a sum that begins with `low` is divisible by 2^30. */
static int32_t clearing_multiple(int32_t start, int64_t low, const ec_modulus *m)
{
    return start - (int32_t)((m->inverse * (uint32_t)low + (uint32_t)start) & MASK);
}

/* d and e, the same modulo m: between -2 m and m before and after. */
static void apply_to_residues(int32_t *d, int32_t *e, const steps *s, const ec_modulus *m)
{
    int last = m->limbs - 1;
    int32_t d_less = d[last] < 0, e_less = e[last] < 0;
    int32_t d_multiple = d_less * s->u + e_less * s->v, e_multiple = d_less * s->q + e_less * s->r;
    int64_t d_sum = 0, e_sum = 0;

    for (int i = 0; i <= last; i++) {
        int64_t d_limb = d[i], e_limb = e[i];
        d_sum += s->u * d_limb + s->v * e_limb;
        e_sum += s->q * d_limb + s->r * e_limb;
        if (i == 0) {
            d_multiple = clearing_multiple(d_multiple, d_sum, m);
            e_multiple = clearing_multiple(e_multiple, e_sum, m);
        }
        d_sum += (int64_t)d_multiple * m->value.limb[i];
        e_sum += (int64_t)e_multiple * m->value.limb[i];
        if (i > 0) {
            d[i - 1] = (int32_t)(d_sum & MASK);
            e[i - 1] = (int32_t)(e_sum & MASK);
        }
        d_sum >>= SCALAR_BITS;
        e_sum >>= SCALAR_BITS;
    }
    d[last] = (int32_t)d_sum;
    e[last] = (int32_t)e_sum;
}

void scalar_invert_public(ec_scalar *x, const ec_modulus *m)
{
    ec_scalar f = m->value, g = *x, d = {{0}}, e = m->scale;
    int32_t eta = -1;
    steps done;

    /* f = d x / scale and g = e x / scale modulo m, until g is 0 and f is 1 or -1. */
    while (!scalar_is_zero_public(&g, m)) {
        uint32_t f_low = (uint32_t)f.limb[0] | (uint32_t)f.limb[1] << SCALAR_BITS;
        uint32_t g_low = (uint32_t)g.limb[0] | (uint32_t)g.limb[1] << SCALAR_BITS;
        eta = divide_steps(eta, f_low, g_low, &done);
        apply_to_residues(d.limb, e.limb, &done, m);
        apply_to_integers(f.limb, g.limb, &done, m->limbs);
    }
    int is_negative = f.limb[m->limbs - 1] < 0;
    int32_t over = 0;
    for (int i = 0; i < m->limbs; i++) {
        over += is_negative ? -d.limb[i] : d.limb[i];
        x->limb[i] = i < m->limbs - 1 ? over & MASK : over;
        over >>= SCALAR_BITS;
    }
    while (x->limb[m->limbs - 1] < 0) {
        scalar_add_modulus_public(x, m);
    }
    while (scalar_reduce_once_public(x, m)) {
    }
}

/* ---------------------------------------------------------------------------------------------- digits */

static uint32_t bits_of_scalar(const ec_scalar *x, int limbs, int from, int count)
{
    int limb = from / SCALAR_BITS, shift = from % SCALAR_BITS;
    uint32_t low = limb < limbs ? (uint32_t)x->limb[limb] >> shift : 0;
    uint32_t high = limb + 1 < limbs && shift > 0 ? (uint32_t)x->limb[limb + 1] << (SCALAR_BITS - shift) : 0;

    return (low | high) & (((uint32_t)1 << count) - 1);
}

void scalar_digits_public(int8_t *digits, int bits, const ec_scalar *x, int limbs, int width)
{
    int borrowed = 0, i = 0;

    memset(digits, 0, (size_t)bits + 1);
    for (;;) {
        /* Zeros with nothing borrowed, and ones with something, make no digit; the bit above them ends the count. */
        uint32_t next = bits_of_scalar(x, limbs, i, SCALAR_BITS);
        int skipped = __builtin_ctz((borrowed ? ~next : next) | (uint32_t)1 << SCALAR_BITS);
        i += skipped;
        if (i > bits) {
            return;
        }
        if (skipped < SCALAR_BITS) {
            int digit = (int)bits_of_scalar(x, limbs, i, width) + borrowed;
            borrowed = digit >> (width - 1);
            digits[i] = (int8_t)(digit - borrowed * (1 << width));
            i += width;
        }
    }
}
