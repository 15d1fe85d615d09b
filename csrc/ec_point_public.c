/*
 * The points of P-256, P-384 and P-521 in variable time: for public data only.
 *
 *   y^2 = x^3 - 3 x + b
 *
 * Points are added to tables of affine ones, in Jacobian coordinates; the digits of the scalars are signed and sparse
 * (Strauss and Shamir: all products share their doublings). Doubling and addition are compiled for each field; the rest
 * is shared. Every element that outlives a function is reduced (ec_field_public.h).
 */
#include "ec_public.h"

/* ---------------------------------------------------------------------------------------------- one field each */

#define FIELD_FUNCTIONS(curve)                                                                                         \
    static __attribute__((noinline)) void multiply_##curve(int32_t *d, const int32_t *a, const int32_t *b)             \
    {                                                                                                                  \
        multiply_limbs(&ec_field_##curve, d, a, b);                                                                    \
    }                                                                                                                  \
    static __attribute__((noinline)) void square_##curve(int32_t *d, const int32_t *a)                                 \
    {                                                                                                                  \
        square_limbs(&ec_field_##curve, d, a);                                                                         \
    }
FIELD_FUNCTIONS(p256)
FIELD_FUNCTIONS(p384)
FIELD_FUNCTIONS(p521)

/* A choice of the compiler where the field is known to it. */
INLINED void multiply_in(const ec_field *f, int32_t *d, const int32_t *a, const int32_t *b)
{
    if (f->limbs == ec_field_p256.limbs) {
        multiply_p256(d, a, b);
    } else if (f->limbs == ec_field_p384.limbs) {
        multiply_p384(d, a, b);
    } else {
        multiply_p521(d, a, b);
    }
}

INLINED void square_in(const ec_field *f, int32_t *d, const int32_t *a)
{
    if (f->limbs == ec_field_p256.limbs) {
        square_p256(d, a);
    } else if (f->limbs == ec_field_p384.limbs) {
        square_p384(d, a);
    } else {
        square_p521(d, a);
    }
}

/* Of a value between -16 p and 16 p: p times a small number has a small number as lowest limb, which is -1 in p. */
INLINED int may_be_zero(const ec_field *f, const int32_t *a)
{
    return ((a[0] + 16) & limb_mask(f)) <= 32;
}

/*
 * With A = 3 (X - Z^2) (X + Z^2), B = 2 X Y^2:  X' = A^2 - 4 B,  Y' = A (2 B - X') - 8 Y^4,  Z' = (Y + Z)^2 - Y^2 - Z^2
 */
INLINED void double_in(const ec_field *f, ec_point *p)
{
    int32_t a[EC_MAX_LIMBS], b[EC_MAX_LIMBS], t[EC_MAX_LIMBS], u[EC_MAX_LIMBS];

    square_in(f, t, p->z);
    square_in(f, u, p->y);
    combine_reduced(f, a, 1, p->y, 1, p->z, 0, t);
    square_in(f, b, a);
    combine_reduced(f, p->z, 1, b, -1, t, -1, u);
    combine_reduced(f, a, 1, p->x, 1, t, 0, t);
    combine(f, t, 3, p->x, -3, t);
    multiply_in(f, a, a, t);
    combine_reduced(f, u, 2, u, 0, u, 0, u);
    multiply_in(f, b, p->x, u);
    square_in(f, u, u);
    square_in(f, t, a);
    combine_reduced(f, p->x, 1, t, -4, b, 0, t);
    combine(f, t, 2, b, -1, p->x);
    multiply_in(f, a, a, t);
    combine_reduced(f, p->y, 1, a, -2, u, 0, u);
}

/*
 * With H = x Z^2 - X, r = y Z^3 - Y:  X' = r^2 - H^3 - 2 X H^2,  Y' = r (X H^2 - X') - Y H^3,  Z' = Z H
 *
 * Adds an affine point to one that is not at infinity and has another x. Unless it is sure of the latter already, it
 * does nothing and returns 0 where H may be zero.
 */
INLINED int add_in(const ec_field *f, ec_point *p, const ec_affine *q, int is_sure)
{
    int32_t h[EC_MAX_LIMBS], r[EC_MAX_LIMBS], t[EC_MAX_LIMBS], u[EC_MAX_LIMBS];

    square_in(f, t, p->z);
    multiply_in(f, h, q->x, t);
    combine(f, h, 1, h, -1, p->x);
    if (!is_sure && may_be_zero(f, h)) {
        return 0;
    }
    multiply_in(f, t, t, p->z);
    multiply_in(f, r, q->y, t);
    combine(f, r, 1, r, -1, p->y);
    multiply_in(f, p->z, p->z, h);
    square_in(f, t, h);
    multiply_in(f, h, h, t);
    multiply_in(f, u, p->x, t);
    square_in(f, t, r);
    combine_reduced(f, p->x, 1, t, -1, h, -2, u);
    combine(f, u, 1, u, -1, p->x);
    multiply_in(f, r, r, u);
    multiply_in(f, h, h, p->y);
    combine_reduced(f, p->y, 1, r, -1, h, 0, h);
    return 1;
}

#define POINT_FUNCTIONS(curve)                                                                                         \
    static void double_##curve(ec_point *p)                                                                            \
    {                                                                                                                  \
        double_in(&ec_field_##curve, p);                                                                               \
    }                                                                                                                  \
    static int add_##curve(ec_point *p, const ec_affine *q, int is_sure)                                               \
    {                                                                                                                  \
        return add_in(&ec_field_##curve, p, q, is_sure);                                                               \
    }
POINT_FUNCTIONS(p256)
POINT_FUNCTIONS(p384)
POINT_FUNCTIONS(p521)

/* ---------------------------------------------------------------------------------------------- any field */

static __attribute__((noinline)) void multiply(const ec_curve *c, int32_t *d, const int32_t *a, const int32_t *b)
{
    multiply_in(c->field, d, a, b);
}

static __attribute__((noinline)) void square(const ec_curve *c, int32_t *d, const int32_t *a)
{
    square_in(c->field, d, a);
}

static __attribute__((noinline)) void combine_any(const ec_curve *c, int32_t *d, int by_a, const int32_t *a, int by_b,
                                                  const int32_t *b)
{
    for (int i = 0; i < c->field->limbs; i++) {
        d[i] = by_a * a[i] + by_b * b[i];
    }
}

/* d = -d, reduced. */
static void negate(const ec_curve *c, int32_t *d)
{
    int32_t over = 0;

    for (int i = 0; i < c->field->limbs; i++) {
        d[i] = combined_limb(c->field, i, -d[i], &over);
    }
}

static void copy(const ec_curve *c, int32_t *d, const int32_t *a)
{
    memcpy(d, a, (size_t)c->field->limbs * sizeof *d);
}

/* Limbs from 0 to 2^bits, but for the highest one. */
static void carry_through(const ec_field *f, int32_t *d)
{
    for (int i = 0; i < f->limbs - 1; i++) {
        d[i + 1] += d[i] >> f->bits;
        d[i] &= limb_mask(f);
    }
}

static int is_below(const ec_field *f, const int32_t *a, const int32_t *b)
{
    int i = f->limbs - 1;

    while (i > 0 && a[i] == b[i]) {
        i--;
    }
    return a[i] < b[i];
}

/* The one form of an element with 0 <= value < p. */
static void reduce(const ec_curve *c, int32_t *d)
{
    carry_through(c->field, d);
    while (d[c->field->limbs - 1] < 0) {
        combine_any(c, d, 1, d, 1, c->p_limbs);
        carry_through(c->field, d);
    }
    while (!is_below(c->field, d, c->p_limbs)) {
        combine_any(c, d, 1, d, -1, c->p_limbs);
        carry_through(c->field, d);
    }
}

static int is_zero(const ec_curve *c, const int32_t *a)
{
    int32_t t[EC_MAX_LIMBS], any = 0;

    copy(c, t, a);
    reduce(c, t);
    for (int i = 0; i < c->field->limbs; i++) {
        any |= t[i];
    }
    return any == 0;
}

/* d = 1 / d */
static void invert(const ec_curve *c, int32_t *d)
{
    ec_scalar x;

    reduce(c, d);
    repack_public(x.limb, c->p.limbs, SCALAR_BITS, d, c->field->limbs, c->field->bits);
    scalar_invert_public(&x, &c->p);
    repack_public(d, c->field->limbs, c->field->bits, x.limb, c->p.limbs, SCALAR_BITS);
}

/* An integer to an element, below p. */
static void from_scalar(const ec_curve *c, int32_t *d, const ec_scalar *x)
{
    repack_public(d, c->field->limbs, c->field->bits, x->limb, c->p.limbs, SCALAR_BITS);
    multiply(c, d, d, c->square_of_r);
}

/* ---------------------------------------------------------------------------------------------- curves, points */

static void double_point(const ec_curve *c, ec_point *p)
{
    if (p->is_infinity) {
        return;
    }
    if (c->field->limbs == ec_field_p256.limbs) {
        double_p256(p);
    } else if (c->field->limbs == ec_field_p384.limbs) {
        double_p384(p);
    } else {
        double_p521(p);
    }
}

static int add_different(const ec_curve *c, ec_point *p, const ec_affine *q, int is_sure)
{
    if (c->field->limbs == ec_field_p256.limbs) {
        return add_p256(p, q, is_sure);
    }
    if (c->field->limbs == ec_field_p384.limbs) {
        return add_p384(p, q, is_sure);
    }
    return add_p521(p, q, is_sure);
}

static void from_affine(const ec_curve *c, ec_point *p, const ec_affine *q)
{
    copy(c, p->x, q->x);
    copy(c, p->y, q->y);
    copy(c, p->z, c->one);
    p->is_infinity = 0;
}

/* The addition of points whose x may be the same: P + P is 2 P, P - P at infinity. */
static void add_similar(const ec_curve *c, ec_point *p, const ec_affine *q)
{
    int32_t t[EC_MAX_LIMBS], difference[EC_MAX_LIMBS];

    square(c, t, p->z);
    multiply(c, difference, q->x, t);
    combine_any(c, difference, 1, difference, -1, p->x);
    if (!is_zero(c, difference)) {
        add_different(c, p, q, 1);
        return;
    }
    multiply(c, t, t, p->z);
    multiply(c, difference, q->y, t);
    combine_any(c, difference, 1, difference, -1, p->y);
    if (is_zero(c, difference)) {
        double_point(c, p);
    } else {
        p->is_infinity = 1;
    }
}

static void add_point(const ec_curve *c, ec_point *p, const ec_affine *q)
{
    if (p->is_infinity) {
        from_affine(c, p, q);
    } else if (!add_different(c, p, q, 0)) {
        add_similar(c, p, q);
    }
}

/* By the inverse of z: x / z^2, y / z^3. */
static void to_affine(const ec_curve *c, int32_t *x, int32_t *y, const int32_t *inverse_of_z)
{
    int32_t t[EC_MAX_LIMBS];

    square(c, t, inverse_of_z);
    multiply(c, x, x, t);
    multiply(c, t, t, inverse_of_z);
    multiply(c, y, y, t);
}

/* d = y^2 - (x^3 - 3 x) */
static void b_of_point(const ec_curve *c, int32_t *d, const ec_affine *q)
{
    int32_t t[EC_MAX_LIMBS];

    square(c, t, q->x);
    multiply(c, t, t, q->x);
    square(c, d, q->y);
    combine_any(c, d, 1, d, -1, t);
    combine_any(c, t, 3, q->x, 0, q->x);
    reduce(c, t);
    combine_any(c, d, 1, d, 1, t);
    reduce(c, d);
}

static int read_coordinate(const ec_curve *c, int32_t *d, const uint8_t *octets)
{
    unpack_public(d, c->field->limbs, c->field->bits, octets, (c->bits + 7) / 8);
    if (!is_below(c->field, d, c->p_limbs)) {
        return 0;
    }
    multiply(c, d, d, c->square_of_r);
    return 1;
}

int read_point_public(const ec_curve *c, ec_affine *point, const uint8_t *octets)
{
    int32_t t[EC_MAX_LIMBS];

    if (!read_coordinate(c, point->x, octets) || !read_coordinate(c, point->y, octets + (c->bits + 7) / 8)) {
        return 0;
    }
    b_of_point(c, t, point);
    combine_any(c, t, 1, t, -1, c->b);
    return is_zero(c, t);
}

/* p, and R and R^2 modulo p: Montgomery's form of 1 and of R. */
static void begin_field(ec_curve *c)
{
    const ec_field *f = c->field;
    int excess = f->limbs * f->bits - c->bits;

    memset(c->p_limbs, 0, sizeof c->p_limbs);
    memset(c->one, 0, sizeof c->one);
    c->p_limbs[0] = -1;
    c->one[0] = 1 << excess;
    for (int t = 0; t < f->terms; t++) {
        int32_t value = f->term[t].sign * (1 << f->term[t].shift);
        c->p_limbs[f->term[t].limb] += value;
        /* 2^excess (2^bits - p) */
        if (t < f->terms - 1) {
            c->one[f->term[t].limb] -= value * (1 << excess);
        }
    }
    carry_through(f, c->p_limbs);
    carry_through(f, c->one);
    repack_public(c->p.value.limb, SCALAR_MAX_LIMBS, SCALAR_BITS, c->p_limbs, f->limbs, f->bits);
    begin_modulus_public(&c->p, (c->bits + SCALAR_BITS) / SCALAR_BITS);
    copy(c, c->square_of_r, c->one);
    for (int bit = 9; bit >= 0; bit--) {
        square(c, c->square_of_r, c->square_of_r);
        if ((f->limbs * f->bits) >> bit & 1) {
            combine_any(c, c->square_of_r, 2, c->square_of_r, 0, c->one);
            reduce(c, c->square_of_r);
        }
    }
    reduce(c, c->square_of_r);
    repack_public(c->p.scale.limb, SCALAR_MAX_LIMBS, SCALAR_BITS, c->square_of_r, f->limbs, f->bits);
}

void begin_curve_public(ec_curve *c, const ec_field *field, int bits, const uint8_t *octets)
{
    int length = (bits + 7) / 8;

    c->field = field;
    c->bits = bits;
    begin_field(c);
    unpack_public(c->n.value.limb, SCALAR_MAX_LIMBS, SCALAR_BITS, octets, length);
    begin_modulus_public(&c->n, c->p.limbs);
    read_coordinate(c, c->generator.x, octets + length);
    read_coordinate(c, c->generator.y, octets + 2 * length);
    b_of_point(c, c->b, &c->generator);
}

/* ---------------------------------------------------------------------------------------------- tables */

static size_t element_octets(const ec_curve *c)
{
    return (size_t)c->field->limbs * sizeof(int32_t);
}

/*
 * All inverses for the price of one (Montgomery): products[i] is that of the z before, and what is left of the inverse
 * of all is that of the product up to i.
 */
static void all_to_affine(const ec_curve *c, ec_point *points, int count)
{
    int32_t products[EC_MAX_MULTIPLES][EC_MAX_LIMBS], inverse[EC_MAX_LIMBS], t[EC_MAX_LIMBS];

    copy(c, products[0], points[0].z);
    for (int i = 1; i < count; i++) {
        multiply(c, products[i], products[i - 1], points[i].z);
    }
    copy(c, inverse, products[count - 1]);
    invert(c, inverse);
    for (int i = count - 1; i > 0; i--) {
        multiply(c, t, inverse, products[i - 1]);
        multiply(c, inverse, inverse, points[i].z);
        to_affine(c, points[i].x, points[i].y, t);
    }
    to_affine(c, points[0].x, points[0].y, inverse);
}

/*
 * The odd multiples of a point. 2 P is to be added each time, which is not affine: (x, y) to (x z^2, y z^3) with the z
 * of 2 P takes its curve to one of another a on which it is, and that of points to be added does not matter.
 */
static void make_part(const ec_curve *c, const ec_affine *point, int count, uint8_t *table)
{
    ec_point multiples[EC_MAX_MULTIPLES], twice;
    ec_affine increment;
    int32_t t[EC_MAX_LIMBS];

    from_affine(c, &multiples[0], point);
    twice = multiples[0];
    double_point(c, &twice);
    copy(c, increment.x, twice.x);
    copy(c, increment.y, twice.y);
    square(c, t, twice.z);
    multiply(c, multiples[0].x, multiples[0].x, t);
    multiply(c, t, t, twice.z);
    multiply(c, multiples[0].y, multiples[0].y, t);
    for (int i = 1; i < count; i++) {
        multiples[i] = multiples[i - 1];
        add_different(c, &multiples[i], &increment, 1);
    }
    for (int i = 0; i < count; i++) {
        multiply(c, multiples[i].z, multiples[i].z, twice.z);
    }
    all_to_affine(c, multiples, count);
    for (int i = 0; i < count; i++) {
        memcpy(table + (size_t)(2 * i) * element_octets(c), multiples[i].x, element_octets(c));
        memcpy(table + (size_t)(2 * i + 1) * element_octets(c), multiples[i].y, element_octets(c));
    }
}

static int step_of_parts(const ec_curve *c, int parts)
{
    return (c->bits + parts - 1) / parts;
}

void make_table_public(const ec_curve *c, const ec_affine *point, int width, int first, int parts, uint8_t *table)
{
    int count = 1 << (width - 2);
    ec_affine base = *point;

    for (int part = 0; part < parts; part++) {
        if (part > 0) {
            ec_point next;
            from_affine(c, &next, &base);
            for (int i = 0; i < step_of_parts(c, EC_TABLE_PARTS); i++) {
                double_point(c, &next);
            }
            invert(c, next.z);
            copy(c, base.x, next.x);
            copy(c, base.y, next.y);
            to_affine(c, base.x, base.y, next.z);
        }
        if (part >= first) {
            make_part(c, &base, count, table + (size_t)(2 * part * count) * element_octets(c));
        }
    }
}

/* ---------------------------------------------------------------------------------------------- sums of products */

static void add_multiple_of(const ec_curve *c, ec_point *sum, const ec_factor *factor, int part, int digit)
{
    int entry = part * (1 << (factor->width - 2)) + (digit < 0 ? -digit : digit) / 2;
    const uint8_t *octets = factor->table + 2 * (size_t)entry * element_octets(c);
    ec_affine multiple;

    memcpy(multiple.x, octets, element_octets(c));
    memcpy(multiple.y, octets + element_octets(c), element_octets(c));
    if (digit < 0) {
        negate(c, multiple.y);
    }
    add_point(c, sum, &multiple);
}

void sum_products_public(const ec_curve *c, ec_point *sum, const ec_factor factors[2], int parts)
{
    int step = step_of_parts(c, parts);

    sum->is_infinity = 1;
    for (int i = step; i >= 0; i--) {
        double_point(c, sum);
        for (int part = 0; part < parts; part++) {
            int at = part * step + i;
            /* Only the last part has a digit at its end: elsewhere that is the next part's first. */
            if (at > c->bits || (i == step && part < parts - 1)) {
                continue;
            }
            for (int which = 0; which < 2; which++) {
                if (factors[which].digits[at] != 0) {
                    add_multiple_of(c, sum, &factors[which], part, factors[which].digits[at]);
                }
            }
        }
    }
}

int has_x_public(const ec_curve *c, const ec_point *point, const ec_scalar *x)
{
    int32_t t[EC_MAX_LIMBS], square_of_z[EC_MAX_LIMBS];

    from_scalar(c, t, x);
    square(c, square_of_z, point->z);
    multiply(c, t, t, square_of_z);
    combine_any(c, t, 1, t, -1, point->x);
    return is_zero(c, t);
}
