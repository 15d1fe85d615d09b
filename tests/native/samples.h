/*
 * The samples that the native tests read: some made with OpenSSL 3.0, below, and every .der and .pem file of the test
 * vectors, where those are (../shared/vectors, or the directory that OCSP_VECTORS names).
 */
#ifndef SAMPLES_H
#define SAMPLES_H

#include "harness.h"

#include <bearssl.h>

#include <ftw.h>
#include <sys/stat.h>

#define SAMPLE_LIMIT 1024

typedef struct {
    char name[64];
    uint8_t *der;
    size_t length;
} sample;

static sample samples[SAMPLE_LIMIT];
static size_t sample_count;

/*
 * openssl ocsp -issuer ca.pem -cert ee.pem -sha256 -serial 2 -sha1 -serial 3 -signer ocsp.pem -signkey ocsp.key -reqout
 * request.der openssl ocsp -index index.txt -CA ca.pem -rsigner ocsp.pem -rkey ocsp.key -reqin request.der -respout
 * response.der -ndays 7 -resp_key_id index.txt has the first as revoked for keyCompromise, the second as valid and not
 * the third; the keys of the CA and of the delegate are on P-256. The certificates are of the keys `openssl genrsa
 * 512`, `openssl dsaparam 1024` and `openssl genpkey -algorithm RSA-PSS`.
 */
