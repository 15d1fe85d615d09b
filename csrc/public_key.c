/*
 * SubjectPublicKeyInfo, RFC 5280 4.1.2.7.
 *
 *   SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
 *
 * Any key is read. For known ones, kind, curve and size are told; a key that is broken inside has no size.
 */
#include "crypto.h"

/* The parameters are in the trace already. */
static int32_t dsa_bits(der_cursor *cursor, ocsp_span parameters)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor inner;
    dsa_parameters dsa;

    if (!is_present(parameters)) {
        return -1;
    }
    der_open(&inner, &context, der_data(cursor, parameters));
    return read_dsa_parameters(&inner, FIELD(NONE), &dsa) ? bits_of(dsa.p) : -1;
}

static int32_t rsa_bits(der_cursor *cursor, ocsp_span key)
{
    der_mark mark = der_mark_here(cursor);
    der_cursor inner, sequence;
    rsa_public_key rsa;

    der_into(cursor, key, &inner);
    if (!der_enter(&inner, FIELD(NONE), TAG_SEQUENCE, &sequence) || !read_rsa_public_key(&sequence, &rsa) ||
        !der_leave(&sequence) || !der_leave(&inner)) {
        if (der_is_cut(&inner)) {
            der_settle(cursor, mark);
        } else {
            der_forgive(cursor, mark);
        }
        return -1;
    }
    der_settle(cursor, mark);
    return rsa.bits;
}

/* namedCurve of ECParameters, RFC 5480 2.1.1 */
static void find_curve(const der_cursor *cursor, ocsp_public_key *key)
{
    ocsp_span parameters = key->algorithm.parameters;

    if (!is_present(parameters) || *der_bytes(cursor, parameters) != TAG_OID || parameters.length < 3) {
        return;
    }
    ocsp_oid oid = ocsp_oid_find((ocsp_data){der_bytes(cursor, parameters) + 2, parameters.length - 2});
    if (bits_of_curve(oid) > 0) {
        key->curve = (int32_t)oid;
        key->bits = bits_of_curve(oid);
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
    ocsp_oid id = ocsp_oid_find((ocsp_data){oid, key->algorithm.oid.length});
    key->spki = der_span(cursor, start, cursor->at);
    key->key = (int32_t)id;
    key->curve = OCSP_OID_UNKNOWN;
    key->bits = -1;
    key_kind kind = kind_of_key(id);
    const raw_key *raw = raw_key_of(kind);
    if (raw != NULL && raw->bits > 0) {
        key->bits = raw->bits;
    }
    switch (kind) {
    case KEY_RSA:
        key->bits = rsa_bits(&info, key->subject_public_key);
        break;
    case KEY_EC:
        find_curve(&info, key);
        break;
    case KEY_DSA:
        key->bits = dsa_bits(&info, key->algorithm.parameters);
        break;
    case KEY_NONE:
        key->key = OCSP_OID_UNKNOWN;
        break;
    default:
        break;
    }
    return der_leave(&info);
}

ocsp_error ocsp_read_public_key(ocsp_data der, ocsp_public_key *key, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;
    int read = der_open(&root, &context, der) && read_public_key(&root, FIELD(SUBJECT_PUBLIC_KEY_INFO), key) &&
               der_leave(&root);

    return der_outcome(&context, read);
}
