/*
 * The strict DER reader: every form of a header and every value of one octet type, with the clause of X.690 that
 * decides and the octet that it is refused at.
 */
#include "harness.h"

typedef enum { OCTETS, ANY, BOOLEAN, INTEGER, SMALL, NULL_VALUE, OID_VALUE, BITS } value_type;

typedef struct {
    value_type type;
    const char *der;
    ocsp_fault fault; /* or none */
    int32_t offset;   /* of the fault, or of the contents; a number's value */
} value_case;

static const value_case cases[] = {
    /* 8.1.3.4: the short form. 8.1.3.5 and 10.1: the long form, only where it is needed and as short as it can be. */
    {OCTETS, "0400", OCSP_FAULT_NONE, 2},
    {OCTETS, "0401 aa", OCSP_FAULT_NONE, 2},
    {OCTETS, "048100", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "048101 aa", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "04817f", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "048180", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "0481ff", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "04820080", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "048200ff", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "04820100", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "0483000100", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "0483010000", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "048400ffffff", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "0484ffffffff", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "04847fffffff", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "0484fffffffe", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "04850100000000", OCSP_FAULT_LENGTH_TOO_LARGE, 1},
    {OCTETS, "04850000000001", OCSP_FAULT_LENGTH_NOT_MINIMAL, 1},
    {OCTETS, "0488ffffffffffffffff", OCSP_FAULT_LENGTH_TOO_LARGE, 1},
    {OCTETS, "04890100000000000000 00", OCSP_FAULT_LENGTH_TOO_LARGE, 1},
    /* The octets of a length must be there before they can be judged. */
    {OCTETS, "0481", OCSP_FAULT_HEADER_TRUNCATED, 2},
    {OCTETS, "048201", OCSP_FAULT_HEADER_TRUNCATED, 3},
    {OCTETS, "0484ffffff", OCSP_FAULT_HEADER_TRUNCATED, 5},
    {OCTETS, "04ff", OCSP_FAULT_HEADER_TRUNCATED, 2},
    {OCTETS, "04", OCSP_FAULT_HEADER_TRUNCATED, 1},
    {OCTETS, "", OCSP_FAULT_END_OF_STRUCTURE, 0},
    /* 10.1: no indefinite form. */
    {OCTETS, "0480", OCSP_FAULT_LENGTH_INDEFINITE, 1},
    {OCTETS, "0480 0000", OCSP_FAULT_LENGTH_INDEFINITE, 1},
    {OCTETS, "0402 aa", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    {OCTETS, "047f aa", OCSP_FAULT_CONTENTS_TRUNCATED, 0},
    /* 10.2: strings are primitive; and any other tag. */
    {OCTETS, "2403 0401aa", OCSP_FAULT_TAG, 0},
    {OCTETS, "0500", OCSP_FAULT_TAG, 0},
    {OCTETS, "00", OCSP_FAULT_TAG, 0},
    {OCTETS, "0000", OCSP_FAULT_TAG, 0},

    /*
     * 8.1.2.4: of any tag, those with one identifier octet; 8.1.5: 00 ends contents of the indefinite form, and is no
     * element.
     */
    {ANY, "0500", OCSP_FAULT_NONE, 0},
    {ANY, "0100", OCSP_FAULT_NONE, 0},
    {ANY, "8000", OCSP_FAULT_NONE, 0},
    {ANY, "9e00", OCSP_FAULT_NONE, 0},
    {ANY, "fe00", OCSP_FAULT_NONE, 0},
    {ANY, "2000", OCSP_FAULT_NONE, 0},
    {ANY, "1f0000", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "9f2100", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "bf8100 00", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "ff", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "00", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "0000", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "000100", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "008180", OCSP_FAULT_TAG_FORM, 0},
    {ANY, "", OCSP_FAULT_END_OF_STRUCTURE, 0},
    {ANY, "30", OCSP_FAULT_HEADER_TRUNCATED, 1},
    {ANY, "3080 0000", OCSP_FAULT_LENGTH_INDEFINITE, 1},

    /* 8.2 and 11.1 */
    {BOOLEAN, "0101 00", OCSP_FAULT_NONE, 0},
    {BOOLEAN, "0101 ff", OCSP_FAULT_NONE, 1},
    {BOOLEAN, "0101 01", OCSP_FAULT_BOOLEAN_VALUE, 2},
    {BOOLEAN, "0101 fe", OCSP_FAULT_BOOLEAN_VALUE, 2},
    {BOOLEAN, "0101 80", OCSP_FAULT_BOOLEAN_VALUE, 2},
    {BOOLEAN, "0100", OCSP_FAULT_BOOLEAN_LENGTH, 2},
    {BOOLEAN, "0102 ffff", OCSP_FAULT_BOOLEAN_LENGTH, 2},
    {BOOLEAN, "0201 ff", OCSP_FAULT_TAG, 0},

    /* 8.3 */
    {INTEGER, "0201 00", OCSP_FAULT_NONE, 2},
    {INTEGER, "0201 80", OCSP_FAULT_NONE, 2},
    {INTEGER, "0201 ff", OCSP_FAULT_NONE, 2},
    {INTEGER, "0202 0080", OCSP_FAULT_NONE, 2},
    {INTEGER, "0202 ff7f", OCSP_FAULT_NONE, 2},
    {INTEGER, "0202 8000", OCSP_FAULT_NONE, 2},
    {INTEGER, "0200", OCSP_FAULT_INTEGER_EMPTY, 2},
    {INTEGER, "0202 0000", OCSP_FAULT_INTEGER_NOT_MINIMAL, 2},
    {INTEGER, "0202 007f", OCSP_FAULT_INTEGER_NOT_MINIMAL, 2},
    {INTEGER, "0202 ff80", OCSP_FAULT_INTEGER_NOT_MINIMAL, 2},
    {INTEGER, "0202 ffff", OCSP_FAULT_INTEGER_NOT_MINIMAL, 2},
    {INTEGER, "0203 000001", OCSP_FAULT_INTEGER_NOT_MINIMAL, 2},
    {INTEGER, "0a01 00", OCSP_FAULT_TAG, 0},
    {SMALL, "0201 00", OCSP_FAULT_NONE, 0},
    {SMALL, "0201 7f", OCSP_FAULT_NONE, 127},
    {SMALL, "0202 0080", OCSP_FAULT_NONE, 128},
    {SMALL, "0202 00ff", OCSP_FAULT_NONE, 255},
    {SMALL, "0203 010000", OCSP_FAULT_NONE, 65536},
    {SMALL, "0204 7fffffff", OCSP_FAULT_NONE, INT32_MAX},
    {SMALL, "0205 0080000000", OCSP_FAULT_INTEGER_RANGE, 2},
    {SMALL, "0205 0100000000", OCSP_FAULT_INTEGER_RANGE, 2},
    {SMALL, "0204 80000000", OCSP_FAULT_INTEGER_RANGE, 2},
    {SMALL, "0201 80", OCSP_FAULT_INTEGER_RANGE, 2},
    {SMALL, "0201 ff", OCSP_FAULT_INTEGER_RANGE, 2},
    {SMALL, "0202 0001", OCSP_FAULT_INTEGER_NOT_MINIMAL, 2},
    {SMALL, "0200", OCSP_FAULT_INTEGER_EMPTY, 2},

    /* 8.8.2 */
    {NULL_VALUE, "0500", OCSP_FAULT_NONE, 0},
    {NULL_VALUE, "0501 00", OCSP_FAULT_NULL_LENGTH, 2},
    {NULL_VALUE, "0600", OCSP_FAULT_TAG, 0},

    /* 8.19.2 */
    {OID_VALUE, "0601 00", OCSP_FAULT_NONE, 2},
    {OID_VALUE, "0602 8837", OCSP_FAULT_NONE, 2},
    {OID_VALUE, "0600", OCSP_FAULT_OID_EMPTY, 2},
    {OID_VALUE, "0601 80", OCSP_FAULT_OID_ARC_PADDED, 2},
    {OID_VALUE, "0602 8001", OCSP_FAULT_OID_ARC_PADDED, 2},
    {OID_VALUE, "0603 2a8001", OCSP_FAULT_OID_ARC_PADDED, 3},
    {OID_VALUE, "0603 2a8180", OCSP_FAULT_OID_ARC_OPEN, 4},
    {OID_VALUE, "0601 ff", OCSP_FAULT_OID_ARC_OPEN, 2},
    {OID_VALUE, "0603 2a0381", OCSP_FAULT_OID_ARC_OPEN, 4},

    /* 8.6.2.2; the offset is that of the octets after the number of unused bits. */
    {BITS, "0301 00", OCSP_FAULT_NONE, 3},
    {BITS, "0302 00ff", OCSP_FAULT_NONE, 3},
    {BITS, "0300", OCSP_FAULT_BIT_STRING_EMPTY, 2},
    {BITS, "0302 01fe", OCSP_FAULT_BIT_STRING_UNUSED, 2},
    {BITS, "0302 0780", OCSP_FAULT_BIT_STRING_UNUSED, 2},
    {BITS, "0302 0800", OCSP_FAULT_BIT_STRING_UNUSED, 2},
    {BITS, "2305 0303000000", OCSP_FAULT_TAG, 0},
};

/* Reads with the reader of the type; *value: the offset or number that a case expects. */
static int read_value(der_cursor *cursor, value_type type, int32_t *value)
{
    ocsp_span span = {0, 0};
    int accepted;

    switch (type) {
    case OCTETS:
        accepted = der_read(cursor, OCSP_FIELD_VALUE, TAG_OCTET_STRING, &span);
        break;
    case ANY:
        accepted = der_element(cursor, OCSP_FIELD_VALUE, TAG_ANY, &span);
        break;
    case BOOLEAN:
        return der_boolean(cursor, OCSP_FIELD_VALUE, value);
    case INTEGER:
        accepted = der_integer(cursor, OCSP_FIELD_VALUE, &span);
        break;
    case SMALL:
        return der_small(cursor, OCSP_FIELD_VALUE, TAG_INTEGER, value);
    case NULL_VALUE:
        *value = 0;
        return der_null(cursor, OCSP_FIELD_VALUE);
    case OID_VALUE:
        accepted = der_oid(cursor, OCSP_FIELD_VALUE, TAG_OID, &span);
        break;
    default:
        accepted = der_octet_bits(cursor, OCSP_FIELD_VALUE, &span);
        break;
    }
    *value = (int32_t)span.offset;
    return accepted;
}

static void check_case(const value_case *c)
{
    uint8_t octets[64];
    size_t length = from_hex(c->der, octets, sizeof octets);
    uint8_t *der = exact_copy(octets, length);
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor cursor;
    int32_t value = -1;

    der_open(&cursor, &context, (ocsp_data){der, length});
    int accepted = read_value(&cursor, c->type, &value);
    if (c->fault == OCSP_FAULT_NONE) {
        CHECK(accepted && value == c->offset && der_at_end(&cursor), "%s: %s, value %d, expected %d", c->der,
              accepted ? "accepted" : fault_text(refusal.fault), value, c->offset);
    } else {
        CHECK(!accepted && refusal.fault == (int32_t)c->fault && refusal.offset == c->offset,
              "%s: %s at %d, expected %s at %d", c->der, accepted ? "accepted" : fault_text(refusal.fault),
              refusal.offset, fault_text((int32_t)c->fault), c->offset);
    }
    free(der);
}

/* Where elements end: nothing may be left, and the first refusal is the one that is told. */
static void test_ends(void)
{
    static const uint8_t der[] = {0x30, 3, 5, 0, 0xaa};
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root, inner;

    der_open(&root, &context, (ocsp_data){der, sizeof der});
    CHECK(der_enter(&root, OCSP_FIELD_CERTS, TAG_SEQUENCE, &inner) && !der_leave(&inner) &&
              refusal.fault == OCSP_FAULT_TRAILING && refusal.offset == 2 && refusal.found == 3,
          "%s at %d", fault_text(refusal.fault), refusal.offset);
    CHECK(refusal.depth == 1 && refusal.path[0].field == OCSP_FIELD_CERTS, "a path of %d", refusal.depth);
    CHECK(!der_null(&inner, OCSP_FIELD_VALUE) || !der_leave(&inner), "an octet after NULL");
    CHECK(refusal.fault == OCSP_FAULT_TRAILING && refusal.offset == 2, "the first refusal was replaced by %s at %d",
          fault_text(refusal.fault), refusal.offset);
}

int main(void)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        check_case(&cases[i]);
    }
    test_ends();
    return checks_end();
}