static const struct {
    const char *name, *pem;
} built_samples[] = {
    {"request", "-----BEGIN OCSP REQUEST-----\n"
                "MIIDKzCCARuhE6QRMA8xDTALBgNVBAMMBE9DU1Awgd4wRDBCMAkGBSsOAwIaBQAE\n"
                "FLCd34ic5Fx/oGqksewoowyk0EG0BBSBcgkyhGDIzDUhxhOo22vclg666AIJASNF\n"
                "Z4mrze8BMFgwVjANBglghkgBZQMEAgEFAAQgSctjji6Ou/BhBiqHxaN225hWEEru\n"
                "Xotmp4uZLiOMM+UEIOiBEmeW5Ft/eXe+dTqbGQVJBa6yQKbZC28jhX3uFGKuAgEC\n"
                "MDwwOjAJBgUrDgMCGgUABBSwnd+InORcf6BqpLHsKKMMpNBBtAQUgXIJMoRgyMw1\n"
                "IcYTqNtr3JYOuugCAQOiIzAhMB8GCSsGAQUFBzABAgQSBBB0al4X9NvZKiq83pq8\n"
                "RT8noIICCDCCAgQwCgYIKoZIzj0EAwIDSAAwRQIhAP1HX6E52wIEhZG5rw7V+Rft\n"
                "KGBv6sYnHNXepfdW5nwMAiBG/oWd9AetdFQkdEi/enOWxH9kmOXO+q4vtdEfwTSD\n"
                "5qCCAaowggGmMIIBojCCAUegAwIBAgIBAjAKBggqhkjOPQQDAjApMQswCQYDVQQG\n"
                "EwJOTDENMAsGA1UECgwEVGVzdDELMAkGA1UEAwwCQ0EwIBcNMjYxMTIxMDQxMzM3\n"
                "WhgPMjEyNjEwMjgwNDEzMzdaMA8xDTALBgNVBAMMBE9DU1AwWTATBgcqhkjOPQIB\n"
                "BggqhkjOPQMBBwNCAARzbWLxKnaUo2Mv56eAc7BvqOraTgKzq0aDEiU/GwaEbtlE\n"
                "mNMprXpBbLMI8dFgR8C+hl2t3qWXbccJgk19PX9Do3gwdjAOBgNVHQ8BAf8EBAMC\n"
                "B4AwEwYDVR0lBAwwCgYIKwYBBQUHAwkwDwYJKwYBBQUHMAEFBAIFADAdBgNVHQ4E\n"
                "FgQUt48EoybplRD/D7gBgiMUNKdEDC8wHwYDVR0jBBgwFoAUgXIJMoRgyMw1IcYT\n"
                "qNtr3JYOuugwCgYIKoZIzj0EAwIDSQAwRgIhAJ3FxSXirUwQnOvQrGKAn5okq7Dp\n"
                "K/p1w6EXT1a3UCAIAiEA+okqwp2iSBxiQ0n8LRAPU3I62lvNLdsnCxj3GqNBOJQ=\n"
                "-----END OCSP REQUEST-----\n"},
    {"response", "-----BEGIN OCSP RESPONSE-----\n"
                 "MIID3woBAKCCA9gwggPUBgkrBgEFBQcwAQEEggPFMIIDwTCCAbmiFgQUt48Eoybp\n"
                 "lRD/D7gBgiMUNKdEDC8YDzIwMjYxMTIxMDQxMzM3WjCCAWcwgYAwQjAJBgUrDgMC\n"
                 "GgUABBSwnd+InORcf6BqpLHsKKMMpNBBtAQUgXIJMoRgyMw1IcYTqNtr3JYOuugC\n"
                 "CQEjRWeJq83vAaEWGA8yMDI0MDIwMzA0MDUwNlqgAwoBARgPMjAyNjExMjEwNDEz\n"
                 "MzdaoBEYDzIwMjYxMTI4MDQxMzM3WjB+MFYwDQYJYIZIAWUDBAIBBQAEIEnLY44u\n"
                 "jrvwYQYqh8WjdtuYVhBK7l6LZqeLmS4jjDPlBCDogRJnluRbf3l3vnU6mxkFSQWu\n"
                 "skCm2QtvI4V97hRirgIBAoAAGA8yMDI2MTEyMTA0MTMzN1qgERgPMjAyNjExMjgw\n"
                 "NDEzMzdaMGIwOjAJBgUrDgMCGgUABBSwnd+InORcf6BqpLHsKKMMpNBBtAQUgXIJ\n"
                 "MoRgyMw1IcYTqNtr3JYOuugCAQOCABgPMjAyNjExMjEwNDEzMzdaoBEYDzIwMjYx\n"
                 "MTI4MDQxMzM3WqEjMCEwHwYJKwYBBQUHMAECBBIEEHRqXhf029kqKrzemrxFPycw\n"
                 "CgYIKoZIzj0EAwIDSAAwRQIgeggVdV0ZdGMoKaD6gO0yNTW7hvgZu/Yjyyjdx48+\n"
                 "710CIQDrVbSYbc7MWhIXLRoXV0nkTnvXfJ2ChUCr7NAo1NowzaCCAaowggGmMIIB\n"
                 "ojCCAUegAwIBAgIBAjAKBggqhkjOPQQDAjApMQswCQYDVQQGEwJOTDENMAsGA1UE\n"
                 "CgwEVGVzdDELMAkGA1UEAwwCQ0EwIBcNMjYxMTIxMDQxMzM3WhgPMjEyNjEwMjgw\n"
                 "NDEzMzdaMA8xDTALBgNVBAMMBE9DU1AwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\n"
                 "AARzbWLxKnaUo2Mv56eAc7BvqOraTgKzq0aDEiU/GwaEbtlEmNMprXpBbLMI8dFg\n"
                 "R8C+hl2t3qWXbccJgk19PX9Do3gwdjAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAww\n"
                 "CgYIKwYBBQUHAwkwDwYJKwYBBQUHMAEFBAIFADAdBgNVHQ4EFgQUt48EoybplRD/\n"
                 "D7gBgiMUNKdEDC8wHwYDVR0jBBgwFoAUgXIJMoRgyMw1IcYTqNtr3JYOuugwCgYI\n"
                 "KoZIzj0EAwIDSQAwRgIhAJ3FxSXirUwQnOvQrGKAn5okq7DpK/p1w6EXT1a3UCAI\n"
                 "AiEA+okqwp2iSBxiQ0n8LRAPU3I62lvNLdsnCxj3GqNBOJQ=\n"
                 "-----END OCSP RESPONSE-----\n"},
    {"certificate (RSA)", "-----BEGIN CERTIFICATE-----\n"
                          "MIICFDCCAbugAwIBAgIJASNFZ4mrze8BMAoGCCqGSM49BAMCMCkxCzAJBgNVBAYT\n"
                          "Ak5MMQ0wCwYDVQQKDARUZXN0MQswCQYDVQQDDAJDQTAgFw0yNjExMjEwNDEzMzda\n"
                          "GA8yMTI2MTAyODA0MTMzN1owIzENMAsGA1UECgwEVGVzdDESMBAGA1UEAwwJYS5l\n"
                          "eGFtcGxlMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAOxZLqr9dLKB5WnsIXgpALB5\n"
                          "TQT6DZKKX30/Du1DRh+T3TEkBevcMS/wcO90DRmk+Ci0wGqXzg3IEAhG7ag/kF0C\n"
                          "AwEAAaOBzDCByTBWBggrBgEFBQcBAQRKMEgwIAYIKwYBBQUHMAGGFGh0dHA6Ly9v\n"
                          "Y3NwLmV4YW1wbGUvMCQGCCsGAQUFBzAChhhodHRwOi8vY2EuZXhhbXBsZS9jYS5j\n"
                          "ZXIwEwYDVR0lBAwwCgYIKwYBBQUHAwEwGgYDVR0RBBMwEYIJYS5leGFtcGxlhwTA\n"
                          "AAIBMB0GA1UdDgQWBBRLi8Gxgtbwe2kMUo4ylLXhvEjKvzAfBgNVHSMEGDAWgBSB\n"
                          "cgkyhGDIzDUhxhOo22vclg666DAKBggqhkjOPQQDAgNHADBEAiB9uCK42JPZTTkB\n"
                          "9jMCsOarmPWzvXcK4pClwJ2AN9I1pwIgbWeSX6Q3F0qWS73RREn2FVqRULcuWjKq\n"
                          "ksLiS2GvCtE=\n"
                          "-----END CERTIFICATE-----\n"},
    {"certificate (DSA)", "-----BEGIN CERTIFICATE-----\n"
                          "MIIChzCCAi4CAQMwCgYIKoZIzj0EAwIwKTELMAkGA1UEBhMCTkwxDTALBgNVBAoM\n"
                          "BFRlc3QxCzAJBgNVBAMMAkNBMCAXDTI2MTEyMTA0MTQ1N1oYDzIxMjYxMDI4MDQx\n"
                          "NDU3WjAOMQwwCgYDVQQDDANEU0EwggG+MIIBMwYHKoZIzjgEATCCASYCgYEAgLS6\n"
                          "HXuZ9nERFiCyqmptQPGxTXfBhLCLyallZL33CW/6Wvb59ASGC3UlOVwyY78Bi/oi\n"
                          "TQsDdx7EiruNVJG0tpvE58IVX5ELN7N/loM61BhZaIh2pqwVo+kyqBBnB/GYidzF\n"
                          "/wiJDoWN5AQ5pCag9AHAtv8cR7GpVSkoGhi3Ec0CHQDJfZyxGBX9PyjooN+Wwetw\n"
                          "OuYbElWHvg50kzQjAoGAXd83b1Eelou9kQdlxqotsqW2zggAS6+5fv6c/oayHNMD\n"
                          "3um6mosrKT11oSt6bKfX2qHnIno+Jc61z/ZK9uWxZTZaiCmjylhhVi2WzRUEu60s\n"
                          "iZHRFIef3hjitdP4MrLd2bIh6VZ1siQpxLsqIsyeeeYB6MEAifkeF4+MhWFfCmMD\n"
                          "gYQAAoGANB6907qHEHwilhmG83YdY5bayn+LoBiSOK8U4HCRmdUsRpNAZG+ifUo4\n"
                          "1+5DKQQX1PN1NBYtefB5AJ+nInSy+IacJHOQbqNUKHXFXFepOCHyDjMTjmBhKHAe\n"
                          "twVJuII1iwp2ZG16tMITmX2a+c5+KUbqpcdkC+0+1ffCYBTjLrowCgYIKoZIzj0E\n"
                          "AwIDRwAwRAIgXX4JFmxIXDISJ7h4vTNe7Rgk9TxZ6uCcNXp70h2goSsCIAmpdSiv\n"
                          "Pz7zAEJY0OuzmBNBfn3/EDdi8g2mD5pZALv4\n"
                          "-----END CERTIFICATE-----\n"},
    {"certificate (RSA-PSS)", "-----BEGIN CERTIFICATE-----\n"
                              "MIICqzCCAeCgAwIBAgIBBDBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAwQCAQUA\n"
                              "oRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAQUAogMCASAwKTELMAkGA1UEBhMC\n"
                              "TkwxDTALBgNVBAoMBFRlc3QxCzAJBgNVBAMMAkNBMCAXDTI2MTEyMTA0MTQ1N1oY\n"
                              "DzIxMjYxMDI4MDQxNDU3WjApMQswCQYDVQQGEwJOTDENMAsGA1UECgwEVGVzdDEL\n"
                              "MAkGA1UEAwwCQ0EwgdMwQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgEFAKEc\n"
                              "MBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEgA4GNADCBiQKBgQDCpkYe\n"
                              "+6SJlWvRUGFonm86aE72cID2gTrtdC1l2vbBG4c6KPZ6UzS45dgH/O53Gp5hUiRN\n"
                              "5+Vvuax9Kf9T0AdUd7OdVJAtmy5BaLChSFS4GnAq2eQST5UTTrcyAETvDpiUU0Ib\n"
                              "Y1mSuGHSJycPKxjmgDyi7ANUY6gWlzL16NJIsQIDAQABo0UwQzASBgNVHRMBAf8E\n"
                              "CDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBhjAdBgNVHQ4EFgQUG7EjGsrS33sMOIL/\n"
                              "KxyqbStP+GwwQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqG\n"
                              "SIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEgA4GBABWBpJm+8XiXbZi0c2cEWnAn\n"
                              "JNwdgik07+3OMK9+GY9GqVhF0sPAAb3XYS+8q1asqrVOhUpVRW2ZRzPnbblz48zC\n"
                              "g9Ftyd/8wInQ+N9DlEYcYj0wmzEStt/ty/4NHBcz1tBwWR0bsxKWvskRWLkD9Ml9\n"
                              "5NSWzjAIWXwD6D5epmvd\n"
                              "-----END CERTIFICATE-----\n"},
};

