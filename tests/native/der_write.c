/*
 * The writers: minimal lengths (X.690 10.1) of any size, and buffers that are too small, which are refused and not
 * overrun.
 */
#include "harness.h"

#define LONGEST 70000

/* The header of contents of that length. */
static size_t expected_header(size_t length, uint8_t header[6])
{
    size_t octets = 0;

    header[0] = TAG_OCTET_STRING;
    if (length < 128) {
        header[1] = (uint8_t)length;
        return 2;
    }
    while (length >> 8 * octets != 0) {
        octets++;
    }
    header[1] = (uint8_t)(0x80 + octets);
    for (size_t i = 0; i < octets; i++) {
        header[2 + i] = (uint8_t)(length >> 8 * (octets - 1 - i));
    }
    return 2 + octets;
}

static void check_element(const uint8_t *der, size_t written, const uint8_t *contents, size_t length)
{
    uint8_t header[6];
    size_t header_length = expected_header(length, header);
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor cursor;
    ocsp_span span;

    CHECK(written == header_length + length && memcmp(der, header, header_length) == 0 &&
              memcmp(der + header_length, contents, length) == 0,
          "contents of %zu octets: %zu written", length, written);
    der_open(&cursor, &context, (ocsp_data){der, written});
    CHECK(der_read(&cursor, OCSP_FIELD_VALUE, TAG_OCTET_STRING, &span) && der_at_end(&cursor) &&
              span.offset == header_length && span.length == length,
          "contents of %zu octets are not read back", length);
}

static void test_lengths(void)
{
    static uint8_t contents[LONGEST], buffer[LONGEST + 6];
    der_writer writer;

    for (size_t i = 0; i < sizeof contents; i++) {
        contents[i] = (uint8_t)(i * 7 + i / 256);
    }
    for (size_t length = 0; length <= LONGEST; length++) {
        der_begin(&writer, buffer, sizeof buffer);
        der_put_element(&writer, TAG_OCTET_STRING, contents, length);
        size_t written = der_written(&writer);
        check_element(buffer + sizeof buffer - written, written, contents, length);
    }
}

/* Where the length takes one octet more. */
static void test_large(void)
{
    static const size_t lengths[] = {0xffffff, 0x1000000, 0x1000001};

    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        uint8_t *contents = allocate(lengths[i]);
        uint8_t *buffer = allocate(lengths[i] + 6);
        der_writer writer;

        memset(contents, 0xa5, lengths[i]);
        der_begin(&writer, buffer, lengths[i] + 6);
        der_put_element(&writer, TAG_OCTET_STRING, contents, lengths[i]);
        size_t written = der_written(&writer);
        check_element(buffer + lengths[i] + 6 - written, written, contents, lengths[i]);
        free(contents);
        free(buffer);
    }
}

/* What fails once stays failed, also when later parts would fit. */
static void test_sticky(void)
{
    static const uint8_t octets[8] = {0};
    uint8_t *buffer = allocate(4);
    der_writer writer;

    der_begin(&writer, buffer, 4);
    der_put(&writer, octets, 5);
    der_put(&writer, octets, 1);
    CHECK(der_written(&writer) == 0, "%zu octets", der_written(&writer));
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_put_element(&writer, TAG_NULL, NULL, 0);
    der_put_oid(&writer, OCSP_OID_SHA1);
    CHECK(der_written(&writer) == 0, "%zu octets", der_written(&writer));
    der_begin(&writer, buffer, 4);
    der_put(&writer, octets, 4);
    CHECK(der_written(&writer) == 4, "%zu octets", der_written(&writer));
    der_wrap(&writer, TAG_SEQUENCE, 0);
    CHECK(der_written(&writer) == 0, "%zu octets", der_written(&writer));
    free(buffer);
}

/* Everything that the API writes, from the same material. */

static const char material[] = "A Name and a key to be hashed, twenty octets of a serial number, and a nonce.";

enum { SERIAL_OFFSET = 31, SERIAL_OCTETS = 20, NONCE_OFFSET = 60, NONCE_OCTETS = 16 };

/*
 * The Name CN=CA and, after it, the Extension of a nonce of 16 octets:
 *   openssl asn1parse -genconf with SEQUENCE { SET { SEQUENCE { 2.5.4.3, UTF8String CA } } } and the request's nonce.
 */
static const char name_and_extension[] =
    "300d310b300906035504030c024341 301f06092b060105050730010204120410746a5e17f4dbd92a2abcde9abc453f27";

enum { NAME_OCTETS = 15, EXTENSION_OCTETS = 33 };

static uint8_t input[256];

static ocsp_target target_of(ocsp_hash hash)
{
    ocsp_target target = {(int32_t)hash,    {0, 6},           {OCSP_ABSENT, 0}, {7, 9},
                          {OCSP_ABSENT, 0}, {OCSP_ABSENT, 0}, {0, 0},           {OCSP_ABSENT, 0}};

    target.serial_number = (ocsp_span){SERIAL_OFFSET, SERIAL_OCTETS};
    return target;
}

