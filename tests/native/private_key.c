/*
 * Private keys: every form that OpenSSL writes, read with the same result; what must be refused; and every key cut off
 * at each octet and with bits flipped, where what comes of it is a refusal or a key whose signatures are right.
 */
#include "signing.h"

static const ocsp_signature some_algorithm[] = {
    [KEY_NONE] = OCSP_SIGNATURE_NONE,       [KEY_RSA] = OCSP_SIGNATURE_RSA_SHA256,
    [KEY_EC] = OCSP_SIGNATURE_ECDSA_SHA256, [KEY_DSA] = OCSP_SIGNATURE_DSA_SHA256,
    [KEY_ED25519] = OCSP_SIGNATURE_NONE,    [KEY_ED448] = OCSP_SIGNATURE_NONE,
};

/* What a name stands for. */
static void check_kind(const char *name, const private_key *key)
{
    static const struct {
        const char *prefix;
        key_kind kind;
        ocsp_oid oid, curve;
        int32_t bits;
        size_t secret;
    } kinds[] = {
        {"rsa1024", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 1024, 0},
        {"rsa1025", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 1025, 0},
        {"rsa2047", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 2047, 0},
        {"rsa2048", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 2048, 0},
        {"rsa3072", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 3072, 0},
        {"rsa4096", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 4096, 0},
        {"rsa_e3", KEY_RSA, OCSP_OID_RSA, OCSP_OID_UNKNOWN, 1536, 0},
        {"pss", KEY_RSA, OCSP_OID_RSASSA_PSS, OCSP_OID_UNKNOWN, 1280, 0},
        {"p256", KEY_EC, OCSP_OID_EC, OCSP_OID_P256, 256, 32},
        {"p384", KEY_EC, OCSP_OID_EC, OCSP_OID_P384, 384, 48},
        {"p521", KEY_EC, OCSP_OID_EC, OCSP_OID_P521, 521, 66},
        {"dsa1024", KEY_DSA, OCSP_OID_DSA, OCSP_OID_UNKNOWN, 1024, 20},
        {"dsa2048_224", KEY_DSA, OCSP_OID_DSA, OCSP_OID_UNKNOWN, 2048, 28},
        {"dsa2048", KEY_DSA, OCSP_OID_DSA, OCSP_OID_UNKNOWN, 2048, 32},
        {"dsa3072", KEY_DSA, OCSP_OID_DSA, OCSP_OID_UNKNOWN, 3072, 32},
        {"ed25519", KEY_ED25519, OCSP_OID_ED25519, OCSP_OID_UNKNOWN, 256, 32},
        {"ed448", KEY_ED448, OCSP_OID_ED448, OCSP_OID_UNKNOWN, 456, 57},
    };

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strncmp(kinds[i].prefix, name, strlen(kinds[i].prefix)) == 0) {
            CHECK(key->kind == kinds[i].kind && key->oid == kinds[i].oid && key->curve == kinds[i].curve &&
                      key->bits == kinds[i].bits,
                  "%s: kind %d, %d bits", name, (int)key->kind, key->bits);
            /* An integer x may be shorter once in 256 keys; OCTET STRINGs have the length of their kind. */
            CHECK(key->kind == KEY_DSA ? key->secret.length <= kinds[i].secret : key->secret.length == kinds[i].secret,
                  "%s: %zu secret octets", name, key->secret.length);
            return;
        }
    }
    CHECK(0, "%s is not known", name);
}

static void test_forms(void)
{
    uint8_t buffer[PUBLIC_KEY_MAX_OCTETS];
    ocsp_refusal refusal;
    private_key key;

    for (size_t i = 0; i < COUNT_OF(private_keys); i++) {
        const char *name = private_keys[i].name, *form = private_keys[i].form;
        run der = run_of_hex(private_keys[i].der), spki = public_key_named(name);
        CHECK(read_key(der, &key, &refusal) == OCSP_OK, "%s, %s: %s", name, form, fault_text(refusal.fault));
        check_kind(name, &key);
        CHECK(check_private_key(data_of(der), &key, &refusal) == OCSP_OK, "%s, %s: its parts do not fit: %s", name,
              form, fault_text(refusal.fault));
        size_t length = write_public_key(&key, buffer, sizeof buffer);
        if (key.kind == KEY_ED25519 || key.kind == KEY_ED448) {
            CHECK(length == 0, "%s: a public key", name);
        } else {
            CHECK(length == spki.length && memcmp(buffer + sizeof buffer - length, spki.data, length) == 0,
                  "%s, %s: another public key", name, form);
            CHECK(write_public_key(&key, buffer, length - 1) == 0, "%s fits into too little", name);
        }
        free(der.data);
        free(spki.data);
    }
}

