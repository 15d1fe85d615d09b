/*
 * names_equal() on hostile bytes, in buffers of just their size: nothing is read outside, whatever is broken, and the
 * relation is one of equality. What it says of Names is held against libcrypto in tests/interop/names.test.js.
 */
#include "harness.h"

/* 64 bits of a linear congruential generator. */
static uint64_t state = 0x5eed;
static uint32_t below(uint32_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % limit;
}

static int equal(ocsp_data a, ocsp_data b)
{
    uint8_t *one = exact_copy(a.data, a.length), *other = exact_copy(b.data, b.length);
    int result = names_equal((ocsp_data){one, a.length}, (ocsp_data){other, b.length});

    free(one);
    free(other);
    return result;
}

typedef struct {
    uint8_t octets[512];
    size_t length;
} name;

static name name_of(const char *hex)
{
    name made;

    made.length = from_hex(hex, made.octets, sizeof made.octets);
    return made;
}

static ocsp_data data_of(const name *n)
{
    return (ocsp_data){n->octets, n->length};
}

/* O=Org as each type of string, and a name of two attributes in one RDN. */
static const char *const names[] = {
    "300e310c300a060355040a0c034f7267",
    "300e310c300a060355040a13034f5247",
    "300e310c300a060355040a14036f7267",
    "300f310d300b060355040a160420 6f7267",
    "3010310e300c060355040a1a054f72672020",
    "3011310f300d060355040a1e06004f00720067",
    "30173115 3013060355040a1c0c0000004f0000007200000067",
    "3019 3117 3009 0603550403 0c0243 4e 300a 060355040a 0c034f7267",
    "3019 3117 300a 060355040a 13034f7267 3009 0603550403 13 02434e",
    "3000",
    "30023100",
    "3009310730050603550403",
};

static void test_hostile(void)
{
    for (int round = 0; round < 200000; round++) {
        name a = name_of(names[below(COUNT_OF(names))]), b = name_of(names[below(COUNT_OF(names))]);
        name *changed = below(2) ? &a : &b;

        for (uint32_t changes = below(4); changes > 0 && changed->length > 0; changes--) {
            uint32_t at = below((uint32_t)changed->length);
            changed->octets[at] = (uint8_t)(below(4) ? below(256) : changed->octets[at] ^ (1u << below(8)));
        }
        changed->length -= below(3) ? 0 : below((uint32_t)changed->length + 1);
        int result = equal(data_of(&a), data_of(&b));
        CHECK(result == 0 || result == 1, "%d", result);
        CHECK(equal(data_of(&b), data_of(&a)) == result, "the other way round, round %d", round);
        CHECK(equal(data_of(&a), data_of(&a)) && equal(data_of(&b), data_of(&b)), "not itself, round %d", round);
    }
}

/* The first seven are one name, the next two another. */
static void test_types(void)
{
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        for (size_t j = 0; j < COUNT_OF(names); j++) {
            name a = name_of(names[i]), b = name_of(names[j]);
            int expected = i == j || (i < 7 && j < 7) || (i >= 7 && i < 9 && j >= 7 && j < 9);
            CHECK(equal(data_of(&a), data_of(&b)) == expected, "%zu and %zu", i, j);
        }
    }
}

static size_t put_header(uint8_t *at, uint8_t tag, size_t length)
{
    at[0] = tag;
    at[1] = 0x83;
    at[2] = (uint8_t)(length >> 16);
    at[3] = (uint8_t)(length >> 8);
    at[4] = (uint8_t)length;
    return 5;
}

/* One RDN of many attributes, O=aaa... and, for one that is different, in the opposite order. */
static uint8_t *large_set(size_t count, int reversed, size_t *length)
{
    static const uint8_t pair[] = {0x30, 0x0a, 6, 3, 0x55, 4, 10, 0x0c, 3, 'a', 'a', 'a'};
    size_t pairs = count * sizeof pair;
    uint8_t *made = allocate(pairs + 10);
    size_t at = put_header(made, 0x30, pairs + 5);

    at += put_header(made + at, 0x31, pairs);
    for (size_t i = 0; i < count; i++, at += sizeof pair) {
        size_t number = reversed ? count - 1 - i : i;
        memcpy(made + at, pair, sizeof pair);
        made[at + 9] = (uint8_t)('a' + number % 20);
        made[at + 10] = (uint8_t)('a' + number / 20 % 20);
    }
    *length = at;
    return made;
}

/* Sets of up to 32 attributes are compared in any order; larger ones by their bytes, which takes no time. */
static void test_large(void)
{
    static const struct {
        size_t count;
        int equal;
    } sets[] = {{5500, 0}, {1000000, 0}, {5462, 0}};

    for (size_t i = 0; i < COUNT_OF(sets); i++) {
        size_t length, other_length;
        uint8_t *a = large_set(sets[i].count, 0, &length), *b = large_set(sets[i].count, 1, &other_length);
        CHECK(names_equal((ocsp_data){a, length}, (ocsp_data){a, length}), "itself");
        CHECK(names_equal((ocsp_data){a, length}, (ocsp_data){b, other_length}) == sets[i].equal, "%zu attributes",
              sets[i].count);
        free(a);
        free(b);
    }
}

int main(void)
{
    test_types();
    test_hostile();
    test_large();
    return checks_end();
}
