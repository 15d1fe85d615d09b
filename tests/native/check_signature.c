/*
 * Hostile input to check_signature(): every bit of algorithm, key and signature flipped, everything cut off; and keys
 * that are no keys, or none that this library takes. A changed signature is never good.
 */
#include "signing.h"

static run message;

/* ---------------------------------------------------------------------------------------------- mutations */

typedef struct {
    run algorithm, spki, signature;
} triple;

static verdict check_triple(const triple *parts)
{
    return check(parts->algorithm, parts->spki, message, parts->signature);
}

/* The part is one of the three; of flips every step-th is done. */
static void mutate(const char *name, const triple *parts, run *part, size_t step)
{
    run whole = *part;

    for (size_t bit = 0; bit < 8 * whole.length; bit += step) {
        whole.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        verdict given = check_triple(parts);
        CHECK(given != VERDICT_GOOD && given >= VERDICT_BAD && given <= VERDICT_KEY, "%s, octet %zu, bit %zu: %s", name,
              bit / 8, bit % 8, verdict_text(given));
        whole.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t length = 0; length < whole.length; length++) {
        *part = run_of(whole.data, length);
        verdict given = check_triple(parts);
        CHECK(given != VERDICT_GOOD, "%s, %zu of %zu octets: %s", name, length, whole.length, verdict_text(given));
        free(part->data);
    }
    *part = whole;
    CHECK(check_triple(parts) == VERDICT_GOOD, "%s", name);
}

/*
 * A padding bit of RSASSA-PSS, or a restriction of the key that gets looser, would be good with a reason: there are
 * none in these.
 */
static void test_mutations(void)
{
    static const struct {
        const char *key;
        ocsp_signature algorithm;
        size_t step; /* what a verification takes decides */
    } cases[] = {
        {"rsa1025", OCSP_SIGNATURE_RSA_SHA256, 3},      {"rsa1025", OCSP_SIGNATURE_RSA_PSS_SHA256, 5},
        {"p256", OCSP_SIGNATURE_ECDSA_SHA256, 3},       {"p384", OCSP_SIGNATURE_ECDSA_SHA384, 17},
        {"p521", OCSP_SIGNATURE_ECDSA_SHA512, 29},      {"dsa1024", OCSP_SIGNATURE_DSA_SHA1, 11},
        {"dsa2048_224", OCSP_SIGNATURE_DSA_SHA224, 61},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        private_key key;
        run der = key_named(cases[i].key, &key);
        triple parts = {algorithm_of(cases[i].algorithm), public_key_named(cases[i].key),
                        sign(&key, cases[i].algorithm, message)};
        mutate(cases[i].key, &parts, &parts.algorithm, 1);
        mutate(cases[i].key, &parts, &parts.spki, cases[i].step);
        mutate(cases[i].key, &parts, &parts.signature, cases[i].step);
        free(der.data);
        free(parts.algorithm.data);
        free(parts.spki.data);
        free(parts.signature.data);
    }
}

/* ---------------------------------------------------------------------------------------------- keys by hand */

static run spki_of(ocsp_oid oid, run parameters, run key)
{
    static const uint8_t zero = 0;
    size_t size = parameters.length + key.length + 64, since;
    uint8_t *buffer = allocate(size);
    der_writer writer;

    der_begin(&writer, buffer, size);
    der_put(&writer, key.data, key.length);
    der_put(&writer, &zero, 1);
    der_wrap(&writer, TAG_BIT_STRING, 0);
    since = der_written(&writer);
    der_put(&writer, parameters.data, parameters.length);
    der_put_oid(&writer, oid);
    der_wrap(&writer, TAG_SEQUENCE, since);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    run spki = run_written(&writer);
    free(buffer);
    return spki;
}