static inline void add_sample(const char *name, const uint8_t *der, size_t length)
{
    sample *added = &samples[sample_count++];

    if (sample_count > SAMPLE_LIMIT) {
        abort();
    }
    snprintf(added->name, sizeof added->name, "%s", name);
    added->der = exact_copy(der, length);
    added->length = length;
}

typedef struct {
    uint8_t octets[65536];
    size_t length;
} pem_contents;

static inline void append_pem(void *context, const void *data, size_t length)
{
    pem_contents *contents = context;

    if (length > sizeof contents->octets - contents->length) {
        abort();
    }
    memcpy(contents->octets + contents->length, data, length);
    contents->length += length;
}

/* A sample for each block of the text that is no key. */
static inline void add_pem_samples(const char *name, const char *text, size_t length)
{
    static pem_contents contents;
    br_pem_decoder_context decoder;

    br_pem_decoder_init(&decoder);
    while (length > 0) {
        size_t taken = br_pem_decoder_push(&decoder, text, length);
        text += taken;
        length -= taken;
        switch (br_pem_decoder_event(&decoder)) {
        case BR_PEM_BEGIN_OBJ:
            contents.length = 0;
            br_pem_decoder_setdest(&decoder, append_pem, &contents);
            break;
        case BR_PEM_END_OBJ:
            if (strstr(br_pem_decoder_name(&decoder), "KEY") == NULL) {
                add_sample(name, contents.octets, contents.length);
            }
            break;
        case BR_PEM_ERROR:
            CHECK(0, "%s is not PEM", name);
            return;
        default:
            break;
        }
    }
}

