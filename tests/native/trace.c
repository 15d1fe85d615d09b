/*
 * The trace covers every sample without a gap: it is a tree in the order of the bytes, its leaves and headers cover
 * each octet once (tree.h), and it changes nothing about what else is read (message.h). The names are held against what
 * `openssl asn1parse` shows.
 */
#include "message.h"
#include "samples.h"

static reading result;

/*
 * What is expected of one node; path: "/name" for each depth, "[index]" for an element of a list, "" where there is no
 * name.
 */
typedef struct {
    int32_t depth, offset;
    unsigned tag;
    const char *name;
} expected_node;

/*
 * The upper levels, all nodes down to the depth of the deepest one listed. Offsets, depths and tags are those of
 * `openssl asn1parse -i` on the sample, of contents that it does not open by -strparse; the names are those of RFC 6960
 * 4.1.1 and 4.2.1 and RFC 5280 4.1. Explicit tags have the field's name, what they hold has none; what an OCTET STRING
 * holds has that of its type.
 */
static const expected_node request_nodes[] = {
    {0, 0, 0x30, "OCSPRequest"},
    {1, 4, 0x30, "tbsRequest"},
    {2, 8, 0xa1, "requestorName"},
    {3, 10, 0xa4, ""},
    {4, 12, 0x30, "directoryName"},
    {5, 14, 0x31, "[0]"},
    {2, 29, 0x30, "requestList"},
    {3, 32, 0x30, "[0]"},
    {4, 34, 0x30, "reqCert"},
    {5, 36, 0x30, "hashAlgorithm"},
    {5, 47, 0x04, "issuerNameHash"},
    {5, 69, 0x04, "issuerKeyHash"},
    {5, 91, 0x02, "serialNumber"},
    {3, 102, 0x30, "[1]"},
    {4, 104, 0x30, "reqCert"},
    {5, 106, 0x30, "hashAlgorithm"},
    {5, 121, 0x04, "issuerNameHash"},
    {5, 155, 0x04, "issuerKeyHash"},
    {5, 189, 0x02, "serialNumber"},
    {3, 192, 0x30, "[2]"},
    {4, 194, 0x30, "reqCert"},
    {5, 196, 0x30, "hashAlgorithm"},
    {5, 207, 0x04, "issuerNameHash"},
    {5, 229, 0x04, "issuerKeyHash"},
    {5, 251, 0x02, "serialNumber"},
    {2, 254, 0xa2, "requestExtensions"},
    {3, 256, 0x30, ""},
    {4, 258, 0x30, "[0]"},
    {5, 260, 0x06, "extnID"},
    {5, 271, 0x04, "extnValue"},
    {1, 291, 0xa0, "optionalSignature"},
    {2, 295, 0x30, ""},
    {3, 299, 0x30, "signatureAlgorithm"},
    {4, 301, 0x06, "algorithm"},
    {3, 311, 0x03, "signature"},
    {3, 385, 0xa0, "certs"},
    {4, 389, 0x30, ""},
    {5, 393, 0x30, "[0]"},
};

/* From 30 on by -strparse 26: its offsets are 30 less, its depths 4. */
static const expected_node response_nodes[] = {
    {0, 0, 0x30, "OCSPResponse"},
    {1, 4, 0x0a, "responseStatus"},
    {1, 7, 0xa0, "responseBytes"},
    {2, 11, 0x30, ""},
    {3, 15, 0x06, "responseType"},
    {3, 26, 0x04, "response"},
    {4, 30, 0x30, "BasicOCSPResponse"},
    {5, 34, 0x30, "tbsResponseData"},
    {6, 38, 0xa2, "responderID"},
    {7, 40, 0x04, "byKey"},
    {6, 62, 0x18, "producedAt"},
    {6, 79, 0x30, "responses"},
    {7, 83, 0x30, "[0]"},
    {8, 86, 0x30, "certID"},
    {9, 88, 0x30, "hashAlgorithm"},
    {9, 99, 0x04, "issuerNameHash"},
    {9, 121, 0x04, "issuerKeyHash"},
    {9, 143, 0x02, "serialNumber"},
    {8, 154, 0xa1, "certStatus"},
    {9, 156, 0x18, "revocationTime"},
    {9, 173, 0xa0, "revocationReason"},
    {8, 178, 0x18, "thisUpdate"},
    {8, 195, 0xa0, "nextUpdate"},
    {9, 197, 0x18, ""},
    {7, 214, 0x30, "[1]"},
    {8, 216, 0x30, "certID"},
    {9, 218, 0x30, "hashAlgorithm"},
    {9, 233, 0x04, "issuerNameHash"},
    {9, 267, 0x04, "issuerKeyHash"},
    {9, 301, 0x02, "serialNumber"},
    {8, 304, 0x80, "certStatus"},
    {8, 306, 0x18, "thisUpdate"},
    {8, 323, 0xa0, "nextUpdate"},
    {9, 325, 0x18, ""},
    {7, 342, 0x30, "[2]"},
    {8, 344, 0x30, "certID"},
    {9, 346, 0x30, "hashAlgorithm"},
    {9, 357, 0x04, "issuerNameHash"},
    {9, 379, 0x04, "issuerKeyHash"},
    {9, 401, 0x02, "serialNumber"},
    {8, 404, 0x82, "certStatus"},
    {8, 406, 0x18, "thisUpdate"},
    {8, 423, 0xa0, "nextUpdate"},
    {9, 425, 0x18, ""},
    {6, 442, 0xa1, "responseExtensions"},
    {7, 444, 0x30, ""},
    {8, 446, 0x30, "[0]"},
    {9, 448, 0x06, "extnID"},
    {9, 459, 0x04, "extnValue"},
    {5, 479, 0x30, "signatureAlgorithm"},
    {6, 481, 0x06, "algorithm"},
    {5, 491, 0x03, "signature"},
    {5, 565, 0xa0, "certs"},
    {6, 569, 0x30, ""},
    {7, 573, 0x30, "[0]"},
    {8, 577, 0x30, "tbsCertificate"},
    {9, 581, 0xa0, "version"},
    {9, 586, 0x02, "serialNumber"},
    {9, 589, 0x30, "signature"},
    {9, 601, 0x30, "issuer"},
    {9, 644, 0x30, "validity"},
    {9, 678, 0x30, "subject"},
    {9, 695, 0x30, "subjectPublicKeyInfo"},
    {9, 786, 0xa3, "extensions"},
    {8, 908, 0x30, "signatureAlgorithm"},
    {9, 910, 0x06, "algorithm"},
    {8, 920, 0x03, "signatureValue"},
};

