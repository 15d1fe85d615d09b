/* OBJECT IDENTIFIERs, X.690 8.19: contents to dotted form and back, the known ones, the limits. */
#include "harness.h"

/* From `openssl asn1parse -genstr OID:... -noout -out`, without the first two octets. */
static const struct {
    const char *text, *contents;
} pairs[] = {
    {"0.0", "00"},
    {"0.39", "27"},
    {"1.0", "28"},
    {"1.39", "4f"},
    {"2.0", "50"},
    {"2.39", "77"},
    {"2.40", "78"},
    {"2.47", "7f"},
    {"2.48", "8100"},
    {"2.999", "8837"},
    {"2.999.3", "883703"},
    {"2.16383", "81804f"},
    {"2.16384", "818050"},
    {"1.2.127", "2a7f"},
    {"1.2.128", "2a8100"},
    {"1.2.16383", "2aff7f"},
    {"1.2.16384", "2a818000"},
    {"1.2.2097151", "2affff7f"},
    {"1.2.2097152", "2a81808000"},
    {"1.2.268435455", "2affffff7f"},
    {"1.2.268435456", "2a8180808000"},
    {"1.2.4294967295", "2a8fffffff7f"},
    {"1.2.4294967296", "2a9080808000"},
    {"1.2.18446744073709551615", "2a81ffffffffffffffff7f"},
    {"1.2.18446744073709551616", "2a82808080808080808000"},
    {"1.2.840.113549.1.1.11", "2a864886f70d01010b"},
    {"1.3.6.1.5.5.7.48.1.2", "2b0601050507300102"},
    {"2.5.29.37.0", "551d2500"},
    {"0.9.2342.19200300.100.1.25", "0992268993f22c640119"},
    {"2.25.340282366920938463463374607431768211455", "6983ffffffffffffffffffffffffffffffffff7f"},
    {"2.25.329800735698586629295641978511506172918", "6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776"},
    {"2.340282366920938463463374607431768211375", "83ffffffffffffffffffffffffffffffffff7f"},
    {"2.340282366920938463463374607431768211376", "84808080808080808080808080808080808000"},
};

/* The dotted form in a buffer of just the limit. */
static char *to_text(const uint8_t *contents, size_t length, size_t *text_length)
{
    uint8_t *oid = exact_copy(contents, length);
    char *text = allocate(OCSP_OID_TEXT_LIMIT);

    *text_length = ocsp_oid_to_text((ocsp_data){oid, length}, text);
    free(oid);
    return text;
}

static size_t from_text(const char *text, size_t length, uint8_t oid[OCSP_OID_LIMIT])
{
    char *exact = (char *)exact_copy(text, length);
    size_t written = ocsp_oid_from_text(exact, length, oid);

    free(exact);
    return written;
}

static void check_pair(const char *expected_text, const uint8_t *contents, size_t length)
{
    uint8_t oid[OCSP_OID_LIMIT];
    size_t text_length;
    char *text = to_text(contents, length, &text_length);
    size_t oid_length = from_text(expected_text, strlen(expected_text), oid);

    CHECK(text_length == strlen(expected_text) && memcmp(text, expected_text, text_length) == 0,
          "expected %s, got %.*s", expected_text, (int)text_length, text);
    CHECK(oid_length == length && memcmp(oid, contents, length) == 0, "%s: %zu octets, expected %zu", expected_text,
          oid_length, length);
    free(text);
}

static void test_pairs(void)
{
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        uint8_t contents[OCSP_OID_LIMIT];
        size_t length = from_hex(pairs[i].contents, contents, sizeof contents);
        check_pair(pairs[i].text, contents, length);
    }
}

/*
 * The longest forms: of 63 octets each an arc, and of one arc with all 441 bits (2^441 - 81, by `bc`: 40 * 2 is taken
 * off).
 */