enum {
    WRITE_REQUEST,
    WRITE_CERT_ID,
    WRITE_UNSUCCESSFUL,
    WRITE_EXTENSION,
    WRITE_CRL_REFERENCES,
    WRITE_LOCATOR,
    WRITE_PREFERRED,
    WRITE_ACCEPTABLE,
    WRITE_CUTOFF,
    WRITE_REASON,
    WRITE_NONCE,
    WRITE_EXTENDED_REVOKE,
    WRITERS
};

static size_t write_with(int writer, uint8_t *buffer, size_t size)
{
    uint32_t behind = sizeof material;
    ocsp_request_item items[2] = {{target_of(OCSP_HASH_SHA512), {OCSP_ABSENT, 0}},
                                  {target_of(OCSP_HASH_SHA1), {behind + NAME_OCTETS, EXTENSION_OCTETS}}};
    ocsp_request_plan plan = {{behind, NAME_OCTETS}, {behind + NAME_OCTETS, EXTENSION_OCTETS}, COUNT_OF(items)};
    ocsp_crl_id crl_id = {{0, 6}, {SERIAL_OFFSET, SERIAL_OCTETS}, {19782, 1}};
    struct {
        ocsp_bytes issuer;
        ocsp_access access[2];
    } locator = {{{behind, NAME_OCTETS}}, {{OCSP_OID_AD_OCSP, {0, 9}}, {OCSP_OID_AD_CA_ISSUERS, {3, 30}}}};
    ocsp_number numbers[OCSP_SIGNATURE_COUNT - 1];
    ocsp_bytes oids[2];
    ocsp_instant instant = {{2932896, 86399}};
    ocsp_bytes nonce = {{NONCE_OFFSET, NONCE_OCTETS}};
    ocsp_number reason = {OCSP_REASON_AA_COMPROMISE};
    static const uint8_t oid[] = {0x2b, 6, 1};

    switch (writer) {
    case WRITE_REQUEST:
        return ocsp_write_request(input, &plan, items, buffer, size);
    case WRITE_CERT_ID:
        return ocsp_write_cert_id(input, &items[0].target, buffer, size);
    case WRITE_UNSUCCESSFUL:
        return ocsp_write_unsuccessful(OCSP_STATUS_TRY_LATER, buffer, size);
    case WRITE_EXTENSION:
        return ocsp_write_extension((ocsp_data){oid, sizeof oid}, 1, (ocsp_data){input, 200}, buffer, size);
    case WRITE_CRL_REFERENCES:
        return ocsp_write_extension_value(OCSP_OID_CRL_REFERENCES, input, &crl_id, sizeof crl_id, buffer, size);
    case WRITE_LOCATOR:
        return ocsp_write_extension_value(OCSP_OID_SERVICE_LOCATOR, input, &locator, sizeof locator, buffer, size);
    case WRITE_PREFERRED:
        for (int32_t i = 0; i < OCSP_SIGNATURE_COUNT - 1; i++) {
            numbers[i].number = i + 1;
        }
        return ocsp_write_extension_value(OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS, input, numbers, sizeof numbers,
                                          buffer, size);
    case WRITE_ACCEPTABLE:
        oids[0].bytes = oids[1].bytes = (ocsp_span){0, 5};
        return ocsp_write_extension_value(OCSP_OID_ACCEPTABLE_RESPONSES, input, oids, sizeof oids, buffer, size);
    case WRITE_CUTOFF:
        return ocsp_write_extension_value(OCSP_OID_ARCHIVE_CUTOFF, input, &instant, sizeof instant, buffer, size);
    case WRITE_REASON:
        return ocsp_write_extension_value(OCSP_OID_CRL_REASON, input, &reason, sizeof reason, buffer, size);
    case WRITE_NONCE:
        return ocsp_write_extension_value(OCSP_OID_NONCE, input, &nonce, sizeof nonce, buffer, size);
    default:
        return ocsp_write_extension_value(OCSP_OID_EXTENDED_REVOKE, input, NULL, 0, buffer, size);
    }
}

/*
 * With each size below what is needed nothing comes of it, with each from there on always the same octets at the end.
 */
static void test_sizes(void)
{
    uint8_t whole[2048];

    memcpy(input, material, sizeof material);
    from_hex(name_and_extension, input + sizeof material, sizeof input - sizeof material);
    for (int writer = 0; writer < WRITERS; writer++) {
        size_t needed = write_with(writer, whole, sizeof whole);
        CHECK(needed > 0, "writer %d", writer);
        for (size_t size = 0; size < needed + 4; size++) {
            uint8_t *buffer = allocate(size);
            size_t written = write_with(writer, buffer, size);
            CHECK(written == (size < needed ? 0 : needed), "writer %d, a buffer of %zu: %zu written of %zu", writer,
                  size, written, needed);
            CHECK(written == 0 || memcmp(buffer + size - written, whole + sizeof whole - needed, needed) == 0,
                  "writer %d, a buffer of %zu: other octets", writer, size);
            free(buffer);
        }
    }
}

int main(void)
{
    test_lengths();
    test_large();
    test_sticky();
    test_sizes();
    return checks_end();
}
