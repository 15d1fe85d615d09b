/*
 * The values of the known extensions: what rows they give, that the writer makes the same DER of those rows, and that
 * each value cut off or with a bit flipped stays inside its input. The DER is spelled out by hand from the ASN.1 that
 * stands beside it.
 */
#include "value.h"

#define ABSENT (-1)
#define CELLS 16

/* A Name of 15 octets, CN=CA. */
#define NAME "300d310b300906035504030c024341"

/* SerializedSCT: v1, 32 octets of log id, 8 of timestamp, no extensions, SHA-256, ECDSA, a signature of 2. */
#define SCT "00 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 0000018000000000 0000 0403 0002 abcd"

typedef struct {
    ocsp_oid id;
    const char *der;
    int cell_count;
    int32_t cells[CELLS];
} example;

static const example examples[] = {
    /* OCTET STRING, RFC 6960 4.4.1, and without one, RFC 2560 */
    {OCSP_OID_NONCE, "0404 01020304", 2, {2, 4}},
    {OCSP_OID_NONCE, "0400", 2, {2, 0}},
    {OCSP_OID_NONCE, "01020304", 2, {0, 4}},
    {OCSP_OID_NONCE, "", 2, {0, 0}},
    {OCSP_OID_NONCE, "04", 2, {0, 1}},
    {OCSP_OID_NONCE, "0401 aabb", 2, {0, 4}},
    {OCSP_OID_NONCE, "0403 aabb", 2, {0, 4}},
    {OCSP_OID_NONCE, "0480 aabb0000", 2, {0, 6}},
    /* SEQUENCE { id-pkix-ocsp-basic, 1.2.3.4 } */
    {OCSP_OID_ACCEPTABLE_RESPONSES, "3010 0609 2b0601050507300101 0603 2a0304", 4, {4, 9, 15, 3}},
    {OCSP_OID_ACCEPTABLE_RESPONSES, "3000", 0, {0}},
    /* SEQUENCE { id-kp-OCSPSigning } */
    {OCSP_OID_EXT_KEY_USAGE, "300a 0608 2b06010505070309", 2, {4, 8}},
    /* SEQUENCE { SEQUENCE { SEQUENCE { ecdsa-with-SHA256 } } } */
    {OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS,
     "300e 300c 300a 0608 2a8648ce3d040302",
     7,
     {4, 12, OCSP_SIGNATURE_ECDSA_SHA256, 8, 8, ABSENT, 0}},
    /* ... of sha256WithRSAEncryption, NULL with rsaEncryption, NULL, and of 1.2.3.4 */
    {OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS,
     "302b 301e 300d 0609 2a864886f70d01010b 0500 300d 0609 2a864886f70d010101 0500 3009 3007 0603 2a0304 0500",
     14,
     {4, 15, OCSP_SIGNATURE_RSA_SHA256, 8, 9, 17, 2, 36, 9, 0, 40, 3, 43, 2}},
    /* SEQUENCE { Name, SEQUENCE { SEQUENCE { id-ad-ocsp, [6] "http://a" }, SEQUENCE { id-ad-caIssuers, [6] "x" } } } */
    {OCSP_OID_SERVICE_LOCATOR,
     "3036 " NAME " 3025 3014 0608 2b06010505073001 8608 687474703a2f2f61 300d 0608 2b06010505073002 8601 78",
     8,
     {2, 15, OCSP_OID_AD_OCSP, 33, 8, OCSP_OID_AD_CA_ISSUERS, 55, 1}},
    {OCSP_OID_SERVICE_LOCATOR, "300f " NAME, 2, {2, 15}},
    /* SEQUENCE { SEQUENCE { id-ad-ocsp, [2] "a" }, SEQUENCE { 1.2.3.4, [6] "b" }, SEQUENCE { 1.2.3.4, [4] Name } } */
    {OCSP_OID_AUTHORITY_INFO_ACCESS,
     "3031 300d 0608 2b06010505073001 8201 61 3008 0603 2a0304 8601 62 3016 0603 2a0304 a40f " NAME,
     9,
     {OCSP_OID_AD_OCSP, ABSENT, 0, 0, 26, 1, 0, ABSENT, 0}},
    /* 2024-02-29 00:00:01 and 9999-12-31 23:59:59; days by `date -u -d ... +%s`, divided by 86400 */
    {OCSP_OID_ARCHIVE_CUTOFF, "180f 32303234303232393030303030315a", 2, {19782, 1000}},
    {OCSP_OID_INVALIDITY_DATE, "180f 39393939313233313233353935395a", 2, {2932896, 86399000}},
    /* SEQUENCE { [0] IA5String "http://a", [1] INTEGER 256, [2] 2024-02-29 00:00:01 }, all OPTIONAL */
    {OCSP_OID_CRL_REFERENCES,
     "3025 a00a 1608 687474703a2f2f61 a104 0202 0100 a211 180f 32303234303232393030303030315a",
     6,
     {6, 8, 18, 2, 19782, 1000}},
    {OCSP_OID_CRL_REFERENCES, "3006 a104 0202 0100", 6, {ABSENT, 0, 6, 2, 0, -1}},
    {OCSP_OID_CRL_REFERENCES, "3000", 6, {ABSENT, 0, ABSENT, 0, 0, -1}},
    {OCSP_OID_CRL_REASON, "0a01 0a", 1, {OCSP_REASON_AA_COMPROMISE}},
    /* SEQUENCE { [2] "a", [4] Name, [4] Name } */
    {OCSP_OID_CERTIFICATE_ISSUER, "3025 8201 61 a40f " NAME " a40f " NAME, 4, {7, 15, 24, 15}},
    /* OCTET STRING of a list of 98 octets, RFC 6962 3.3; the second SCT is of version 255 */
    {OCSP_OID_SIGNED_CERTIFICATE_TIMESTAMPS,
     "0438 0036 0031 " SCT " 0001 ff",
     11,
     {0, 7, 32, 39, 8, 49, 0, 4, 3, 53, 2}},
    {OCSP_OID_EXTENDED_REVOKE, "0500", 0, {0}},
    /* SEQUENCE { TRUE, 3 } */
    {OCSP_OID_BASIC_CONSTRAINTS, "3006 0101 ff 0201 03", 0, {0}},
    /* digitalSignature, cRLSign */
    {OCSP_OID_KEY_USAGE, "0302 0182", 0, {0}},
};

