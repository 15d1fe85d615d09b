/* Signatures made, against the one that OpenSSL makes; and checked, those that OpenSSL made. */
#include "signing.h"

static run message;

/* ---------------------------------------------------------------------------------------------- made */

/* A good signature is good; cut, longer, of another message or with a bit changed it is bad. */
static void test_good_signature(const char *name, run algorithm, run spki, run signature)
{
    run other = run_of(message.data, message.length - 1), part = run_of(signature.data, signature.length - 1);
    run longer = {allocate(signature.length + 1), signature.length + 1};
    run empty = run_of("", 0);
    verdict given = check(algorithm, spki, message, signature);

    CHECK(given == VERDICT_GOOD, "%s: %s", name, verdict_text(given));
    CHECK(check(algorithm, spki, other, signature) == VERDICT_BAD, "%s, another message", name);
    CHECK(check(algorithm, spki, message, part) == VERDICT_BAD, "%s, an octet less", name);
    CHECK(check(algorithm, spki, message, empty) == VERDICT_BAD, "%s, no signature", name);
    memcpy(longer.data, signature.data, signature.length);
    longer.data[signature.length] = 0;
    CHECK(check(algorithm, spki, message, longer) == VERDICT_BAD, "%s, an octet more", name);
    for (size_t at = 0; at < signature.length; at += signature.length / 4 + 1) {
        signature.data[at] ^= 0x10;
        CHECK(check(algorithm, spki, message, signature) == VERDICT_BAD, "%s, octet %zu changed", name, at);
        signature.data[at] ^= 0x10;
    }
    free(other.data);
    free(part.data);
    free(longer.data);
    free(empty.data);
}

static void test_made_signatures(void)
{
    for (size_t i = 0; i < COUNT_OF(made_signatures); i++) {
        private_key key;
        uint8_t digest[OCSP_HASH_MAX_OCTETS];
        run der = key_named(made_signatures[i].name, &key), spki = public_key_named(made_signatures[i].name);
        run algorithm = algorithm_of(made_signatures[i].algorithm), expected = run_of_hex(made_signatures[i].sha256);
        run signature = sign(&key, made_signatures[i].algorithm, message);
        ocsp_hash_compute(OCSP_HASH_SHA256, data_of(signature), digest);
        CHECK(signature.length == key.rsa.modulus.length && memcmp(digest, expected.data, expected.length) == 0,
              "%s with algorithm %d", made_signatures[i].name, (int)made_signatures[i].algorithm);
        test_good_signature(made_signatures[i].name, algorithm, spki, signature);
        free(der.data);
        free(spki.data);
        free(algorithm.data);
        free(expected.data);
        free(signature.data);
    }
}

/* ---------------------------------------------------------------------------------------------- checked */

/* RSASSA-PSS-params with any hashes and salt length, defaults encoded. */
static run pss_algorithm(ocsp_hash hash, ocsp_hash mgf1_hash, int salt_length)
{
    uint8_t buffer[128], salt = (uint8_t)salt_length;
    der_writer writer;
    size_t since;

    der_begin(&writer, buffer, sizeof buffer);
    der_put_element(&writer, TAG_INTEGER, &salt, 1);
    der_wrap(&writer, TAG_EXPLICIT(2), 0);
    since = der_written(&writer);
    write_hash_algorithm(&writer, mgf1_hash);
    der_put_oid(&writer, OCSP_OID_MGF1);
    der_wrap(&writer, TAG_SEQUENCE, since);
    der_wrap(&writer, TAG_EXPLICIT(1), since);
    since = der_written(&writer);
    write_hash_algorithm(&writer, hash);
    der_wrap(&writer, TAG_EXPLICIT(0), since);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_put_oid(&writer, OCSP_OID_RSASSA_PSS);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return run_written(&writer);
}