static void check_key(const char *what, ocsp_signature signature_algorithm, run spki, size_t signature_length,
                      verdict expected)
{
    run algorithm = algorithm_of(signature_algorithm);
    run signature = {allocate(signature_length), signature_length};

    memset(signature.data, 0x21, signature_length);
    verdict given = check(algorithm, spki, message, signature);
    CHECK(given == expected, "%s: %s", what, verdict_text(given));
    free(algorithm.data);
    free(signature.data);
}

/* modulus: so many octets 0xff and a last one; exponent likewise. */
static void test_rsa_key(const char *what, size_t modulus_length, uint8_t modulus_end, size_t exponent_length,
                         uint8_t exponent_end, verdict expected)
{
    size_t size = modulus_length + exponent_length + 32;
    uint8_t *buffer = allocate(size), *number = allocate(modulus_length + exponent_length);
    run null = run_of("\5", 2);
    der_writer writer;

    der_begin(&writer, buffer, size);
    memset(number, 0xff, modulus_length + exponent_length);
    number[modulus_length - 1] = modulus_end;
    number[modulus_length + exponent_length - 1] = exponent_end;
    write_unsigned(&writer, unsigned_integer(number + modulus_length, exponent_length));
    write_unsigned(&writer, unsigned_integer(number, modulus_length));
    der_wrap(&writer, TAG_SEQUENCE, 0);
    run key = run_written(&writer), spki = spki_of(OCSP_OID_RSA, null, key);
    check_key(what, OCSP_SIGNATURE_RSA_SHA256, spki, modulus_length, expected);
    check_key(what, OCSP_SIGNATURE_RSA_PSS_SHA512, spki, modulus_length, expected);
    free(buffer);
    free(number);
    free(null.data);
    free(key.data);
    free(spki.data);
}

static void test_rsa_keys(void)
{
    test_rsa_key("1024 bits", 128, 0xff, 3, 0x01, VERDICT_BAD);
    test_rsa_key("4096 bits", 512, 0xff, 3, 0x01, VERDICT_BAD);
    test_rsa_key("1016 bits", 127, 0xff, 3, 0x01, VERDICT_KEY);
    test_rsa_key("4104 bits", 513, 0xff, 3, 0x01, VERDICT_BAD);
    test_rsa_key("8192 bits", 1024, 0xff, 3, 0x01, VERDICT_BAD);
    test_rsa_key("8200 bits", 1025, 0xff, 3, 0x01, VERDICT_ASK);
    test_rsa_key("16384 bits", 2048, 0xff, 3, 0x01, VERDICT_ASK);
    test_rsa_key("16392 bits", 2049, 0xff, 3, 0x01, VERDICT_KEY);
    test_rsa_key("8 bits", 1, 0xff, 1, 0x03, VERDICT_KEY);
    test_rsa_key("half a million bits", 65536, 0xff, 3, 0x01, VERDICT_KEY);
    test_rsa_key("an even modulus", 128, 0xfe, 3, 0x01, VERDICT_KEY);
    test_rsa_key("exponent 0", 128, 0xff, 1, 0x00, VERDICT_KEY);
    test_rsa_key("exponent 1", 128, 0xff, 1, 0x01, VERDICT_KEY);
    test_rsa_key("exponent 2", 128, 0xff, 1, 0x02, VERDICT_KEY);
    test_rsa_key("exponent 3", 128, 0xff, 1, 0x03, VERDICT_BAD);
    test_rsa_key("an exponent of 256 bits", 128, 0xff, 32, 0xff, VERDICT_BAD);
    test_rsa_key("an exponent of 264 bits", 128, 0xff, 33, 0xff, VERDICT_KEY);
    test_rsa_key("an exponent as long as the modulus", 128, 0xff, 128, 0xfd, VERDICT_KEY);
}

