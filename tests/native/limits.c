/* The limits that ocsp.h names: what is just inside them is read, what is just outside is refused at its octet. */
#include "message.h"

static reading result;

static uint8_t buffer[OCSP_INPUT_LIMIT + 16];

/* Extensions with OBJECT IDENTIFIERs of their own, 1.2.3.<i>; one of them, unless negative, has that of the first. */
static size_t put_extensions(der_writer *writer, int count, int duplicate)
{
    size_t since = der_written(writer);

    for (int i = count; i-- > 0;) {
        size_t item = der_written(writer);
        unsigned arc = i == duplicate ? 0 : (unsigned)i;
        const uint8_t oid[] = {0x2a, 3, (uint8_t)(0x81 + (arc >> 7)), (uint8_t)(arc & 0x7f)};
        der_put_element(writer, TAG_OCTET_STRING, NULL, 0);
        der_put_element(writer, TAG_OID, oid, sizeof oid);
        der_wrap(writer, TAG_SEQUENCE, item);
    }
    der_wrap(writer, TAG_SEQUENCE, since);
    return der_written(writer);
}

/* SEQUENCE { OID, OCTET STRING } of four and no octets; after its header and that of the OID. */
#define EXTENSION_OCTETS 10
#define OID_OFFSET 4

static void check_extensions(int count, int duplicate, ocsp_fault fault, int at)
{
    static ocsp_extension rows_memory[OCSP_EXTENSION_LIMIT + 1];
    ocsp_rows rows = rows_in(rows_memory, sizeof rows_memory);
    ocsp_refusal refusal;
    der_writer writer;

    der_begin(&writer, buffer, sizeof buffer);
    size_t length = put_extensions(&writer, count, duplicate);
    uint8_t *der = exact_copy(writer.at, length);
    ocsp_error error = ocsp_read_extensions((ocsp_data){der, length}, &rows, &refusal);
    int32_t offset = (int32_t)length - EXTENSION_OCTETS * (count - at) + OID_OFFSET;

    CHECK(error == ocsp_fault_error(fault), "%d extensions: error %d", count, error);
    if (fault == OCSP_FAULT_NONE) {
        CHECK((size_t)(rows.next - (uint8_t *)rows_memory) == (size_t)count * sizeof *rows_memory, "%d extensions",
              count);
    } else {
        CHECK(refusal.fault == (int32_t)fault && refusal.offset == offset, "%d extensions: %s at %d, expected at %d",
              count, fault_text(refusal.fault), refusal.offset, offset);
    }
    CHECK(ocsp_read_extensions((ocsp_data){der, length}, NULL, &refusal) == error, "%d extensions without rows", count);
    free(der);
}

/* requestExtensions, as all lists of extensions go the same way. */
static void check_request_with_extensions(int count, ocsp_error expected)
{
    static const uint8_t cert_id[] = {0x30, 0x0f, 0x30, 0x05, 6, 3, 0x2a, 3, 4, 4, 0, 4, 0, 2, 2, 1, 2};
    der_writer writer;

    der_begin(&writer, buffer, sizeof buffer);
    put_extensions(&writer, count, -1);
    der_wrap(&writer, TAG_EXPLICIT(2), 0);
    size_t list = der_written(&writer);
    der_put(&writer, cert_id, sizeof cert_id);
    der_wrap(&writer, TAG_SEQUENCE, list);
    der_wrap(&writer, TAG_SEQUENCE, list);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    check_message(&result, MESSAGE_REQUEST, writer.at, der_written(&writer));
    CHECK(result.error == expected, "a request with %d extensions: error %d, %s", count, result.error,
          result.error ? fault_text(result.refusal.fault) : "");
}

static void test_extensions(void)
{
    for (int count = 0; count <= OCSP_EXTENSION_LIMIT; count++) {
        check_extensions(count, -1, OCSP_FAULT_NONE, 0);
    }
    check_extensions(OCSP_EXTENSION_LIMIT + 1, -1, OCSP_FAULT_EXTENSIONS_TOO_MANY, OCSP_EXTENSION_LIMIT);
    check_extensions(4 * OCSP_EXTENSION_LIMIT, -1, OCSP_FAULT_EXTENSIONS_TOO_MANY, OCSP_EXTENSION_LIMIT);
    for (int duplicate = 1; duplicate < OCSP_EXTENSION_LIMIT; duplicate++) {
        check_extensions(OCSP_EXTENSION_LIMIT, duplicate, OCSP_FAULT_EXTENSION_DUPLICATE, duplicate);
    }
    check_request_with_extensions(OCSP_EXTENSION_LIMIT, OCSP_OK);
    check_request_with_extensions(OCSP_EXTENSION_LIMIT + 1, OCSP_ERR_INPUT_TOO_LARGE);
}

