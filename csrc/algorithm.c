/*
 * AlgorithmIdentifier, RFC 5280 4.1.1.2.
 *
 *   AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY DEFINED BY algorithm OPTIONAL }
 *
 * Any algorithm is read. Whoever uses it checks that its parameters fit.
 */
#include "crypto.h"

static const struct {
    uint8_t family, key, hash, oid;
} signatures[OCSP_SIGNATURE_COUNT] = {
#define SIGNATURE(id, family, key, hash, oid, ...)                                                                     \
    [OCSP_SIGNATURE_##id] = {FAMILY_##family, KEY_##key, OCSP_HASH_##hash, OCSP_OID_##oid},
#include "lists/algorithms.def"
};

signature_family family_of_signature(ocsp_signature signature)
{
    return (signature_family)signatures[signature].family;
}

key_kind key_of_signature(ocsp_signature signature)
{
    return (key_kind)signatures[signature].key;
}

ocsp_hash hash_of_signature(ocsp_signature signature)
{
    return (ocsp_hash)signatures[signature].hash;
}

ocsp_oid oid_of_hash(ocsp_hash hash)
{
    static const uint8_t oids[OCSP_HASH_COUNT] = {
#define HASH(id, oid, ...) [OCSP_HASH_##id] = OCSP_OID_##oid,
#include "lists/algorithms.def"
    };

    return (ocsp_oid)oids[hash];
}

ocsp_hash find_hash(ocsp_data oid)
{
    switch (ocsp_oid_find(oid)) {
#define HASH(id, oid, ...)                                                                                             \
    case OCSP_OID_##oid:                                                                                               \
        return OCSP_HASH_##id;
#include "lists/algorithms.def"
    default:
        return OCSP_HASH_NONE;
    }
}

/* The first of each OID: RSASSA-PSS has several. */
static ocsp_signature first_signature(ocsp_oid oid)
{
    static const uint8_t first[OCSP_OID_COUNT] = {
#define SIGNATURE_OID(oid, id) [OCSP_OID_##oid] = OCSP_SIGNATURE_##id,
#include "signatures.inc"
    };

    return (ocsp_signature)first[oid];
}

static ocsp_signature find_pss_signature(ocsp_hash hash)
{
    for (unsigned i = 1; i < OCSP_SIGNATURE_COUNT; i++) {
        if (signatures[i].family == FAMILY_RSA_PSS && signatures[i].hash == hash) {
            return (ocsp_signature)i;
        }
    }
    return OCSP_SIGNATURE_NONE;
}

/* algorithm and, when there are any, parameters: what is left of the cursor. */
static int read_oid_and_parameters(der_cursor *identifier, ocsp_span *oid, ocsp_span *parameters)
{
    *parameters = ABSENT_SPAN;
    return der_oid(identifier, FIELD(ALGORITHM), TAG_OID, oid) &&
           (der_at_end(identifier) || der_element(identifier, FIELD(PARAMETERS), TAG_ANY, parameters)) &&
           der_leave(identifier);
}

int read_hash_algorithm(der_cursor *cursor, ocsp_field field, int32_t *hash, ocsp_span *oid)
{
    der_cursor identifier;
    ocsp_span parameters;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &identifier) ||
        !read_oid_and_parameters(&identifier, oid, &parameters)) {
        return 0;
    }
    *hash = (int32_t)find_hash(der_data(cursor, *oid));
    return 1;
}

/*
 * RFC 4055 3.1:
 *   RSASSA-PSS-params ::= SEQUENCE {
 *        hashAlgorithm    [0] HashAlgorithm DEFAULT sha1Identifier,
 *        maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1Identifier,
 *        saltLength       [2] INTEGER DEFAULT 20,
 *        trailerField     [3] INTEGER DEFAULT 1 }
 *
 * Only the hash is read, which is part of the algorithm's name; NONE where the parameters cannot be read.
 */
