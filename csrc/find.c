/*
 * Which entry of a response answers for a certificate. All of a CertID counts: hash algorithm, both hashes and the
 * serial number.
 */
#include "verify.h"

#include <string.h>

int data_equal(ocsp_data a, ocsp_data b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

int parts_equal(const ocsp_data *a, const ocsp_span *part, const ocsp_data *b, const ocsp_span *other)
{
    return data_equal(part_of(*a, *part), part_of(*b, *other));
}

static ocsp_data contents_of_oid(ocsp_oid id)
{
    ocsp_data contents;

    contents.data = ocsp_oid_contents(id, &contents.length);
    return contents;
}

/* From a CertID; 0 when its DER is not one. */
static int expect_cert_id(cert_id_search *wanted, ocsp_data der)
{
    ocsp_cert_id cert_id = {.hash = OCSP_HASH_NONE};
    ocsp_refusal refusal;

    if (ocsp_read_cert_id(der, &cert_id, &refusal) != OCSP_OK) {
        return 0;
    }
    wanted->by_hash[0].hash_oid = part_of(der, cert_id.hash_oid);
    wanted->by_hash[0].issuer_name_hash = part_of(der, cert_id.issuer_name_hash);
    wanted->by_hash[0].issuer_subject_hash = wanted->by_hash[0].issuer_name_hash;
    wanted->by_hash[0].issuer_key_hash = part_of(der, cert_id.issuer_key_hash);
    wanted->serial_number = part_of(der, cert_id.serial_number);
    return 1;
}

/* From hashes that are given. */
static void expect_hashes(cert_id_search *wanted)
{
    ocsp_data input = wanted->input;
    const ocsp_target *target = wanted->target;

    wanted->by_hash[0].hash_oid = contents_of_oid(oid_of_hash((ocsp_hash)target->hash));
    wanted->by_hash[0].issuer_name_hash = part_of(input, target->issuer_name_hash);
    wanted->by_hash[0].issuer_subject_hash = wanted->by_hash[0].issuer_name_hash;
    wanted->by_hash[0].issuer_key_hash = part_of(input, target->issuer_key_hash);
    wanted->serial_number = part_of(input, target->serial_number);
}

/*
 * From the issuer, for the hash algorithm that an entry uses. Some CAs hash its subject where that is encoded otherwise
 * than in the certificates that it issued.
 */
static const cert_id_expectation *expect_issuer(cert_id_search *wanted, ocsp_hash hash)
{
    cert_id_expectation *expected = &wanted->by_hash[hash];
    ocsp_data name = part_of(wanted->input, wanted->target->issuer_name);
    ocsp_data key = part_of(wanted->input, wanted->target->issuer_key);
    size_t octets = ocsp_hash_octets(hash);

    if (!wanted->is_made[hash]) {
        wanted->is_made[hash] = 1;
        expected->hash_oid = contents_of_oid(oid_of_hash(hash));
        ocsp_hash_compute(hash, name, expected->name_digest);
        ocsp_hash_compute(hash, key, expected->key_digest);
        expected->issuer_name_hash = (ocsp_data){expected->name_digest, octets};
        expected->issuer_subject_hash = expected->issuer_name_hash;
        if (is_present(wanted->target->issuer_subject)) {
            ocsp_hash_compute(hash, part_of(wanted->input, wanted->target->issuer_subject), expected->subject_digest);
            expected->issuer_subject_hash.data = expected->subject_digest;
        }
        expected->issuer_key_hash = (ocsp_data){expected->key_digest, octets};
    }
    return expected;
}

int begin_search(cert_id_search *wanted, const ocsp_data *input, const ocsp_target *target)
{
    wanted->input = *input;
    wanted->target = target;
    memset(wanted->is_made, 0, sizeof wanted->is_made);
    if (is_present(target->issuer_name)) {
        wanted->serial_number = part_of(*input, target->serial_number);
        return 1;
    }
    if (is_present(target->der)) {
        return expect_cert_id(wanted, part_of(*input, target->der));
    }
    expect_hashes(wanted);
    return 1;
}

/* What a CertID with this one's hash algorithm must be; NULL if its serial number differs or the rest is not known. */
static const cert_id_expectation *expectation_for(cert_id_search *wanted, const ocsp_data *der,
                                                  const ocsp_cert_id *cert_id)
{
    if (!data_equal(wanted->serial_number, part_of(*der, cert_id->serial_number))) {
        return NULL;
    }
    if (!is_present(wanted->target->issuer_name)) {
        return &wanted->by_hash[0];
    }
    return cert_id->hash == OCSP_HASH_NONE ? NULL : expect_issuer(wanted, (ocsp_hash)cert_id->hash);
}

int search_matches_but_key(cert_id_search *wanted, const ocsp_data *der, const ocsp_cert_id *cert_id)
{
    const cert_id_expectation *expected = expectation_for(wanted, der, cert_id);

    ocsp_data name_hash = part_of(*der, cert_id->issuer_name_hash);

    return expected != NULL && data_equal(expected->hash_oid, part_of(*der, cert_id->hash_oid)) &&
           (data_equal(expected->issuer_name_hash, name_hash) || data_equal(expected->issuer_subject_hash, name_hash));
}

int search_matches(cert_id_search *wanted, const ocsp_data *der, const ocsp_cert_id *cert_id)
{
    const cert_id_expectation *expected = expectation_for(wanted, der, cert_id);

    return expected != NULL && search_matches_but_key(wanted, der, cert_id) &&
           data_equal(expected->issuer_key_hash, part_of(*der, cert_id->issuer_key_hash));
}

static int strictness(int32_t status)
{
    return status == OCSP_CERT_REVOKED ? 2 : status == OCSP_CERT_UNKNOWN;
}

int32_t ocsp_find(ocsp_data response, const ocsp_single_response *entries, size_t count, ocsp_data input,
                  const ocsp_target *target)
{
    cert_id_search wanted;
    int32_t found = -1;

    if (!begin_search(&wanted, &input, target)) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (search_matches(&wanted, &response, &entries[i].cert_id) &&
            (found < 0 || strictness(entries[i].status) > strictness(entries[found].status))) {
            found = (int32_t)i;
        }
    }
    return found;
}