static void test_ec_key(const char *what, const char *curve, const char *point, verdict expected)
{
    run parameters = run_of_hex(curve), key = run_of_hex(point), spki = spki_of(OCSP_OID_EC, parameters, key);
    run s = run_of_hex("3006020101020101"), algorithm = algorithm_of(OCSP_SIGNATURE_ECDSA_SHA256);
    verdict given = check(algorithm, spki, message, s);

    CHECK(given == expected, "%s: %s", what, verdict_text(given));
    free(parameters.data);
    free(key.data);
    free(spki.data);
    free(s.data);
    free(algorithm.data);
}

/* The generator of P-256, SEC 2 2.4.2. */
#define GX "6b17d1f2e12c4247 f8bce6e563a440f2 77037d812deb33a0 f4a13945d898c296"
#define GY "4fe342e2fe1a7f9b 8ee7eb4a7c0f9e16 2bce33576b315ece cbb6406837bf51f5"
#define FIELD_PRIME "ffffffff00000001 0000000000000000 00000000ffffffff ffffffffffffffff"
#define P256_OID "0608 2a8648ce3d030107"

static void test_ec_keys(void)
{
    test_ec_key("a point", P256_OID, "04" GX GY, VERDICT_BAD);
    test_ec_key("compressed", P256_OID, "03" GX, VERDICT_KEY);
    test_ec_key("hybrid", P256_OID, "07" GX GY, VERDICT_KEY);
    test_ec_key("the point at infinity", P256_OID, "00", VERDICT_KEY);
    test_ec_key("infinity of full length", P256_OID, "00" GX GY, VERDICT_KEY);
    test_ec_key("no point", P256_OID, "", VERDICT_KEY);
    test_ec_key("an octet more", P256_OID, "04" GX GY "00", VERDICT_KEY);
    test_ec_key("off the curve", P256_OID, "04" GX GX, VERDICT_BAD);
    test_ec_key("coordinates that are the prime", P256_OID, "04" FIELD_PRIME FIELD_PRIME, VERDICT_BAD);
    test_ec_key("zero", P256_OID,
                "04"
                "0000000000000000 0000000000000000 0000000000000000 0000000000000000"
                "0000000000000000 0000000000000000 0000000000000000 0000000000000000",
                VERDICT_BAD);
    test_ec_key("of another curve's length", "0605 2b81040022", "04" GX GY, VERDICT_KEY);
    test_ec_key("secp256k1", "0605 2b8104000a", "04" GX GY, VERDICT_ASK);
    test_ec_key("secp256k1, compressed", "0605 2b8104000a", "02" GX, VERDICT_KEY);
    test_ec_key("P-224", "0605 2b81040021", "04" GX GY, VERDICT_KEY);
    test_ec_key("brainpoolP256r1", "0609 2b2403030208010107", "04" GX GY, VERDICT_ASK);
    test_ec_key("brainpoolP256r1, hybrid", "0609 2b2403030208010107", "06" GX GY, VERDICT_KEY);
    test_ec_key("brainpoolP384r1 with a shorter point", "0609 2b240303020801010b", "04" GX GY, VERDICT_KEY);
    test_ec_key("no curve", "", "04" GX GY, VERDICT_KEY);
    test_ec_key("NULL for a curve", "0500", "04" GX GY, VERDICT_KEY);
    test_ec_key("a curve by its parameters", "3003 020101", "04" GX GY, VERDICT_KEY);
}

/* ---------------------------------------------------------------------------------------------- DSA */

/* p, q, g of dsa1024 with one of them changed, and a public value. */
typedef struct {
    run p, q, g, y;
} dsa_numbers;

static void put_run(der_writer *writer, run number)
{
    write_unsigned(writer, unsigned_integer(number.data, number.length));
}

static run dsa_spki(const dsa_numbers *numbers)
{
    uint8_t parameters_buffer[1024], key_buffer[512];
    der_writer writer;

    der_begin(&writer, parameters_buffer, sizeof parameters_buffer);
    put_run(&writer, numbers->g);
    put_run(&writer, numbers->q);
    put_run(&writer, numbers->p);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    run parameters = run_written(&writer);
    der_begin(&writer, key_buffer, sizeof key_buffer);
    put_run(&writer, numbers->y);
    run key = run_written(&writer), spki = spki_of(OCSP_OID_DSA, parameters, key);
    free(parameters.data);
    free(key.data);
    return spki;
}