static ocsp_hash pss_hash(der_cursor *cursor, ocsp_span parameters)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor outer, sequence, explicit;
    int32_t hash = OCSP_HASH_SHA1;
    ocsp_span oid;

    der_open(&outer, &context, der_data(cursor, parameters));
    if (!der_enter(&outer, FIELD(PARAMETERS), TAG_SEQUENCE, &sequence)) {
        return OCSP_HASH_NONE;
    }
    if (der_next_is(&sequence, TAG_EXPLICIT(0)) &&
        !(der_enter(&sequence, FIELD(HASH_ALGORITHM), TAG_EXPLICIT(0), &explicit) &&
          read_hash_algorithm(&explicit, FIELD(NONE), &hash, &oid) && der_leave(&explicit))) {
        return OCSP_HASH_NONE;
    }
    return (ocsp_hash)hash;
}

int read_algorithm(der_cursor *cursor, ocsp_field field, ocsp_algorithm *algorithm)
{
    const uint8_t *start = cursor->at;
    der_cursor identifier;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &identifier) ||
        !read_oid_and_parameters(&identifier, &algorithm->oid, &algorithm->parameters)) {
        return 0;
    }
    algorithm->der = der_span(cursor, start, cursor->at);
    ocsp_signature signature = first_signature(ocsp_oid_find(der_data(cursor, algorithm->oid)));
    if (family_of_signature(signature) == FAMILY_RSA_PSS) {
        signature = is_present(algorithm->parameters) ? find_pss_signature(pss_hash(cursor, algorithm->parameters))
                                                      : OCSP_SIGNATURE_NONE;
    }
    algorithm->signature = (int32_t)signature;
    return 1;
}

ocsp_error ocsp_read_algorithm(ocsp_data der, ocsp_algorithm *algorithm, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;
    int read = der_open(&root, &context, der) && read_algorithm(&root, FIELD(ALGORITHM), algorithm) && der_leave(&root);

    return der_outcome(&context, read);
}

void write_hash_algorithm(der_writer *writer, ocsp_hash hash)
{
    size_t since = der_written(writer);

    /* RFC 5754 2 prefers absent parameters, but OCSP's peers of all ages send NULL: requests get the same bytes. */
    der_put_element(writer, TAG_NULL, NULL, 0);
    der_put_oid(writer, oid_of_hash(hash));
    der_wrap(writer, TAG_SEQUENCE, since);
}

static void write_pss_parameters(der_writer *writer, ocsp_hash hash)
{
    size_t since = der_written(writer);
    uint8_t salt_length = (uint8_t)ocsp_hash_octets(hash);

    /* trailerField is its DEFAULT; for SHA-1 all of them are. */
    if (hash != OCSP_HASH_SHA1) {
        size_t part = der_written(writer);
        der_put_element(writer, TAG_INTEGER, &salt_length, 1);
        der_wrap(writer, TAG_EXPLICIT(2), part);
        part = der_written(writer);
        write_hash_algorithm(writer, hash);
        der_put_oid(writer, OCSP_OID_MGF1);
        der_wrap(writer, TAG_SEQUENCE, part);
        der_wrap(writer, TAG_EXPLICIT(1), part);
        part = der_written(writer);
        write_hash_algorithm(writer, hash);
        der_wrap(writer, TAG_EXPLICIT(0), part);
    }
    der_wrap(writer, TAG_SEQUENCE, since);
}

void write_signature_algorithm(der_writer *writer, ocsp_signature signature)
{
    size_t since = der_written(writer);

    if (family_of_signature(signature) == FAMILY_RSA) {
        /* RFC 4055 5: NULL. The other algorithms have no parameters: RFC 5758 3, RFC 8410 3. */
        der_put_element(writer, TAG_NULL, NULL, 0);
    } else if (family_of_signature(signature) == FAMILY_RSA_PSS) {
        write_pss_parameters(writer, hash_of_signature(signature));
    }
    der_put_oid(writer, (ocsp_oid)signatures[signature].oid);
    der_wrap(writer, TAG_SEQUENCE, since);
}
