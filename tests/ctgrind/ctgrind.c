/*
 * Whether time or memory access depends on a private key, by valgrind's memcheck: the secret parts are marked as
 * uninitialised memory, which memcheck follows through every computation and reports where a branch or an address
 * depends on it. Built with -DCTGRIND, so that DECLASSIFY() of crypto.h marks what is public. Nothing is suppressed.
 *
 * What is checked is what the compiler made. Clang for x86 likes to turn masks into branches around loads; the Makefile
 * tells it not to.
 *
 * Fails also when a signature does not verify, or when it is not run by valgrind. An argument: only keys whose names
 * begin with it.
 */
#include "../native/signing.h"

#include <valgrind/memcheck.h>

static void mark_secret(ocsp_data part)
{
    VALGRIND_MAKE_MEM_UNDEFINED(part.data, part.length);
}

/*
 * Of RSA the exponents. The primes are not marked: BearSSL takes their size in bits, which is no secret, from their
 * value, and memcheck cannot know the difference.
 */
static void mark_key(const private_key *key)
{
    if (key->kind == KEY_RSA) {
        mark_secret(key->private_exponent);
        mark_secret(key->exponent1);
        mark_secret(key->exponent2);
        mark_secret(key->coefficient);
    } else {
        mark_secret(key->secret);
    }
}

/* A test of this test: that the secrets are marked. */
static void check_marks(const char *name, const private_key *key)
{
    ocsp_data part = key->kind == KEY_RSA ? key->exponent1 : key->secret;
    uint8_t undefined = 0;

    CHECK(VALGRIND_GET_VBITS(part.data + part.length - 1, &undefined, 1) == 1 && undefined == 0xff,
          "%s is not marked as secret, or this is not run by valgrind", name);
}

static void test_signature(const char *name, const private_key *key, ocsp_signature algorithm)
{
    run message = run_of(SIGNED_MESSAGE, strlen(SIGNED_MESSAGE)), spki = public_key_named(name);
    run algorithm_der = algorithm_of(algorithm), signature = sign(key, algorithm, message);

    check_marks(name, key);
    CHECK(check(algorithm_der, spki, message, signature) == VERDICT_GOOD, "%s with algorithm %d", name, (int)algorithm);
    free(message.data);
    free(spki.data);
    free(algorithm_der.data);
    free(signature.data);
}

/* The public half, and whether the secret is in its range. */
static void test_public_key(const char *name, const private_key *key)
{
    uint8_t buffer[PUBLIC_KEY_MAX_OCTETS];
    run spki = public_key_named(name);
    size_t length = write_public_key(key, buffer, sizeof buffer);

    CHECK(length == spki.length && memcmp(buffer + sizeof buffer - length, spki.data, length) == 0, "%s", name);
    if (key->kind == KEY_EC) {
        CHECK(ec_scalar_fits(key->curve, key->secret), "%s", name);
    } else if (key->kind == KEY_DSA) {
        CHECK(dsa_secret_fits(&key->dsa, key->secret), "%s", name);
    }
    free(spki.data);
}

/* Whether the parts fit each other, as when a key is read for the first time. */
static void test_parts(const char *name, const private_key *key)
{
    uint8_t buffer[PUBLIC_KEY_MAX_OCTETS];

    if (key->kind == KEY_RSA) {
        CHECK(rsa_primes_fit(key) && rsa_exponent_fits(key, key->prime1, key->exponent1) &&
                  rsa_exponent_fits(key, key->prime2, key->exponent2) && rsa_coefficient_fits(key),
              "%s", name);
        CHECK(!rsa_exponent_fits(key, key->prime1, key->exponent2), "%s: another exponent", name);
    } else {
        size_t length = subject_public_key(key, buffer, sizeof buffer);
        CHECK(public_half_fits(key, (ocsp_data){buffer + sizeof buffer - length, length}), "%s", name);
    }
}

int main(int count, char **arguments)
{
    static const struct {
        const char *key;
        ocsp_signature algorithm;
    } cases[] = {
        {"dsa1024", OCSP_SIGNATURE_DSA_SHA1},       {"dsa1024", OCSP_SIGNATURE_DSA_SHA512},
        {"dsa2048_224", OCSP_SIGNATURE_DSA_SHA224}, {"dsa2048", OCSP_SIGNATURE_DSA_SHA256},
        {"dsa3072", OCSP_SIGNATURE_DSA_SHA384},     {"p256", OCSP_SIGNATURE_ECDSA_SHA256},
        {"p384", OCSP_SIGNATURE_ECDSA_SHA384},      {"p521", OCSP_SIGNATURE_ECDSA_SHA512},
        {"p521", OCSP_SIGNATURE_ECDSA_SHA1},        {"rsa1024", OCSP_SIGNATURE_RSA_SHA256},
        {"rsa1025", OCSP_SIGNATURE_RSA_PSS_SHA256}, {"rsa2048", OCSP_SIGNATURE_RSA_SHA256},
    };

    size_t done = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        private_key key;
        if (count > 1 && strncmp(cases[i].key, arguments[1], strlen(arguments[1])) != 0) {
            continue;
        }
        run der = key_named(cases[i].key, &key);
        mark_key(&key);
        done++;
        test_signature(cases[i].key, &key, cases[i].algorithm);
        test_public_key(cases[i].key, &key);
        test_parts(cases[i].key, &key);
        free(der.data);
    }
    printf("  %zu signatures\n", done);
    return checks_end();
}
