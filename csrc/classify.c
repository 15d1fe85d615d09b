/*
 * What DER is, by the identifier octets that it begins with. Lengths only say where the next identifier is: one that is
 * too large or not minimal, or bytes that end too early, leave an object what it is. What begins alike:
 *
 *   OCSPResponse             SEQUENCE { ENUMERATED, [0] ...
 *   PrivateKeyInfo           SEQUENCE { INTEGER 0 or 1, SEQUENCE { OBJECT IDENTIFIER ... }, OCTET STRING ...
 *   RSAPrivateKey, DSA's     SEQUENCE { INTEGER 0 or 1, INTEGER, INTEGER ...
 *   ECPrivateKey             SEQUENCE { INTEGER 1, OCTET STRING, [0] { OBJECT IDENTIFIER or SEQUENCE, [1] { BIT STRING
 *   SubjectPublicKeyInfo     SEQUENCE { SEQUENCE { OBJECT IDENTIFIER ... }, BIT STRING
 *   EncryptedPrivateKeyInfo  SEQUENCE { SEQUENCE { OBJECT IDENTIFIER of PKCS #5 or #12 ... }, OCTET STRING
 *                                while the OBJECT IDENTIFIER of DigestInfo is another
 *   Certificate              SEQUENCE { SEQUENCE { [0] { INTEGER }, INTEGER ...
 *   Certificate v1           SEQUENCE { SEQUENCE { INTEGER, SEQUENCE { OBJECT IDENTIFIER ... }, SEQUENCE,
 *                                SEQUENCE { Time ...
 *   CertificateList          SEQUENCE { SEQUENCE { INTEGER 1, SEQUENCE { OBJECT IDENTIFIER ... }, SEQUENCE, Time ...
 *   OCSPRequest              SEQUENCE { SEQUENCE { [0] { INTEGER }, [1] { GeneralName }, SEQUENCE OF ...
 *                                of SEQUENCE { SEQUENCE { SEQUENCE { OBJECT IDENTIFIER: Request, CertID, hashAlgorithm
 *
 * What may be text, or is only a start that several things have in common, is unknown.
 */
#include "crypto.h"

#include <string.h>

/* What is left of the bytes. At its end they are cut off, as far as this can see. */
typedef struct {
    const uint8_t *at, *end;
} view;

static int is_cut(const view *v)
{
    return v->at == v->end;
}
static int has_tag(const view *v, unsigned tag)
{
    return !is_cut(v) && *v->at == tag;
}

/* Moves past the header of an element with this tag. Where the header is cut off, the view is then at its end. */
static int enter(view *v, unsigned tag, size_t *length)
{
    const uint8_t *at;
    size_t octets;

    if (!has_tag(v, tag)) {
        return 0;
    }
    at = v->at + 1;
    if (at == v->end) {
        v->at = v->end;
        return 0;
    }
    *length = *at++;
    if (*length >= 0x80) {
        octets = *length & 0x7f;
        if (octets > 4) {
            return 0;
        }
        if (octets > (size_t)(v->end - at)) {
            v->at = v->end;
            return 0;
        }
        /* Where the indefinite form ends is unknown. */
        *length = octets == 0 ? SIZE_MAX : 0;
        for (; octets > 0; octets--) {
            *length = *length << 8 | *at++;
        }
    }
    v->at = at;
    return 1;
}

static void skip(view *v, size_t length)
{
    v->at = length < (size_t)(v->end - v->at) ? v->at + length : v->end;
}

/* Moves past an element with this tag, or to the end of the view. */
static int pass(view *v, unsigned tag)
{
    size_t length;

    if (!enter(v, tag, &length)) {
        return is_cut(v);
    }
    skip(v, length);
    return 1;
}

/* ENUMERATED { 0 to 15 }, then responseBytes or the end of the SEQUENCE of this length. */
static int is_response(view v, size_t sequence_length)
{
    size_t length;

    if (!enter(&v, TAG_ENUMERATED, &length) || length != 1 || is_cut(&v) || *v.at > 15) {
        return 0;
    }
    v.at++;
    return sequence_length == 3 || is_cut(&v) || *v.at == TAG_EXPLICIT(0);
}

/* SEC 1: the scalar, of 14 octets or more in every curve that has a name, and what may follow it. */
static int is_ec_key(view v, const uint8_t *end_of_key)
{
    size_t length;

    if (!enter(&v, TAG_OCTET_STRING, &length) || length < 14 || length > 80) {
        return 0;
    }
    skip(&v, length);
    if (is_cut(&v) || v.at == end_of_key) {
        return 1;
    }
    if (enter(&v, TAG_EXPLICIT(0), &length)) {
        return is_cut(&v) || *v.at == TAG_OID || *v.at == TAG_SEQUENCE;
    }
    return (enter(&v, TAG_EXPLICIT(1), &length) && has_tag(&v, TAG_BIT_STRING)) || is_cut(&v);
}

