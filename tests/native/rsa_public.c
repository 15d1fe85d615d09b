/*
 * The arithmetic of checking RSA, against BearSSL's and against powers that are known: of moduli of every size in
 * limbs, with the values that fill its columns most. It is compiled with the source that it tests, by a compiler that
 * stops where an unsigned sum overflows too.
 */
#include "harness.h"

#include "../../csrc/rsa_public.c"
#include "bigint.h"

static uint8_t modulus[RSA_PUBLIC_MAX_OCTETS], exponent[32], x[RSA_PUBLIC_MAX_OCTETS];

static rsa_public_key key_of(int32_t bits, size_t exponent_length)
{
    return (rsa_public_key){{modulus, octets_of_bits(bits)}, {exponent, exponent_length}, bits};
}

/* BearSSL's power, for secrets: it shares nothing with ours. */
static void power_by_bearssl(const rsa_public_key *key, uint8_t *value)
{
    static uint32_t words[INT_WORDS(RSA_PUBLIC_MAX_BITS)], integer[INT_WORDS(RSA_PUBLIC_MAX_BITS)];
    static uint32_t scratch[INT_POWER_WORDS(RSA_PUBLIC_MAX_BITS)];
    size_t length = key->modulus.length;
    int_modulus n = int_modulus_decode(words, key->modulus.data, length);

    int_decode_reduce(integer, value, length, &n);
    int_power(integer, key->exponent.data, key->exponent.length, &n, scratch, COUNT_OF(scratch));
    int_encode(value, length, integer);
}

static void check_power(const char *what, const rsa_public_key *key)
{
    size_t length = key->modulus.length;
    uint8_t *given = exact_copy(x, length), *expected = exact_copy(x, length);

    CHECK(rsa_power_public(key, given), "%s, %d bits: refused", what, key->bits);
    power_by_bearssl(key, expected);
    CHECK(memcmp(given, expected, length) == 0, "%s, %d bits, an exponent of %zu octets", what, key->bits,
          key->exponent.length);
    free(given);
    free(expected);
}

/* All bits of an integer are set: no limb is larger. */
static void fill(uint8_t *octets, int32_t bits)
{
    size_t length = octets_of_bits(bits);

    memset(octets, 0xff, length);
    octets[0] = (uint8_t)(0xff >> (8 * length - (size_t)bits));
}

/* xorshift32: the same cases each time. */
static uint32_t state = 1;
static uint8_t random_octet(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (uint8_t)(state >> 11);
}

static void fill_randomly(uint8_t *octets, int32_t bits)
{
    fill(octets, bits);
    uint8_t first = *octets;
    for (size_t i = 0; i < octets_of_bits(bits); i++) {
        octets[i] = random_octet();
    }
    *octets = (uint8_t)((*octets & first) | (first + 1) >> 1);
    octets[octets_of_bits(bits) - 1] |= 1;
}

/* x = n - 1 is -1, and an odd power of it is itself. */
static void test_minus_one(int32_t bits, const rsa_public_key *key)
{
    uint8_t *given;

    memcpy(x, modulus, key->modulus.length);
    x[key->modulus.length - 1] &= 0xfe;
    given = exact_copy(x, key->modulus.length);
    CHECK(rsa_power_public(key, given) && memcmp(given, x, key->modulus.length) == 0, "n - 1 of %d bits", bits);
    free(given);
}

/* n and more are refused; 0 and 1 are powers of themselves. */
static void test_edges(int32_t bits, const rsa_public_key *key)
{
    size_t length = key->modulus.length;
    uint8_t *given = exact_copy(modulus, length);

    CHECK(!rsa_power_public(key, given), "n of %d bits", bits);
    memset(given, 0xff, length);
    CHECK(!rsa_power_public(key, given), "all octets 0xff, %d bits", bits);
    for (uint8_t last = 0; last <= 1; last++) {
        memset(given, 0, length);
        given[length - 1] = last;
        CHECK(rsa_power_public(key, given), "%d of %d bits: refused", last, bits);
        for (size_t i = 0; i < length; i++) {
            CHECK(given[i] == (i == length - 1 ? last : 0), "%d of %d bits: octet %zu is %d", last, bits, i, given[i]);
        }
    }
    free(given);
    test_minus_one(bits, key);
}

static size_t set_exponent(uint64_t value)
{
    size_t length = 0;

    for (; length < 8 && value >> 8 * length > 0; length++) {
    }
    for (size_t i = 0; i < length; i++) {
        exponent[i] = (uint8_t)(value >> 8 * (length - 1 - i));
    }
    return length;
}

static void test_size(int32_t bits)
{
    rsa_public_key key = key_of(bits, set_exponent(bits % 3 == 0 ? 65537 : 3));

    /* 2^bits - 1, and as many ones as are below it: every product of limbs is the largest. */
    fill(modulus, bits);
    test_edges(bits, &key);
    fill(x, bits - 1);
    if (bits % 8 == 1) {
        memmove(x + 1, x, octets_of_bits(bits - 1));
        x[0] = 0;
    }
    check_power("ones", &key);
    /* 2^(bits - 1) + 1: the estimates of the division are furthest from the truth just above a power of two. */
    memset(modulus, 0, sizeof modulus);
    modulus[0] = (uint8_t)(1 << (bits - 1) % 8);
    modulus[octets_of_bits(bits) - 1] |= 1;
    test_edges(bits, &key);
    fill_randomly(modulus, bits);
    test_edges(bits, &key);
    fill_randomly(x, bits - 1);
    if (bits % 8 == 1) {
        memmove(x + 1, x, octets_of_bits(bits - 1));
        x[0] = 0;
    }
    check_power("random", &key);
}

static void test_exponents(int32_t bits)
{
    static const uint64_t exponents[] = {3, 5, 17, 257, 65537, 0xffffffff, 0x100000001, UINT64_MAX};

    fill_randomly(modulus, bits);
    fill_randomly(x, bits - 1);
    for (size_t i = 0; i < COUNT_OF(exponents); i++) {
        rsa_public_key key = key_of(bits, set_exponent(exponents[i]));
        check_power("random", &key);
    }
    memset(exponent, 0xff, sizeof exponent);
    rsa_public_key key = key_of(bits, sizeof exponent);
    check_power("an exponent of 256 ones", &key);
}

int main(void)
{
    for (int32_t bits = RSA_MIN_BITS; bits <= RSA_PUBLIC_MAX_BITS; bits += bits < 1400 ? 1 : 61) {
        test_size(bits);
    }
    for (int32_t bits = RSA_PUBLIC_MAX_BITS - 8; bits <= RSA_PUBLIC_MAX_BITS; bits++) {
        test_size(bits);
    }
    test_exponents(1024);
    test_exponents(2048);
    test_exponents(RSA_PUBLIC_MAX_BITS);
    return checks_end();
}