static void test_checked_signatures(void)
{
    for (size_t i = 0; i < COUNT_OF(checked_signatures); i++) {
        ocsp_signature signature_algorithm = checked_signatures[i].algorithm;
        ocsp_hash hash = (ocsp_hash)(OCSP_HASH_SHA1 + (int)(signature_algorithm - OCSP_SIGNATURE_RSA_SHA1) % 5);
        run spki = public_key_named(checked_signatures[i].name);
        run signature = run_of_hex(checked_signatures[i].signature);
        run algorithm = checked_signatures[i].mgf1_hash == OCSP_HASH_NONE
                            ? algorithm_of(signature_algorithm)
                            : pss_algorithm(hash, checked_signatures[i].mgf1_hash, checked_signatures[i].salt_length);
        test_good_signature(checked_signatures[i].name, algorithm, spki, signature);
        free(spki.data);
        free(signature.data);
        free(algorithm.data);
    }
}

/* ---------------------------------------------------------------------------------------------- what fits */

/*
 * Which keys make which signatures: 1024 bits have no room for two SHA-512, RFC 8017 9.1.1; the rest by the keys' kinds
 * and restrictions.
 */
static int is_expected_to_fit(const char *name, ocsp_signature algorithm)
{
    int is_pss = algorithm >= OCSP_SIGNATURE_RSA_PSS_SHA1 && algorithm <= OCSP_SIGNATURE_RSA_PSS_SHA512;

    if (strncmp(name, "rsa", 3) == 0) {
        int is_small = strcmp(name, "rsa1024") == 0 || strcmp(name, "rsa1025") == 0;
        return algorithm <= OCSP_SIGNATURE_RSA_PSS_SHA512 && !(is_small && algorithm == OCSP_SIGNATURE_RSA_PSS_SHA512);
    }
    if (strncmp(name, "pss", 3) == 0) {
        return strcmp(name, "pss") == 0 ? is_pss
               : strcmp(name, "pss_sha256") == 0
                   ? algorithm == OCSP_SIGNATURE_RSA_PSS_SHA256
                   : 0; /* a longer salt, and another hash for the mask, than this library uses */
    }
    if (name[0] == 'p') {
        return algorithm >= OCSP_SIGNATURE_ECDSA_SHA1 && algorithm <= OCSP_SIGNATURE_ECDSA_SHA512;
    }
    if (name[0] == 'd') {
        return algorithm >= OCSP_SIGNATURE_DSA_SHA1 && algorithm <= OCSP_SIGNATURE_DSA_SHA512;
    }
    return algorithm == (strcmp(name, "ed448") == 0 ? OCSP_SIGNATURE_ED448 : OCSP_SIGNATURE_ED25519);
}

/* A signature is made where the algorithm fits; one of another kind is bad and never an error. */
static void test_fitting(void)
{
    for (size_t i = 0; i < COUNT_OF(public_keys); i++) {
        const char *name = public_keys[i].name;
        private_key key;
        run der = key_named(name, &key), spki = public_key_named(name);
        for (int number = OCSP_SIGNATURE_NONE; number < OCSP_SIGNATURE_COUNT; number++) {
            ocsp_signature algorithm = (ocsp_signature)number;
            int expected = number != OCSP_SIGNATURE_NONE && is_expected_to_fit(name, algorithm);
            CHECK(signature_fits_key(algorithm, &key) == expected, "%s with algorithm %d", name, number);
            if (!expected) {
                run signature = sign(&key, algorithm, message);
                CHECK(signature.length == 0, "%s with algorithm %d", name, number);
                free(signature.data);
            }
        }
        free(der.data);
        free(spki.data);
    }
}

/* EdDSA is the caller's to check where key and algorithm fit, and nowhere else. */
static void test_other_kinds(void)
{
    for (size_t i = 0; i < COUNT_OF(public_keys); i++) {
        static const uint8_t octets[114];
        run spki = public_key_named(public_keys[i].name);
        run signature = run_of(octets, strcmp(public_keys[i].name, "ed448") == 0 ? 114 : 64);
        for (int number = OCSP_SIGNATURE_RSA_SHA1; number < OCSP_SIGNATURE_COUNT; number++) {
            run algorithm = algorithm_of((ocsp_signature)number);
            int asked = (number == OCSP_SIGNATURE_ED25519 && strcmp(public_keys[i].name, "ed25519") == 0) ||
                        (number == OCSP_SIGNATURE_ED448 && strcmp(public_keys[i].name, "ed448") == 0);
            verdict given = check(algorithm, spki, message, signature);
            CHECK(given == (asked ? VERDICT_ASK : VERDICT_BAD), "%s with algorithm %d: %s", public_keys[i].name, number,
                  verdict_text(given));
            free(algorithm.data);
        }
        free(spki.data);
        free(signature.data);
    }
}

