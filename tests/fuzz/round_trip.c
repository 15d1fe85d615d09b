/*
 * ocsp_write_request() of a plan whose parts are the fuzzer's, read back: each part comes back as it was put in,
 * ocsp_find() finds in the CertIDs what the targets mean, and a buffer that is too small stays empty.
 */
#include "fuzz.h"

#define ITEM_LIMIT 8
#define EXTENSION_COUNT 4

/* The fuzzer's octets, taken from the front; zeros when there are no more. */
typedef struct {
    const uint8_t *at;
    size_t left;
} supply;

static uint8_t take_octet(supply *s)
{
    if (s->left == 0) {
        return 0;
    }
    s->left--;
    return *s->at++;
}

/* What the spans of the plan lie in. */
typedef struct {
    uint8_t octets[16384];
    uint32_t length;
} pool;

static ocsp_span put_octets(pool *p, const uint8_t *octets, size_t length)
{
    ocsp_span span = {p->length, (uint32_t)length};

    if (length > sizeof p->octets - p->length) {
        abort();
    }
    if (length > 0) {
        memcpy(p->octets + p->length, octets, length);
    }
    p->length += (uint32_t)length;
    return span;
}

/* Up to limit octets. */
static ocsp_span put_some(pool *p, supply *s, size_t limit)
{
    uint8_t octets[256];
    size_t length = take_octet(s) % (limit + 1);

    for (size_t i = 0; i < length; i++) {
        octets[i] = take_octet(s);
    }
    return put_octets(p, octets, length);
}

/* Contents of an INTEGER: one octet at least, and the first nine bits not all the same, X.690 8.3. */
static ocsp_span put_integer(pool *p, supply *s)
{
    ocsp_span span = put_some(p, s, 21);
    uint8_t *octets = p->octets + span.offset;

    if (span.length == 0) {
        return put_octets(p, (const uint8_t[]){take_octet(s)}, 1);
    }
    if (span.length > 1 && (octets[0] == 0 || octets[0] == 0xff)) {
        octets[1] = (uint8_t)((octets[1] & 0x7f) | (octets[0] == 0 ? 0x80 : 0));
    }
    return span;
}

/* A Name with one attribute. */
static ocsp_span put_name(pool *p, supply *s)
{
    uint8_t buffer[256];
    der_writer writer;
    ocsp_span value = put_some(p, s, 200);

    der_begin(&writer, buffer, sizeof buffer);
    der_put_element(&writer, 0x0c, p->octets + value.offset, value.length);
    der_put_oid(&writer, OCSP_OID_AT_COMMON_NAME);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_SET, 0);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return put_octets(p, writer.at, der_written(&writer));
}

/* Extension after Extension, each with an OBJECT IDENTIFIER of its own; *nonce: what was put in as one. */
static ocsp_span put_extensions(pool *p, supply *s, ocsp_span *nonce)
{
    uint8_t all[2048];
    size_t length = 0;
    size_t count = take_octet(s) % (EXTENSION_COUNT + 1);

    *nonce = ABSENT_SPAN;
    if (count == 0) {
        return ABSENT_SPAN;
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t value[300];
        uint8_t own_oid[] = {0x2a, 3, (uint8_t)i};
        ocsp_bytes row = {put_some(p, s, 200)};
        const uint8_t *oid = own_oid;
        size_t oid_length = sizeof own_oid;
        size_t value_length = row.bytes.length;
        const uint8_t *value_start = p->octets + row.bytes.offset;
        if (i == 1) {
            oid = ocsp_oid_contents(OCSP_OID_NONCE, &oid_length);
            value_length = ocsp_write_extension_value(OCSP_OID_NONCE, p->octets, &row, sizeof row, value, sizeof value);
            value_start = value + sizeof value - value_length;
            *nonce = row.bytes;
        }
        uint8_t buffer[400];
        size_t written = ocsp_write_extension((ocsp_data){oid, oid_length}, take_octet(s) & 1,
                                              (ocsp_data){value_start, value_length}, buffer, sizeof buffer);
        memcpy(all + length, buffer + sizeof buffer - written, written);
        length += written;
    }
    return put_octets(p, all, length);
}

/* The hashes that a target stands for. */
typedef struct {
    uint8_t name[OCSP_HASH_MAX_OCTETS], key[OCSP_HASH_MAX_OCTETS];
    size_t name_length, key_length;
} hashes;

static ocsp_target put_target(pool *p, supply *s, hashes *expected)
{
    ocsp_hash hash = (ocsp_hash)(OCSP_HASH_SHA1 + take_octet(s) % (OCSP_HASH_COUNT - 1));
    ocsp_target target = {(int32_t)hash, ABSENT_SPAN, ABSENT_SPAN, ABSENT_SPAN,
                          ABSENT_SPAN,   ABSENT_SPAN, ABSENT_SPAN, ABSENT_SPAN};
    uint8_t kind = take_octet(s);

    target.serial_number = put_integer(p, s);
    if (kind % 3 == 0) {
        target.issuer_name = put_some(p, s, 200);
        target.issuer_key = put_some(p, s, 200);
        expected->name_length = expected->key_length = ocsp_hash_octets(hash);
        ocsp_hash_compute(hash, (ocsp_data){p->octets + target.issuer_name.offset, target.issuer_name.length},
                          expected->name);
        ocsp_hash_compute(hash, (ocsp_data){p->octets + target.issuer_key.offset, target.issuer_key.length},
                          expected->key);
        return target;
    }
    target.issuer_name_hash = put_some(p, s, OCSP_HASH_MAX_OCTETS);
    target.issuer_key_hash = put_some(p, s, OCSP_HASH_MAX_OCTETS);
    expected->name_length = target.issuer_name_hash.length;
    expected->key_length = target.issuer_key_hash.length;
    memcpy(expected->name, p->octets + target.issuer_name_hash.offset, expected->name_length);
    memcpy(expected->key, p->octets + target.issuer_key_hash.offset, expected->key_length);
    if (kind % 3 == 1) {
        /* As DER; the other members keep what it was made of, for the comparison. */
        uint8_t buffer[256];
        size_t written = ocsp_write_cert_id(p->octets, &target, buffer, sizeof buffer);
        target.der = put_octets(p, buffer + sizeof buffer - written, written);
    }
    return target;
}

