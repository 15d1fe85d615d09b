/*
 * ocsp_find(): which entry answers. RFC 6960 4.1.1: a CertID is its hash algorithm, both hashes and the serial number;
 * all of it counts. The digests are those of `printf 'name' | openssl dgst`, `printf 'key' | openssl dgst`.
 */
#include "harness.h"

#define SHA1_OF_NAME "6ae999552a0d2dca14d62e2bc8b764d377b1dd6c"
#define SHA1_OF_KEY "a62f2225bf70bfaccbc7f1ef2a397836717377de"
#define SHA256_OF_NAME "82a3537ff0dbce7eec35d69edc3a189ee6f17d82f353a553f9aa96cb0be3ce89"
#define SHA256_OF_KEY "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"

/* What entries and targets lie in. */
typedef struct {
    uint8_t octets[4096];
    uint32_t length;
} pool;

static ocsp_span put_octets(pool *p, const void *octets, size_t length)
{
    ocsp_span span = {p->length, (uint32_t)length};

    if (length > sizeof p->octets - p->length) {
        abort();
    }
    memcpy(p->octets + p->length, octets, length);
    p->length += (uint32_t)length;
    return span;
}

static ocsp_span put_text(pool *p, const char *text)
{
    return put_octets(p, text, strlen(text));
}

static ocsp_span put_hex(pool *p, const char *hex)
{
    uint8_t octets[256];

    return put_octets(p, octets, from_hex(hex, octets, sizeof octets));
}

static const ocsp_span absent = {OCSP_ABSENT, 0};

static ocsp_single_response entry(pool *p, ocsp_hash hash, const char *hash_oid, const char *name_hash,
                                  const char *key_hash, const char *serial_number, int32_t status)
{
    ocsp_single_response result = {.status = status};

    put_text(p, "padding");
    result.cert_id.hash = (int32_t)hash;
    result.cert_id.hash_oid = put_hex(p, hash_oid);
    result.cert_id.issuer_name_hash = put_hex(p, name_hash);
    result.cert_id.issuer_key_hash = put_hex(p, key_hash);
    result.cert_id.serial_number = put_hex(p, serial_number);
    return result;
}

#define SHA1_OID "2b0e03021a"
#define SHA256_OID "608648016503040201"
#define SHA384_OID "608648016503040202"
#define OTHER_OID "2a0304"

static ocsp_single_response sha1_entry(pool *p, const char *serial_number, int32_t status)
{
    return entry(p, OCSP_HASH_SHA1, SHA1_OID, SHA1_OF_NAME, SHA1_OF_KEY, serial_number, status);
}

static ocsp_target by_issuer(pool *p, const char *name, const char *key, const char *serial_number)
{
    ocsp_target target = {0, put_text(p, name), absent, put_text(p, key), absent, absent, absent, absent};

    target.serial_number = put_hex(p, serial_number);
    return target;
}

static ocsp_target by_hashes(pool *p, ocsp_hash hash, const char *name_hash, const char *key_hash,
                             const char *serial_number)
{
    ocsp_target target = {(int32_t)hash,        absent, absent, absent, put_hex(p, name_hash),
                          put_hex(p, key_hash), absent, absent};

    target.serial_number = put_hex(p, serial_number);
    return target;
}

static ocsp_target by_der(pool *p, const char *hex)
{
    ocsp_target target = {0, absent, absent, absent, absent, absent, absent, absent};

    target.der = put_hex(p, hex);
    return target;
}

/* Exact copies, so that a span that is not what it should be shows. */
static void check_find(const pool *response, const ocsp_single_response *entries, size_t count, const pool *input,
                       const ocsp_target *target, int32_t expected, const char *what)
{
    uint8_t *response_octets = exact_copy(response->octets, response->length);
    uint8_t *input_octets = exact_copy(input->octets, input->length);
    ocsp_single_response *rows = (void *)exact_copy(entries, count * sizeof *entries);
    int32_t found = ocsp_find((ocsp_data){response_octets, response->length}, rows, count,
                              (ocsp_data){input_octets, input->length}, target);

    CHECK(found == expected, "%s: entry %d, expected %d", what, found, expected);
    free(response_octets);
    free(input_octets);
    free(rows);
}

/*
 * Every order of three statuses: revoked goes before unknown, unknown before good, and of one status the first counts.
 */
static void test_strictness(void)
{
    for (int code = 0; code < 3 * 3 * 3 * 3; code++) {
        static const int rank[] = {0, 2, 1};
        pool response = {.length = 0}, input = {.length = 0};
        ocsp_single_response entries[4];
        ocsp_target target = by_issuer(&input, "name", "key", "0102");
        int32_t expected = 0;
        int digits = code;

        for (int32_t i = 0; i < 4; i++, digits /= 3) {
            entries[i] = sha1_entry(&response, "0102", digits % 3);
            if (rank[entries[i].status] > rank[entries[expected].status]) {
                expected = i;
            }
        }
        check_find(&response, entries, 4, &input, &target, expected, "four entries that all match");
    }
}

