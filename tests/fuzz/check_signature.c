/*
 * check_signature() and libcrypto: what is good here is good there; and what is good there is good here, if our strict
 * reader takes algorithm and key.
 *
 * The input picks a signature that is good and then edits it, so that it gets past the parsers:
 *   which one, then for each edit: part and kind, where (two octets), an octet
 */
#include "fuzz.h"

#include "../native/signing.h"

#include <openssl/err.h>
#include <openssl/x509.h>

typedef struct {
    run parts[4]; /* AlgorithmIdentifier, SubjectPublicKeyInfo, data, signature */
} good_signature;
enum { ALGORITHM, KEY, DATA, SIGNATURE };

static const struct {
    const char *key;
    ocsp_signature algorithm;
} kinds[] = {
    {"p256", OCSP_SIGNATURE_ECDSA_SHA256},      {"p384", OCSP_SIGNATURE_ECDSA_SHA384},
    {"p521", OCSP_SIGNATURE_ECDSA_SHA512},      {"p256", OCSP_SIGNATURE_ECDSA_SHA512},
    {"p384", OCSP_SIGNATURE_ECDSA_SHA1},        {"p521", OCSP_SIGNATURE_ECDSA_SHA224},
    {"rsa1025", OCSP_SIGNATURE_RSA_SHA256},     {"rsa1025", OCSP_SIGNATURE_RSA_SHA1},
    {"rsa1025", OCSP_SIGNATURE_RSA_PSS_SHA256}, {"rsa1025", OCSP_SIGNATURE_RSA_PSS_SHA1},
    {"dsa1024", OCSP_SIGNATURE_DSA_SHA1},       {"dsa2048_224", OCSP_SIGNATURE_DSA_SHA224},
};
static good_signature goods[COUNT_OF(kinds)];

/* What is signed is an OCTET STRING with its header: ASN1_item_verify() encodes what it is given. */
static void prepare(void)
{
    run message = run_of("\4\15tbsResponseData", 15);

    message.data[1] = 13;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        private_key key;
        run der = key_named(kinds[i].key, &key);
        goods[i].parts[ALGORITHM] = algorithm_of(kinds[i].algorithm);
        goods[i].parts[KEY] = public_key_named(kinds[i].key);
        goods[i].parts[DATA] = message;
        goods[i].parts[SIGNATURE] = sign(&key, kinds[i].algorithm, message);
        free(der.data);
    }
}

/* Changes an octet, takes one away or puts one in. */
static void edit(run *part, unsigned kind, size_t at, uint8_t octet)
{
    at %= part->length + 1;
    if (kind == 0 && at < part->length) {
        part->data[at] ^= octet;
    } else if (kind == 1 && at < part->length) {
        memmove(part->data + at, part->data + at + 1, --part->length - at);
    } else if (kind == 2) {
        memmove(part->data + at + 1, part->data + at, part->length++ - at);
        part->data[at] = octet;
    } else if (kind == 3 && at < part->length) {
        part->data[at] = octet;
    }
}

static int is_good_there(const run *parts)
{
    const uint8_t *algorithm_at = parts[ALGORITHM].data, *key_at = parts[KEY].data;
    X509_ALGOR *algorithm = d2i_X509_ALGOR(NULL, &algorithm_at, (long)parts[ALGORITHM].length);
    EVP_PKEY *key = d2i_PUBKEY(NULL, &key_at, (long)parts[KEY].length);
    ASN1_BIT_STRING *signature = ASN1_BIT_STRING_new();
    ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new();
    int good = 0;

    if (algorithm != NULL && key != NULL && signature != NULL && data != NULL &&
        ASN1_OCTET_STRING_set(data, parts[DATA].data + 2, (int)parts[DATA].length - 2) &&
        ASN1_BIT_STRING_set(signature, parts[SIGNATURE].data, (int)parts[SIGNATURE].length)) {
        /* No bits of the last octet are unused, even where they are zeros. */
        signature->flags = (signature->flags & ~7L) | ASN1_STRING_FLAG_BITS_LEFT;
        good = ASN1_item_verify(ASN1_ITEM_rptr(ASN1_OCTET_STRING), algorithm, signature, data, key) == 1;
    }
    X509_ALGOR_free(algorithm);
    EVP_PKEY_free(key);
    ASN1_BIT_STRING_free(signature);
    ASN1_OCTET_STRING_free(data);
    ERR_clear_error();
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    run parts[4];

    if (goods[0].parts[0].data == NULL) {
        prepare();
    }
    if (size < 1 || size > 65) {
        return 0;
    }
    size_t which = input[0] % COUNT_OF(goods);
    const good_signature *good = &goods[which];
    for (size_t i = 0; i < 4; i++) {
        parts[i].data = allocate(good->parts[i].length + size);
        parts[i].length = good->parts[i].length;
        memcpy(parts[i].data, good->parts[i].data, good->parts[i].length);
    }
    for (size_t at = 1; at + 4 <= size; at += 4) {
        unsigned part = input[at] & 3;
        size_t where = (size_t)(input[at + 1] << 8 | input[at + 2]);
        /* The data stays one element: its contents change. */
        if (part == DATA) {
            parts[DATA].data[2 + where % 13] ^= input[at + 3];
        } else {
            edit(&parts[part], input[at] >> 2 & 3, where, input[at + 3]);
        }
    }
    verdict given = check(parts[ALGORITHM], parts[KEY], parts[DATA], parts[SIGNATURE]);
    /* RFC 8017 8.1.2: a signature is as long as the modulus; libcrypto takes one without its leading zeros too. */
    int is_cut = given == VERDICT_BAD && key_of_signature(kinds[which].algorithm) == KEY_RSA &&
                 parts[SIGNATURE].length < good->parts[SIGNATURE].length;
    if (!is_cut && (given == VERDICT_GOOD || given == VERDICT_BAD)) {
        int there = is_good_there(parts);
        CHECK((given == VERDICT_GOOD) == there, "%s here, %s there", verdict_text(given), there ? "good" : "bad");
    }
    for (size_t i = 0; i < 4; i++) {
        free(parts[i].data);
    }
    return 0;
}