static void test_longest(void)
{
    uint8_t contents[OCSP_OID_LIMIT];
    char text[4 * OCSP_OID_LIMIT + 1];
    size_t at = (size_t)snprintf(text, sizeof text, "2.47");

    memset(contents, 0x7f, sizeof contents);
    for (size_t i = 1; i < OCSP_OID_LIMIT; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, ".127");
    }
    CHECK(at <= OCSP_OID_TEXT_LIMIT, "%zu characters are over OCSP_OID_TEXT_LIMIT, %d", at, OCSP_OID_TEXT_LIMIT);
    check_pair(text, contents, sizeof contents);
    memset(contents, 0xff, sizeof contents);
    contents[OCSP_OID_LIMIT - 1] = 0x7f;
    check_pair("2."
               "5678427533559428832416592249125035424637823130369672345949142181098744438385921275985867583701277855943"
               "457200048954515105739075223471",
               contents, sizeof contents);
}

/* One octet or arc more than fits. */
static void test_too_long(void)
{
    uint8_t oid[OCSP_OID_LIMIT];
    char text[1024];
    size_t at = (size_t)snprintf(text, sizeof text, "1.2");

    for (size_t octets = 1; octets <= 2 * OCSP_OID_LIMIT; octets++) {
        size_t length = from_text(text, at, oid);
        CHECK(length == (octets <= OCSP_OID_LIMIT ? octets : 0), "%zu arcs: %zu octets", octets, length);
        at += (size_t)snprintf(text + at, sizeof text - at, ".9");
    }
    /* 2^441 - 80, 2^441 and what is far beyond. */
    CHECK(from_text("2."
                    "56784275335594288324165922491250354246378231303696723459491421810987444383859212759858675837012778"
                    "55943457200048954515105739075223472",
                    strlen("2."
                           "5678427533559428832416592249125035424637823130369672345949142181098744438385921275985867583"
                           "701277855943457200048954515105739075223472"),
                    oid) == 0,
          "2^441 as the first arcs");
    memset(text, '9', sizeof text);
    memcpy(text, "1.2.", 4);
    for (size_t length = 5; length < sizeof text; length++) {
        size_t octets = from_text(text, length, oid);
        /* 62 octets are left after the first, 434 bits: 10^130 - 1 has 432, 10^131 - 1 has 436. */
        CHECK((octets > 0) == (length - 4 <= 130), "an arc of %zu digits: %zu octets", length - 4, octets);
    }
}

static void test_invalid(void)
{
    static const char *const invalid[] = {
        "",
        "1",
        "1.",
        ".1",
        "1.2.",
        ".1.2",
        "1..2",
        "3.1",
        "1.40",
        "0.40",
        "1.100",
        "01.2",
        "1.02",
        "1.2.03",
        "1.2.00",
        "00.1",
        "1.2 ",
        " 1.2",
        "1.2\n",
        "1.-2",
        "1.+2",
        "1.2.a",
        "1.2.3a",
        "a.b",
        "9.9",
        "10.1",
        "2",
        "2.",
        "..",
        "...",
        "1,2",
        "1.2,3",
        "1.0x2",
        "1.2.3.",
        "1.2..3",
        "2.025",
        "\xb9.2",
        "1.\xb9",
        "1.18446744073709551616",
        "0.4294967296",
        "1.2.3/",
        "1.2.:",
        "-1.2",
        "oid.1.2",
        "1.2.3.4.5.6.7.8.9.",
    };
    uint8_t oid[OCSP_OID_LIMIT];

    for (size_t i = 0; i < COUNT_OF(invalid); i++) {
        CHECK(from_text(invalid[i], strlen(invalid[i]), oid) == 0, "%s was accepted", invalid[i]);
    }
    /* A zero octet is a character like any other. */
    CHECK(from_text("1.2\0", 4, oid) == 0 && from_text("1.2\0.3", 6, oid) == 0, "a zero octet was accepted");
}

/*
 * All contents of up to three octets: those that der_oid() takes come back from their dotted form, and no two forms are
 * one.
 */