/* What an id-RSASSA-PSS key is restricted to, RFC 4055 3.3. */
static void test_pss_restriction(void)
{
    run spki = public_key_named("pss_sha256");
    private_key key;
    run der = key_named("pss_sha256", &key);
    static const struct {
        ocsp_hash hash, mgf1_hash;
        int salt_length;
    } violations[] = {
        {OCSP_HASH_SHA256, OCSP_HASH_SHA256, 31},
        {OCSP_HASH_SHA256, OCSP_HASH_SHA1, 32},
        {OCSP_HASH_SHA384, OCSP_HASH_SHA256, 48},
    };

    for (size_t i = 0; i < COUNT_OF(violations); i++) {
        uint8_t out[SIGNATURE_MAX_OCTETS], digest[OCSP_HASH_MAX_OCTETS];
        pss_parameters pss = {violations[i].hash, violations[i].mgf1_hash, violations[i].salt_length};
        run algorithm = pss_algorithm(pss.hash, pss.mgf1_hash, pss.salt_length);
        /* It verifies, were it not for the restriction: without parameters in the key it is good. */
        ocsp_hash_compute(pss.hash, data_of(message), digest);
        encode_pss(&pss, digest, counting_salt(), key.bits, out);
        CHECK(rsa_private(&key, out), "violation %zu", i);
        run signature = run_of(out, key.rsa.modulus.length);
        CHECK(check(algorithm, spki, message, signature) == VERDICT_BAD, "violation %zu", i);
        private_key unrestricted = key;
        uint8_t buffer[PUBLIC_KEY_MAX_OCTETS];
        unrestricted.pss_der.length = 0;
        size_t length = write_public_key(&unrestricted, buffer, sizeof buffer);
        run other = run_of(buffer + sizeof buffer - length, length);
        CHECK(check(algorithm, other, message, signature) == VERDICT_GOOD, "violation %zu", i);
        free(other.data);
        free(algorithm.data);
        free(signature.data);
    }
    free(spki.data);
    free(der.data);
}

/* ---------------------------------------------------------------------------------------------- algorithms */

#define SHA256_ID "300d 0609 608648016503040201 0500"
#define SHA256_ID_BARE "300b 0609 608648016503040201"
#define SHA1_ID "3009 0605 2b0e03021a 0500"
#define PSS_OID "0609 2a864886f70d01010a"
#define MGF1_OID "0609 2a864886f70d010108"

/*
 * AlgorithmIdentifiers, for the key rsa2047 or p256. All the good ones say RSASSA-PSS with SHA-256 twice and a salt of
 * 32.
 */