/* PKCS#8, PKCS#1, SEC 1 and DSA's form, from the version on. */
static int is_private_key(view v, size_t sequence_length)
{
    const uint8_t *end_of_key = sequence_length < (size_t)(v.end - v.at) ? v.at + sequence_length : NULL;
    size_t length;
    unsigned version;

    if (!enter(&v, TAG_INTEGER, &length) || length != 1 || is_cut(&v) || *v.at > 1) {
        return 0;
    }
    version = *v.at++;
    if (has_tag(&v, TAG_OCTET_STRING)) {
        return version == 1 && is_ec_key(v, end_of_key);
    }
    if (enter(&v, TAG_SEQUENCE, &length)) {
        if (!has_tag(&v, TAG_OID)) {
            return 0;
        }
        skip(&v, length);
        return is_cut(&v) || *v.at == TAG_OCTET_STRING;
    }
    /* No modulus and no p of less than 512 bits. */
    return enter(&v, TAG_INTEGER, &length) && length >= 64 && (skip(&v, length), is_cut(&v) || *v.at == TAG_INTEGER);
}

/*
 * A list of Request with a first one, down to the algorithm of its CertID; or one without any. When it is cut off, the
 * view is at its end.
 */
static int is_request_list(view *v)
{
    size_t length;

    if (!enter(v, TAG_SEQUENCE, &length)) {
        return 0;
    }
    if (length == 0) {
        return 1;
    }
    for (int level = 0; level < 3; level++) {
        if (!enter(v, TAG_SEQUENCE, &length)) {
            return 0;
        }
    }
    return has_tag(v, TAG_OID);
}

/* requestorName, when it is there, and requestList. */
static int is_request(view v)
{
    view name = v;
    size_t length;

    if (!enter(&name, TAG_EXPLICIT(1), &length)) {
        return is_request_list(&v);
    }
    /* GeneralName: [0] to [8] */
    if (is_cut(&name) || (*name.at & 0xdf) < TAG_CONTEXT(0) || (*name.at & 0xdf) > TAG_CONTEXT(8)) {
        return 0;
    }
    return pass(&v, TAG_EXPLICIT(1)) && (is_request_list(&v) || is_cut(&v));
}

/* Certificates of version v1, from serialNumber on. */
static int is_old_certificate(view v)
{
    static const uint8_t version_of_list[] = {TAG_INTEGER, 1, 1};
    int may_be_list = (size_t)(v.end - v.at) >= 3 && memcmp(v.at, version_of_list, 3) == 0;
    size_t length;

    if (!pass(&v, TAG_INTEGER) || !enter(&v, TAG_SEQUENCE, &length) || !has_tag(&v, TAG_OID)) {
        return 0;
    }
    skip(&v, length);
    if (!pass(&v, TAG_SEQUENCE)) {
        return 0;
    }
    if (enter(&v, TAG_SEQUENCE, &length) && !is_cut(&v)) {
        return *v.at == TAG_UTC_TIME || *v.at == TAG_GENERALIZED_TIME;
    }
    return is_cut(&v) && !may_be_list;
}

/* The contents of an AlgorithmIdentifier of this length, and what follows it. */
static ocsp_kind kind_with_algorithm(view v, size_t algorithm_length)
{
    /* 1.2.840.113549.1.5 and .1.12: the encryption schemes of PKCS #5 and #12. */
    static const uint8_t pkcs[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01};
    view rest = v;
    size_t length;

    skip(&rest, algorithm_length);
    if (!enter(&v, TAG_OID, &length) || length > (size_t)(v.end - v.at)) {
        return OCSP_KIND_UNKNOWN;
    }
    if ((is_cut(&rest) || *rest.at == TAG_OCTET_STRING) && length > sizeof pkcs &&
        memcmp(v.at, pkcs, sizeof pkcs) == 0 && (v.at[sizeof pkcs] == 5 || v.at[sizeof pkcs] == 12)) {
        return OCSP_KIND_PRIVATE_KEY;
    }
    if (is_cut(&rest) ? kind_of_key(ocsp_oid_find((ocsp_data){v.at, length})) != KEY_NONE
                      : *rest.at == TAG_BIT_STRING) {
        return OCSP_KIND_PUBLIC_KEY;
    }
    return OCSP_KIND_UNKNOWN;
}

ocsp_kind ocsp_find_kind(ocsp_data der)
{
    view v = {der.data, der.length == 0 ? der.data : der.data + der.length};
    size_t inner;

    if (!enter(&v, TAG_SEQUENCE, &inner) || is_cut(&v)) {
        return OCSP_KIND_UNKNOWN;
    }
    if (*v.at == TAG_ENUMERATED) {
        return is_response(v, inner) ? OCSP_KIND_OCSP_RESPONSE : OCSP_KIND_UNKNOWN;
    }
    if (*v.at == TAG_INTEGER) {
        return is_private_key(v, inner) ? OCSP_KIND_PRIVATE_KEY : OCSP_KIND_UNKNOWN;
    }
    if (!enter(&v, TAG_SEQUENCE, &inner) || is_cut(&v)) {
        return OCSP_KIND_UNKNOWN;
    }
    if (*v.at == TAG_OID) {
        return kind_with_algorithm(v, inner);
    }
    if (*v.at == TAG_INTEGER) {
        return is_old_certificate(v) ? OCSP_KIND_CERTIFICATE : OCSP_KIND_UNKNOWN;
    }
    if (enter(&v, TAG_EXPLICIT(0), &inner)) {
        if (!has_tag(&v, TAG_INTEGER) || !pass(&v, TAG_INTEGER)) {
            return OCSP_KIND_UNKNOWN;
        }
        if (has_tag(&v, TAG_INTEGER)) {
            return OCSP_KIND_CERTIFICATE;
        }
    }
    return is_request(v) ? OCSP_KIND_OCSP_REQUEST : OCSP_KIND_UNKNOWN;
}
