/*
 * OpenSSL's libcrypto says who signed OCSP responses. A frame on stdin is a number of messages in one octet, then each
 * with its length in four octets: the response, the issuer's certificate, and certificates that came beside it. A line
 * on stdout for each: a letter, then the entries that libcrypto reads, as serial number (hexadecimal) and status (0
 * good, 1 revoked, 2 unknown), or "?".
 *
 *   I  the issuer's key verifies the signature over the octets of tbsResponseData as they stand
 *   D  so does the key of an end entity's certificate that the issuer's key verifies, with id-kp-OCSPSigning
 *   N  neither
 */
#include <openssl/asn1t.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const unsigned char *at;
    long length;
} octets;

/* The next element with its header; `inside` is its contents. Nothing where there is none. */
static octets next(octets *rest, octets *inside)
{
    octets element = {rest->at, 0};
    const unsigned char *at = rest->at;
    long length;
    int tag, class;

    if (rest->length <= 0 || (ASN1_get_object(&at, &length, &tag, &class, rest->length) & 0x81) != 0) {
        *inside = (octets){NULL, 0};
        return (octets){NULL, 0};
    }
    *inside = (octets){at, length};
    element.length = (long)(at - rest->at) + length;
    rest->at += element.length;
    rest->length -= element.length;
    return element;
}

/* The BasicOCSPResponse inside. */
static octets basic_of(octets response)
{
    octets inside, ignored;

    next(&response, &inside); /* OCSPResponse */
    response = inside;
    next(&response, &ignored); /* responseStatus */
    next(&response, &inside);  /* [0] */
    response = inside;
    next(&response, &inside); /* ResponseBytes */
    response = inside;
    next(&response, &ignored); /* responseType */
    next(&response, &inside);  /* response */
    response = inside;
    next(&response, &inside); /* BasicOCSPResponse */
    return inside;
}

/* Over the octets as they stand: an element by itself is encoded as it was read. */
static int verifies(octets tbs, octets algorithm, octets signature, EVP_PKEY *key)
{
    const unsigned char *at = tbs.at, *algorithm_at = algorithm.at, *signature_at = signature.at;
    ASN1_TYPE *data = d2i_ASN1_TYPE(NULL, &at, tbs.length);
    X509_ALGOR *chosen = d2i_X509_ALGOR(NULL, &algorithm_at, algorithm.length);
    ASN1_BIT_STRING *value = d2i_ASN1_BIT_STRING(NULL, &signature_at, signature.length);
    int result = data != NULL && chosen != NULL && value != NULL && key != NULL &&
                 ASN1_item_verify(ASN1_ITEM_rptr(ASN1_ANY), chosen, value, data, key) == 1;

    ASN1_TYPE_free(data);
    X509_ALGOR_free(chosen);
    ASN1_BIT_STRING_free(value);
    return result;
}

/* By the two extensions alone: libcrypto's own flags are gone as soon as it cannot read any other. */
static int may_answer(X509 *certificate)
{
    BASIC_CONSTRAINTS *constraints = X509_get_ext_d2i(certificate, NID_basic_constraints, NULL, NULL);
    EXTENDED_KEY_USAGE *purposes = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
    int result = 0;

    for (int i = 0; i < sk_ASN1_OBJECT_num(purposes); i++)
        if (OBJ_obj2nid(sk_ASN1_OBJECT_value(purposes, i)) == NID_OCSP_sign)
            result = constraints == NULL || !constraints->ca;
    BASIC_CONSTRAINTS_free(constraints);
    EXTENDED_KEY_USAGE_free(purposes);
    return result;
}

static int is_delegate(X509 *certificate, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);

    return key != NULL && X509_verify(certificate, key) == 1 && may_answer(certificate);
}

static X509 *read_certificate(octets der)
{
    const unsigned char *at = der.at;

    return der.at == NULL ? NULL : d2i_X509(NULL, &at, der.length);
}

static char signer_of(const octets *messages, int count)
{
    octets rest = basic_of(messages[0]), inside, listed = {NULL, 0};
    octets tbs = next(&rest, &inside), algorithm = next(&rest, &inside), signature = next(&rest, &inside);
    X509 *issuer = read_certificate(messages[1]);
    char result = 'N';

    if (signature.at == NULL || issuer == NULL) {
        X509_free(issuer);
        return result;
    }
    if (verifies(tbs, algorithm, signature, X509_get0_pubkey(issuer)))
        result = 'I';
    next(&rest, &inside); /* [0] */
    rest = inside;
    next(&rest, &listed);
    for (int i = 2; result == 'N' && (i < count || listed.length > 0);) {
        octets der = i < count ? messages[i++] : next(&listed, &inside);
        X509 *certificate = read_certificate(der);

        if (der.at == NULL)
            break;
        if (certificate != NULL && is_delegate(certificate, issuer) &&
            verifies(tbs, algorithm, signature, X509_get0_pubkey(certificate)))
            result = 'D';
        X509_free(certificate);
    }
    X509_free(issuer);
    return result;
}

/* Without the embedded certificates, which decide nothing where libcrypto cannot read one. */
static OCSP_BASICRESP *read_signed_part(octets response)
{
    octets rest = basic_of(response), inside;
    const unsigned char *start = rest.at, *at;
    unsigned char *copy, *into;
    OCSP_BASICRESP *basic;
    long length;

    for (int i = 0; i < 3; i++)
        next(&rest, &inside);
    if (start == NULL)
        return NULL;
    length = (long)(rest.at - start);
    copy = malloc((size_t)length + 16);
    if (copy == NULL)
        return NULL;
    into = copy;
    ASN1_put_object(&into, 1, (int)length, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    memcpy(into, start, (size_t)length);
    at = copy;
    basic = d2i_OCSP_BASICRESP(NULL, &at, (long)(into - copy) + length);
    free(copy);
    return basic;
}

static void print_entries(octets response)
{
    OCSP_BASICRESP *basic = read_signed_part(response);

    if (basic == NULL)
        printf(" ?");
    for (int i = 0; basic != NULL && i < OCSP_resp_count(basic); i++) {
        OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);
        ASN1_INTEGER *serial = NULL;
        BIGNUM *number;
        char *text;

        OCSP_id_get0_info(NULL, NULL, NULL, &serial, (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(single));
        number = ASN1_INTEGER_to_BN(serial, NULL);
        text = BN_bn2hex(number);
        printf(" %s:%d", text, OCSP_single_get0_status(single, NULL, NULL, NULL, NULL));
        OPENSSL_free(text);
        BN_free(number);
    }
    OCSP_BASICRESP_free(basic);
}

static int read_octets(octets *into)
{
    unsigned char header[4], *data;

    if (fread(header, 1, sizeof header, stdin) != sizeof header)
        return 0;
    into->length = (long)header[0] << 24 | (long)header[1] << 16 | (long)header[2] << 8 | header[3];
    data = malloc((size_t)into->length + 1);
    into->at = data;
    return data != NULL && fread(data, 1, (size_t)into->length, stdin) == (size_t)into->length;
}

int main(void)
{
    int count;

    while ((count = getchar()) != EOF) {
        octets messages[256];

        for (int i = 0; i < count; i++)
            if (!read_octets(&messages[i]))
                return 1;
        printf("%c", signer_of(messages, count));
        print_entries(messages[0]);
        puts("");
        for (int i = 0; i < count; i++)
            free((void *)messages[i].at);
        ERR_clear_error();
    }
    return 0;
}
