/*
 * Checking ECDSA, FIPS 186-5 6.4.2, in variable time: for public data only. Of P-256, P-384 and P-521.
 *
 *   R = (z / s) G + (r / s) Q, and the x-coordinate of R must be r modulo n
 *
 * What depends on no input is made once: the constants of a curve that follow from its prime, and the multiples of its
 * generator.
 */
#include "crypto.h"
#include "ec_public.h"

#include <string.h>

/* Of the digits for the generator, for a key that is kept, and for one that is not. */
#define GENERATOR_WIDTH 7
#define KEPT_WIDTH 7
#define WIDTH 5

/* ---------------------------------------------------------------------------------------------- curves */

/* n, and x and y of the generator: FIPS 186-4 D.1.2. */
static const uint8_t p256_octets[] = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
    0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
    0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16,
    0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
};
static const uint8_t p384_octets[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2,
    0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73, 0xaa, 0x87, 0xca, 0x22, 0xbe, 0x8b,
    0x05, 0x37, 0x8e, 0xb1, 0xc7, 0x1e, 0xf3, 0x20, 0xad, 0x74, 0x6e, 0x1d, 0x3b, 0x62, 0x8b, 0xa7, 0x9b, 0x98,
    0x59, 0xf7, 0x41, 0xe0, 0x82, 0x54, 0x2a, 0x38, 0x55, 0x02, 0xf2, 0x5d, 0xbf, 0x55, 0x29, 0x6c, 0x3a, 0x54,
    0x5e, 0x38, 0x72, 0x76, 0x0a, 0xb7, 0x36, 0x17, 0xde, 0x4a, 0x96, 0x26, 0x2c, 0x6f, 0x5d, 0x9e, 0x98, 0xbf,
    0x92, 0x92, 0xdc, 0x29, 0xf8, 0xf4, 0x1d, 0xbd, 0x28, 0x9a, 0x14, 0x7c, 0xe9, 0xda, 0x31, 0x13, 0xb5, 0xf0,
    0xb8, 0xc0, 0x0a, 0x60, 0xb1, 0xce, 0x1d, 0x7e, 0x81, 0x9d, 0x7a, 0x43, 0x1d, 0x7c, 0x90, 0xea, 0x0e, 0x5f,
};
static const uint8_t p521_octets[] = {
    0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfa, 0x51, 0x86,
    0x87, 0x83, 0xbf, 0x2f, 0x96, 0x6b, 0x7f, 0xcc, 0x01, 0x48, 0xf7, 0x09, 0xa5, 0xd0, 0x3b, 0xb5, 0xc9, 0xb8,
    0x89, 0x9c, 0x47, 0xae, 0xbb, 0x6f, 0xb7, 0x1e, 0x91, 0x38, 0x64, 0x09, 0x00, 0xc6, 0x85, 0x8e, 0x06, 0xb7,
    0x04, 0x04, 0xe9, 0xcd, 0x9e, 0x3e, 0xcb, 0x66, 0x23, 0x95, 0xb4, 0x42, 0x9c, 0x64, 0x81, 0x39, 0x05, 0x3f,
    0xb5, 0x21, 0xf8, 0x28, 0xaf, 0x60, 0x6b, 0x4d, 0x3d, 0xba, 0xa1, 0x4b, 0x5e, 0x77, 0xef, 0xe7, 0x59, 0x28,
    0xfe, 0x1d, 0xc1, 0x27, 0xa2, 0xff, 0xa8, 0xde, 0x33, 0x48, 0xb3, 0xc1, 0x85, 0x6a, 0x42, 0x9b, 0xf9, 0x7e,
    0x7e, 0x31, 0xc2, 0xe5, 0xbd, 0x66, 0x01, 0x18, 0x39, 0x29, 0x6a, 0x78, 0x9a, 0x3b, 0xc0, 0x04, 0x5c, 0x8a,
    0x5f, 0xb4, 0x2c, 0x7d, 0x1b, 0xd9, 0x98, 0xf5, 0x44, 0x49, 0x57, 0x9b, 0x44, 0x68, 0x17, 0xaf, 0xbd, 0x17,
    0x27, 0x3e, 0x66, 0x2c, 0x97, 0xee, 0x72, 0x99, 0x5e, 0xf4, 0x26, 0x40, 0xc5, 0x50, 0xb9, 0x01, 0x3f, 0xad,
    0x07, 0x61, 0x35, 0x3c, 0x70, 0x86, 0xa2, 0x72, 0xc2, 0x40, 0x88, 0xbe, 0x94, 0x76, 0x9f, 0xd1, 0x66, 0x50,
};