static void test_refused_keys(void)
{
    ocsp_refusal refusal;
    private_key key;

    for (size_t i = 0; i < COUNT_OF(refused_keys); i++) {
        run der = run_of_hex(refused_keys[i].der);
        ocsp_error error = read_key(der, &key, &refusal);
        CHECK(error == ocsp_fault_error(refused_keys[i].fault) && refusal.fault == (int32_t)refused_keys[i].fault,
              "%s: %s", refused_keys[i].name, fault_text(refusal.fault));
        free(der.data);
    }
}

/* ---------------------------------------------------------------------------------------------- by hand */

#define P256_ID "3013 0607 2a8648ce3d0201 0608 2a8648ce3d030107"
#define SCALAR "0102030405060708 090a0b0c0d0e0f10 1112131415161718 191a1b1c1d1e1f20"
#define ORDER "ffffffff00000000 ffffffffffffffff bce6faada7179e84 f3b9cac2fc6325"
#define SEED "0001020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f"

static const struct {
    const char *der;
    ocsp_fault fault;
    const char *field; /* of the last step */
} small_keys[] = {
    /* SEC 1 alone, and in PKCS#8 with and without parameters of its own */
    {"3031 020101 0420" SCALAR "a00a 0608 2a8648ce3d030107", OCSP_FAULT_NONE, ""},
    {"3041 020100" P256_ID "0427 3025 020101 0420" SCALAR, OCSP_FAULT_NONE, ""},
    {"304d 020100" P256_ID "0433 3031 020101 0420" SCALAR "a00a 0608 2a8648ce3d030107", OCSP_FAULT_NONE, ""},
    /* the scalar: shorter (RFC 5915 3 pads it, not everyone does), 0, 1, n - 1, n, n + 1, none, an octet too long */
    {"3012 020101 0401 02 a00a 0608 2a8648ce3d030107", OCSP_FAULT_NONE, ""},
    {"3012 020101 0401 00 a00a 0608 2a8648ce3d030107", OCSP_FAULT_KEY_VALUE, "privateKey"},
    {"3012 020101 0401 01 a00a 0608 2a8648ce3d030107", OCSP_FAULT_NONE, ""},
    {"3031 020101 0420" ORDER "50 a00a 0608 2a8648ce3d030107", OCSP_FAULT_NONE, ""},
    {"3031 020101 0420" ORDER "51 a00a 0608 2a8648ce3d030107", OCSP_FAULT_KEY_VALUE, "privateKey"},
    {"3031 020101 0420" ORDER "52 a00a 0608 2a8648ce3d030107", OCSP_FAULT_KEY_VALUE, "privateKey"},
    {"3011 020101 0400 a00a 0608 2a8648ce3d030107", OCSP_FAULT_KEY_VALUE, "privateKey"},
    {"3032 020101 0421 00" SCALAR "a00a 0608 2a8648ce3d030107", OCSP_FAULT_KEY_VALUE, "privateKey"},
    /* no curve, two that differ, a version of PKCS#8's in SEC 1, parameters in the wrong place */
    {"3025 020101 0420" SCALAR, OCSP_FAULT_KEY_CURVE, "parameters"},
    {"304a 020100" P256_ID "0430 302e 020101 0420" SCALAR "a007 0605 2b81040022", OCSP_FAULT_KEY_VALUE, "parameters"},
    {"3031 020100 0420" SCALAR "a00a 0608 2a8648ce3d030107", OCSP_FAULT_KEY_VERSION, "version"},
    {"3041 020100" P256_ID "0427 3025 020100 0420" SCALAR, OCSP_FAULT_KEY_VERSION, "version"},
    {"3041 020102" P256_ID "0427 3025 020101 0420" SCALAR, OCSP_FAULT_KEY_VERSION, "version"},
    /*
     * Ed25519: OneAsymmetricKey with attributes and public key (RFC 8410 10.3 has such a one), a seed too short, too
     * long, not wrapped
     */
    {"302e 020100 3005 0603 2b6570 0422 0420" SEED, OCSP_FAULT_NONE, ""},
    {"3053 020101 3005 0603 2b6570 0422 0420" SEED "a000 8121 00" SEED, OCSP_FAULT_NONE, ""},
    {"302d 020100 3005 0603 2b6570 0421 041f 00010203040506 0708090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e",
     OCSP_FAULT_KEY_VALUE, "privateKey"},
    {"302f 020100 3005 0603 2b6570 0423 0421" SEED "20", OCSP_FAULT_KEY_VALUE, "privateKey"},
    {"302c 020100 3005 0603 2b6570 0420" SEED, OCSP_FAULT_TAG, "privateKey"},
    {"3030 020100 3007 0603 2b6570 0500 0422 0420" SEED, OCSP_FAULT_TRAILING, "privateKeyAlgorithm"},
    {"302f 020100 3005 0603 2b6570 0423 0420" SEED "00", OCSP_FAULT_TRAILING, "privateKey"},
    /* something after; nothing at all; nothing inside; only a version; another structure */
    {"302e 020100 3005 0603 2b6570 0422 0420" SEED "00", OCSP_FAULT_TRAILING, "PrivateKeyInfo"},
    {"3030 020100 3005 0603 2b6570 0422 0420" SEED "0500", OCSP_FAULT_TRAILING, "PrivateKeyInfo"},
    {"", OCSP_FAULT_END_OF_STRUCTURE, "PrivateKeyInfo"},
    {"3000", OCSP_FAULT_KEY_FORM, "PrivateKeyInfo"},
    {"3003 020100", OCSP_FAULT_KEY_FORM, "version"},
    {"3005 020100 0500", OCSP_FAULT_KEY_FORM, "version"},
    {"3004 3000 0400", OCSP_FAULT_KEY_ENCRYPTED, "PrivateKeyInfo"},
    {"3004 3000 0300", OCSP_FAULT_KEY_FORM, "PrivateKeyInfo"},
    {"0420" SEED, OCSP_FAULT_TAG, "PrivateKeyInfo"},
    /* integers of traditional forms: too few for any, of a version that is not known, negative */
    {"3006 020100 020101", OCSP_FAULT_END_OF_STRUCTURE, "publicExponent"},
    {"3012 020100 020103 020103 020103 020103 020103", OCSP_FAULT_KEY_SIZE, "p"},
    {"3012 020101 020103 020103 020103 020103 020103", OCSP_FAULT_KEY_VERSION, "version"},
    {"3012 020100 0201ff 020103 020103 020103 020103", OCSP_FAULT_INTEGER_RANGE, "p"},
    {"301b 020100 020103 020103 020103 020103 020103 020103 020103 020103", OCSP_FAULT_KEY_SIZE, "modulus"},
};

