/*
 * One signature checked. Algorithm, key and signature are read strictly here, by the rows of algorithms.def, whoever
 * computes then: rsa_public.c, ecdsa_public.c and dsa.c, or a host, which is more lenient with what it reads.
 */
#include "crypto.h"

#include <string.h>

/* AlgorithmIdentifier, with parameters that fit. */
typedef struct {
    ocsp_signature algorithm;
    pss_parameters pss;
} signature_method;

static int read_method(ocsp_data der, signature_method *result)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root, parameters;
    ocsp_algorithm identifier;

    if (!der_open(&root, &context, der) || !read_algorithm(&root, FIELD(SIGNATURE_ALGORITHM), &identifier) ||
        !der_leave(&root)) {
        return 0;
    }
    result->algorithm = (ocsp_signature)identifier.signature;
    int has_parameters = is_present(identifier.parameters);
    if (has_parameters) {
        der_into(&root, identifier.parameters, &parameters);
    }
    switch (family_of_signature(result->algorithm)) {
    case FAMILY_RSA:
        /* RFC 4055 5: without the NULL it must be accepted too. */
        return !has_parameters || der_null(&parameters, FIELD(PARAMETERS));
    case FAMILY_RSA_PSS:
        /* RFC 4055 3.1: always there. */
        return has_parameters && read_pss_parameters(&parameters, FIELD(PARAMETERS), &result->pss);
    case FAMILY_ECDSA:
    case FAMILY_DSA:
        /*
         * RFC 5758 3.1 and 3.2: none. A NULL is read as none, as OpenSSL and the JDK do: JDK 11 to 15 wrote it after
         * ecdsa-with-SHA*, older ones after DSA's. It says nothing that could change what is verified.
         */
        return !has_parameters || der_null(&parameters, FIELD(PARAMETERS));
    case FAMILY_EDDSA:
    case FAMILY_ML_DSA:
    case FAMILY_SLH_DSA:
        /* RFC 8410 3, RFC 9881 2, RFC 9909 3: none, not even a NULL, which OpenSSL refuses too. */
        return !has_parameters;
    default:
        return 0;
    }
}

/* SubjectPublicKeyInfo, taken apart. */
typedef struct {
    key_kind kind;
    ocsp_oid oid, curve;
    rsa_public_key rsa;
    int is_restricted; /* an id-RSASSA-PSS key with parameters */
    pss_parameters pss;
    dsa_parameters dsa;
    ocsp_data value; /* the point of EC, y of DSA */
    const raw_key *raw;
} verification_key;

static int read_rsa_key(der_cursor *bits, verification_key *key, int has_parameters, der_cursor *parameters)
{
    der_cursor sequence;

    key->is_restricted = has_parameters && key->oid == OCSP_OID_RSASSA_PSS;
    return (!has_parameters || (key->is_restricted ? read_pss_parameters(parameters, FIELD(PARAMETERS), &key->pss)
                                                   : der_null(parameters, FIELD(PARAMETERS)))) &&
           der_enter(bits, FIELD(NONE), TAG_SEQUENCE, &sequence) && read_rsa_public_key(&sequence, &key->rsa) &&
           der_leave(&sequence) && der_leave(bits) && rsa_key_fits(&key->rsa, OCSP_RSA_HOST_MAX_LIMIT);
}

/* Uncompressed: RFC 5480 2.2 makes compressed points optional. */
static int read_ec_key(der_cursor *bits, verification_key *key, int has_parameters, der_cursor *parameters)
{
    ocsp_span oid;

    key->value = (ocsp_data){bits->at, (size_t)(bits->end - bits->at)};
    if (!has_parameters || !der_next_is(parameters, TAG_OID) ||
        !der_oid(parameters, FIELD(PARAMETERS), TAG_OID, &oid)) {
        return 0;
    }
    key->curve = ocsp_oid_find(der_data(parameters, oid));
    int32_t bits_of = bits_of_curve(key->curve);
    return bits_of > 0 && key->value.length == 1 + 2 * octets_of_bits(bits_of) && *key->value.data == 0x04;
}