/*
 * The writer gives the shape of the newer RFC alone, and no extension of certificates or of CRL entries that responders
 * do not send.
 */
static int is_written(const example *e)
{
    switch (e->id) {
    case OCSP_OID_NONCE:
        return e->cells[0] == 2;
    case OCSP_OID_ACCEPTABLE_RESPONSES:
    case OCSP_OID_SERVICE_LOCATOR:
    case OCSP_OID_ARCHIVE_CUTOFF:
    case OCSP_OID_INVALIDITY_DATE:
    case OCSP_OID_CRL_REFERENCES:
    case OCSP_OID_CRL_REASON:
    case OCSP_OID_EXTENDED_REVOKE:
        return 1;
    default:
        return 0;
    }
}

static void check_written(const example *e, const uint8_t *der, size_t length)
{
    uint8_t *buffer = allocate(length);
    size_t written =
        ocsp_write_extension_value(e->id, der, e->cells, (size_t)e->cell_count * sizeof *e->cells, buffer, length);

    CHECK(written == length && memcmp(buffer, der, length) == 0, "%s is written with %zu octets of %zu", e->der,
          written, length);
    free(buffer);
}

static void check_example(const example *e)
{
    uint8_t octets[256];
    size_t length = from_hex(e->der, octets, sizeof octets);
    uint8_t *der = exact_copy(octets, length);
    int32_t cells[CELLS];
    ocsp_rows rows = rows_in(cells, sizeof cells);
    ocsp_refusal refusal;
    ocsp_error error = ocsp_read_extension_value((ocsp_data){der, length}, e->id, &rows, &refusal);
    size_t cell_count = (size_t)(rows.next - (uint8_t *)cells) / sizeof *cells;

    CHECK(error == OCSP_OK, "%s: %s at %d", e->der, fault_text(refusal.fault), refusal.offset);
    CHECK(cell_count == (size_t)e->cell_count, "%s: %zu cells, expected %d", e->der, cell_count, e->cell_count);
    for (size_t i = 0; i < cell_count && i < (size_t)e->cell_count; i++) {
        CHECK(cells[i] == e->cells[i], "%s: cell %zu is %d, expected %d", e->der, i, cells[i], e->cells[i]);
    }
    if (is_written(e)) {
        check_written(e, der, length);
    }
    free(der);
}