/* The strictest that matches, not the strictest. */
static void test_only_matching(void)
{
    pool response = {.length = 0}, input = {.length = 0};
    const ocsp_single_response entries[] = {
        sha1_entry(&response, "01", OCSP_CERT_REVOKED),
        sha1_entry(&response, "0102", OCSP_CERT_GOOD),
        entry(&response, OCSP_HASH_SHA1, SHA1_OID, SHA1_OF_KEY, SHA1_OF_KEY, "0102", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_SHA1, SHA1_OID, SHA1_OF_NAME, SHA1_OF_NAME, "0102", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_NONE, OTHER_OID, SHA1_OF_NAME, SHA1_OF_KEY, "0102", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_SHA256, SHA256_OID, SHA1_OF_NAME, SHA1_OF_KEY, "0102", OCSP_CERT_REVOKED),
        sha1_entry(&response, "010203", OCSP_CERT_REVOKED),
        sha1_entry(&response, "000102", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_SHA256, SHA256_OID, SHA256_OF_NAME, SHA256_OF_KEY, "0102", OCSP_CERT_UNKNOWN),
    };
    const struct {
        ocsp_target target;
        int32_t expected;
        const char *what;
    } cases[] = {
        {by_issuer(&input, "name", "key", "0102"), 8, "by issuer, whatever the hash algorithm"},
        {by_issuer(&input, "name", "key", "01"), 0, "by issuer"},
        {by_issuer(&input, "name", "key", "03"), -1, "another serial number"},
        {by_issuer(&input, "name", "key", ""), -1, "no serial number"},
        {by_issuer(&input, "Name", "key", "0102"), -1, "another name"},
        {by_issuer(&input, "name", "Key", "0102"), -1, "another key"},
        {by_hashes(&input, OCSP_HASH_SHA1, SHA1_OF_NAME, SHA1_OF_KEY, "0102"), 1, "by SHA-1 hashes"},
        {by_hashes(&input, OCSP_HASH_SHA256, SHA256_OF_NAME, SHA256_OF_KEY, "0102"), 8, "by SHA-256 hashes"},
        {by_hashes(&input, OCSP_HASH_SHA256, SHA1_OF_NAME, SHA1_OF_KEY, "0102"), 5, "by hashes of the wrong length"},
        {by_hashes(&input, OCSP_HASH_SHA384, SHA256_OF_NAME, SHA256_OF_KEY, "0102"), -1, "another algorithm"},
        {by_hashes(&input, OCSP_HASH_SHA1, SHA1_OF_KEY, SHA1_OF_NAME, "0102"), -1, "hashes in each other's place"},
        {by_hashes(&input, OCSP_HASH_SHA1, "", "", "0102"), -1, "hashes without octets"},
        /* SEQUENCE { SEQUENCE { OID [, NULL] }, OCTET STRING, OCTET STRING, INTEGER }: parameters do not count. */
        {by_der(&input, "3039 3007 0605" SHA1_OID "0414" SHA1_OF_NAME "0414" SHA1_OF_KEY "02020102"), 1, "by CertID"},
        {by_der(&input, "303b 3009 0605" SHA1_OID "0500 0414" SHA1_OF_NAME "0414" SHA1_OF_KEY "02020102"), 1,
         "by CertID with NULL"},
        {by_der(&input, "3037 3005 0603" OTHER_OID "0414" SHA1_OF_NAME "0414" SHA1_OF_KEY "02020102"), 4,
         "by CertID of an unknown algorithm"},
        {by_der(&input, "303b 3009 0605" SHA1_OID "0500 0414" SHA1_OF_NAME "0414" SHA1_OF_KEY "02020102 00"), -1,
         "a CertID with an octet behind it"},
        {by_der(&input, "303b 3009 0605" SHA1_OID "0500 0414" SHA1_OF_NAME "0414" SHA1_OF_KEY "020201"), -1,
         "a CertID without its last octet"},
        {by_der(&input, ""), -1, "a CertID without octets"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        check_find(&response, entries, COUNT_OF(entries), &input, &cases[i].target, cases[i].expected, cases[i].what);
        check_find(&response, entries, 0, &input, &cases[i].target, -1, "no entries");
    }
}

/* A hash of each algorithm in turn: the digests of the one before must not be taken for those of the next. */
static void test_mixed_algorithms(void)
{
    pool response = {.length = 0}, input = {.length = 0};
    ocsp_target target = by_issuer(&input, "name", "key", "05");
    ocsp_single_response entries[] = {
        entry(&response, OCSP_HASH_SHA256, SHA256_OID, SHA256_OF_NAME, SHA256_OF_KEY, "06", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_SHA1, SHA1_OID, SHA1_OF_NAME, SHA1_OF_KEY, "06", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_SHA384, SHA384_OID, SHA256_OF_NAME, SHA256_OF_KEY, "05", OCSP_CERT_REVOKED),
        entry(&response, OCSP_HASH_SHA256, SHA256_OID, SHA256_OF_NAME, SHA256_OF_KEY, "05", OCSP_CERT_GOOD),
        entry(&response, OCSP_HASH_SHA1, SHA1_OID, SHA1_OF_NAME, SHA1_OF_KEY, "05", OCSP_CERT_UNKNOWN),
    };

    check_find(&response, entries, COUNT_OF(entries), &input, &target, 4, "five algorithms");
    check_find(&response, entries, 4, &input, &target, 3, "four algorithms");
    check_find(&response, entries, 3, &input, &target, -1, "three algorithms");
}

int main(void)
{
    test_strictness();
    test_only_matching();
    test_mixed_algorithms();
    return checks_end();
}