static void test_dsa_key(const char *what, const dsa_numbers *numbers, verdict expected)
{
    run spki = dsa_spki(numbers), algorithm = algorithm_of(OCSP_SIGNATURE_DSA_SHA1);
    run signature = run_of_hex("3006020101020101");
    verdict given = check(algorithm, spki, message, signature);

    CHECK(given == expected, "%s: %s", what, verdict_text(given));
    free(spki.data);
    free(algorithm.data);
    free(signature.data);
}

static void test_dsa_keys(void)
{
    private_key key;
    run der = key_named("dsa1024", &key);
    dsa_numbers numbers = {run_of(key.dsa.p.data, key.dsa.p.length), run_of(key.dsa.q.data, key.dsa.q.length),
                           run_of(key.dsa.g.data, key.dsa.g.length), run_of(key.dsa.g.data, key.dsa.g.length)};
    dsa_numbers changed = numbers;
    run small = run_of_hex("00"), p_minus_one = run_of(numbers.p.data, numbers.p.length);
    run even_p = run_of(numbers.p.data, numbers.p.length), even_q = run_of(numbers.q.data, numbers.q.length);
    run short_q = run_of(numbers.q.data + 1, numbers.q.length - 1), all_ff = run_of(numbers.p.data, numbers.p.length);

    p_minus_one.data[p_minus_one.length - 1] ^= 1;
    even_p.data[even_p.length - 1] ^= 1;
    even_q.data[even_q.length - 1] ^= 1;
    memset(all_ff.data, 0xff, all_ff.length);
    test_dsa_key("a key", &numbers, VERDICT_BAD);
    changed.y = p_minus_one;
    test_dsa_key("y = p - 1", &changed, VERDICT_BAD);
    changed.y = numbers.p;
    test_dsa_key("y = p", &changed, VERDICT_KEY);
    changed.y = small;
    test_dsa_key("y = 0", &changed, VERDICT_KEY);
    small.data[0] = 1;
    test_dsa_key("y = 1", &changed, VERDICT_KEY);
    changed = numbers;
    changed.g = small;
    test_dsa_key("g = 1", &changed, VERDICT_KEY);
    changed.g = all_ff;
    test_dsa_key("g > p", &changed, VERDICT_KEY);
    changed = numbers;
    changed.p = even_p;
    test_dsa_key("p even", &changed, VERDICT_KEY);
    changed.p = all_ff;
    test_dsa_key("p no prime", &changed, VERDICT_BAD);
    changed = numbers;
    changed.q = even_q;
    test_dsa_key("q even", &changed, VERDICT_KEY);
    changed.q = short_q;
    test_dsa_key("q of 152 bits", &changed, VERDICT_KEY);
    changed.q = small;
    test_dsa_key("q = 1", &changed, VERDICT_KEY);
    changed = numbers;
    changed.p = short_q;
    test_dsa_key("p of 152 bits", &changed, VERDICT_KEY);

    run nothing = run_of("", 0), y = run_of_hex("020102"), spki = spki_of(OCSP_OID_DSA, nothing, y);
    check_key("inherited parameters", OCSP_SIGNATURE_DSA_SHA1, spki, 8, VERDICT_KEY);
    free(nothing.data);
    free(y.data);
    free(spki.data);
    free(numbers.p.data);
    free(numbers.q.data);
    free(numbers.g.data);
    free(numbers.y.data);
    free(small.data);
    free(p_minus_one.data);
    free(even_p.data);
    free(even_q.data);
    free(short_q.data);
    free(all_ff.data);
    free(der.data);
}