/* Parameters inherited from an issuer, RFC 3279 2.3.2, are not looked up. */
static int read_dsa_key(der_cursor *bits, verification_key *key, int has_parameters, der_cursor *parameters)
{
    return has_parameters && read_dsa_parameters(parameters, FIELD(PARAMETERS), &key->dsa) &&
           read_unsigned(bits, FIELD(Y), &key->value) && der_leave(bits) && dsa_parameters_fit(&key->dsa) &&
           is_between(&integer_one, &key->value, &key->dsa.p);
}

static int read_verification_key(ocsp_data der, key_kind wanted, verification_key *key, ocsp_span *where)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root, bits, parameters;
    ocsp_public_key info;

    if (!der_open(&root, &context, der) || !read_public_key(&root, FIELD(SUBJECT_PUBLIC_KEY_INFO), &info) ||
        !der_leave(&root)) {
        return 0;
    }
    int has_parameters = is_present(info.algorithm.parameters);
    der_into(&root, info.subject_public_key, &bits);
    if (has_parameters) {
        der_into(&root, info.algorithm.parameters, &parameters);
    }
    *where = info.subject_public_key;
    key->oid = (ocsp_oid)info.key;
    key->kind = kind_of_key(key->oid);
    if (key->kind != wanted) {
        return 1;
    }
    switch (key->kind) {
    case KEY_RSA:
        return read_rsa_key(&bits, key, has_parameters, &parameters);
    case KEY_EC:
        return read_ec_key(&bits, key, has_parameters, &parameters);
    case KEY_DSA:
        return read_dsa_key(&bits, key, has_parameters, &parameters);
    default:
        key->raw = raw_key_of(key->kind);
        return !has_parameters && key->raw != NULL && info.subject_public_key.length == key->raw->octets;
    }
}

/* ---------------------------------------------------------------------------------------------- the signature */

/*
 * RFC 8032 5.2.2 and 5.2.7: the last octet of R has the sign and no bit of y, that of S none at all. There are hosts
 * that do not look at them.
 */
static int has_form_of_ed448(const uint8_t *signature)
{
    return (signature[56] & 0x7f) == 0 && signature[113] == 0;
}

/* What can be told of it without computing. */
static int has_form(const signature_method *method, const verification_key *key, ocsp_data signature)
{
    uint8_t raw[2 * SIGNATURE_VALUE_MAX_INTEGER];

    switch (key->kind) {
    case KEY_RSA:
        if (family_of_signature(method->algorithm) == FAMILY_RSA) {
            return key->oid == OCSP_OID_RSA && signature.length == key->rsa.modulus.length;
        }
        return (!key->is_restricted || pss_is_allowed(&method->pss, &key->pss)) &&
               pss_has_room(&method->pss, key->rsa.bits) && signature.length == key->rsa.modulus.length;
    case KEY_EC:
        return read_signature_value(signature, octets_of_bits(bits_of_curve(key->curve)), raw);
    case KEY_DSA:
        return read_signature_value(signature, key->dsa.q.length, raw);
    default:
        return signature.length == key->raw->signature_octets &&
               (key->kind != KEY_ED448 || has_form_of_ed448(signature.data));
    }
}

/* ---------------------------------------------------------------------------------------------- who computes */

static int core_computes(const signature_method *method, const verification_key *key)
{
    return hash_of_signature(method->algorithm) != OCSP_HASH_NONE &&
           ((key->kind == KEY_RSA && key->rsa.bits <= RSA_PUBLIC_MAX_BITS) ||
            (key->kind == KEY_EC && is_core_curve(key->curve)) || key->kind == KEY_DSA);
}