static const struct {
    const char *key, *der;
    verdict expected;
} algorithms[] = {
    /* trailerField left out and encoded; NULL of the hashes left out */
    {"rsa2047", "3041 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020120",
     VERDICT_GOOD},
    {"rsa2047", "3046 " PSS_OID "3039 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020120 a303020101",
     VERDICT_GOOD},
    {"rsa2047", "303d " PSS_OID "3030 a00d " SHA256_ID_BARE " a11a 3018 " MGF1_OID " " SHA256_ID_BARE " a203020120",
     VERDICT_GOOD},
    /* another salt, another hash for the mask, all defaults */
    {"rsa2047", "3041 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020121", VERDICT_BAD},
    {"rsa2047", "3044 " PSS_OID "3037 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a20602047fffffff",
     VERDICT_BAD},
    {"rsa2047", "303d " PSS_OID "3030 a00f " SHA256_ID " a118 3016 " MGF1_OID " " SHA1_ID " a203020120", VERDICT_BAD},
    {"rsa2047", "3023 " PSS_OID "3016 a00f " SHA256_ID " a203020120", VERDICT_BAD},
    {"rsa2047", "300d " PSS_OID "3000", VERDICT_BAD},
    /*
     * no parameters, NULL, an unknown trailer, a negative salt, an unknown hash, an unknown mask generation, contents
     * of the mask missing
     */
    {"rsa2047", "300b " PSS_OID, VERDICT_ALGORITHM},
    {"rsa2047", "300d " PSS_OID "0500", VERDICT_ALGORITHM},
    {"rsa2047", "3046 " PSS_OID "3039 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020120 a303020102",
     VERDICT_ALGORITHM},
    {"rsa2047", "3041 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a2030201e0",
     VERDICT_ALGORITHM},
    {"rsa2047", "3045 " PSS_OID "3038 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a20702050100000000",
     VERDICT_ALGORITHM},
    {"rsa2047",
     "3041 " PSS_OID "3034 a00f 300d 0609 608648016503040206 0500 a11c 301a " MGF1_OID " " SHA256_ID " a203020120",
     VERDICT_ALGORITHM},
    {"rsa2047",
     "3041 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " MGF1_OID " 300d 0609 608648016503040206 0500 a203020120",
     VERDICT_ALGORITHM},
    {"rsa2047", "3041 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " PSS_OID " " SHA256_ID " a203020120",
     VERDICT_ALGORITHM},
    {"rsa2047", "3032 " PSS_OID "3025 a00f " SHA256_ID " a10d 300b " MGF1_OID " a203020120", VERDICT_ALGORITHM},
    /* out of order, twice, too much, a hash with parameters */
    {"rsa2047", "3041 " PSS_OID "3034 a11c 301a " MGF1_OID " " SHA256_ID " a00f " SHA256_ID " a203020120",
     VERDICT_ALGORITHM},
    {"rsa2047", "3046 " PSS_OID "3039 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020120 a203020120",
     VERDICT_ALGORITHM},
    {"rsa2047", "3043 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020120 0500",
     VERDICT_ALGORITHM},
    {"rsa2047", "3042 " PSS_OID "3034 a00f " SHA256_ID " a11c 301a " MGF1_OID " " SHA256_ID " a203020120 00",
     VERDICT_ALGORITHM},
    {"rsa2047",
     "3042 " PSS_OID "3035 a010 300e 0609 608648016503040201 020100 a11c 301a " MGF1_OID " " SHA256_ID " a203020120",
     VERDICT_ALGORITHM},
    /* PKCS#1 v1.5 with NULL, without, with something else; MD5; MD2; an OID that nobody knows */
    {"rsa2047", "300d 0609 2a864886f70d01010b 0500", VERDICT_BAD},
    {"rsa2047", "300b 0609 2a864886f70d01010b", VERDICT_BAD},
    {"rsa2047", "300e 0609 2a864886f70d01010b 050100", VERDICT_ALGORITHM},
    {"rsa2047", "300d 0609 2a864886f70d01010b 3000", VERDICT_ALGORITHM},
    {"rsa2047", "300d 0609 2a864886f70d010104 0500", VERDICT_ALGORITHM},
    {"rsa2047", "300d 0609 2a864886f70d010102 0500", VERDICT_ALGORITHM},
    {"rsa2047", "3005 0603 2a0304", VERDICT_ALGORITHM},
    /* rsaEncryption is a key's and no signature's */
    {"rsa2047", "300d 0609 2a864886f70d010101 0500", VERDICT_ALGORITHM},
    {"rsa2047", "", VERDICT_ALGORITHM},
    {"rsa2047", "3000", VERDICT_ALGORITHM},
    {"rsa2047", "0500", VERDICT_ALGORITHM},
    /* sha1WithRSASignature of the OIW */
    {"rsa2047", "3009 0605 2b0e03021d 0500", VERDICT_BAD},
    /* ECDSA without parameters, with NULL and with others (RFC 5758 3.2), Ed25519 for another key and with NULL */
    {"p256", "300a 0608 2a8648ce3d040302", VERDICT_BAD},
    {"p256", "300c 0608 2a8648ce3d040302 0500", VERDICT_BAD},
    {"p256", "300c 0608 2a8648ce3d040302 3000", VERDICT_ALGORITHM},
    {"p256", "3005 0603 2b6570", VERDICT_BAD},
    {"p256", "3007 0603 2b6570 0500", VERDICT_ALGORITHM},
    {"p256", "300b 0609 608648016503040302", VERDICT_BAD},
    {"p256", "300d 0609 608648016503040302 0500", VERDICT_BAD},
    {"p256", "300d 0609 608648016503040302 3000", VERDICT_ALGORITHM},
};

