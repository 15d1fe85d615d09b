/*
 * Certificate, RFC 5280 4.1: what OCSP needs of it.
 *
 *   Certificate    ::= SEQUENCE {
 *        tbsCertificate           TBSCertificate,
 *        signatureAlgorithm       AlgorithmIdentifier,
 *        signatureValue           BIT STRING }
 *   TBSCertificate ::= SEQUENCE {
 *        version              [0] EXPLICIT INTEGER { v1(0), v2(1), v3(2) } DEFAULT v1,
 *        serialNumber             INTEGER,
 *        signature                AlgorithmIdentifier,
 *        issuer                   Name,
 *        validity                 SEQUENCE { notBefore Time, notAfter Time },
 *        subject                  Name,
 *        subjectPublicKeyInfo     SubjectPublicKeyInfo,
 *        issuerUniqueID       [1] IMPLICIT BIT STRING OPTIONAL,
 *        subjectUniqueID      [2] IMPLICIT BIT STRING OPTIONAL,
 *        extensions           [3] EXPLICIT Extensions OPTIONAL }
 *
 * Certificates are other people's. What deviates from RFC 5280 and decides nothing is accepted: an encoded DEFAULT, a
 * serial number that is long, zero or negative, a UTCTime where a GeneralizedTime should be. Not checked on reading:
 * that the two AlgorithmIdentifiers are equal, which is part of the signature, and anything that path validation
 * checks.
 */
#include "internal.h"

static int read_certificate_version(der_cursor *tbs, int32_t *version)
{
    der_cursor explicit;

    *version = 1;
    if (!der_next_is(tbs, TAG_EXPLICIT(0))) {
        return 1;
    }
    if (!der_enter(tbs, FIELD(VERSION), TAG_EXPLICIT(0), &explicit) ||
        !der_small(&explicit, FIELD(NONE), TAG_INTEGER, version)) {
        return 0;
    }
    if (*version > 2) {
        return der_complain(&explicit, OCSP_FAULT_CERTIFICATE_VERSION, der_small_contents(&explicit, *version), 0,
                            (uint32_t)*version + 1);
    }
    ++*version;
    return der_leave(&explicit);
}

static int read_validity(der_cursor *tbs, ocsp_certificate *out)
{
    der_cursor validity;

    return der_enter(tbs, FIELD(VALIDITY), TAG_SEQUENCE, &validity) &&
           read_time(&validity, FIELD(NOT_BEFORE), &out->not_before) &&
           read_time(&validity, FIELD(NOT_AFTER), &out->not_after) && der_leave(&validity);
}

static int read_tbs_certificate(der_cursor *certificate, ocsp_certificate *out)
{
    const uint8_t *start = certificate->at;
    der_cursor tbs;
    ocsp_span unique_id;

    if (!der_enter(certificate, FIELD(TBS_CERTIFICATE), TAG_SEQUENCE, &tbs) ||
        !read_certificate_version(&tbs, &out->version) ||
        !der_integer(&tbs, FIELD(SERIAL_NUMBER), &out->serial_number) ||
        !read_algorithm(&tbs, FIELD(SIGNATURE), &out->tbs_signature_algorithm) ||
        !read_name(&tbs, FIELD(ISSUER), &out->issuer, NULL) || !read_validity(&tbs, out) ||
        !read_name(&tbs, FIELD(SUBJECT), &out->subject, NULL) ||
        !read_public_key(&tbs, FIELD(SUBJECT_PUBLIC_KEY_INFO), &out->public_key)) {
        return 0;
    }
    if ((der_next_is(&tbs, TAG_CONTEXT(1)) && !der_read(&tbs, FIELD(ISSUER_UNIQUE_ID), TAG_CONTEXT(1), &unique_id)) ||
        (der_next_is(&tbs, TAG_CONTEXT(2)) && !der_read(&tbs, FIELD(SUBJECT_UNIQUE_ID), TAG_CONTEXT(2), &unique_id))) {
        return 0;
    }
    out->tbs = der_span(certificate, start, certificate->at);
    return read_optional_extensions(&tbs, FIELD(EXTENSIONS), 3, EXTENSIONS_OF_CERTIFICATE, &out->extensions,
                                    &out->known) &&
           der_leave(&tbs);
}

int read_certificate(der_cursor *certificate, ocsp_certificate *out)
{
    return read_tbs_certificate(certificate, out) &&
           read_algorithm(certificate, FIELD(SIGNATURE_ALGORITHM), &out->signature_algorithm) &&
           der_octet_bits(certificate, FIELD(SIGNATURE_VALUE), &out->signature) && der_leave(certificate);
}

ocsp_error ocsp_read_certificate(ocsp_data der, ocsp_certificate *certificate, ocsp_rows *trace, ocsp_refusal *refusal)
{
    der_context context = {.trace = trace, .refusal = refusal};
    der_cursor root, sequence;

    int read = der_open(&root, &context, der) && der_enter(&root, FIELD(CERTIFICATE), TAG_SEQUENCE, &sequence) &&
               read_certificate(&sequence, certificate) && der_leave(&root);

    return der_outcome(&context, read);
}
