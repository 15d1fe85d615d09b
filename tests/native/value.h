/* The values of extensions, and Names and Extensions read by themselves: what holds for any octets. */
#ifndef VALUE_H
#define VALUE_H

#include "message.h"

/*
 * What the rows are that ocsp.h promises for the id; their spans lie in the value, and there is no row that is only
 * half there.
 */
static inline void check_value_rows(ocsp_oid id, const uint8_t *rows, size_t octets, size_t length)
{
    const uint8_t *end = rows + octets;

#define CHECK_EACH(type)                                                                                               \
    do {                                                                                                               \
        CHECK((size_t)(end - rows) % sizeof(ocsp_##type) == 0, "extension %d: %td octets of rows", id, end - rows);    \
        for (; rows < end; rows += sizeof(ocsp_##type)) {                                                              \
            check_##type##_cells((const ocsp_##type *)(const void *)rows, length);                                     \
        }                                                                                                              \
    } while (0)

    switch (id) {
    case OCSP_OID_NONCE:
        CHECK(octets == sizeof(ocsp_bytes), "a nonce with %zu octets of rows", octets);
        CHECK_EACH(bytes);
        break;
    case OCSP_OID_ACCEPTABLE_RESPONSES:
    case OCSP_OID_EXT_KEY_USAGE:
    case OCSP_OID_CERTIFICATE_ISSUER:
        CHECK_EACH(bytes);
        break;
    case OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS:
        CHECK_EACH(algorithm);
        break;
    case OCSP_OID_SERVICE_LOCATOR:
        CHECK(octets >= sizeof(ocsp_bytes), "a serviceLocator with %zu octets of rows", octets);
        check_bytes_cells((const ocsp_bytes *)(const void *)rows, length);
        rows += sizeof(ocsp_bytes);
        CHECK_EACH(access);
        break;
    case OCSP_OID_AUTHORITY_INFO_ACCESS:
        CHECK_EACH(access);
        break;
    case OCSP_OID_ARCHIVE_CUTOFF:
    case OCSP_OID_INVALIDITY_DATE:
        CHECK(octets == sizeof(ocsp_instant), "a time with %zu octets of rows", octets);
        CHECK_EACH(instant);
        break;
    case OCSP_OID_CRL_REFERENCES:
        CHECK(octets == sizeof(ocsp_crl_id), "crlReferences with %zu octets of rows", octets);
        CHECK_EACH(crl_id);
        break;
    case OCSP_OID_CRL_REASON:
        CHECK(octets == sizeof(ocsp_number), "cRLReason with %zu octets of rows", octets);
        CHECK_EACH(number);
        break;
    case OCSP_OID_SIGNED_CERTIFICATE_TIMESTAMPS:
        CHECK_EACH(sct);
        break;
    case OCSP_OID_CRL_DISTRIBUTION_POINTS:
        CHECK_EACH(distribution_point);
        break;
    case OCSP_OID_TLS_FEATURE:
        CHECK_EACH(number);
        break;
    default:
        CHECK(octets == 0, "extension %d: %zu octets of rows", id, octets);
        break;
    }
#undef CHECK_EACH
}

/* Reads of a part with one signature. */
static inline ocsp_error read_name_part(ocsp_data der, ocsp_oid id, ocsp_rows *rows, ocsp_refusal *refusal)
{
    (void)id;
    return ocsp_read_name(der, rows, refusal);
}

static inline ocsp_error read_extensions_part(ocsp_data der, ocsp_oid id, ocsp_rows *rows, ocsp_refusal *refusal)
{
    (void)id;
    return ocsp_read_extensions(der, rows, refusal);
}

typedef ocsp_error part_reader(ocsp_data der, ocsp_oid id, ocsp_rows *rows, ocsp_refusal *refusal);

/* Reads with rows and without: the judgement is the same. The rows are left in static memory, *octets of them. */
static inline ocsp_error check_part(part_reader *reader, ocsp_oid id, const uint8_t *der, size_t length,
                                    const uint8_t **rows_start, size_t *octets)
{
    static uint32_t memory[1 << 20];
    ocsp_rows rows = rows_in(memory, sizeof memory);
    ocsp_refusal refusal, without;
    ocsp_error error = reader((ocsp_data){der, length}, id, &rows, &refusal);

    CHECK(reader((ocsp_data){der, length}, id, NULL, &without) == error, "extension %d without rows", id);
    if (error != OCSP_OK) {
        check_refusal(error, &refusal, length);
        CHECK(same_refusal(&refusal, &without), "extension %d without rows: %s", id, fault_text(without.fault));
    }
    *rows_start = (const uint8_t *)memory;
    *octets = (size_t)(rows.next - (uint8_t *)memory);
    return error;
}

static inline ocsp_error check_value(ocsp_oid id, const uint8_t *der, size_t length)
{
    const uint8_t *rows;
    size_t octets;
    ocsp_error error = check_part(ocsp_read_extension_value, id, der, length, &rows, &octets);

    if (error == OCSP_OK) {
        check_value_rows(id, rows, octets, length);
    }
    return error;
}

#endif
