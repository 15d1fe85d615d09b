/*
 * OpenSSL's libcrypto as a judge: frames on stdin (see judge.js), a line of JSON for each on stdout: null when the
 * message is decoded by the d2i functions and uses all its bytes, else the reasons and fields of libcrypto's error
 * queue.
 */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

static const char *judge_request(const unsigned char *der, long length)
{
    const unsigned char *at = der;
    OCSP_REQUEST *request = d2i_OCSP_REQUEST(NULL, &at, length);
    const char *reason = request == NULL ? "" : at != der + length ? "bytes left over" : NULL;

    OCSP_REQUEST_free(request);
    return reason;
}

/* The BasicOCSPResponse, of a message whose status says that there is one. */
static const char *judge_basic(OCSP_RESPONSE *response)
{
    OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
    const char *reason = basic == NULL ? "" : NULL;

    OCSP_BASICRESP_free(basic);
    return reason;
}

static const char *judge_response(const unsigned char *der, long length)
{
    const unsigned char *at = der;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, length);
    const char *reason = response == NULL ? "" : at != der + length ? "bytes left over" : NULL;

    if (reason == NULL && OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
        reason = judge_basic(response);
    OCSP_RESPONSE_free(response);
    return reason;
}

static const char *judge_certificate(const unsigned char *der, long length)
{
    const unsigned char *at = der;
    X509 *certificate = d2i_X509(NULL, &at, length);
    const char *reason = certificate == NULL ? "" : at != der + length ? "bytes left over" : NULL;

    X509_free(certificate);
    return reason;
}

static void print_reason(const char *reason)
{
    const char *data;
    unsigned long code;
    int flags;

    if (reason == NULL) {
        puts("null");
        ERR_clear_error();
        return;
    }
    printf("\"%s", reason);
    while ((code = ERR_get_error_all(NULL, NULL, NULL, &data, &flags)) != 0) {
        const char *text = ERR_reason_error_string(code);

        printf("%s%s%s; ", text == NULL ? "?" : text, (flags & ERR_TXT_STRING) && *data ? " " : "",
               (flags & ERR_TXT_STRING) ? data : "");
    }
    puts("\"");
}

int main(void)
{
    unsigned char header[5];

    while (fread(header, 1, sizeof header, stdin) == sizeof header) {
        size_t length = (size_t)header[1] << 24 | (size_t)header[2] << 16 | (size_t)header[3] << 8 | header[4];
        unsigned char *der = malloc(length + 1);

        if (der == NULL || fread(der, 1, length, stdin) != length)
            return 1;
        switch (header[0]) {
        case 'Q':
            print_reason(judge_request(der, (long)length));
            break;
        case 'R':
            print_reason(judge_response(der, (long)length));
            break;
        case 'C':
            print_reason(judge_certificate(der, (long)length));
            break;
        default:
            return 1;
        }
        free(der);
    }
    return 0;
}