/* What one thread makes and all others wait for. */
enum { NOT_MADE, BEING_MADE, MADE };
typedef struct {
    int state;
} progress;

typedef struct {
    ocsp_oid oid;
    int bits;
    const ec_field *field;
    const uint8_t *octets;
    uint8_t *table; /* of the generator */
    progress constants, first_part, other_parts;
    ec_curve curve;
} known_curve;

#define GENERATOR_OCTETS(limbs) EC_TABLE_OCTETS(limbs, GENERATOR_WIDTH, EC_TABLE_PARTS)
static uint8_t p256_table[GENERATOR_OCTETS(9)], p384_table[GENERATOR_OCTETS(14)], p521_table[GENERATOR_OCTETS(19)];

static known_curve known_curves[] = {
    {.oid = OCSP_OID_P256, .bits = 256, .field = &ec_field_p256, .octets = p256_octets, .table = p256_table},
    {.oid = OCSP_OID_P384, .bits = 384, .field = &ec_field_p384, .octets = p384_octets, .table = p384_table},
    {.oid = OCSP_OID_P521, .bits = 521, .field = &ec_field_p521, .octets = p521_octets, .table = p521_table},
};

/* 1 where the caller is to make something, and says so afterwards with finish(). */
static int begin(progress *of)
{
    int expected = NOT_MADE;

    if (__atomic_load_n(&of->state, __ATOMIC_ACQUIRE) == MADE) {
        return 0;
    }
    if (__atomic_compare_exchange_n(&of->state, &expected, BEING_MADE, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
        return 1;
    }
    while (__atomic_load_n(&of->state, __ATOMIC_ACQUIRE) != MADE) {
    }
    return 0;
}

static void finish(progress *of)
{
    __atomic_store_n(&of->state, MADE, __ATOMIC_RELEASE);
}

/* The curve with its constants; NULL where it is not known. */
static known_curve *curve_named(ocsp_oid oid)
{
    for (size_t i = 0; i < sizeof known_curves / sizeof *known_curves; i++) {
        known_curve *known = &known_curves[i];
        if (known->oid == oid) {
            if (begin(&known->constants)) {
                begin_curve_public(&known->curve, known->field, known->bits, known->octets);
                finish(&known->constants);
            }
            return known;
        }
    }
    return NULL;
}

/* The first part is enough for a key that is not kept. */
static const uint8_t *table_of_generator(known_curve *known, int parts)
{
    const ec_curve *c = &known->curve;

    if (begin(&known->first_part)) {
        make_table_public(c, &c->generator, GENERATOR_WIDTH, 0, 1, known->table);
        finish(&known->first_part);
    }
    if (parts > 1 && begin(&known->other_parts)) {
        make_table_public(c, &c->generator, GENERATOR_WIDTH, 1, parts, known->table);
        finish(&known->other_parts);
    }
    return known->table;
}

/* ---------------------------------------------------------------------------------------------- keys */

static int octets_of_curve(const ec_curve *c)
{
    return (c->bits + 7) / 8;
}

/* SEC 1 2.3.4, of an uncompressed point. */
static int read_key(const ec_curve *c, ocsp_data octets, ec_affine *point)
{
    return octets.length == 1 + 2 * (size_t)octets_of_curve(c) && octets.data[0] == 0x04 &&
           read_point_public(c, point, octets.data + 1);
}

static size_t octets_of_tables(const ec_curve *c)
{
    return EC_TABLE_OCTETS((size_t)c->field->limbs, KEPT_WIDTH, EC_TABLE_PARTS);
}

size_t ec_tables_public(ocsp_oid curve, ocsp_data point, uint8_t *tables)
{
    known_curve *known = curve_named(curve);
    ec_affine key;

    if (known == NULL || !read_key(&known->curve, point, &key)) {
        return 0;
    }
    make_table_public(&known->curve, &key, KEPT_WIDTH, 0, EC_TABLE_PARTS, tables);
    return octets_of_tables(&known->curve);
}

/* ---------------------------------------------------------------------------------------------- signatures */

/* 0 < x < n */
static int read_part(const ec_curve *c, const uint8_t *octets, ec_scalar *x)
{
    unpack_public(x->limb, SCALAR_MAX_LIMBS, SCALAR_BITS, octets, octets_of_curve(c));
    return !scalar_is_zero_public(x, &c->n) && !scalar_reduce_once_public(x, &c->n);
}

/*
 * The leftmost bits of a digest, as many as n has, modulo n. They are whole octets: those of P-521 are more than any
 * digest has.
 */
static void read_digest(const ec_curve *c, ocsp_hash hash, const uint8_t *digest, ec_scalar *z)
{
    int length = (int)ocsp_hash_octets(hash), most = octets_of_curve(c);

    unpack_public(z->limb, SCALAR_MAX_LIMBS, SCALAR_BITS, digest, length < most ? length : most);
    scalar_reduce_once_public(z, &c->n);
}

/* The x-coordinate of a point, modulo n. x is below p, and p is below 2 n: it is r, or r + n where that is below p. */
static int has_residue(const ec_curve *c, const ec_point *point, const ec_scalar *r)
{
    ec_scalar x = *r;

    if (has_x_public(c, point, &x)) {
        return 1;
    }
    scalar_add_modulus_public(&x, &c->n);
    return !scalar_reduce_once_public(&x, &c->p) && has_x_public(c, point, &x);
}

int ecdsa_verify_public(ocsp_oid curve, ocsp_data point, ocsp_data tables, ocsp_hash hash, const uint8_t *digest,
                        ocsp_data signature)
{
    known_curve *known = curve_named(curve);
    uint8_t raw[2 * SIGNATURE_VALUE_MAX_INTEGER];
    uint8_t own_table[EC_TABLE_OCTETS(EC_MAX_LIMBS, WIDTH, 1)];
    ec_scalar r, s, z;
    ec_factor factors[2];
    ec_point sum;
    int parts = tables.length > 0 ? EC_TABLE_PARTS : 1;

    if (known == NULL) {
        return 0;
    }
    const ec_curve *c = &known->curve;
    int octets = octets_of_curve(c);
    if (!read_signature_value(signature, (size_t)octets, raw) || !read_part(c, raw, &r) ||
        !read_part(c, raw + octets, &s)) {
        return 0;
    }
    factors[0] = (ec_factor){.table = table_of_generator(known, parts), .width = GENERATOR_WIDTH};
    if (parts > 1) {
        factors[1] = (ec_factor){.table = tables.data, .width = KEPT_WIDTH};
        if (tables.length != octets_of_tables(c)) {
            return 0;
        }
    } else {
        ec_affine key;
        if (!read_key(c, point, &key)) {
            return 0;
        }
        make_table_public(c, &key, WIDTH, 0, 1, own_table);
        factors[1] = (ec_factor){.table = own_table, .width = WIDTH};
    }
    read_digest(c, hash, digest, &z);
    scalar_invert_public(&s, &c->n);
    scalar_multiply_public(&z, &z, &s, &c->n);
    scalar_multiply_public(&s, &r, &s, &c->n);
    scalar_digits_public(factors[0].digits, c->bits, &z, c->n.limbs, factors[0].width);
    scalar_digits_public(factors[1].digits, c->bits, &s, c->n.limbs, factors[1].width);
    sum_products_public(c, &sum, factors, parts);
    return !sum.is_infinity && has_residue(c, &sum, &r);
}
