/*
 * CertID, RFC 6960 4.1.1: which certificate is meant.
 *
 *   CertID ::= SEQUENCE {
 *        hashAlgorithm  AlgorithmIdentifier,
 *        issuerNameHash OCTET STRING,  -- hash of the issuer's Name, as it stands in the certificate in question
 *        issuerKeyHash  OCTET STRING,  -- hash of the issuer's subjectPublicKey, without tag, length and unused bits
 *        serialNumber   CertificateSerialNumber }
 *
 * The lengths of the hashes are not checked on reading: they match nothing when they are wrong.
 */
#include "internal.h"

#include <string.h>

int read_cert_id(der_cursor *cursor, ocsp_field field, ocsp_cert_id *cert_id)
{
    const uint8_t *start = cursor->at;
    der_cursor sequence;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &sequence) ||
        !read_hash_algorithm(&sequence, FIELD(HASH_ALGORITHM), &cert_id->hash, &cert_id->hash_oid) ||
        !der_read(&sequence, FIELD(ISSUER_NAME_HASH), TAG_OCTET_STRING, &cert_id->issuer_name_hash) ||
        !der_read(&sequence, FIELD(ISSUER_KEY_HASH), TAG_OCTET_STRING, &cert_id->issuer_key_hash) ||
        !der_integer(&sequence, FIELD(SERIAL_NUMBER), &cert_id->serial_number) || !der_leave(&sequence)) {
        return 0;
    }
    cert_id->der = der_span(cursor, start, cursor->at);
    return 1;
}

ocsp_error ocsp_read_cert_id(const uint8_t *der, size_t length, ocsp_cert_id *cert_id, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;

    int read =
        der_open(&root, &context, der, length) && read_cert_id(&root, FIELD(CERT_ID), cert_id) && der_leave(&root);

    return der_outcome(&context, read);
}

/* One hash of a target: the one that is given, or that of what is given. */
static void put_hash(der_writer *writer, const uint8_t *input, ocsp_hash hash, ocsp_span given, ocsp_span to_hash)
{
    uint8_t digest[OCSP_HASH_MAX_OCTETS];

    if (is_present(given)) {
        der_put_element(writer, TAG_OCTET_STRING, input + given.offset, given.length);
    } else {
        ocsp_hash_compute(hash, input + to_hash.offset, to_hash.length, digest);
        der_put_element(writer, TAG_OCTET_STRING, digest, ocsp_hash_octets(hash));
    }
}

void write_cert_id(der_writer *writer, const uint8_t *input, const ocsp_target *target)
{
    ocsp_hash hash = (ocsp_hash)target->hash;
    size_t since = der_written(writer);

    if (is_present(target->der)) {
        der_put(writer, input + target->der.offset, target->der.length);
        return;
    }
    der_put_element(writer, TAG_INTEGER, input + target->serial_number.offset, target->serial_number.length);
    put_hash(writer, input, hash, target->issuer_key_hash, target->issuer_key);
    put_hash(writer, input, hash, target->issuer_name_hash, target->issuer_name);
    write_hash_algorithm(writer, hash);
    der_wrap(writer, TAG_SEQUENCE, since);
}

size_t ocsp_write_cert_id(const uint8_t *input, const ocsp_target *target, uint8_t *buffer, size_t size)
{
    der_writer writer;

    der_begin(&writer, buffer, size);
    write_cert_id(&writer, input, target);
    return der_written(&writer);
}

