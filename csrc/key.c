/*
 * SubjectPublicKeyInfo, RFC 5280 4.1.2.7.
 *
 *   SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
 *
 * Any key is read. Of those known, kind, curve and size are told; a key that is broken inside has no size.
 */
#include "internal.h"

static const struct {
    uint8_t oid;
    int16_t bits;
} curves[] = {{OCSP_OID_P256, 256}, {OCSP_OID_P384, 384}, {OCSP_OID_P521, 521}};

static int32_t integer_bits(const uint8_t *octets, uint32_t length)
{
    int32_t bits = (int32_t)(8 * length);

    for (; length > 0 && *octets == 0; length--, octets++) {
        bits -= 8;
    }
    for (unsigned top = length > 0 ? *octets : 0x80; top < 0x80; top <<= 1) {
        bits--;
    }
    return bits;
}

/* RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }, RFC 8017 A.1.1 */
static int read_rsa_key(der_cursor *key, int32_t *bits)
{
    der_cursor sequence;
    ocsp_span modulus, exponent;

    if (!der_enter(key, FIELD(NONE), TAG_SEQUENCE, &sequence) || !der_integer(&sequence, FIELD(MODULUS), &modulus) ||
        !der_integer(&sequence, FIELD(PUBLIC_EXPONENT), &exponent) || !der_leave(&sequence) || !der_leave(key)) {
        return 0;
    }
    *bits = integer_bits(der_bytes(key, modulus), modulus.length);
    return 1;
}

/* Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }, RFC 3279 2.3.2 */
static int read_dsa_parameters(der_cursor *parameters, int32_t *bits)
{
    der_cursor sequence;
    ocsp_span p, q, g;

    if (!der_enter(parameters, FIELD(NONE), TAG_SEQUENCE, &sequence) || !der_integer(&sequence, FIELD(P), &p) ||
        !der_integer(&sequence, FIELD(Q), &q) || !der_integer(&sequence, FIELD(G), &g) || !der_leave(&sequence)) {
        return 0;
    }
    *bits = integer_bits(der_bytes(parameters, p), p.length);
    return 1;
}

/* The parameters are in the trace already. */
static int32_t dsa_bits(der_cursor *cursor, ocsp_span parameters)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor inner;
    int32_t bits = -1;

    if (!is_present(parameters)) {
        return -1;
    }
    der_open(&inner, &context, der_bytes(cursor, parameters), parameters.length);
    return read_dsa_parameters(&inner, &bits) ? bits : -1;
}

static int32_t rsa_bits(der_cursor *cursor, ocsp_span key)
{
    der_mark mark = der_mark_here(cursor);
    der_cursor inner;
    int32_t bits;

    der_into(cursor, key, &inner);
    if (!read_rsa_key(&inner, &bits)) {
        der_forgive(cursor, mark);
        return -1;
    }
    return bits;
}

/* namedCurve of ECParameters, RFC 5480 2.1.1 */
static void find_curve(const der_cursor *cursor, ocsp_public_key *key)
{
    ocsp_span parameters = key->algorithm.parameters;

    if (!is_present(parameters) || *der_bytes(cursor, parameters) != TAG_OID || parameters.length < 3) {
        return;
    }
    ocsp_oid oid = oid_among(der_bytes(cursor, parameters) + 2, parameters.length - 2, OCSP_OID_P256, OCSP_OID_P521);
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        if (curves[i].oid == oid) {
            key->curve = curves[i].oid;
            key->bits = curves[i].bits;
        }
    }
}

int read_public_key(der_cursor *cursor, ocsp_field field, ocsp_public_key *key)
{
    const uint8_t *start = cursor->at;
    der_cursor info;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &info) || !read_algorithm(&info, FIELD(ALGORITHM), &key->algorithm) ||
        !der_octet_bits(&info, FIELD(SUBJECT_PUBLIC_KEY), &key->subject_public_key)) {
        return 0;
    }
    const uint8_t *oid = der_bytes(&info, key->algorithm.oid);
    /* The OIDs of keys stand in two places of oids.def: PSS and EdDSA have one for keys and signatures. */
    ocsp_oid id = ocsp_oid_find(oid, key->algorithm.oid.length);
    key->spki = der_span(cursor, start, cursor->at);
    key->key = (int32_t)id;
    key->curve = OCSP_OID_UNKNOWN;
    key->bits = -1;
    switch (id) {
    case OCSP_OID_RSA:
    case OCSP_OID_RSASSA_PSS:
        key->bits = rsa_bits(&info, key->subject_public_key);
        break;
    case OCSP_OID_EC:
        find_curve(&info, key);
        break;
    case OCSP_OID_DSA:
        key->bits = dsa_bits(&info, key->algorithm.parameters);
        break;
    case OCSP_OID_ED25519:
        key->bits = 256; /* RFC 8032 5.1: b */
        break;
    case OCSP_OID_ED448:
        key->bits = 456; /* RFC 8032 5.2: b */
        break;
    default:
        key->key = OCSP_OID_UNKNOWN;
        break;
    }
    return der_leave(&info);
}

ocsp_error ocsp_read_public_key(const uint8_t *der, size_t length, ocsp_public_key *key, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;
    int read = der_open(&root, &context, der, length) && read_public_key(&root, FIELD(SUBJECT_PUBLIC_KEY_INFO), key) &&
               der_leave(&root);

    return der_outcome(&context, read);
}
