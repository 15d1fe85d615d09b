/* What is read by itself: Name, Extensions, CertID, and the octets as the value of every extension. */
#include "fuzz.h"

static void fuzz_name(const uint8_t *data, size_t size)
{
    const uint8_t *rows;
    size_t octets;

    if (check_part(read_name_part, OCSP_OID_UNKNOWN, data, size, &rows, &octets) != OCSP_OK) {
        return;
    }
    int32_t rdn = 0;
    for (const uint8_t *end = rows + octets; rows < end; rows += sizeof(ocsp_attribute)) {
        const ocsp_attribute *attribute = (const void *)rows;
        check_attribute_cells(attribute, size);
        CHECK(attribute->rdn >= rdn, "RDN %d behind %d", attribute->rdn, rdn);
        CHECK(attribute->tag == data[attribute->value_der.offset], "tag %d", attribute->tag);
        CHECK(attribute->id == (int32_t)OCSP_OID_UNKNOWN ||
                  attribute->id ==
                      (int32_t)ocsp_oid_find((ocsp_data){data + attribute->oid.offset, attribute->oid.length}),
              "attribute type %d", attribute->id);
        rdn = attribute->rdn;
    }
}

static void fuzz_extensions(const uint8_t *data, size_t size)
{
    static ocsp_extension list[OCSP_EXTENSION_LIMIT];
    const uint8_t *rows;
    size_t octets;

    if (check_part(read_extensions_part, OCSP_OID_UNKNOWN, data, size, &rows, &octets) != OCSP_OK) {
        return;
    }
    CHECK(octets <= sizeof list, "%zu octets of rows", octets);
    memcpy(list, rows, octets);
    for (size_t i = 0; i < octets / sizeof *list; i++) {
        check_extension_cells(&list[i], size);
        /* A list is read though a value in it is broken. */
        check_value((ocsp_oid)list[i].id, data + list[i].value.offset, list[i].value.length);
    }
}

static void fuzz_cert_id(const uint8_t *data, size_t size)
{
    ocsp_cert_id cert_id;
    ocsp_refusal refusal;
    ocsp_error error = ocsp_read_cert_id((ocsp_data){data, size}, &cert_id, &refusal);

    if (error != OCSP_OK) {
        check_refusal(error, &refusal, size);
        return;
    }
    check_cert_id_cells(&cert_id, size);
    CHECK(cert_id.der.offset == 0 && cert_id.der.length == size, "%u octets of %zu", cert_id.der.length, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= FUZZ_INPUT_LIMIT) {
        fuzz_name(data, size);
        fuzz_extensions(data, size);
        fuzz_cert_id(data, size);
        for (unsigned id = 0; id < OCSP_OID_COUNT; id++) {
            check_value((ocsp_oid)id, data, size);
        }
    }
    return 0;
}