/*
 * All of it. The key in the BIT STRING at 167 by -strparse 167: its offsets are 170 less. The values of the extensions
 * likewise: at 264, 347, 368, 396, 427. An extension that is not decoded has elements without names.
 */
static const expected_node certificate_nodes[] = {
    {0, 0, 0x30, "Certificate"},
    {1, 4, 0x30, "tbsCertificate"},
    {2, 8, 0xa0, "version"},
    {3, 10, 0x02, ""},
    {2, 13, 0x02, "serialNumber"},
    {2, 24, 0x30, "signature"},
    {3, 26, 0x06, "algorithm"},
    {2, 36, 0x30, "issuer"},
    {3, 38, 0x31, "[0]"},
    {4, 40, 0x30, "[0]"},
    {5, 42, 0x06, "type"},
    {5, 47, 0x13, "value"},
    {3, 51, 0x31, "[1]"},
    {4, 53, 0x30, "[0]"},
    {5, 55, 0x06, "type"},
    {5, 60, 0x0c, "value"},
    {3, 66, 0x31, "[2]"},
    {4, 68, 0x30, "[0]"},
    {5, 70, 0x06, "type"},
    {5, 75, 0x0c, "value"},
    {2, 79, 0x30, "validity"},
    {3, 81, 0x17, "notBefore"},
    {3, 96, 0x18, "notAfter"},
    {2, 113, 0x30, "subject"},
    {3, 115, 0x31, "[0]"},
    {4, 117, 0x30, "[0]"},
    {5, 119, 0x06, "type"},
    {5, 124, 0x0c, "value"},
    {3, 130, 0x31, "[1]"},
    {4, 132, 0x30, "[0]"},
    {5, 134, 0x06, "type"},
    {5, 139, 0x0c, "value"},
    {2, 150, 0x30, "subjectPublicKeyInfo"},
    {3, 152, 0x30, "algorithm"},
    {4, 154, 0x06, "algorithm"},
    {4, 165, 0x05, "parameters"},
    {3, 167, 0x03, "subjectPublicKey"},
    {4, 170, 0x30, ""},
    {5, 172, 0x02, "modulus"},
    {5, 239, 0x02, "publicExponent"},
    {2, 244, 0xa3, "extensions"},
    {3, 247, 0x30, ""},
    {4, 250, 0x30, "[0]"},
    {5, 252, 0x06, "extnID"},
    {5, 262, 0x04, "extnValue"},
    {6, 264, 0x30, "AuthorityInfoAccessSyntax"},
    {7, 266, 0x30, "[0]"},
    {8, 268, 0x06, "accessMethod"},
    {8, 278, 0x86, "accessLocation"},
    {7, 300, 0x30, "[1]"},
    {8, 302, 0x06, "accessMethod"},
    {8, 312, 0x86, "accessLocation"},
    {4, 338, 0x30, "[1]"},
    {5, 340, 0x06, "extnID"},
    {5, 345, 0x04, "extnValue"},
    {6, 347, 0x30, "ExtKeyUsageSyntax"},
    {7, 349, 0x06, "[0]"},
    {4, 359, 0x30, "[2]"},
    {5, 361, 0x06, "extnID"},
    {5, 366, 0x04, "extnValue"},
    {6, 368, 0x30, ""},
    {7, 370, 0x82, ""},
    {7, 381, 0x87, ""},
    {4, 387, 0x30, "[3]"},
    {5, 389, 0x06, "extnID"},
    {5, 394, 0x04, "extnValue"},
    {6, 396, 0x04, "SubjectKeyIdentifier"},
    {4, 418, 0x30, "[4]"},
    {5, 420, 0x06, "extnID"},
    {5, 425, 0x04, "extnValue"},
    {6, 427, 0x30, "AuthorityKeyIdentifier"},
    {7, 429, 0x80, "keyIdentifier"},
    {1, 451, 0x30, "signatureAlgorithm"},
    {2, 453, 0x06, "algorithm"},
    {1, 463, 0x03, "signatureValue"},
};