static void test_small_keys(void)
{
    ocsp_refusal refusal;
    private_key key;

    for (size_t i = 0; i < COUNT_OF(small_keys); i++) {
        run der = run_of_hex(small_keys[i].der);
        read_key(der, &key, &refusal);
        CHECK(refusal.fault == (int32_t)small_keys[i].fault, "%s: %s", small_keys[i].der, fault_text(refusal.fault));
        if (refusal.fault != OCSP_FAULT_NONE) {
            const char *field = refusal.depth > 0 ? field_text(refusal.path[refusal.depth - 1].field) : "";
            CHECK(strcmp(field, small_keys[i].field) == 0, "%s: at %s", small_keys[i].der, field);
        }
        free(der.data);
    }
}

/* ---------------------------------------------------------------------------------------------- contradictions */

/* The place of a part in the DER that its key was read from, to change it. */
static uint8_t *place_of(run der, ocsp_data part)
{
    return der.data + (part.data - der.data);
}

/* An RSA key of which one number is wrong signs nothing: half a signature would tell a factor of the modulus. */
static void test_inconsistent_rsa(void)
{
    private_key key;
    ocsp_refusal refusal;
    run der = key_named("rsa1024", &key), message = run_of("message", 7);
    ocsp_data parts[] = {key.prime1,      key.prime2,      key.exponent1,   key.exponent2,
                         key.coefficient, key.rsa.modulus, key.rsa.exponent};
    ocsp_data private_exponent = key.private_exponent;

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        for (size_t at = 1; at < parts[i].length; at += parts[i].length / 3 + 1) {
            uint8_t *octet = place_of(der, parts[i]) + at;
            *octet ^= 0x04;
            CHECK(check_private_key(data_of(der), &key, &refusal) == OCSP_ERR_UNSUPPORTED_KEY,
                  "part %zu, octet %zu: %s", i, at, fault_text(refusal.fault));
            if (read_key(der, &key, &refusal) == OCSP_OK) {
                uint8_t out[SIGNATURE_MAX_OCTETS];
                memset(out, 0x5a, sizeof out);
                CHECK(make_signature(&key, OCSP_SIGNATURE_RSA_SHA256, data_of(message), NULL, out) == 0,
                      "part %zu, octet %zu", i, at);
                int cleared = 1;
                for (size_t k = 0; k < key.rsa.modulus.length; k++) {
                    cleared &= out[k] == 0;
                }
                CHECK(cleared, "part %zu, octet %zu: what was computed is left behind", i, at);
            }
            *octet ^= 0x04;
        }
    }
    /* Signing does without d. */
    uint8_t *last = place_of(der, private_exponent) + private_exponent.length - 1;
    *last ^= 0x04;
    CHECK(check_private_key(data_of(der), &key, &refusal) == OCSP_ERR_UNSUPPORTED_KEY, "d");
    *last ^= 0x04;
    CHECK(check_private_key(data_of(der), &key, &refusal) == OCSP_OK, "the key as it was");
    read_key(der, &key, &refusal);
    run signature = sign(&key, OCSP_SIGNATURE_RSA_SHA256, message);
    CHECK(signature.length == 128, "the key itself");
    free(signature.data);
    free(message.data);
    free(der.data);
}

