/*
 * What the files of a verification share.
 *
 *   verify.c            the decision: the checks in their order, and what each finds
 *   verify_entry.c      which entry of the response answers: certId
 *   verify_request.c    whether the response answers the request: certId, where a request is given
 *   verify_responder.c  who signed, and whether they may: signature, responderAuthorized, and what the responder's
 *                       certificate says
 *   verify_spans.c      which bytes of the response a finding is about
 *   find.c              the search for the entry of a certificate, which ocsp_find() does alone
 *
 * judge_...() makes the finding of a check, record() stores it, find_...() only searches.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "crypto.h"
#include "internal.h"

/* A certificate and where it lies: in the input or, one that came with it, in the response. */
typedef struct {
    ocsp_data der;
    ocsp_certificate view;
} certificate;

typedef struct {
    ocsp_data input;
    const ocsp_verification *plan;
    const ocsp_bytes *trusted, *candidates; /* spans of the input */
    const ocsp_number *answers;
    int has_issuer, has_subject;
    certificate issuer, subject; /* subject: the certificate in question */
    ocsp_data request_der;
    ocsp_request request; /* where plan->request is present */
    ocsp_single_request *requests;
    ocsp_data der; /* of the response, as are the spans that follow */
    ocsp_response response;
    const ocsp_single_response *entries;
    const ocsp_bytes *embedded;
    ocsp_span responder_id, produced_at, responses; /* whole elements of a successful response */
    int32_t signatures_checked, answers_used;
    /* The last key under which the response was checked, and what came of it. */
    ocsp_data signer_key;
    verdict signer_verdict;
    ocsp_judgement *out;
} verification;

/* Who signed, as far as the search has come. */
typedef struct {
    ocsp_finding_id signature, authorized;
    certificate certificate;
    ocsp_responder kind;
    verdict obstacle;     /* why a signature cannot be checked */
    ocsp_data obstructed; /* the AlgorithmIdentifier or, for VERDICT_KEY, the SubjectPublicKeyInfo */
    int32_t unreadable;   /* the first embedded certificate that cannot be read; -1 where there is none */
} responder;

/* ---------------------------------------------------------------------------------------------- verify.c */

/* Store a finding in the row of its check; the span is in the response. */
ocsp_finding *record(verification *v, ocsp_finding_id id);
ocsp_finding *record_at(verification *v, ocsp_finding_id id, const ocsp_span *span);
/* Whether a finding lets its check pass. */
int is_pass(ocsp_finding_id id);

/* Since 1970; and those of a number of seconds. */
static inline int64_t milliseconds_of(ocsp_time time)
{
    return (int64_t)time.days * 86400000 + time.milliseconds;
}
static inline int64_t milliseconds_in(int32_t seconds)
{
    return (int64_t)seconds * 1000;
}

/* Where a part of the input lies in it. */
static inline ocsp_span span_in(ocsp_data input, ocsp_data part)
{
    return (ocsp_span){(uint32_t)(part.data - input.data), (uint32_t)part.length};
}

/* ---------------------------------------------------------------------------------------------- verify_entry.c */

/* certId; sets out->claimed. */
void judge_cert_id(verification *v);
/* What CertIDs of a certificate that the given issuer issued are compared with. */
ocsp_target target_of_issued(const verification *v, const certificate *issued);

/* ---------------------------------------------------------------------------------------------- verify_request.c */

/*
 * Replaces the finding of certId when the request does not ask about the target (NULL: any will do, and each CertID of
 * the request must have an equal entry), asks with another hash algorithm, or asks about more. Sorts the rows of the
 * request.
 */
void judge_request(verification *v, const ocsp_target *target);

/* ---------------------------------------------------------------------------------------------- verify_responder.c */

/* Reads a certificate; 0 when it cannot be read. */
int read_whole_certificate(ocsp_data der, certificate *out);

/* signature, responderAuthorized. */
void judge_responder(verification *v, responder *best);
/* The others of its certificate. */
void judge_responder_validity(verification *v, const responder *signer);
void judge_responder_revocation(verification *v, const responder *signer);
void judge_algorithm_strength(verification *v, const responder *signer);

/* ---------------------------------------------------------------------------------------------- verify_spans.c */

/*
 * In a message that was read before: the first element inside one that has some; the element after one that is not the
 * last.
 */
void locate_first_in(const ocsp_data *der, const ocsp_span *element, ocsp_span *first);
void locate_after(const ocsp_data *der, const ocsp_span *element, ocsp_span *next);
/* responder_id, produced_at and responses of a successful response. */
void locate_response_data(verification *v);
/* Points a finding at a part of a certificate, or at all of it, if the certificate came with the response. */
void show_part(const verification *v, ocsp_finding *row, const certificate *holder, const ocsp_span *part);
void show_whole(const verification *v, ocsp_finding *row, const certificate *holder);
/* Says why a signature cannot be checked: the AlgorithmIdentifier or, for VERDICT_KEY, the SubjectPublicKeyInfo. */
void show_unsupported(const verification *v, ocsp_finding *row, verdict why, ocsp_data what);

/* ---------------------------------------------------------------------------------------------- find.c */

int data_equal(ocsp_data a, ocsp_data b);
/* Whether a part of one run of bytes equals a part of another, or the same. */
int parts_equal(const ocsp_data *a, const ocsp_span *part, const ocsp_data *b, const ocsp_span *other);

/* What a CertID with one hash algorithm must be to match. */
typedef struct {
    ocsp_data hash_oid, issuer_name_hash, issuer_subject_hash,
        issuer_key_hash; /* one of the first two hashes will do */
    uint8_t name_digest[OCSP_HASH_MAX_OCTETS], subject_digest[OCSP_HASH_MAX_OCTETS], key_digest[OCSP_HASH_MAX_OCTETS];
} cert_id_expectation;

/*
 * What is looked for: the serial number and, by hash algorithm, the rest. For a certificate the rest is made once for
 * each algorithm that an entry uses; for a CertID it is by_hash[0].
 */
typedef struct {
    ocsp_data input;
    const ocsp_target *target;
    ocsp_data serial_number;
    cert_id_expectation by_hash[OCSP_HASH_COUNT];
    uint8_t is_made[OCSP_HASH_COUNT];
} cert_id_search;

/* 0 when the target is DER that is not a CertID. */
int begin_search(cert_id_search *wanted, const ocsp_data *input, const ocsp_target *target);
/* Whether a CertID, whose spans lie in der, is equal; or equal but for the hash of the issuer's key. */
int search_matches(cert_id_search *wanted, const ocsp_data *der, const ocsp_cert_id *cert_id);
int search_matches_but_key(cert_id_search *wanted, const ocsp_data *der, const ocsp_cert_id *cert_id);

#endif