/* The name of an element of a list is its index. */
static const char *node_name(const ocsp_node *node, char *buffer, size_t size)
{
    if (node->field != OCSP_FIELD_ITEM) {
        return field_text(node->field);
    }
    snprintf(buffer, size, "[%d]", node->index);
    return buffer;
}

static void test_names(message_kind kind, const char *name, const expected_node *expected, size_t count)
{
    const sample *message = sample_named(name);
    int32_t depth_limit = 0;
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        depth_limit = expected[i].depth > depth_limit ? expected[i].depth : depth_limit;
    }
    read_into(&result, kind, message->der, message->length, WITH_TRACE);
    CHECK(result.error == OCSP_OK, "%s: %s", name, fault_text(result.refusal.fault));
    for (size_t i = 0; i < result.node_count; i++) {
        const ocsp_node *node = &result.nodes[i];
        char buffer[16];
        const char *text = node_name(node, buffer, sizeof buffer);
        if (node->depth > depth_limit) {
            continue;
        }
        CHECK(at < count && node->depth == expected[at].depth && node->offset == expected[at].offset &&
                  (unsigned)node->tag == expected[at].tag && strcmp(text, expected[at].name) == 0,
              "%s: expected {%d, %d, 0x%02x, \"%s\"}, got {%d, %d, 0x%02x, \"%s\"}", name,
              at < count ? expected[at].depth : -1, at < count ? expected[at].offset : -1,
              at < count ? expected[at].tag : 0, at < count ? expected[at].name : "", node->depth, node->offset,
              (unsigned)node->tag, text);
        at++;
    }
    CHECK(at == count, "%s: %zu nodes, expected %zu", name, at, count);
}

/*
 * Of an embedded certificate that is broken inside the elements still show, without names; of one that is no DER
 * inside, only the whole.
 */
static void test_broken_certificate(void)
{
    const sample *response = sample_named("response");
    uint8_t *der = exact_copy(response->der, response->length);
    /* Offsets of response_nodes: the INTEGER of the version, then the header of validity. */
    static const struct {
        size_t offset;
        uint8_t octet;
        int opens;
    } breaks[] = {{585, 9, 1}, {645, 0x21, 0}};

    for (size_t i = 0; i < COUNT_OF(breaks); i++) {
        uint8_t octet = der[breaks[i].offset];
        size_t inside = 0, named = 0;

        der[breaks[i].offset] = breaks[i].octet;
        check_message(&result, MESSAGE_RESPONSE, der, response->length);
        CHECK(result.error == OCSP_OK, "%s", fault_text(result.refusal.fault));
        read_into(&result, MESSAGE_RESPONSE, der, response->length, WITH_TRACE);
        for (size_t k = 0; k < result.node_count; k++) {
            inside += result.nodes[k].offset > 573;
            named += result.nodes[k].offset > 573 && result.nodes[k].field != OCSP_FIELD_NONE;
        }
        CHECK((inside > 0) == breaks[i].opens && named == 0, "break at %zu: %zu nodes in the certificate, %zu named",
              breaks[i].offset, inside, named);
        der[breaks[i].offset] = octet;
    }
    free(der);
}

/* Whichever reader is right for it. */
static void test_samples(void)
{
    size_t accepted[MESSAGE_KINDS] = {0};

    for (size_t i = 0; i < sample_count; i++) {
        int kinds = 0;
        for (message_kind kind = 0; kind < MESSAGE_KINDS; kind++) {
            uint8_t *der = exact_copy(samples[i].der, samples[i].length);
            int before = failures;
            check_message(&result, kind, der, samples[i].length);
            kinds += result.error == OCSP_OK;
            accepted[kind] += result.error == OCSP_OK;
            if (failures > before) {
                fprintf(stderr, "  in %s as a %s\n", samples[i].name, message_names[kind]);
            }
            free(der);
        }
        CHECK(kinds <= 1, "%s is %d things at once", samples[i].name, kinds);
    }
    for (message_kind kind = 0; kind < MESSAGE_KINDS; kind++) {
        CHECK(accepted[kind] > 0, "no %s among the samples", message_names[kind]);
        printf("  %zu traces of a %s\n", accepted[kind], message_names[kind]);
    }
}

int main(void)
{
    load_samples();
    test_samples();
    test_names(MESSAGE_REQUEST, "request", request_nodes, COUNT_OF(request_nodes));
    test_names(MESSAGE_RESPONSE, "response", response_nodes, COUNT_OF(response_nodes));
    test_names(MESSAGE_CERTIFICATE, "certificate (RSA)", certificate_nodes, COUNT_OF(certificate_nodes));
    test_broken_certificate();
    return checks_end();
}
