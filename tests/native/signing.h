/* What the tests of keys and signatures share. */
#ifndef SIGNING_H
#define SIGNING_H

/* Before crypto.h, which has another use for FIELD. */
#include "harness.h"

#include "crypto.h"
#include "signature_vectors.h"

/* Octets on the heap, of just this size. */
typedef struct {
    uint8_t *data;
    size_t length;
} run;

static inline ocsp_data data_of(run octets)
{
    return (ocsp_data){octets.data, octets.length};
}

static inline run run_of(const void *data, size_t length)
{
    return (run){exact_copy(data, length), length};
}

static inline run run_of_hex(const char *hex)
{
    uint8_t octets[4096];

    return run_of(octets, from_hex(hex, octets, sizeof octets));
}

/* What a writer left at the end of its buffer. */
static inline run run_written(const der_writer *writer)
{
    CHECK(der_written(writer) > 0, "a buffer too small");
    return run_of(writer->at, der_written(writer));
}

static inline ocsp_error read_key(run der, private_key *key, ocsp_refusal *refusal)
{
    memset(refusal, 0x5a, sizeof *refusal);
    return read_private_key(data_of(der), key, refusal);
}

/* The first private key of that name, which is PKCS#8; the key's parts lie in what comes back. */
static inline run key_named(const char *name, private_key *key)
{
    ocsp_refusal refusal;

    for (size_t i = 0; i < COUNT_OF(private_keys); i++) {
        if (strcmp(private_keys[i].name, name) == 0) {
            run der = run_of_hex(private_keys[i].der);
            CHECK(read_key(der, key, &refusal) == OCSP_OK, "%s: %s", name, fault_text(refusal.fault));
            return der;
        }
    }
    abort();
}

static inline run public_key_named(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(public_keys); i++) {
        if (strcmp(public_keys[i].name, name) == 0) {
            return run_of_hex(public_keys[i].der);
        }
    }
    abort();
}

static inline run algorithm_of(ocsp_signature signature)
{
    uint8_t buffer[128];
    der_writer writer;

    der_begin(&writer, buffer, sizeof buffer);
    write_signature_algorithm(&writer, signature);
    return run_written(&writer);
}

static inline verdict check(run algorithm, run spki, run message, run signature)
{
    signature_parts parts = {.algorithm = data_of(algorithm),
                             .spki = data_of(spki),
                             .data = data_of(message),
                             .signature = data_of(signature)};
    ocsp_checked checked;
    verdict given = check_signature(&parts, OCSP_ASKS_WHAT_IT_MUST, &checked);

    CHECK((verdict)checked.verdict == given, "the verdict in the table");
    return given;
}

static inline const char *verdict_text(verdict given)
{
    static const char *const texts[] = {"BAD", "GOOD", "ASK", "ALGORITHM", "KEY"};

    return (size_t)given < COUNT_OF(texts) ? texts[given] : "(not a verdict)";
}

/* The octets 0, 1, 2, ... that made_signatures have as salt. */
static inline const uint8_t *counting_salt(void)
{
    static uint8_t salt[OCSP_HASH_MAX_OCTETS];

    for (size_t i = 0; i < sizeof salt; i++) {
        salt[i] = (uint8_t)i;
    }
    return salt;
}

/* A signature; empty where none was made. */
static inline run sign(const private_key *key, ocsp_signature algorithm, run message)
{
    uint8_t *out = allocate(SIGNATURE_MAX_OCTETS);
    size_t length = make_signature(key, algorithm, data_of(message), counting_salt(), out);
    run signature = run_of(out, length);

    free(out);
    return signature;
}

#endif