/* Hosts take one hash for both the message and its mask. */
static int host_computes(const signature_method *method, const verification_key *key)
{
    return key->kind != KEY_DSA && (key->kind != KEY_RSA || family_of_signature(method->algorithm) == FAMILY_RSA ||
                                    method->pss.hash == method->pss.mgf1_hash);
}

static int check_rsa(const signature_method *method, const verification_key *key, const uint8_t *digest,
                     ocsp_data signature)
{
    ocsp_hash hash = hash_of_signature(method->algorithm);
    uint8_t encoded[RSA_PUBLIC_MAX_OCTETS], expected[RSA_PUBLIC_MAX_OCTETS];
    size_t length = key->rsa.modulus.length;

    memcpy(encoded, signature.data, length);
    if (!rsa_power_public(&key->rsa, encoded)) {
        return 0;
    }
    if (family_of_signature(method->algorithm) == FAMILY_RSA_PSS) {
        return verify_pss(&method->pss, digest, key->rsa.bits, encoded);
    }
    encode_pkcs1(hash, digest, expected, length);
    return memcmp(encoded, expected, length) == 0;
}

static verdict compute(const signature_method *method, const verification_key *key, const signature_parts *parts)
{
    ocsp_hash hash = hash_of_signature(method->algorithm);
    uint8_t digest[OCSP_HASH_MAX_OCTETS];
    int good;

    ocsp_hash_compute(hash, parts->data, digest);
    switch (key->kind) {
    case KEY_RSA:
        good = check_rsa(method, key, digest, parts->signature);
        break;
    case KEY_EC:
        good = ecdsa_verify_public(key->curve, key->value, parts->tables, hash, digest, parts->signature);
        break;
    default:
        good = dsa_verify(&key->dsa, key->value, hash, digest, parts->signature);
        break;
    }
    return good ? VERDICT_GOOD : VERDICT_BAD;
}

verdict check_signature(const signature_parts *parts, ocsp_asks asks, ocsp_checked *checked)
{
    signature_method method = {.algorithm = OCSP_SIGNATURE_NONE};
    verification_key key = {.kind = KEY_NONE};

    memset(checked, 0, sizeof *checked);
    checked->verdict = VERDICT_ALGORITHM;
    if (!read_method(parts->algorithm, &method)) {
        return VERDICT_ALGORITHM;
    }
    key_kind wanted = key_of_signature(method.algorithm);
    checked->verdict = VERDICT_KEY;
    if (!read_verification_key(parts->spki, wanted, &key, &checked->subject_public_key)) {
        return VERDICT_KEY;
    }
    checked->verdict = VERDICT_BAD;
    if (key.kind != wanted || !has_form(&method, &key, parts->signature)) {
        return VERDICT_BAD;
    }
    checked->signature = (int32_t)method.algorithm;
    checked->key = (int32_t)key.oid;
    checked->curve = (int32_t)key.curve;
    checked->salt_length = family_of_signature(method.algorithm) == FAMILY_RSA_PSS ? method.pss.salt_length : -1;
    int is_computed = core_computes(&method, &key), is_known_to_hosts = host_computes(&method, &key);
    if (!is_computed && !is_known_to_hosts) {
        checked->verdict = VERDICT_KEY;
    } else if (!is_computed || asks == OCSP_ASKS_ALL ||
               (is_known_to_hosts && (asks == OCSP_ASKS_HOST || (asks == OCSP_ASKS_RSA && key.kind == KEY_RSA)))) {
        checked->verdict = VERDICT_ASK;
    } else {
        checked->verdict = (int32_t)compute(&method, &key, parts);
    }
    return (verdict)checked->verdict;
}

size_t make_tables(ocsp_data spki, uint8_t *tables)
{
    verification_key key = {.kind = KEY_NONE};
    ocsp_span ignored;

    return read_verification_key(spki, KEY_EC, &key, &ignored) && key.kind == KEY_EC && is_core_curve(key.curve)
               ? ec_tables_public(key.curve, key.value, tables)
               : 0;
}