static int same(const uint8_t *der, ocsp_span span, const uint8_t *expected, size_t length)
{
    return span.offset != OCSP_ABSENT && span.length == length && memcmp(der + span.offset, expected, length) == 0;
}

/* Extensions as read, a whole SEQUENCE, and as put in, its elements. */
static int same_extensions(const uint8_t *der, ocsp_span read, const pool *p, ocsp_span put)
{
    if (read.offset == OCSP_ABSENT || put.offset == OCSP_ABSENT) {
        return read.offset == put.offset;
    }
    return read.length > put.length &&
           memcmp(der + read.offset + read.length - put.length, p->octets + put.offset, put.length) == 0 &&
           read.length - put.length == (put.length < 128   ? 2u
                                        : put.length < 256 ? 3u
                                                           : 4u);
}

static void check_item(ocsp_data request, const ocsp_single_request *row, const pool *p, const ocsp_request_item *item,
                       const hashes *expected)
{
    const uint8_t *der = request.data;
    ocsp_data input = {p->octets, p->length};
    ocsp_span serial_number = item->target.serial_number;
    ocsp_single_response entry = {.cert_id = row->cert_id, .status = OCSP_CERT_GOOD};

    CHECK(row->cert_id.hash == item->target.hash, "hash %d, expected %d", row->cert_id.hash, item->target.hash);
    CHECK(same(der, row->cert_id.issuer_name_hash, expected->name, expected->name_length), "issuerNameHash");
    CHECK(same(der, row->cert_id.issuer_key_hash, expected->key, expected->key_length), "issuerKeyHash");
    CHECK(same(der, row->cert_id.serial_number, p->octets + serial_number.offset, serial_number.length),
          "serialNumber");
    CHECK(same_extensions(der, row->extensions, p, item->extensions), "singleRequestExtensions");
    CHECK(ocsp_find(request, &entry, 1, input, &item->target) == 0, "the target does not find its CertID");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static reading result;
    static pool p;
    supply s = {data, size};
    ocsp_request_item items[ITEM_LIMIT];
    hashes expected[ITEM_LIMIT];
    ocsp_span nonce, ignored;
    ocsp_request_plan plan;
    uint8_t options = take_octet(&s);

    p.length = 0;
    plan.item_count = options % (ITEM_LIMIT + 1);
    plan.requestor_name = options & 0x80 ? put_name(&p, &s) : ABSENT_SPAN;
    plan.extensions = put_extensions(&p, &s, &nonce);
    for (int32_t i = 0; i < plan.item_count; i++) {
        items[i].target = put_target(&p, &s, &expected[i]);
        items[i].extensions = put_extensions(&p, &s, &ignored);
    }
    static uint8_t buffer[sizeof p.octets + 4096];
    size_t written = ocsp_write_request(p.octets, &plan, items, buffer, sizeof buffer);
    CHECK(written > 0, "nothing was written");
    uint8_t *der = exact_copy(buffer + sizeof buffer - written, written);
    uint8_t *small = allocate(written - 1);
    CHECK(ocsp_write_request(p.octets, &plan, items, der, written) == written, "a buffer that just fits");
    CHECK(ocsp_write_request(p.octets, &plan, items, small, written - 1) == 0, "a buffer that is too small");
    check_message(&result, MESSAGE_REQUEST, der, written);
    CHECK(result.error == OCSP_OK, "%s at %d", fault_text(result.refusal.fault), result.refusal.offset);
    const ocsp_request *request = &result.table.request;
    CHECK(request->request_count == plan.item_count && request->signature.offset == OCSP_ABSENT, "%d entries",
          request->request_count);
    CHECK(plan.requestor_name.offset == OCSP_ABSENT
              ? request->requestor_name.offset == OCSP_ABSENT
              : same(der, request->requestor_name, p.octets + plan.requestor_name.offset, plan.requestor_name.length),
          "requestorName");
    CHECK(same_extensions(der, request->extensions, &p, plan.extensions), "requestExtensions");
    CHECK(nonce.offset == OCSP_ABSENT ? request->nonce.offset == OCSP_ABSENT
                                      : same(der, request->nonce, p.octets + nonce.offset, nonce.length),
          "nonce");
    for (int32_t i = 0; i < plan.item_count; i++) {
        check_item((ocsp_data){der, written}, (const ocsp_single_request *)(const void *)result.rows + i, &p, &items[i],
                   &expected[i]);
    }
    free(small);
    free(der);
    return 0;
}
