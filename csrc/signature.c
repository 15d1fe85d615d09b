/*
 * One signature made, one signature checked. Whether algorithm, parameters and key fit is decided here, by the rows of
 * algorithms.def; the arithmetic is in rsa.c, ecdsa.c and dsa.c. EdDSA is left to the caller, once key and algorithm
 * fit. A family that no switch here knows is an unsupported algorithm.
 */
#include "crypto.h"

#include <string.h>

/* What an id-RSASSA-PSS key allows: the same hashes, and a salt that is not shorter. RFC 4055 3.3. */
static int pss_is_allowed(const pss_parameters *used, const pss_parameters *restriction)
{
    return used->hash == restriction->hash && used->mgf1_hash == restriction->mgf1_hash &&
           used->salt_length >= restriction->salt_length;
}

/* ---------------------------------------------------------------------------------------------- making */

/* The parameters that write_signature_algorithm() writes. */
static pss_parameters usual_pss(ocsp_hash hash)
{
    return (pss_parameters){hash, hash, (int32_t)ocsp_hash_octets(hash)};
}

int signature_fits_key(ocsp_signature algorithm, const private_key *key)
{
    pss_parameters pss;

    if (key_of_signature(algorithm) != key->kind) {
        return 0;
    }
    switch (family_of_signature(algorithm)) {
    case FAMILY_RSA:
        return key->oid == OCSP_OID_RSA;
    case FAMILY_RSA_PSS:
        pss = usual_pss(hash_of_signature(algorithm));
        return pss_has_room(&pss, key->bits) && (key->pss_der.length == 0 || pss_is_allowed(&pss, &key->pss));
    case FAMILY_ECDSA:
    case FAMILY_DSA:
    case FAMILY_EDDSA:
        return 1;
    default:
        return 0;
    }
}

size_t make_signature(const private_key *key, ocsp_signature algorithm, ocsp_data data, const uint8_t *salt,
                      uint8_t *out)
{
    ocsp_hash hash = hash_of_signature(algorithm);
    pss_parameters pss = usual_pss(hash);
    uint8_t digest[OCSP_HASH_MAX_OCTETS];

    if (!signature_fits_key(algorithm, key) || hash == OCSP_HASH_NONE) {
        return 0;
    }
    ocsp_hash_compute(hash, data, digest);
    switch (family_of_signature(algorithm)) {
    case FAMILY_ECDSA:
        return ecdsa_sign(key, hash, digest, out);
    case FAMILY_DSA:
        return dsa_sign(key, hash, digest, out);
    case FAMILY_RSA_PSS:
        encode_pss(&pss, digest, salt, key->bits, out);
        break;
    case FAMILY_RSA:
        encode_pkcs1(hash, digest, out, key->rsa.modulus.length);
        break;
    default:
        return 0;
    }
    return rsa_private(key, out) ? key->rsa.modulus.length : 0;
}

/* ---------------------------------------------------------------------------------------------- checking */

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
        /* RFC 8410 3: none, not even a NULL, which OpenSSL refuses too. */
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
    ocsp_data value; /* the point of EC and EdDSA, y of DSA */
} verification_key;

static int read_rsa_key(der_cursor *bits, verification_key *key, int has_parameters, der_cursor *parameters)
{
    der_cursor sequence;

    key->is_restricted = has_parameters && key->oid == OCSP_OID_RSASSA_PSS;
    return (!has_parameters || (key->is_restricted ? read_pss_parameters(parameters, FIELD(PARAMETERS), &key->pss)
                                                   : der_null(parameters, FIELD(PARAMETERS)))) &&
           der_enter(bits, FIELD(NONE), TAG_SEQUENCE, &sequence) && read_rsa_public_key(&sequence, &key->rsa) &&
           der_leave(&sequence) && der_leave(bits) && rsa_key_fits(&key->rsa);
}

/* Uncompressed: RFC 5480 2.2 makes compressed points optional. */
static int read_ec_key(der_cursor *bits, verification_key *key, int has_parameters, der_cursor *parameters)
{
    key->value = (ocsp_data){bits->at, (size_t)(bits->end - bits->at)};
    return has_parameters && read_named_curve(parameters, FIELD(PARAMETERS), &key->curve) &&
           key->value.length == 1 + 2 * octets_of_bits(bits_of_curve(key->curve)) && *key->value.data == 0x04;
}

/* Parameters inherited from an issuer, RFC 3279 2.3.2, are not looked up. */
static int read_dsa_key(der_cursor *bits, verification_key *key, int has_parameters, der_cursor *parameters)
{
    return has_parameters && read_dsa_parameters(parameters, FIELD(PARAMETERS), &key->dsa) &&
           read_unsigned(bits, FIELD(Y), &key->value) && der_leave(bits) && dsa_parameters_fit(&key->dsa) &&
           is_between(&integer_one, &key->value, &key->dsa.p);
}

static int read_verification_key(ocsp_data der, key_kind wanted, verification_key *key)
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
        /* RFC 8410 4: the octets of RFC 8032. */
        return !has_parameters && info.subject_public_key.length == (key->kind == KEY_ED25519 ? 32 : 57);
    }
}

static int check_rsa(const signature_method *method, const verification_key *key, const uint8_t *digest,
                     ocsp_data signature)
{
    ocsp_hash hash = hash_of_signature(method->algorithm);
    uint8_t encoded[RSA_MAX_OCTETS], expected[RSA_MAX_OCTETS];
    size_t length = key->rsa.modulus.length;

    if (signature.length != length) {
        return 0;
    }
    memcpy(encoded, signature.data, length);
    if (!rsa_public(&key->rsa, encoded)) {
        return 0;
    }
    if (family_of_signature(method->algorithm) == FAMILY_RSA_PSS) {
        return (!key->is_restricted || pss_is_allowed(&method->pss, &key->pss)) &&
               verify_pss(&method->pss, digest, key->rsa.bits, encoded);
    }
    encode_pkcs1(hash, digest, expected, length);
    return key->oid == OCSP_OID_RSA && memcmp(encoded, expected, length) == 0;
}

verdict check_signature(ocsp_data algorithm, ocsp_data spki, ocsp_data data, ocsp_data signature)
{
    signature_method method = {.algorithm = OCSP_SIGNATURE_NONE};
    verification_key key = {.kind = KEY_NONE};
    uint8_t digest[OCSP_HASH_MAX_OCTETS];
    int good = 0;

    if (!read_method(algorithm, &method)) {
        return VERDICT_ALGORITHM;
    }
    ocsp_hash hash = hash_of_signature(method.algorithm);
    key_kind wanted = key_of_signature(method.algorithm);
    if (!read_verification_key(spki, wanted, &key)) {
        return VERDICT_KEY;
    }
    if (key.kind != wanted) {
        return VERDICT_BAD;
    }
    if (family_of_signature(method.algorithm) == FAMILY_EDDSA) {
        return VERDICT_ASK;
    }
    ocsp_hash_compute(hash, data, digest);
    switch (key.kind) {
    case KEY_RSA:
        good = check_rsa(&method, &key, digest, signature);
        break;
    case KEY_EC:
        good = ecdsa_verify_public(key.curve, key.value, (ocsp_data){0}, hash, digest, signature);
        break;
    default:
        good = dsa_verify(&key.dsa, key.value, hash, digest, signature);
        break;
    }
    return good ? VERDICT_GOOD : VERDICT_BAD;
}