/* An AlgorithmIdentifier in a CertID with an OBJECT IDENTIFIER of so many octets. */
static void test_oids(void)
{
    for (size_t octets = 0; octets <= 2 * OCSP_OID_LIMIT; octets++) {
        uint8_t oid[2 * OCSP_OID_LIMIT];
        static const uint8_t rest[] = {4, 0, 4, 0, 2, 1, 5};
        ocsp_cert_id cert_id;
        ocsp_refusal refusal;
        der_writer writer;

        memset(oid, 0x2a, sizeof oid);
        der_begin(&writer, buffer, sizeof buffer);
        der_put(&writer, rest, sizeof rest);
        size_t since = der_written(&writer);
        der_put_element(&writer, TAG_OID, oid, octets);
        der_wrap(&writer, TAG_SEQUENCE, since);
        der_wrap(&writer, TAG_SEQUENCE, 0);
        size_t length = der_written(&writer);
        uint8_t *der = exact_copy(writer.at, length);
        ocsp_error error = ocsp_read_cert_id((ocsp_data){der, length}, &cert_id, &refusal);
        if (octets >= 1 && octets <= OCSP_OID_LIMIT) {
            CHECK(error == OCSP_OK && cert_id.hash_oid.length == octets, "an OID of %zu octets: %s", octets,
                  fault_text(refusal.fault));
        } else {
            CHECK(error == OCSP_ERR_DER_OID &&
                      refusal.fault == (octets == 0 ? OCSP_FAULT_OID_EMPTY : OCSP_FAULT_OID_TOO_LONG),
                  "an OID of %zu octets: %s", octets, fault_text(refusal.fault));
        }
        free(der);
    }
}

/* A request with a nonce that fills it up to `length` octets. */
static const uint8_t *put_request(size_t length)
{
    static const uint8_t nonce_oid[] = {6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2};
    /*
     * The headers of the nonce (twice), Extension, Extensions, [2], tbsRequest and OCSPRequest take 6 octets each,
     * requestList 2.
     */
    size_t nonce = length - sizeof nonce_oid - 7 * 6 - 2;
    der_writer writer;

    der_begin(&writer, buffer, length);
    writer.at -= nonce;
    memset(writer.at, 0x5a, nonce);
    der_wrap(&writer, TAG_OCTET_STRING, 0);
    der_wrap(&writer, TAG_OCTET_STRING, 0);
    der_put(&writer, nonce_oid, sizeof nonce_oid);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_EXPLICIT(2), 0);
    der_put_element(&writer, TAG_SEQUENCE, NULL, 0);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    CHECK(der_written(&writer) == length, "%zu octets, expected %zu", der_written(&writer), length);
    return buffer;
}

static void test_input(void)
{
    read_into(&result, MESSAGE_REQUEST, put_request(OCSP_INPUT_LIMIT), OCSP_INPUT_LIMIT, WITH_ROWS | WITH_TRACE);
    CHECK(result.error == OCSP_OK && result.table.request.nonce.length == OCSP_INPUT_LIMIT - 11 - 7 * 6 - 2,
          "64 MiB: error %d, a nonce of %u octets", result.error, result.table.request.nonce.length);
    for (message_kind kind = 0; kind < MESSAGE_KINDS; kind++) {
        read_into(&result, kind, put_request(OCSP_INPUT_LIMIT + 1), OCSP_INPUT_LIMIT + 1, WITH_ROWS);
        CHECK(result.error == OCSP_ERR_INPUT_TOO_LARGE && result.refusal.fault == OCSP_FAULT_INPUT_LIMIT &&
                  result.refusal.offset == 0 && result.refusal.depth == 0,
              "an octet more, as a %s: error %d, %s", message_names[kind], result.error,
              fault_text(result.refusal.fault));
    }
}

/*
 * Parameters that are constructed so many levels deep: they open in the trace down to a limit, and read all the same.
 */
