/* Ecdsa-Sig-Value: what is one and what is not; by X.690 8.1.3, 8.3 and 10.1. */
#include "signing.h"

#define OCTETS 4

static const struct {
    const char *der, *raw; /* raw is NULL when it must be refused */
} values[] = {
    {"3006 020101 020102", "00000001 00000002"},
    {"3008 02020080 02020100", "00000080 00000100"},
    {"300c 02047fffffff 02047fffffff", "7fffffff 7fffffff"},
    {"300e 020500ffffffff 020500ffffffff", "ffffffff ffffffff"},
    /* r or s zero, negative, empty, not minimal, too long */
    {"3006 020100 020102", NULL},
    {"3006 020101 020100", NULL},
    {"3006 020181 020102", NULL},
    {"3006 020101 0201ff", NULL},
    {"3005 0200 020102", NULL},
    {"3005 020101 0200", NULL},
    {"3007 02020001 020102", NULL},
    {"3007 020101 02020002", NULL},
    {"300c 0204ffffffff 020400000001", NULL},
    {"300b 02050100000000 020102", NULL},
    {"300b 020101 02050100000000", NULL},
    /* one integer, three, none, something after, something else */
    {"3003 020101", NULL},
    {"3009 020101 020102 020103", NULL},
    {"3000", NULL},
    {"", NULL},
    {"3006 020101 020102 00", NULL},
    {"3008 020101 020102 0500", NULL},
    {"3106 020101 020102", NULL},
    {"3006 020101 040102", NULL},
    {"3006 020101 0a0102", NULL},
    {"2206 020101 020102", NULL},
    /* lengths that are not minimal, indefinite, too long */
    {"308106 020101 020102", NULL},
    {"30820006 020101 020102", NULL},
    {"3007 02810101 020102", NULL},
    {"3080 020101 020102 0000", NULL},
    {"3007 020101 020102", NULL},
    {"3005 020101 020102", NULL},
    {"3006 020101 020202", NULL},
    {"3084ffffffff 020101 020102", NULL},
};

static void test_reader(void)
{
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        run der = run_of_hex(values[i].der);
        uint8_t *raw = allocate(2 * OCTETS);
        int accepted = read_signature_value(data_of(der), OCTETS, raw);
        CHECK(accepted == (values[i].raw != NULL), "%s", values[i].der);
        if (accepted && values[i].raw != NULL) {
            run expected = run_of_hex(values[i].raw);
            CHECK(memcmp(raw, expected.data, 2 * OCTETS) == 0, "%s", values[i].der);
            free(expected.data);
        }
        free(raw);
        free(der.data);
    }
}

/* The same values written; and what cannot be. */
static void test_writer(void)
{
    uint8_t *written = allocate(SIGNATURE_VALUE_MAX_OCTETS);
    uint8_t *longest = allocate(2 * (SIGNATURE_VALUE_MAX_INTEGER + 1));

    for (size_t i = 0; i < COUNT_OF(values) && values[i].raw != NULL; i++) {
        run raw = run_of_hex(values[i].raw), der = run_of_hex(values[i].der);
        size_t length = write_signature_value(raw.data, OCTETS, written);
        CHECK(length == der.length && memcmp(written, der.data, length) == 0, "%s", values[i].raw);
        free(raw.data);
        free(der.data);
    }
    memset(longest, 0xff, 2 * (SIGNATURE_VALUE_MAX_INTEGER + 1));
    CHECK(write_signature_value(longest, SIGNATURE_VALUE_MAX_INTEGER, written) == 3 + 2 * (2 + 67), "the longest");
    CHECK(read_signature_value((ocsp_data){written, 3 + 2 * (2 + 67)}, SIGNATURE_VALUE_MAX_INTEGER, longest),
          "the longest");
    CHECK(write_signature_value(longest, SIGNATURE_VALUE_MAX_INTEGER + 1, written) == 0, "too long");
    memset(longest, 0, OCTETS);
    CHECK(write_signature_value(longest, OCTETS, written) == 0, "r is zero");
    memset(longest, 0xff, OCTETS);
    memset(longest + OCTETS, 0, OCTETS);
    CHECK(write_signature_value(longest, OCTETS, written) == 0, "s is zero");
    free(written);
    free(longest);
}

int main(void)
{
    test_reader();
    test_writer();
    return checks_end();
}
