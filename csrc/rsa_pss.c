/*
 * RSASSA-PSS, RFC 8017 8.1 and 9.1, with its parameters, RFC 4055 3.1:
 *
 *   RSASSA-PSS-params ::= SEQUENCE {
 *        hashAlgorithm    [0] EXPLICIT HashAlgorithm DEFAULT sha1Identifier,
 *        maskGenAlgorithm [1] EXPLICIT MaskGenAlgorithm DEFAULT mgf1SHA1Identifier,
 *        saltLength       [2] EXPLICIT INTEGER DEFAULT 20,
 *        trailerField     [3] EXPLICIT INTEGER DEFAULT 1 }
 *
 * A hash of SHA-1 and the other defaults are accepted when they are encoded, as RFC 4055 asks of verifiers. The mask
 * generation is MGF1; its hash may differ from the message's.
 */
#include "crypto.h"

#include <string.h>

/* AlgorithmIdentifier of a hash: parameters NULL or absent, RFC 4055 2.1. */
static int read_hash(der_cursor *cursor, ocsp_field field, ocsp_hash *hash)
{
    der_cursor identifier;
    ocsp_span oid;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &identifier) ||
        !der_oid(&identifier, FIELD(ALGORITHM), TAG_OID, &oid)) {
        return 0;
    }
    *hash = find_hash(der_data(cursor, oid));
    if (*hash == OCSP_HASH_NONE) {
        return der_refuse(&identifier, OCSP_FAULT_PSS_PARAMETERS, der_bytes(cursor, oid), 0, 0);
    }
    return (der_at_end(&identifier) || der_null(&identifier, FIELD(PARAMETERS))) && der_leave(&identifier);
}

/* MaskGenAlgorithm ::= AlgorithmIdentifier, with id-mgf1 and a hash as its parameters. */
static int read_mask_generation(der_cursor *cursor, ocsp_hash *hash)
{
    der_cursor identifier;
    ocsp_span oid;

    if (!der_enter(cursor, FIELD(NONE), TAG_SEQUENCE, &identifier) ||
        !der_oid(&identifier, FIELD(ALGORITHM), TAG_OID, &oid)) {
        return 0;
    }
    if (ocsp_oid_find(der_data(cursor, oid)) != OCSP_OID_MGF1) {
        return der_refuse(&identifier, OCSP_FAULT_PSS_PARAMETERS, der_bytes(cursor, oid), 0, 0);
    }
    return read_hash(&identifier, FIELD(PARAMETERS), hash) && der_leave(&identifier);
}

static int read_trailer(der_cursor *sequence)
{
    der_cursor explicit;
    int32_t trailer;

    if (!der_next_is(sequence, TAG_EXPLICIT(3))) {
        return 1;
    }
    if (!der_enter(sequence, FIELD(TRAILER_FIELD), TAG_EXPLICIT(3), &explicit) ||
        !der_small(&explicit, FIELD(NONE), TAG_INTEGER, &trailer)) {
        return 0;
    }
    if (trailer != 1) {
        return der_refuse(&explicit, OCSP_FAULT_PSS_PARAMETERS, explicit.at - 1, 0, (uint32_t)trailer);
    }
    return der_leave(&explicit);
}

int read_pss_parameters(der_cursor *cursor, ocsp_field field, pss_parameters *parameters)
{
    der_cursor sequence, explicit;

    parameters->hash = parameters->mgf1_hash = OCSP_HASH_SHA1;
    parameters->salt_length = 20;
    return der_enter(cursor, field, TAG_SEQUENCE, &sequence) &&
           (!der_next_is(&sequence, TAG_EXPLICIT(0)) ||
            (der_enter(&sequence, FIELD(HASH_ALGORITHM), TAG_EXPLICIT(0), &explicit) &&
             read_hash(&explicit, FIELD(NONE), &parameters->hash) && der_leave(&explicit))) &&
           (!der_next_is(&sequence, TAG_EXPLICIT(1)) ||
            (der_enter(&sequence, FIELD(MASK_GEN_ALGORITHM), TAG_EXPLICIT(1), &explicit) &&
             read_mask_generation(&explicit, &parameters->mgf1_hash) && der_leave(&explicit))) &&
           (!der_next_is(&sequence, TAG_EXPLICIT(2)) ||
            (der_enter(&sequence, FIELD(SALT_LENGTH), TAG_EXPLICIT(2), &explicit) &&
             der_small(&explicit, FIELD(NONE), TAG_INTEGER, &parameters->salt_length) && der_leave(&explicit))) &&
           read_trailer(&sequence) && der_leave(&sequence);
}

int pss_is_allowed(const pss_parameters *used, const pss_parameters *restriction)
{
    return used->hash == restriction->hash && used->mgf1_hash == restriction->mgf1_hash &&
           used->salt_length >= restriction->salt_length;
}