static void test_all_short(void)
{
    for (uint32_t value = 0; value < (1u << 24); value += value < (1u << 16) ? 1 : 37) {
        uint8_t der[5] = {TAG_OID};
        size_t length = value < (1u << 8) ? 1 : value < (1u << 16) ? 2 : 3;
        ocsp_refusal refusal;
        der_context context = {.refusal = &refusal};
        der_cursor cursor;
        ocsp_span contents;
        char text[OCSP_OID_TEXT_LIMIT];
        uint8_t oid[OCSP_OID_LIMIT];

        der[1] = (uint8_t)length;
        for (size_t i = 0; i < length; i++) {
            der[2 + i] = (uint8_t)(value >> 8 * (length - 1 - i));
        }
        der_open(&cursor, &context, (ocsp_data){der, 2 + length});
        int is_valid = der[1 + length] < 0x80 && der[2] != 0x80;
        for (size_t i = 1; i < length; i++) {
            is_valid &= der[2 + i] != 0x80 || der[1 + i] >= 0x80;
        }
        CHECK(der_oid(&cursor, OCSP_FIELD_TYPE, TAG_OID, &contents) == is_valid, "contents %06x: %s", value,
              fault_text(refusal.fault));
        if (is_valid) {
            size_t text_length = ocsp_oid_to_text((ocsp_data){der + 2, length}, text);
            CHECK(ocsp_oid_from_text(text, text_length, oid) == length && memcmp(oid, der + 2, length) == 0,
                  "contents %06x, %.*s", value, (int)text_length, text);
        }
    }
}

/* The list of the known ones, once more as text. */
static void test_known(void)
{
    static const char *const dotted[] = {
#define OID(id, dotted, ...) [OCSP_OID_##id] = dotted,
#define ATTRIBUTE OID
#include "lists/oids.def"
#define EXTENSION(id, dotted, ...) [OCSP_OID_##id] = dotted,
#include "lists/extensions.def"
    };
    uint8_t none[OCSP_OID_LIMIT] = {0};

    CHECK(COUNT_OF(dotted) == OCSP_OID_COUNT, "%zu", COUNT_OF(dotted));
    for (unsigned id = 1; id < OCSP_OID_COUNT; id++) {
        size_t length;
        const uint8_t *contents = ocsp_oid_contents((ocsp_oid)id, &length);
        uint8_t *copy = exact_copy(contents, length);

        check_pair(dotted[id], contents, length);
        CHECK(ocsp_oid_find((ocsp_data){copy, length}) == id, "%s is found as %d", dotted[id],
              ocsp_oid_find((ocsp_data){copy, length}));
        for (size_t bit = 0; bit < 8 * length; bit++) {
            copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
            ocsp_oid other = ocsp_oid_find((ocsp_data){copy, length});
            size_t other_length = 0;
            const uint8_t *other_contents = ocsp_oid_contents(other, &other_length);
            CHECK(other == OCSP_OID_UNKNOWN || (other_length == length && memcmp(other_contents, copy, length) == 0),
                  "%s with bit %zu flipped is found as %s", dotted[id], bit, dotted[other]);
            copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        free(copy);
        for (size_t shorter = 0; shorter < length; shorter++) {
            uint8_t *prefix = exact_copy(contents, shorter);
            ocsp_oid other = ocsp_oid_find((ocsp_data){prefix, shorter});
            size_t other_length = 0;
            ocsp_oid_contents(other, &other_length);
            CHECK(other == OCSP_OID_UNKNOWN || other_length == shorter, "%zu octets of %s", shorter, dotted[id]);
            free(prefix);
        }
    }
    for (size_t length = 0; length <= sizeof none; length++) {
        CHECK(ocsp_oid_find((ocsp_data){none, length}) == OCSP_OID_UNKNOWN, "%zu zeros", length);
    }
}

int main(void)
{
    test_pairs();
    test_longest();
    test_too_long();
    test_invalid();
    test_all_short();
    test_known();
    return checks_end();
}