static void test_algorithms(void)
{
    private_key key;
    run key_der = key_named("rsa2047", &key);
    run signature = sign(&key, OCSP_SIGNATURE_RSA_PSS_SHA256, message);

    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        run der = run_of_hex(algorithms[i].der), spki = public_key_named(algorithms[i].key);
        verdict given = check(der, spki, message, signature);
        CHECK(given == algorithms[i].expected, "%s: %s", algorithms[i].der, verdict_text(given));
        free(der.data);
        free(spki.data);
    }
    free(key_der.data);
    free(signature.data);
}

/*
 * ---------------------------------------------------------------------------------------------- PKCS#1 v1.5 paddings
 */

/*
 * Encodings that a lenient reader takes, brought into a signature with the private key: RFC 8017 8.2.2 compares with
 * the one that is right.
 */
static void test_paddings(void)
{
    private_key key;
    run key_der = key_named("rsa1024", &key), spki = public_key_named("rsa1024");
    run algorithm = algorithm_of(OCSP_SIGNATURE_RSA_SHA256);
    uint8_t digest[OCSP_HASH_MAX_OCTETS], right[128], encoded[128];
    static const uint8_t without_null[] = {0x00, 0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86,
                                           0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20};
    enum { RIGHT, NO_NULL, SHORT_PADDING, BLOCK_TYPE_2, NOT_FF, GARBAGE_BEHIND, LEADING_OCTET, CASES };

    ocsp_hash_compute(OCSP_HASH_SHA256, data_of(message), digest);
    encode_pkcs1(OCSP_HASH_SHA256, digest, right, sizeof right);
    for (int number = RIGHT; number < CASES; number++) {
        memcpy(encoded, right, sizeof encoded);
        switch (number) {
        case NO_NULL:
            memset(encoded + 2, 0xff, sizeof encoded - 2);
            memcpy(encoded + sizeof encoded - 32 - sizeof without_null, without_null, sizeof without_null);
            memcpy(encoded + sizeof encoded - 32, digest, 32);
            break;
        case SHORT_PADDING: /* eight octets of padding, and what is left over after */
            memset(encoded + 10, 0, sizeof encoded - 10);
            memcpy(encoded + 10, right + sizeof right - 52, 52);
            break;
        case BLOCK_TYPE_2:
            encoded[1] = 0x02;
            break;
        case NOT_FF:
            encoded[20] = 0xfe;
            break;
        case GARBAGE_BEHIND: /* one octet less of padding, one more after the hash */
            memmove(encoded + 2, encoded + 3, sizeof encoded - 3);
            encoded[sizeof encoded - 1] = 0;
            break;
        case LEADING_OCTET:
            encoded[0] = 0x01;
            encoded[1] = 0x00;
            break;
        default:
            break;
        }
        if (rsa_private(&key, encoded)) {
            run signature = run_of(encoded, sizeof encoded);
            verdict given = check(algorithm, spki, message, signature);
            CHECK(given == (number == RIGHT ? VERDICT_GOOD : VERDICT_BAD), "padding %d: %s", number,
                  verdict_text(given));
            free(signature.data);
        } else {
            CHECK(number == LEADING_OCTET, "padding %d: no signature", number);
        }
    }
    free(key_der.data);
    free(spki.data);
    free(algorithm.data);
}

int main(void)
{
    message = run_of(SIGNED_MESSAGE, strlen(SIGNED_MESSAGE));
    test_made_signatures();
    test_checked_signatures();
    test_fitting();
    test_other_kinds();
    test_pss_restriction();
    test_algorithms();
    test_paddings();
    free(message.data);
    return checks_end();
}