/* All but a nonce, whose octets are free, end where their outermost element ends. */
static void mutate(const example *e)
{
    uint8_t octets[256];
    size_t length = from_hex(e->der, octets, sizeof octets);

    for (size_t cut = 0; cut < length; cut++) {
        uint8_t *der = exact_copy(octets, cut);
        CHECK(check_value(e->id, der, cut) != OCSP_OK || e->id == OCSP_OID_NONCE, "%s, %zu octets, was accepted",
              e->der, cut);
        free(der);
    }
    octets[length] = 0;
    CHECK(check_value(e->id, octets, length + 1) == OCSP_ERR_DER_TRAILING || e->id == OCSP_OID_NONCE,
          "%s with an octet more was accepted", e->der);
    uint8_t *der = exact_copy(octets, length);
    for (size_t bit = 0; bit < 8 * length; bit++) {
        der[bit / 8] ^= (uint8_t)(1u << bit % 8);
        for (unsigned id = 0; id < OCSP_OID_COUNT; id++) {
            check_value((ocsp_oid)id, der, length);
        }
        der[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    free(der);
}

/* What RFC 6962 3.3 does not allow: the offset is that of the length that does not fit. */
static void test_broken_timestamps(void)
{
    static const struct {
        const char *der;
        int32_t offset;
    } broken[] = {
        {"0400", 2},                       /* no length of the list */
        {"0401 00", 2},                    /* half of it */
        {"0402 0000", 4},                  /* no SerializedSCT */
        {"0402 0001", 2},                  /* an octet that is missing */
        {"0403 0000 00", 4},               /* an octet too many */
        {"0404 0002 0000", 6},             /* a SerializedSCT of no octets */
        {"0403 0001 00", 4},               /* half a length of a SerializedSCT */
        {"0405 0003 0002 00", 4},          /* one that ends behind the list */
        {"0405 0003 0001 00", 6},          /* one that ends behind its version */
        {"0436 0034 0032 " SCT " 00", 55}, /* an octet behind the signature */
    };

    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        uint8_t octets[128];
        size_t length = from_hex(broken[i].der, octets, sizeof octets);
        uint8_t *der = exact_copy(octets, length);
        ocsp_refusal refusal;
        ocsp_error error =
            ocsp_read_extension_value((ocsp_data){der, length}, OCSP_OID_SIGNED_CERTIFICATE_TIMESTAMPS, NULL, &refusal);
        CHECK(error == OCSP_ERR_SCT_LIST && refusal.fault == OCSP_FAULT_SCT_LENGTH &&
                  refusal.offset == broken[i].offset,
              "%s: %s at %d, expected SCT_LENGTH at %d", broken[i].der, fault_text(refusal.fault), refusal.offset,
              broken[i].offset);
        free(der);
    }
}

/* PreferredSignatureAlgorithms of every known algorithm: each is read as what it was written as. */
static void test_preferred_algorithms(void)
{
    for (int32_t i = 1; i < OCSP_SIGNATURE_COUNT; i++) {
        uint8_t buffer[128];
        ocsp_number number = {i};
        ocsp_algorithm algorithm = {0};
        ocsp_rows rows = rows_in(&algorithm, sizeof algorithm);
        ocsp_refusal refusal;
        size_t written = ocsp_write_extension_value(OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS, buffer, &number,
                                                    sizeof number, buffer, sizeof buffer);
        uint8_t *der = exact_copy(buffer + sizeof buffer - written, written);
        ocsp_error error = ocsp_read_extension_value((ocsp_data){der, written}, OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS,
                                                     &rows, &refusal);
        CHECK(error == OCSP_OK && algorithm.signature == i, "signature algorithm %d is read as %d: %s", i,
              algorithm.signature, fault_text(refusal.fault));
        free(der);
    }
}

int main(void)
{
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        check_example(&examples[i]);
        mutate(&examples[i]);
    }
    test_broken_timestamps();
    test_preferred_algorithms();
    return checks_end();
}
