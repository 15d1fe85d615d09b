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

ocsp_error ocsp_read_cert_id(ocsp_data der, ocsp_cert_id *cert_id, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;

    int read = der_open(&root, &context, der) && read_cert_id(&root, FIELD(CERT_ID), cert_id) && der_leave(&root);

    return der_outcome(&context, read);
}

/* One hash of a target: the one that is given, or that of what is given. */
static void put_hash(der_writer *writer, const uint8_t *input, ocsp_hash hash, ocsp_span given, ocsp_span to_hash)
{
    uint8_t digest[OCSP_HASH_MAX_OCTETS];

    if (is_present(given)) {
        der_put_element(writer, TAG_OCTET_STRING, input + given.offset, given.length);
    } else {
        ocsp_hash_compute(hash, (ocsp_data){input + to_hash.offset, to_hash.length}, digest);
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