/* 0 < x < q of DSA, with the q of a real key. */
static void test_dsa_range(void)
{
    private_key key;
    run der = key_named("dsa2048", &key);
    static const struct {
        int base_is_q, last_octet;
        int accepted;
    } cases[] = {{0, 0, 0}, {0, 1, 1}, {1, -1, 1}, {1, 0, 0}, {1, 1, 0}};

    /* x stands at the end of PKCS#8, with room for as many octets as q has if its first octet is not zero. */
    uint8_t q[DSA_MAX_Q_OCTETS], *x = place_of(der, key.secret);
    size_t length = key.secret.length;
    memcpy(q, key.dsa.q.data, sizeof q);
    CHECK(length == sizeof q && q[0] >= 0x80, "x has %zu octets", length);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ocsp_data value = {x, length};
        memset(x, 0, length);
        if (cases[i].base_is_q) {
            memcpy(x, q, length);
        }
        x[length - 1] = (uint8_t)(x[length - 1] + cases[i].last_octet);
        CHECK(dsa_secret_fits(&key.dsa, value) == cases[i].accepted, "case %zu", i);
    }
    free(der.data);
}

/* ---------------------------------------------------------------------------------------------- mutations */

/* Whatever was read: a key whose parts are in the input and whose signatures are good, or that says no. */
static int check_reading(run der, int with_signature)
{
    private_key key;
    ocsp_refusal refusal;
    uint8_t buffer[PUBLIC_KEY_MAX_OCTETS];
    ocsp_error error = read_key(der, &key, &refusal);

    if (error != OCSP_OK) {
        CHECK(refusal.fault > OCSP_FAULT_NONE && refusal.fault < OCSP_FAULT_COUNT && refusal.offset >= 0 &&
                  (size_t)refusal.offset <= der.length,
              "fault %d at %d", refusal.fault, refusal.offset);
        return 0;
    }
    if (with_signature && some_algorithm[key.kind] != OCSP_SIGNATURE_NONE &&
        signature_fits_key(some_algorithm[key.kind], &key)) {
        size_t length = write_public_key(&key, buffer, sizeof buffer);
        run spki = run_of(buffer + sizeof buffer - length, length), message = run_of("abc", 3);
        run algorithm = algorithm_of(some_algorithm[key.kind]),
            signature = sign(&key, some_algorithm[key.kind], message);
        CHECK(length > 0, "no public key");
        /* DSA's p, q and g may have become anything, so that nothing verifies. */
        if (signature.length > 0 && key.kind != KEY_DSA) {
            CHECK(check(algorithm, spki, message, signature) == VERDICT_GOOD, "kind %d: the signature", (int)key.kind);
        }
        free(spki.data);
        free(message.data);
        free(algorithm.data);
        free(signature.data);
    }
    return 1;
}

/* Signing takes its time, so that is done at one flip of so many. */
#define SIGNED_FLIPS 601

static void test_mutations(void)
{
    size_t flips = 0, accepted = 0;

    for (size_t i = 0; i < COUNT_OF(private_keys); i++) {
        run der = run_of_hex(private_keys[i].der);
        for (size_t length = 0; length < der.length; length++) {
            run part = run_of(der.data, length);
            CHECK(!check_reading(part, 0), "%s: %zu of %zu octets", private_keys[i].name, length, der.length);
            free(part.data);
        }
        for (size_t bit = 0; bit < 8 * der.length; bit++) {
            der.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
            accepted += (size_t)check_reading(der, flips++ % SIGNED_FLIPS == 0);
            der.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        free(der.data);
    }
    printf("  %zu keys, %zu bit flips, %zu of them accepted\n", COUNT_OF(private_keys), flips, accepted);
}

int main(void)
{
    test_forms();
    test_refused_keys();
    test_small_keys();
    test_inconsistent_rsa();
    test_dsa_range();
    test_mutations();
    return checks_end();
}