int bytes_equal(bytes a, bytes b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* From a CertID; 0 when its DER is not one. */
static int expect_cert_id(cert_id_search *wanted, const uint8_t *input, ocsp_span der)
{
    ocsp_cert_id cert_id = {.hash = OCSP_HASH_NONE};
    ocsp_refusal refusal;
    const uint8_t *base = input + der.offset;

    if (ocsp_read_cert_id(base, der.length, &cert_id, &refusal) != OCSP_OK) {
        return 0;
    }
    wanted->by_hash[0].hash_oid = bytes_of(base, cert_id.hash_oid);
    wanted->by_hash[0].issuer_name_hash = bytes_of(base, cert_id.issuer_name_hash);
    wanted->by_hash[0].issuer_key_hash = bytes_of(base, cert_id.issuer_key_hash);
    wanted->serial_number = bytes_of(base, cert_id.serial_number);
    return 1;
}

/* From hashes that are given. */
static void expect_hashes(cert_id_search *wanted, const uint8_t *input, const ocsp_target *target)
{
    bytes *oid = &wanted->by_hash[0].hash_oid;

    oid->data = ocsp_oid_contents(oid_of_hash((ocsp_hash)target->hash), &oid->length);
    wanted->by_hash[0].issuer_name_hash = bytes_of(input, target->issuer_name_hash);
    wanted->by_hash[0].issuer_key_hash = bytes_of(input, target->issuer_key_hash);
    wanted->serial_number = bytes_of(input, target->serial_number);
}

/* From the issuer, for the hash algorithm that an entry uses. */
static const cert_id_expectation *expect_issuer(cert_id_search *wanted, const uint8_t *input, const ocsp_target *target,
                                                ocsp_hash hash)
{
    cert_id_expectation *expected = &wanted->by_hash[hash];
    size_t octets = ocsp_hash_octets(hash);

    if (!wanted->is_made[hash]) {
        wanted->is_made[hash] = 1;
        expected->hash_oid.data = ocsp_oid_contents(oid_of_hash(hash), &expected->hash_oid.length);
        ocsp_hash_compute(hash, input + target->issuer_name.offset, target->issuer_name.length, expected->name_digest);
        ocsp_hash_compute(hash, input + target->issuer_key.offset, target->issuer_key.length, expected->key_digest);
        expected->issuer_name_hash = (bytes){expected->name_digest, octets};
        expected->issuer_key_hash = (bytes){expected->key_digest, octets};
    }
    return expected;
}

int begin_search(cert_id_search *wanted, const uint8_t *input, const ocsp_target *target)
{
    wanted->input = input;
    wanted->target = target;
    memset(wanted->is_made, 0, sizeof wanted->is_made);
    if (is_present(target->issuer_name)) {
        wanted->serial_number = bytes_of(input, target->serial_number);
        return 1;
    }
    if (is_present(target->der)) {
        return expect_cert_id(wanted, input, target->der);
    }
    expect_hashes(wanted, input, target);
    return 1;
}

/*
 * What a CertID with that hash algorithm must be; NULL when the serial number is another, or the algorithm is not
 * known.
 */
static const cert_id_expectation *expectation_for(cert_id_search *wanted, const uint8_t *base,
                                                  const ocsp_cert_id *cert_id)
{
    if (!bytes_equal(wanted->serial_number, bytes_of(base, cert_id->serial_number))) {
        return NULL;
    }
    if (!is_present(wanted->target->issuer_name)) {
        return &wanted->by_hash[0];
    }
    return cert_id->hash == OCSP_HASH_NONE
               ? NULL
               : expect_issuer(wanted, wanted->input, wanted->target, (ocsp_hash)cert_id->hash);
}

int search_matches_but_key(cert_id_search *wanted, const uint8_t *base, const ocsp_cert_id *cert_id)
{
    const cert_id_expectation *expected = expectation_for(wanted, base, cert_id);

    return expected != NULL && bytes_equal(expected->hash_oid, bytes_of(base, cert_id->hash_oid)) &&
           bytes_equal(expected->issuer_name_hash, bytes_of(base, cert_id->issuer_name_hash));
}

int search_matches(cert_id_search *wanted, const uint8_t *base, const ocsp_cert_id *cert_id)
{
    const cert_id_expectation *expected = expectation_for(wanted, base, cert_id);

    return expected != NULL && search_matches_but_key(wanted, base, cert_id) &&
           bytes_equal(expected->issuer_key_hash, bytes_of(base, cert_id->issuer_key_hash));
}

static int strictness(int32_t status)
{
    return status == OCSP_CERT_REVOKED ? 2 : status == OCSP_CERT_UNKNOWN;
}

int32_t ocsp_find(const uint8_t *response, const ocsp_single_response *entries, size_t count, const uint8_t *input,
                  const ocsp_target *target)
{
    cert_id_search wanted;
    int32_t found = -1;

    if (!begin_search(&wanted, input, target)) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (search_matches(&wanted, response, &entries[i].cert_id) &&
            (found < 0 || strictness(entries[i].status) > strictness(entries[found].status))) {
            found = (int32_t)i;
        }
    }
    return found;
}