static inline int ends_with(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

static inline int add_file(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    static uint8_t contents[65536];
    int is_pem = ends_with(path, ".pem");
    FILE *file;
    size_t length;

    (void)status;
    if (type != FTW_F || !(is_pem || ends_with(path, ".der"))) {
        return 0;
    }
    file = fopen(path, "rb");
    if (file == NULL) {
        return 1;
    }
    length = fread(contents, 1, sizeof contents, file);
    fclose(file);
    if (length == sizeof contents) {
        return 1;
    }
    if (is_pem) {
        add_pem_samples(path + walk->base, (const char *)contents, length);
    } else {
        add_sample(path + walk->base, contents, length);
    }
    return 0;
}

static inline void load_samples(void)
{
    const char *directory = getenv("OCSP_VECTORS");
    struct stat status;

    for (size_t i = 0; i < COUNT_OF(built_samples); i++) {
        add_pem_samples(built_samples[i].name, built_samples[i].pem, strlen(built_samples[i].pem));
    }
    CHECK(sample_count == COUNT_OF(built_samples), "%zu samples", sample_count);
    if (directory == NULL) {
        directory = "../shared/vectors";
    }
    if (stat(directory, &status) != 0) {
        printf("  no test vectors at %s: only the %zu samples built in\n", directory, sample_count);
    } else if (nftw(directory, add_file, 16, FTW_PHYS) != 0) {
        CHECK(0, "a file of %s cannot be read", directory);
    }
}

/* One that is built in. */
static inline const sample *sample_named(const char *name)
{
    for (size_t i = 0; i < sample_count; i++) {
        if (strcmp(samples[i].name, name) == 0) {
            return &samples[i];
        }
    }
    abort();
}

#endif
