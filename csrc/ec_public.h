/*
 * Checking ECDSA: what scalar_public.c, ec_point_public.c and ecdsa_public.c share. It takes variable time, and so is
 * for public data only: nothing that signs may call what ends in _public, and tests/project/public-only.test.js sees
 * to it.
 */
#ifndef EC_PUBLIC_H
#define EC_PUBLIC_H

#include "ec_field_public.h"

#include <stddef.h>
#include <stdint.h>

/* ---------------------------------------------------------------------------------------------- scalar_public.c */

/* Integers modulo an odd one below 2^522. Limbs of 30 bits, least significant first, as many as the modulus has. */
#define SCALAR_BITS 30
#define SCALAR_MAX_LIMBS 18

typedef struct {
    int32_t limb[SCALAR_MAX_LIMBS];
} ec_scalar;

typedef struct {
    ec_scalar value, scale; /* scale: what scalar_invert_public() multiplies by */
    int limbs;
    uint32_t inverse; /* value^-1 modulo 2^32 */
} ec_modulus;

/* An integer in limbs of other bits, at most 31; what does not fit is left out. */
void repack_public(int32_t *to, int to_limbs, int to_bits, const int32_t *from, int from_limbs, int from_bits);
/* The same from at most 66 octets, most significant first. */
void unpack_public(int32_t *to, int limbs, int bits, const uint8_t *octets, int length);
/* Completes a modulus whose value is set; its scale is R = 2^(30 limbs). */
void begin_modulus_public(ec_modulus *m, int limbs);
int scalar_is_zero_public(const ec_scalar *x, const ec_modulus *m);
/* x += m, and x -= m where that does not make it negative, which is what comes back. */
void scalar_add_modulus_public(ec_scalar *x, const ec_modulus *m);
int scalar_reduce_once_public(ec_scalar *x, const ec_modulus *m);
/* d = x y / R modulo m, of x and y below m; d may be either. */
void scalar_multiply_public(ec_scalar *d, const ec_scalar *x, const ec_scalar *y, const ec_modulus *m);
/* x = scale / x modulo a prime m; 0 < x < m. */
void scalar_invert_public(ec_scalar *x, const ec_modulus *m);
/*
 * x = sum of digits[i] 2^i, 0 <= i <= bits (the non-adjacent form of a width): each is zero, or odd and below
 * 2^(width - 1) and followed by width - 1 zeros at least. x < 2^bits.
 */
void scalar_digits_public(int8_t *digits, int bits, const ec_scalar *x, int limbs, int width);

/* ---------------------------------------------------------------------------------------------- ec_point_public.c */

typedef struct {
    int32_t x[EC_MAX_LIMBS], y[EC_MAX_LIMBS];
} ec_affine;

/* Jacobian: (x / z^2, y / z^3). */
typedef struct {
    int32_t x[EC_MAX_LIMBS], y[EC_MAX_LIMBS], z[EC_MAX_LIMBS];
    int is_infinity;
} ec_point;

/* y^2 = x^3 - 3 x + b */
typedef struct {
    const ec_field *field;
    int bits;
    ec_modulus p, n;
    int32_t p_limbs[EC_MAX_LIMBS], square_of_r[EC_MAX_LIMBS], one[EC_MAX_LIMBS], b[EC_MAX_LIMBS];
    ec_affine generator;
} ec_curve;

/* All of a curve from n and the generator, one after the other, in as many octets each as p has. */
void begin_curve_public(ec_curve *c, const ec_field *field, int bits, const uint8_t *octets);
/* x and y as SEC 1 has them; 0 where that is not a point of the curve. */
int read_point_public(const ec_curve *c, ec_affine *point, const uint8_t *octets);

/*
 * The multiples P, 3 P, 5 P, ... (2^(width - 1) - 1) P, each as its x and y; in the parts after the first the same of
 * 2^step P, 2^(2 step) P, ... Octets, because they may lie anywhere.
 */
#define EC_TABLE_PARTS 4
#define EC_MAX_MULTIPLES 32
#define EC_TABLE_OCTETS(limbs, width, parts) ((parts) * (1 << ((width)-2)) * 2 * (limbs)*4)
/* The parts from the first one given. */
void make_table_public(const ec_curve *c, const ec_affine *point, int width, int first, int parts, uint8_t *table);

/* A scalar and a table of the point that it multiplies. */
typedef struct {
    int8_t digits[522];
    const uint8_t *table;
    int width;
} ec_factor;

/* The sum of two products; parts: of the tables that are looked at, 1 or EC_TABLE_PARTS. */
void sum_products_public(const ec_curve *c, ec_point *sum, const ec_factor factors[2], int parts);
/* Whether x is that of the point, which is not at infinity; x < p. */
int has_x_public(const ec_curve *c, const ec_point *point, const ec_scalar *x);

#endif
