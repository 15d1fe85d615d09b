/* OBJECT IDENTIFIERs, X.690 8.19: the known ones, and the dotted form of any. */
#include "der.h"

#include <string.h>

static const struct {
    uint8_t length;
    uint8_t contents[12];
} known[OCSP_OID_COUNT] = {
#define OID_DER(id, place, length, ...) [OCSP_OID_##id] = {length, {__VA_ARGS__}},
#include "oids.inc"
};

/* A perfect hash, so that finding one costs the same however many are known. */
static const uint8_t id_at[1 << OID_HASH_BITS] = {
#define OID_DER(id, place, length, ...) [place] = OCSP_OID_##id,
#include "oids.inc"
};

ocsp_oid ocsp_oid_find(ocsp_data oid)
{
    if (oid.length < 3) {
        return OCSP_OID_UNKNOWN;
    }
    uint32_t key = (uint32_t)oid.data[oid.length - 1] | (uint32_t)oid.data[oid.length - 2] << 8 |
                   (uint32_t)oid.data[oid.length - 3] << 16 | ((uint32_t)oid.length ^ oid.data[1]) << 24;
    unsigned id = id_at[key * OID_HASH_MULTIPLIER >> (32 - OID_HASH_BITS)];

    return known[id].length == oid.length && memcmp(known[id].contents, oid.data, oid.length) == 0 ? (ocsp_oid)id
                                                                                                   : OCSP_OID_UNKNOWN;
}

const uint8_t *ocsp_oid_contents(ocsp_oid id, size_t *length)
{
    *length = known[id].length;
    return known[id].contents;
}

/*
 * An arc has no upper bound (2.25 takes whole UUIDs), so arcs are worked on as digits to the base 128, most significant
 * first, as DER has them. The limit of the contents bounds the work.
 */

/* Divides by 10; returns the remainder. */
static unsigned divide_by_ten(uint8_t *digits, size_t count)
{
    unsigned remainder = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned value = remainder * 128 + digits[i];
        digits[i] = (uint8_t)(value / 10);
        remainder = value % 10;
    }
    return remainder;
}

/* Multiplies by 10 and adds; returns the carry. */
static unsigned multiply_by_ten(uint8_t *digits, size_t count, unsigned carry)
{
    for (size_t i = count; i-- > 0;) {
        unsigned value = digits[i] * 10u + carry;
        digits[i] = value & 0x7f;
        carry = value >> 7;
    }
    return carry;
}

static int is_zero(const uint8_t *digits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (digits[i] != 0) {
            return 0;
        }
    }
    return 1;
}

/* Subtracts a small number from one that is not smaller. */
static void subtract(uint8_t *digits, size_t count, unsigned number)
{
    for (size_t i = count; number > 0 && i-- > 0;) {
        unsigned borrow = digits[i] < number;
        digits[i] = (uint8_t)((digits[i] + borrow * 128 - number) & 0x7f);
        number = borrow;
    }
}

/* Adds a small number; returns the carry. */
static unsigned add(uint8_t *digits, size_t count, unsigned number)
{
    for (size_t i = count; number > 0 && i-- > 0;) {
        number += digits[i];
        digits[i] = number & 0x7f;
        number >>= 7;
    }
    return number;
}

static size_t arc_to_text(uint8_t *digits, size_t count, char *text)
{
    char reversed[OCSP_OID_TEXT_LIMIT];
    size_t length = 0;

    do {
        reversed[length++] = (char)('0' + divide_by_ten(digits, count));
    } while (!is_zero(digits, count));
    for (size_t i = 0; i < length; i++) {
        text[i] = reversed[length - 1 - i];
    }
    return length;
}

size_t ocsp_oid_to_text(ocsp_data oid, char *text)
{
    size_t written = 0;

    for (size_t start = 0, end; start < oid.length; start = end) {
        uint8_t digits[OCSP_OID_LIMIT];
        size_t count = 0;

        for (end = start; oid.data[end] >= 0x80; end++) {
            digits[count++] = oid.data[end] & 0x7f;
        }
        digits[count++] = oid.data[end++];
        if (start == 0) {
            /*
             * X.690 8.19.4: the first two arcs share a number, 40 times the first plus the second; only 2 has second
             * arcs over 39.
             */
            unsigned first = count == 1 && digits[0] < 80 ? digits[0] / 40u : 2;
            text[written++] = (char)('0' + first);
            subtract(digits, count, 40 * first);
        }
        if (written > 0) {
            text[written++] = '.';
        }
        written += arc_to_text(digits, count, text + written);
    }
    return written;
}

/*
 * One arc in decimal without leading zeros; the digits to the base 128 fill all of `digits`. Returns how many
 * characters it took, or 0.
 */
static size_t arc_from_text(const char *text, size_t length, uint8_t digits[OCSP_OID_LIMIT])
{
    size_t i = 0;

    memset(digits, 0, OCSP_OID_LIMIT);
    for (; i < length && text[i] >= '0' && text[i] <= '9'; i++) {
        if ((i == 1 && text[0] == '0') || multiply_by_ten(digits, OCSP_OID_LIMIT, (unsigned)(text[i] - '0')) != 0) {
            return 0;
        }
    }
    return i;
}

/* Appends an arc to the contents; 0 when they get too long. */
static int append_arc(uint8_t *oid, size_t *length, const uint8_t digits[OCSP_OID_LIMIT])
{
    size_t first = 0;

    while (first < OCSP_OID_LIMIT - 1 && digits[first] == 0) {
        first++;
    }
    if (OCSP_OID_LIMIT - first > OCSP_OID_LIMIT - *length) {
        return 0;
    }
    for (; first < OCSP_OID_LIMIT; first++) {
        oid[(*length)++] = (uint8_t)(digits[first] | (first < OCSP_OID_LIMIT - 1 ? 0x80 : 0));
    }
    return 1;
}

size_t ocsp_oid_from_text(const char *text, size_t length, uint8_t *oid)
{
    uint8_t digits[OCSP_OID_LIMIT];
    size_t written = 0;
    unsigned first;

    if (length < 3 || text[0] < '0' || text[0] > '2' || text[1] != '.') {
        return 0;
    }
    first = (unsigned)(text[0] - '0');
    for (size_t at = 2;; at++) {
        size_t taken = arc_from_text(text + at, length - at, digits);
        if (taken == 0) {
            return 0;
        }
        if (written == 0) {
            if (first < 2 && (!is_zero(digits, OCSP_OID_LIMIT - 1) || digits[OCSP_OID_LIMIT - 1] > 39)) {
                return 0;
            }
            if (add(digits, OCSP_OID_LIMIT, 40 * first) != 0) {
                return 0;
            }
        }
        if (!append_arc(oid, &written, digits)) {
            return 0;
        }
        at += taken;
        if (at == length) {
            return written;
        }
        if (text[at] != '.') {
            return 0;
        }
    }
}
