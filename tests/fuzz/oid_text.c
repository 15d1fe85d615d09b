/* The octets as dotted text and as contents: each text has one OBJECT IDENTIFIER, each OBJECT IDENTIFIER one text. */
#include "fuzz.h"

static void from_text(const char *text, size_t length)
{
    uint8_t *oid = allocate(OCSP_OID_LIMIT);
    size_t octets = ocsp_oid_from_text(text, length, oid);

    CHECK(octets <= OCSP_OID_LIMIT, "%zu octets", octets);
    if (octets > 0) {
        char *again = allocate(OCSP_OID_TEXT_LIMIT);
        size_t again_length = ocsp_oid_to_text((ocsp_data){oid, octets}, again);
        CHECK(again_length == length && memcmp(again, text, length) == 0, "%.*s became %.*s", (int)length, text,
              (int)again_length, again);
        free(again);
    }
    free(oid);
}

static void to_text(const uint8_t *contents, size_t length)
{
    uint8_t der[2 + OCSP_OID_LIMIT] = {TAG_OID, (uint8_t)length};
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor cursor;
    ocsp_span span;

    memcpy(der + 2, contents, length);
    der_open(&cursor, &context, (ocsp_data){der, 2 + length});
    if (!der_oid(&cursor, OCSP_FIELD_TYPE, TAG_OID, &span)) {
        return;
    }
    char *text = allocate(OCSP_OID_TEXT_LIMIT);
    uint8_t *oid = allocate(OCSP_OID_LIMIT);
    size_t text_length = ocsp_oid_to_text((ocsp_data){contents, length}, text);
    CHECK(text_length <= OCSP_OID_TEXT_LIMIT, "%zu characters", text_length);
    size_t octets = ocsp_oid_from_text(text, text_length, oid);
    CHECK(octets == length && memcmp(oid, contents, length) == 0, "%.*s: %zu octets of %zu", (int)text_length, text,
          octets, length);
    free(text);
    free(oid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    from_text((const char *)data, size);
    if (size <= OCSP_OID_LIMIT) {
        to_text(data, size);
    }
    ocsp_oid_find((ocsp_data){data, size});
    return 0;
}