/*
 * The parts of EM = maskedDB || H || 0xbc, whose first octet has unused bits in front (RFC 8017 9.1: emBits is one less
 * than modBits).
 */
typedef struct {
    uint8_t *masked_db, *h;
    size_t db_length, h_length;
    uint8_t used_bits; /* of the first octet, as a mask */
} pss_layout;

/* With a modulus of 8 n + 1 bits, EM is an octet shorter than the modulus, and what is in front of it is zero. */
static pss_layout layout_of(const pss_parameters *parameters, int32_t bits, uint8_t *encoded)
{
    size_t length = octets_of_bits(bits - 1);
    pss_layout layout;

    layout.masked_db = encoded + octets_of_bits(bits) - length;
    layout.h_length = ocsp_hash_octets(parameters->hash);
    layout.db_length = length - layout.h_length - 1;
    layout.h = layout.masked_db + layout.db_length;
    layout.used_bits = (uint8_t)(0xffu >> (8 * length - (size_t)(bits - 1)));
    return layout;
}

int pss_has_room(const pss_parameters *parameters, int32_t bits)
{
    return octets_of_bits(bits - 1) >= ocsp_hash_octets(parameters->hash) + (size_t)parameters->salt_length + 2;
}

/* MGF1, RFC 8017 B.2.1, of a seed that is a hash. */
static void xor_mgf1(ocsp_hash hash, const uint8_t *seed, size_t seed_length, uint8_t *data, size_t length)
{
    uint8_t input[OCSP_HASH_MAX_OCTETS + 4] = {0}, mask[OCSP_HASH_MAX_OCTETS];
    size_t octets = ocsp_hash_octets(hash);

    memcpy(input, seed, seed_length);
    for (size_t i = 0; i < length; i++) {
        if (i % octets == 0) {
            /* The counter: no modulus needs more than 1024 / 20 masks, so its last octet is enough. */
            input[seed_length + 3] = (uint8_t)(i / octets);
            ocsp_hash_compute(hash, (ocsp_data){input, seed_length + 4}, mask);
        }
        data[i] ^= mask[i % octets];
    }
}

/* H = Hash(eight zeros || mHash || salt) */
static void hash_with_salt(const pss_parameters *parameters, const uint8_t *digest, const uint8_t *salt, uint8_t *h)
{
    uint8_t input[8 + OCSP_HASH_MAX_OCTETS + RSA_PUBLIC_MAX_OCTETS] = {0};
    size_t octets = ocsp_hash_octets(parameters->hash), salt_length = (size_t)parameters->salt_length;

    memcpy(input + 8, digest, octets);
    if (salt_length > 0) {
        memcpy(input + 8 + octets, salt, salt_length);
    }
    ocsp_hash_compute(parameters->hash, (ocsp_data){input, 8 + octets + salt_length}, h);
}

void encode_pss(const pss_parameters *parameters, const uint8_t *digest, const uint8_t *salt, int32_t bits,
                uint8_t *encoded)
{
    pss_layout em = layout_of(parameters, bits, encoded);
    size_t salt_length = (size_t)parameters->salt_length;

    memset(encoded, 0, octets_of_bits(bits));
    em.masked_db[em.db_length - salt_length - 1] = 0x01;
    if (salt_length > 0) {
        memcpy(em.h - salt_length, salt, salt_length);
    }
    hash_with_salt(parameters, digest, salt, em.h);
    em.h[em.h_length] = 0xbc;
    xor_mgf1(parameters->mgf1_hash, em.h, em.h_length, em.masked_db, em.db_length);
    em.masked_db[0] &= em.used_bits;
}

int verify_pss(const pss_parameters *parameters, const uint8_t *digest, int32_t bits, uint8_t *encoded)
{
    uint8_t expected[OCSP_HASH_MAX_OCTETS];

    if (!pss_has_room(parameters, bits)) {
        return 0;
    }
    pss_layout em = layout_of(parameters, bits, encoded);
    if ((em.masked_db != encoded && *encoded != 0) || (em.masked_db[0] & ~em.used_bits) != 0 ||
        em.h[em.h_length] != 0xbc) {
        return 0;
    }
    xor_mgf1(parameters->mgf1_hash, em.h, em.h_length, em.masked_db, em.db_length);
    em.masked_db[0] &= em.used_bits;
    const uint8_t *salt = em.h - parameters->salt_length;
    for (const uint8_t *at = em.masked_db; at < salt - 1; at++) {
        if (*at != 0) {
            return 0;
        }
    }
    if (salt[-1] != 0x01) {
        return 0;
    }
    hash_with_salt(parameters, digest, salt, expected);
    return memcmp(expected, em.h, em.h_length) == 0;
}