static void test_depth(void)
{
    static const uint8_t rest[] = {4, 0, 4, 0, 2, 1, 5};
    static const uint8_t oid[] = {6, 3, 0x2a, 3, 4};

    for (size_t depth = 0; depth < 3000; depth += depth < 100 ? 1 : 97) {
        der_writer writer;

        der_begin(&writer, buffer, sizeof buffer);
        der_put(&writer, rest, sizeof rest);
        size_t since = der_written(&writer);
        der_put_element(&writer, TAG_NULL, NULL, 0);
        for (size_t i = 0; i < depth; i++) {
            der_wrap(&writer, i % 2 ? TAG_SET : TAG_EXPLICIT(3), since);
        }
        der_put(&writer, oid, sizeof oid);
        der_wrap(&writer, TAG_SEQUENCE, since);
        der_wrap(&writer, TAG_SEQUENCE, 0);
        for (int wraps = 0; wraps < 4; wraps++) {
            der_wrap(&writer, TAG_SEQUENCE, 0);
        }
        check_message(&result, MESSAGE_REQUEST, writer.at, der_written(&writer));
        CHECK(result.error == OCSP_OK, "depth %zu: %s", depth, fault_text(result.refusal.fault));
        read_into(&result, MESSAGE_REQUEST, writer.at, der_written(&writer), WITH_TRACE);
        /*
         * Around the parameters: OCSPRequest, tbsRequest, requestList, Request, reqCert, hashAlgorithm; its OID and
         * three more.
         */
        CHECK(depth > 39 || result.node_count == 10 + depth + 1, "depth %zu: %zu nodes", depth, result.node_count);
        CHECK(depth <= 39 || result.node_count >= 10 + 40, "depth %zu: %zu nodes", depth, result.node_count);
    }
}

/*
 * No octets at no address: UndefinedBehaviorSanitizer tells when even 0 is added to a null pointer, or one is given to
 * memcpy() or memcmp().
 */
static void test_nothing(void)
{
    ocsp_refusal refusal;
    ocsp_rows no_rows = {NULL, NULL, NULL};
    ocsp_kind kind;
    message_table table;
    ocsp_public_key key;
    ocsp_cert_id cert_id;
    ocsp_target target = {OCSP_HASH_SHA1, {OCSP_ABSENT, 0}, {OCSP_ABSENT, 0}, {OCSP_ABSENT, 0},
                          {0, 0},         {0, 0},           {0, 0},           {OCSP_ABSENT, 0}};
    uint8_t digest[OCSP_HASH_MAX_OCTETS];
    char text[OCSP_OID_TEXT_LIMIT];

    for (message_kind i = 0; i < MESSAGE_KINDS; i++) {
        CHECK(read_message(i, NULL, 0, &table, &no_rows, NULL, &refusal) == OCSP_ERR_DER_TRUNCATED, "%s",
              message_names[i]);
    }
    CHECK(ocsp_read_public_key((ocsp_data){NULL, 0}, &key, &refusal) == OCSP_ERR_DER_TRUNCATED, "public key");
    CHECK(ocsp_read_cert_id((ocsp_data){NULL, 0}, &cert_id, &refusal) == OCSP_ERR_DER_TRUNCATED, "CertID");
    CHECK(ocsp_read_name((ocsp_data){NULL, 0}, &no_rows, &refusal) == OCSP_ERR_DER_TRUNCATED, "Name");
    CHECK(ocsp_read_extensions((ocsp_data){NULL, 0}, &no_rows, &refusal) == OCSP_ERR_DER_TRUNCATED, "Extensions");
    CHECK(ocsp_read_extension_value((ocsp_data){NULL, 0}, OCSP_OID_CRL_REASON, &no_rows, &refusal) != OCSP_OK,
          "cRLReason");
    CHECK(ocsp_find_kind((ocsp_data){NULL, 0}) == OCSP_KIND_UNKNOWN, "kind");
    CHECK(ocsp_dissect((ocsp_data){NULL, 0}, &kind, &no_rows, &refusal) != OCSP_OK && kind == OCSP_KIND_UNKNOWN,
          "dissection");
    CHECK(ocsp_find((ocsp_data){NULL, 0}, NULL, 0, (ocsp_data){digest, 0}, &target) == -1, "entry");
    CHECK(ocsp_oid_find((ocsp_data){NULL, 0}) == OCSP_OID_UNKNOWN && ocsp_oid_to_text((ocsp_data){NULL, 0}, text) == 0,
          "OID");
    CHECK(ocsp_oid_from_text(NULL, 0, digest) == 0, "text of an OID");
    /* FIPS 180-4: `printf '' | openssl sha1` */
    ocsp_hash_compute(OCSP_HASH_SHA1, (ocsp_data){NULL, 0}, digest);
    CHECK(memcmp(digest, "\xda\x39\xa3\xee", 4) == 0, "hash");
    CHECK(ocsp_write_cert_id(digest, &target, NULL, 0) == 0, "CertID into nothing");
    CHECK(ocsp_write_unsuccessful(OCSP_STATUS_TRY_LATER, NULL, 0) == 0, "response into nothing");
    CHECK(ocsp_write_extension((ocsp_data){NULL, 0}, 0, (ocsp_data){NULL, 0}, NULL, 0) == 0, "extension into nothing");
}

int main(void)
{
    test_extensions();
    test_nothing();
    test_oids();
    test_input();
    test_depth();
    return checks_end();
}