/*
 * r and s at the ends of their range: 0 < r, s < q. With s = q or r = q the same residues are meant, which must not be
 * accepted.
 */
static void test_dsa_range(void)
{
    private_key key;
    run der = key_named("dsa1024", &key), spki = public_key_named("dsa1024");
    run algorithm = algorithm_of(OCSP_SIGNATURE_DSA_SHA1), good = sign(&key, OCSP_SIGNATURE_DSA_SHA1, message);
    size_t octets = key.dsa.q.length;
    uint8_t raw[2 * DSA_MAX_Q_OCTETS], changed[2 * DSA_MAX_Q_OCTETS];

    CHECK(read_signature_value(data_of(good), octets, raw), "the signature's value");
    for (size_t half = 0; half < 2; half++) {
        for (int offset = -1; offset <= 1; offset++) {
            uint8_t written[SIGNATURE_VALUE_MAX_OCTETS];
            memcpy(changed, raw, sizeof changed);
            memcpy(changed + half * octets, key.dsa.q.data, octets);
            changed[(half + 1) * octets - 1] = (uint8_t)(changed[(half + 1) * octets - 1] + offset);
            run signature = run_of(written, write_signature_value(changed, octets, written));
            CHECK(check(algorithm, spki, message, signature) == VERDICT_BAD, "half %zu is q%+d", half, offset);
            free(signature.data);
        }
    }
    free(der.data);
    free(spki.data);
    free(algorithm.data);
    free(good.data);
}

/* ---------------------------------------------------------------------------------------------- other keys */

static void test_other_keys(void)
{
    run nothing = run_of("", 0), null = run_of("\5", 2), seed = {allocate(64), 64}, spki;

    memset(seed.data, 7, seed.length);
    seed.length = 31;
    spki = spki_of(OCSP_OID_ED25519, nothing, seed);
    check_key("Ed25519 of 31 octets", OCSP_SIGNATURE_ED25519, spki, 64, VERDICT_KEY);
    free(spki.data);
    seed.length = 32;
    spki = spki_of(OCSP_OID_ED25519, null, seed);
    check_key("Ed25519 with NULL", OCSP_SIGNATURE_ED25519, spki, 64, VERDICT_KEY);
    free(spki.data);
    spki = spki_of(OCSP_OID_ED25519, nothing, seed);
    check_key("Ed25519", OCSP_SIGNATURE_ED25519, spki, 64, VERDICT_ASK);
    check_key("Ed25519, and a signature of 63 octets", OCSP_SIGNATURE_ED25519, spki, 63, VERDICT_BAD);
    check_key("Ed25519 for Ed448", OCSP_SIGNATURE_ED448, spki, 64, VERDICT_BAD);
    check_key("Ed25519 for RSA", OCSP_SIGNATURE_RSA_SHA256, spki, 64, VERDICT_BAD);
    free(spki.data);
    /* An OID that is no key's. */
    spki = spki_of(OCSP_OID_NONCE, nothing, seed);
    check_key("another OID", OCSP_SIGNATURE_RSA_SHA256, spki, 64, VERDICT_BAD);
    free(spki.data);
    spki = spki_of(OCSP_OID_RSA, null, seed);
    check_key("RSA without an RSAPublicKey", OCSP_SIGNATURE_RSA_SHA256, spki, 64, VERDICT_KEY);
    check_key("for ECDSA", OCSP_SIGNATURE_ECDSA_SHA256, spki, 64, VERDICT_BAD);
    free(spki.data);
    free(nothing.data);
    free(null.data);
    free(seed.data);
}

int main(void)
{
    message = run_of(SIGNED_MESSAGE, strlen(SIGNED_MESSAGE));
    test_mutations();
    test_rsa_keys();
    test_ec_keys();
    test_dsa_keys();
    test_dsa_range();
    test_other_keys();
    free(message.data);
    return checks_end();
}
