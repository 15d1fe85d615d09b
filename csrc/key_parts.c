/*
 * What public and private keys have in common.
 *
 *   RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }     RFC 8017 A.1.1
 *   Dss-Parms    ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }             RFC 3279 2.3.2
 *   ECParameters ::= CHOICE { namedCurve OBJECT IDENTIFIER }                  RFC 5480 2.1.1
 *
 * Whether p and q are prime, and g of order q, is not checked: the maker of the key answers for it, and nothing here
 * relies on it.
 */
#include "crypto.h"

#include <string.h>

static const uint8_t one = 1;
const ocsp_data integer_one = {&one, 1};

key_kind kind_of_key(ocsp_oid oid)
{
    switch (oid) {
#define KEY(oid, kind, ...)                                                                                            \
    case OCSP_OID_##oid:                                                                                               \
        return KEY_##kind;
#include "lists/algorithms.def"
    default:
        return KEY_NONE;
    }
}

const raw_key *raw_key_of(key_kind kind)
{
    static const raw_key keys[] = {
#define RAW_KEY(kind, bits, octets, signature_octets) {KEY_##kind, bits, octets, signature_octets},
#include "lists/algorithms.def"
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i].kind == kind) {
            return &keys[i];
        }
    }
    return NULL;
}

/*
 * Looks at the first two octets even of a secret integer: they tell that it is minimal and positive, as those of every
 * key are, and how long it is.
 */
int read_unsigned(der_cursor *cursor, ocsp_field field, ocsp_data *value)
{
    ocsp_span contents;

    if (!der_integer(cursor, field, &contents)) {
        return 0;
    }
    value->data = der_bytes(cursor, contents);
    value->length = contents.length;
    if (*value->data >= 0x80) {
        return der_refuse(cursor, OCSP_FAULT_INTEGER_RANGE, value->data, 0, 0);
    }
    if (*value->data == 0) {
        value->data++;
        value->length--;
    }
    return 1;
}

ocsp_data unsigned_integer(const uint8_t *octets, size_t length)
{
    for (; length > 0 && *octets == 0; length--) {
        octets++;
    }
    return (ocsp_data){octets, length};
}

void write_unsigned(der_writer *writer, ocsp_data value)
{
    static const uint8_t zero = 0;
    size_t since = der_written(writer);

    der_put(writer, value.data, value.length);
    if (value.length == 0 || *value.data >= 0x80) {
        der_put(writer, &zero, 1);
    }
    der_wrap(writer, TAG_INTEGER, since);
}

int32_t bits_of(ocsp_data integer)
{
    int32_t bits = (int32_t)(8 * integer.length);

    for (unsigned top = integer.length > 0 ? *integer.data : 0x80; top < 0x80; top <<= 1) {
        bits--;
    }
    return bits;
}

static int is_odd(ocsp_data integer)
{
    return integer.length > 0 && (integer.data[integer.length - 1] & 1) != 0;
}

static int is_below(const ocsp_data *a, const ocsp_data *b)
{
    return a->length != b->length ? a->length < b->length : memcmp(a->data, b->data, a->length) < 0;
}

int is_between(const ocsp_data *low, const ocsp_data *value, const ocsp_data *high)
{
    return is_below(low, value) && is_below(value, high);
}

int read_rsa_public_key(der_cursor *sequence, rsa_public_key *key)
{
    if (!read_unsigned(sequence, FIELD(MODULUS), &key->modulus) ||
        !read_unsigned(sequence, FIELD(PUBLIC_EXPONENT), &key->exponent)) {
        return 0;
    }
    key->bits = bits_of(key->modulus);
    return 1;
}

/*
 * FIPS 186-5 5.1: an exponent is odd and below 2^256, so that a hostile key cannot make checking a signature
 * take longer.
 */
#define RSA_EXPONENT_MAX_OCTETS 32

int rsa_key_fits(const rsa_public_key *key, int32_t most)
{
    return key->bits >= RSA_MIN_BITS && key->bits <= most && is_odd(key->modulus) && is_odd(key->exponent) &&
           key->exponent.length <= RSA_EXPONENT_MAX_OCTETS && is_between(&integer_one, &key->exponent, &key->modulus);
}

int read_dsa_parameters(der_cursor *cursor, ocsp_field field, dsa_parameters *parameters)
{
    der_cursor sequence;

    return der_enter(cursor, field, TAG_SEQUENCE, &sequence) && read_unsigned(&sequence, FIELD(P), &parameters->p) &&
           read_unsigned(&sequence, FIELD(Q), &parameters->q) && read_unsigned(&sequence, FIELD(G), &parameters->g) &&
           der_leave(&sequence);
}

/* FIPS 186-4 4.2: the sizes of p and q. Both are odd, since Montgomery's multiplication needs it. */
int dsa_parameters_fit(const dsa_parameters *parameters)
{
    static const struct {
        int16_t p, q;
    } sizes[] = {{1024, 160}, {2048, 224}, {2048, 256}, {DSA_MAX_P_BITS, DSA_MAX_Q_BITS}};
    int32_t p = bits_of(parameters->p), q = bits_of(parameters->q);

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (sizes[i].p == p && sizes[i].q == q) {
            return is_odd(parameters->p) && is_odd(parameters->q) &&
                   is_between(&integer_one, &parameters->g, &parameters->p);
        }
    }
    return 0;
}

int read_named_curve(der_cursor *cursor, ocsp_field field, ocsp_oid *curve)
{
    ocsp_span oid;

    if (!der_next_is(cursor, TAG_OID)) {
        cursor->field = field;
        return der_refuse(cursor, OCSP_FAULT_KEY_CURVE, cursor->at, 0, 0);
    }
    if (!der_oid(cursor, field, TAG_OID, &oid)) {
        return 0;
    }
    *curve = ocsp_oid_find(der_data(cursor, oid));
    return is_core_curve(*curve) || der_refuse(cursor, OCSP_FAULT_KEY_CURVE, der_bytes(cursor, oid), 0, 0);
}

int32_t bits_of_curve(ocsp_oid curve)
{
    switch (curve) {
#define CURVE(oid, bits, ...)                                                                                          \
    case OCSP_OID_##oid:                                                                                               \
        return bits;
#define HOST_CURVE(oid, bits) CURVE(oid, bits)
#include "lists/algorithms.def"
    default:
        return 0;
    }
}

int is_core_curve(ocsp_oid curve)
{
    switch (curve) {
#define CURVE(oid, ...) case OCSP_OID_##oid:
#include "lists/algorithms.def"
        return 1;
    default:
        return 0;
    }
}
