/*
 * Whether an answer can be relied on, RFC 6960 3.2 and 4.2.2.2: one row for each check, never a lone boolean.
 *
 * What the core cannot compute (EdDSA) it asks for: then the verdict is a question, and the caller calls again with one
 * answer more. No response makes it check more than SIGNATURE_BUDGET signatures.
 *
 * Not looked at: the revocation of the responder's own certificate, and the chain above the issuer, which is the
 * caller's trust anchor.
 */
#include "crypto.h"

#include <string.h>

/* The certificate in question takes one more, which the caller checks: that makes eight. */
#define SIGNATURE_BUDGET 7

/* Where each finding belongs, and what it means for the decision. */
static const struct {
    uint8_t check, outcome;
} findings[] = {
    {OCSP_CHECK_NONE, OCSP_OUTCOME_SKIPPED},
#define FINDING(id, check, outcome, ...) {OCSP_CHECK_##check, OCSP_OUTCOME_##outcome},
#include "lists/checks.def"
};

/* A certificate of the input, read. */
typedef struct {
    const uint8_t *der;
    ocsp_span span;
    ocsp_certificate view;
} certificate;

typedef struct {
    const uint8_t *input;
    const ocsp_verification *plan;
    const ocsp_bytes *certificates; /* trusted, then candidates */
    const ocsp_number *answers;
    const uint8_t *der; /* of the response */
    const ocsp_response *response;
    const ocsp_single_response *entries;
    const ocsp_bytes *embedded;
    ocsp_span responder_id, produced_at, responses; /* whole elements of a successful response */
    int has_issuer;
    certificate issuer;
    uint8_t issuer_key_sha1[OCSP_HASH_MAX_OCTETS];
    int32_t signatures_checked, answers_used;
    ocsp_judgement *out;
} verification;

static ocsp_finding *find(verification *v, ocsp_finding_id id)
{
    ocsp_finding *row = &v->out->findings[findings[id].check - 1];

    *row = (ocsp_finding){(int32_t)id, 0, 0, ABSENT_TIME, ABSENT_SPAN};
    return row;
}

static ocsp_finding *find_at(verification *v, ocsp_finding_id id, const ocsp_span *span)
{
    ocsp_finding *row = find(v, id);

    row->span = *span;
    return row;
}

static void skip(verification *v, ocsp_check check)
{
    v->out->findings[check - 1] = (ocsp_finding){OCSP_FINDING_NO_ANSWER, 0, 0, ABSENT_TIME, ABSENT_SPAN};
}

static int is_missing(const verification *v, ocsp_check check)
{
    return v->out->findings[check - 1].finding == 0;
}

static int64_t seconds_of(ocsp_time time)
{
    return (int64_t)time.days * 86400 + time.seconds;
}

static int read_one(const verification *v, const uint8_t *base, ocsp_span span, certificate *out)
{
    ocsp_refusal refusal;

    out->der = base + span.offset;
    out->span = (ocsp_span){(uint32_t)(out->der - v->input), span.length};
    return ocsp_read_certificate(out->der, span.length, &out->view, NULL, &refusal) == OCSP_OK;
}

/*
 * ---------------------------------------------------------------------------------------------- which bytes a finding
 * speaks of
 */

static void behind(const verification *v, const ocsp_span *element, ocsp_span *next)
{
    locate_behind(v->der, v->plan->response.length, element, next);
}

static void locate_response_data(verification *v)
{
    locate_first_in(v->der, v->plan->response.length, &v->response->tbs, &v->responder_id);
    if (v->der[v->responder_id.offset] == TAG_EXPLICIT(0)) {
        /* It was the version. */
        behind(v, &v->responder_id, &v->responder_id);
    }
    behind(v, &v->responder_id, &v->produced_at);
    behind(v, &v->produced_at, &v->responses);
}

/* A part of a certificate: a finding can only speak of it where the certificate came with the response. */
static void show_part(const verification *v, ocsp_finding *row, const certificate *holder, const ocsp_span *part)
{
    size_t offset = (size_t)(holder->der - v->der);

    /* Of a certificate before the response it wraps around. */
    if (is_present(*part) && offset < v->plan->response.length) {
        row->span = (ocsp_span){(uint32_t)offset + part->offset, part->length};
    }
}

static void show_whole(const verification *v, ocsp_finding *row, const certificate *holder)
{
    ocsp_span whole = {0, holder->span.length};

    show_part(v, row, holder, &whole);
}

/* ---------------------------------------------------------------------------------------------- signatures */

static ocsp_span in_input(const verification *v, bytes part)
{
    return (ocsp_span){(uint32_t)(part.data - v->input), (uint32_t)part.length};
}

/*
 * Checks one signature, or takes the answer to the question it is. VERDICT_ASK when it has to be asked: then everything
 * ends.
 */
static verdict check(verification *v, bytes algorithm, bytes spki, bytes data, bytes signature)
{
    verdict result = check_signature(algorithm.data, algorithm.length, spki.data, spki.length, data.data, data.length,
                                     signature.data, signature.length);

    v->signatures_checked++;
    if (result != VERDICT_ASK) {
        return result;
    }
    if (v->answers_used < v->plan->answer_count) {
        return v->answers[v->answers_used++].number ? VERDICT_GOOD : VERDICT_BAD;
    }
    v->out->asked = 1;
    v->out->question =
        (ocsp_checking){in_input(v, algorithm), in_input(v, spki), in_input(v, data), in_input(v, signature)};
    return VERDICT_ASK;
}

static verdict check_response(verification *v, const certificate *signer)
{
    const ocsp_response *response = v->response;

    return check(v, bytes_of(v->der, response->signature_algorithm.der),
                 bytes_of(signer->der, signer->view.public_key.spki), bytes_of(v->der, response->tbs),
                 bytes_of(v->der, response->signature));
}

static verdict check_issued(verification *v, const certificate *subject)
{
    const ocsp_certificate *view = &subject->view;

    /* RFC 5280 4.1.1.2: what the issuer signed says how. */
    if (!bytes_equal(bytes_of(subject->der, view->signature_algorithm.der),
                     bytes_of(subject->der, view->tbs_signature_algorithm.der))) {
        return VERDICT_BAD;
    }
    return check(v, bytes_of(subject->der, view->signature_algorithm.der),
                 bytes_of(v->issuer.der, v->issuer.view.public_key.spki), bytes_of(subject->der, view->tbs),
                 bytes_of(subject->der, view->signature));
}

/* ---------------------------------------------------------------------------------------------- certId */

static ocsp_target target_of_certificate(const verification *v, const certificate *subject)
{
    ocsp_target target = {.issuer_name_hash = ABSENT_SPAN, .issuer_key_hash = ABSENT_SPAN, .der = ABSENT_SPAN};

    target.issuer_name = in_input(v, bytes_of(subject->der, subject->view.issuer));
    /* Where there is no issuer the hash of its key is not compared. */
    target.issuer_key = v->has_issuer
                            ? in_input(v, bytes_of(v->issuer.der, v->issuer.view.public_key.subject_public_key))
                            : target.issuer_name;
    target.serial_number = in_input(v, bytes_of(subject->der, subject->view.serial_number));
    return target;
}

static ocsp_target target_of_cert_id(ocsp_span der)
{
    return (ocsp_target){.issuer_name = ABSENT_SPAN,
                         .issuer_key = ABSENT_SPAN,
                         .issuer_name_hash = ABSENT_SPAN,
                         .issuer_key_hash = ABSENT_SPAN,
                         .serial_number = ABSENT_SPAN,
                         .der = der};
}

/* The certificate that the given issuer issued under the serial number of a CertID. */
static ocsp_target target_of_issuer(const verification *v, const ocsp_cert_id *cert_id)
{
    ocsp_target target = {.issuer_name_hash = ABSENT_SPAN, .issuer_key_hash = ABSENT_SPAN, .der = ABSENT_SPAN};

    target.issuer_name = in_input(v, bytes_of(v->issuer.der, v->issuer.view.subject));
    target.issuer_key = in_input(v, bytes_of(v->issuer.der, v->issuer.view.public_key.subject_public_key));
    target.serial_number = in_input(v, bytes_of(v->der, cert_id->serial_number));
    return target;
}

/* The entry's CertID names the given issuer: it is that of some certificate which the issuer issued. */
static int is_of_issuer(const verification *v, const ocsp_cert_id *cert_id)
{
    cert_id_search wanted;
    ocsp_target target = target_of_issuer(v, cert_id);

    return begin_search(&wanted, v->input, &target) && search_matches(&wanted, v->der, cert_id);
}

static int32_t find_entry(const verification *v, const ocsp_target *target)
{
    return ocsp_find(v->der, v->entries, (size_t)v->response->response_count, v->input, target);
}

static void claim(verification *v, int32_t entry, ocsp_finding_id id)
{
    ocsp_finding *row = find(v, id);

    v->out->claimed = entry;
    row->number = v->response->response_count;
    row->span = entry < 0 ? v->responses : v->entries[entry].cert_id.der;
}

static void judge_certificate(verification *v, const certificate *subject, ocsp_target *target)
{
    *target = target_of_certificate(v, subject);
    int32_t entry = find_entry(v, target);

    if (!bytes_equal(bytes_of(subject->der, subject->view.issuer), bytes_of(v->issuer.der, v->issuer.view.subject)) ||
        v->plan->issued == OCSP_ISSUED_NOT) {
        claim(v, entry, OCSP_FINDING_CERT_ID_OTHER_ISSUER);
    } else if (v->plan->issued == OCSP_ISSUED_UNKNOWN) {
        claim(v, entry, OCSP_FINDING_CERT_ID_ISSUER_UNCHECKED);
    } else {
        claim(v, entry, entry < 0 ? OCSP_FINDING_CERT_ID_NONE : OCSP_FINDING_CERT_ID_EQUAL);
    }
}

static void judge_cert_id(verification *v, ocsp_target *target)
{
    *target = target_of_cert_id(v->plan->cert_id);
    int32_t entry = find_entry(v, target);

    if (entry < 0) {
        claim(v, entry, OCSP_FINDING_CERT_ID_NONE);
    } else if (v->has_issuer && !is_of_issuer(v, &v->entries[entry].cert_id)) {
        claim(v, entry, OCSP_FINDING_CERT_ID_NOT_OF_ISSUER);
    } else {
        if (v->has_issuer) {
            /* The same certificate may have a stricter entry under another hash algorithm. */
            ocsp_target same = target_of_issuer(v, &v->entries[entry].cert_id);
            entry = find_entry(v, &same);
        }
        claim(v, entry, OCSP_FINDING_CERT_ID_EQUAL);
    }
}

static void judge_single(verification *v)
{
    if (v->response->response_count != 1) {
        claim(v, -1, OCSP_FINDING_CERT_ID_NOT_SINGLE);
    } else if (!v->has_issuer) {
        claim(v, 0, OCSP_FINDING_CERT_ID_ISSUER_UNKNOWN);
    } else {
        claim(v, 0,
              is_of_issuer(v, &v->entries[0].cert_id) ? OCSP_FINDING_CERT_ID_SINGLE
                                                      : OCSP_FINDING_CERT_ID_NOT_OF_ISSUER);
    }
}

/* Without the issuer its key hash cannot be compared: what has the serial number and the name hash may be meant. */
static void judge_without_issuer(verification *v, const certificate *subject)
{
    ocsp_target target = target_of_certificate(v, subject);

    cert_id_search wanted;

    begin_search(&wanted, v->input, &target);
    for (int32_t i = 0; i < v->response->response_count; i++) {
        if (search_matches_but_key(&wanted, v->der, &v->entries[i].cert_id)) {
            claim(v, i, OCSP_FINDING_CERT_ID_ISSUER_UNKNOWN);
            return;
        }
    }
    claim(v, -1, OCSP_FINDING_CERT_ID_NONE);
}

/* Each CertID of the request has an equal entry, and the target is among them (target: NULL where any will do). */
static void judge_request(verification *v, ocsp_single_request *requests, int32_t count, const uint8_t *request,
                          const ocsp_target *target)
{
    cert_id_search wanted;
    int is_requested = target == NULL || !begin_search(&wanted, v->input, target);

    for (int32_t i = 0; i < count && !is_requested; i++) {
        is_requested = search_matches(&wanted, request, &requests[i].cert_id);
    }
    if (!all_answered(request, requests, count, v->der, v->entries, v->response->response_count)) {
        claim(v, v->out->claimed, OCSP_FINDING_CERT_ID_REQUEST_UNANSWERED);
    } else if (!is_requested) {
        claim(v, v->out->claimed, OCSP_FINDING_CERT_ID_NOT_REQUESTED);
    }
}

static void judge_entry(verification *v, ocsp_single_request *requests, int32_t request_count)
{
    certificate subject;
    ocsp_target target;
    const ocsp_target *meant = NULL;

    if (is_present(v->plan->certificate)) {
        /* JavaScript read it before. */
        read_one(v, v->input, v->plan->certificate, &subject);
        if (v->has_issuer) {
            judge_certificate(v, &subject, &target);
            meant = &target;
        } else {
            judge_without_issuer(v, &subject);
        }
    } else if (is_present(v->plan->cert_id)) {
        judge_cert_id(v, &target);
        meant = &target;
    } else {
        judge_single(v);
    }
    if (is_present(v->plan->request) &&
        findings[v->out->findings[OCSP_CHECK_CERT_ID - 1].finding].outcome == OCSP_OUTCOME_PASS) {
        judge_request(v, requests, request_count, v->input + v->plan->request.offset, meant);
    }
}

/*
 * ---------------------------------------------------------------------------------------------- signature,
 * responderAuthorized
 */

static int fits_responder_id(const verification *v, const certificate *candidate)
{
    uint8_t key_hash[OCSP_HASH_MAX_OCTETS];
    ocsp_span key = candidate->view.public_key.subject_public_key;

    if (is_present(v->response->responder_name)) {
        return bytes_equal(bytes_of(v->der, v->response->responder_name),
                           bytes_of(candidate->der, candidate->view.subject));
    }
    ocsp_hash_compute(OCSP_HASH_SHA1, candidate->der + key.offset, key.length, key_hash);
    return memcmp(key_hash, v->der + v->response->responder_key_hash.offset, v->response->responder_key_hash.length) ==
           0;
}

/* SEQUENCE OF OBJECT IDENTIFIER, read before. */
static int has_oid(const certificate *holder, ocsp_span list, ocsp_oid id)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root, sequence;
    ocsp_span oid;

    if (!der_open(&root, &context, holder->der + list.offset, list.length) ||
        !der_enter(&root, FIELD(NONE), TAG_SEQUENCE, &sequence)) {
        return 0;
    }
    while (der_next_is(&sequence, TAG_OID) && der_oid(&sequence, FIELD(ITEM), TAG_OID, &oid)) {
        if (ocsp_oid_find(der_bytes(&sequence, oid), oid.length) == id) {
            return 1;
        }
    }
    return 0;
}

/* What can be said of a delegate without computing: OCSP_FINDING_AUTHORIZED_DELEGATE, or why it is none. */
static ocsp_finding_id judge_delegate(const verification *v, const certificate *candidate)
{
    const ocsp_known *known = &candidate->view.known;

    if (!bytes_equal(bytes_of(candidate->der, candidate->view.issuer),
                     bytes_of(v->issuer.der, v->issuer.view.subject))) {
        return OCSP_FINDING_UNAUTHORIZED_ISSUER;
    }
    if (!is_present(known->extended_key_usage) ||
        !has_oid(candidate, known->extended_key_usage, OCSP_OID_KP_OCSP_SIGNING)) {
        return is_present(known->extended_key_usage) &&
                       has_oid(candidate, known->extended_key_usage, OCSP_OID_ANY_EXTENDED_KEY_USAGE)
                   ? OCSP_FINDING_UNAUTHORIZED_ANY_USAGE
                   : OCSP_FINDING_UNAUTHORIZED_USAGE;
    }
    /* RFC 5280 4.2.1.12: bit 0, digitalSignature, or bit 1, nonRepudiation; an absent KeyUsage allows everything. */
    return known->key_usage >= 0 && (known->key_usage & 3) == 0 ? OCSP_FINDING_UNAUTHORIZED_KEY_USAGE
                                                                : OCSP_FINDING_AUTHORIZED_DELEGATE;
}

static ocsp_finding_id judge_dates(const verification *v, const ocsp_certificate *view)
{
    int64_t now = seconds_of(v->plan->time);

    if (now < seconds_of(view->not_before)) {
        return OCSP_FINDING_VALIDITY_NOT_YET;
    }
    return now > seconds_of(view->not_after) ? OCSP_FINDING_VALIDITY_EXPIRED : OCSP_FINDING_VALIDITY_INSIDE;
}

static int is_weak(const verification *v, const ocsp_public_key *key)
{
    key_kind kind = kind_of_key((ocsp_oid)key->key);

    return (kind == KEY_RSA || kind == KEY_DSA) && key->bits < v->plan->min_key_bits;
}

/* The strength of the responder's key, and of the signature and the key that make it a delegate. */
static ocsp_finding_id judge_key(const verification *v, const ocsp_certificate *view, ocsp_responder kind)
{
    if (!v->plan->allow_sha1 && kind == OCSP_RESPONDER_DELEGATE &&
        hash_of_signature((ocsp_signature)view->signature_algorithm.signature) == OCSP_HASH_SHA1) {
        return OCSP_FINDING_STRENGTH_SHA1_DELEGATE;
    }
    if (is_weak(v, &view->public_key)) {
        return OCSP_FINDING_STRENGTH_KEY;
    }
    return kind == OCSP_RESPONDER_DELEGATE && is_weak(v, &v->issuer.view.public_key) ? OCSP_FINDING_STRENGTH_ISSUER_KEY
                                                                                     : OCSP_FINDING_STRENGTH_FINE;
}

/* The best that the search for the responder came to so far. */
typedef struct {
    ocsp_finding_id signature, authorized;
    certificate certificate;
    ocsp_responder kind;
} responder;

static ocsp_finding_id finding_of(verdict result)
{
    return result == VERDICT_BAD ? OCSP_FINDING_SIGNATURE_BAD : OCSP_FINDING_SIGNATURE_UNSUPPORTED;
}

/*
 * Tries a certificate that fits the responder id. 1 when the search is over: it is the responder, or a question is to
 * be asked.
 */
static int try_responder(verification *v, const certificate *candidate, ocsp_responder kind, ocsp_finding_id authorized,
                         responder *best)
{
    verdict result = check_response(v, candidate);

    if (kind == OCSP_RESPONDER_TRUSTED) {
        /* The caller's own list takes as many as it has. */
        v->signatures_checked--;
    }
    if (result == VERDICT_ASK) {
        return 1;
    }
    if (result != VERDICT_GOOD) {
        if (best->signature != OCSP_FINDING_SIGNATURE_GOOD) {
            best->signature = finding_of(result);
        }
        return 0;
    }
    if (authorized == OCSP_FINDING_AUTHORIZED_DELEGATE) {
        verdict issued = check_issued(v, candidate);
        if (issued == VERDICT_ASK) {
            return 1;
        }
        authorized = issued == VERDICT_GOOD ? authorized : OCSP_FINDING_UNAUTHORIZED_SIGNATURE;
    }
    if (best->signature != OCSP_FINDING_SIGNATURE_GOOD || findings[authorized].outcome == OCSP_OUTCOME_PASS) {
        *best = (responder){OCSP_FINDING_SIGNATURE_GOOD, authorized, *candidate, kind};
    }
    return findings[authorized].outcome == OCSP_OUTCOME_PASS;
}

/* The same certificate stands in the list before. */
static int is_repeated(const uint8_t *base, const ocsp_bytes *list, int32_t index)
{
    for (int32_t i = 0; i < index && i < 64; i++) {
        if (bytes_equal(bytes_of(base, list[i].bytes), bytes_of(base, list[index].bytes))) {
            return 1;
        }
    }
    return 0;
}

/* How good a candidate looks before anything is computed; the best are tried first. */
typedef enum { RANK_UNAUTHORIZED, RANK_BLEMISHED, RANK_FLAWLESS } rank;

/* Another check would fail for it: an older certificate of the same key stands beside its successor, say. */
static int is_blemished(const verification *v, const certificate *candidate, ocsp_responder kind)
{
    return judge_dates(v, &candidate->view) != OCSP_FINDING_VALIDITY_INSIDE ||
           is_present(candidate->view.known.critical) ||
           judge_key(v, &candidate->view, kind) != OCSP_FINDING_STRENGTH_FINE;
}

static rank rank_of(const verification *v, const certificate *candidate, ocsp_responder kind,
                    ocsp_finding_id authorized)
{
    if (findings[authorized].outcome != OCSP_OUTCOME_PASS) {
        return RANK_UNAUTHORIZED;
    }
    return is_blemished(v, candidate, kind) ? RANK_BLEMISHED : RANK_FLAWLESS;
}

/* Certificates of one list that have this rank. */
static int try_list(verification *v, const uint8_t *base, const ocsp_bytes *list, int32_t count, ocsp_responder kind,
                    rank wanted, responder *best)
{
    for (int32_t i = 0; i < count; i++) {
        certificate candidate;
        if (!read_one(v, base, list[i].bytes, &candidate) || !fits_responder_id(v, &candidate)) {
            continue;
        }
        ocsp_finding_id authorized =
            kind == OCSP_RESPONDER_TRUSTED ? OCSP_FINDING_AUTHORIZED_TRUSTED : judge_delegate(v, &candidate);
        if (rank_of(v, &candidate, kind, authorized) != wanted || is_repeated(base, list, i)) {
            continue;
        }
        /* A delegate takes two signatures. */
        if (v->signatures_checked > SIGNATURE_BUDGET - 2) {
            if (best->signature != OCSP_FINDING_SIGNATURE_GOOD) {
                best->signature = OCSP_FINDING_SIGNATURE_TOO_MANY;
            }
            return 1;
        }
        if (try_responder(v, &candidate, kind, authorized, best)) {
            return 1;
        }
    }
    return 0;
}

static int try_all(verification *v, responder *best)
{
    const ocsp_bytes *candidates = v->certificates + v->plan->trusted_count;

    if (fits_responder_id(v, &v->issuer) &&
        try_responder(v, &v->issuer, OCSP_RESPONDER_ISSUER, OCSP_FINDING_AUTHORIZED_ISSUER, best)) {
        return 1;
    }
    for (int wanted = RANK_FLAWLESS; wanted >= RANK_UNAUTHORIZED; wanted--) {
        if (try_list(v, v->input, v->certificates, v->plan->trusted_count, OCSP_RESPONDER_TRUSTED, (rank)wanted,
                     best) ||
            try_list(v, v->der, v->embedded, v->response->certificate_count, OCSP_RESPONDER_DELEGATE, (rank)wanted,
                     best) ||
            try_list(v, v->input, candidates, v->plan->candidate_count, OCSP_RESPONDER_DELEGATE, (rank)wanted, best)) {
            return 1;
        }
    }
    return 0;
}

/*
 * What decided whether the responder may answer; the responder id says who it is, where its certificate is not in the
 * response.
 */
static void judge_authorization(verification *v, const responder *best)
{
    const certificate *signer = &best->certificate;
    ocsp_finding *row = find_at(v, best->authorized, &v->responder_id);

    if (best->kind == OCSP_RESPONDER_NONE) {
        return;
    }
    show_whole(v, row, signer);
    switch (best->authorized) {
    case OCSP_FINDING_UNAUTHORIZED_ISSUER:
        show_part(v, row, signer, &signer->view.issuer);
        break;
    case OCSP_FINDING_UNAUTHORIZED_SIGNATURE:
        show_part(v, row, signer, &signer->view.signature);
        break;
    case OCSP_FINDING_UNAUTHORIZED_USAGE:
    case OCSP_FINDING_UNAUTHORIZED_ANY_USAGE:
        show_part(v, row, signer, &signer->view.known.extended_key_usage);
        break;
    case OCSP_FINDING_UNAUTHORIZED_KEY_USAGE:
        show_part(v, row, signer, &signer->view.extensions);
        break;
    default:
        break;
    }
}

static void judge_responder(verification *v, responder *best)
{
    *best = (responder){.signature = OCSP_FINDING_SIGNATURE_NO_CERTIFICATE,
                        .authorized = OCSP_FINDING_UNAUTHORIZED_UNKNOWN};
    if (!v->has_issuer) {
        find_at(v, OCSP_FINDING_SIGNATURE_ISSUER_UNKNOWN, &v->response->signature);
        find_at(v, OCSP_FINDING_AUTHORIZATION_ISSUER_UNKNOWN, &v->responder_id);
        return;
    }
    try_all(v, best);
    find_at(v, best->signature, &v->response->signature)->number = v->response->certificate_count;
    judge_authorization(v, best);
    if (findings[best->authorized].outcome == OCSP_OUTCOME_PASS) {
        v->out->responder = (int32_t)best->kind;
        v->out->responder_certificate = best->certificate.span;
    }
}

/*
 * ---------------------------------------------------------------------------------------------- what the responder's
 * certificate says
 */

static void judge_validity(verification *v, const responder *signer)
{
    if (signer->kind == OCSP_RESPONDER_NONE) {
        return;
    }
    if (signer->kind == OCSP_RESPONDER_ISSUER) {
        find(v, OCSP_FINDING_VALIDITY_ISSUER);
        find(v, OCSP_FINDING_REVOCATION_ISSUER);
        return;
    }
    const certificate *holder = &signer->certificate;
    const ocsp_certificate *view = &holder->view;
    ocsp_finding_id dates = judge_dates(v, view);
    ocsp_finding *row = find(v, dates);
    ocsp_span validity;
    locate_behind(holder->der, holder->span.length, &view->issuer, &validity);
    show_part(v, row, holder, &validity);
    row->time = dates == OCSP_FINDING_VALIDITY_NOT_YET ? view->not_before : view->not_after;
    row = find(v, view->known.no_check ? OCSP_FINDING_REVOCATION_NO_CHECK : OCSP_FINDING_REVOCATION_NOT_CHECKED);
    show_whole(v, row, holder);
}

/* The critical extension of a list that is not understood; absent where there is none. */
static ocsp_span unknown_critical(const verification *v, ocsp_span extensions, extensions_place place)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root;
    ocsp_span element;
    ocsp_known known = nothing_known;

    if (!is_present(extensions)) {
        return extensions;
    }
    der_open(&root, &context, v->der + extensions.offset, extensions.length);
    read_extensions(&root, FIELD(EXTENSIONS), place, &element, &known, NULL);
    if (is_present(known.critical)) {
        known.critical.offset += extensions.offset;
    }
    return known.critical;
}

static void judge_critical_extensions(verification *v, const responder *signer)
{
    ocsp_span of_response = unknown_critical(v, v->response->extensions, EXTENSIONS_OF_RESPONSE);
    ocsp_span of_entry = v->out->claimed < 0
                             ? ABSENT_SPAN
                             : unknown_critical(v, v->entries[v->out->claimed].extensions, EXTENSIONS_OF_ENTRY);

    if (is_present(of_response)) {
        find_at(v, OCSP_FINDING_CRITICAL_RESPONSE, &of_response);
    } else if (is_present(of_entry)) {
        find_at(v, OCSP_FINDING_CRITICAL_ENTRY, &of_entry);
    } else if (signer->kind > OCSP_RESPONDER_ISSUER && is_present(signer->certificate.view.known.critical)) {
        show_part(v, find(v, OCSP_FINDING_CRITICAL_RESPONDER), &signer->certificate,
                  &signer->certificate.view.known.critical);
    } else {
        find_at(v, OCSP_FINDING_CRITICAL_UNDERSTOOD, &v->response->extensions);
    }
}

static void judge_strength(verification *v, const responder *signer)
{
    const certificate *holder = &signer->certificate;
    const ocsp_algorithm *algorithm = &v->response->signature_algorithm;

    if (!v->plan->allow_sha1 && hash_of_signature((ocsp_signature)algorithm->signature) == OCSP_HASH_SHA1) {
        find_at(v, OCSP_FINDING_STRENGTH_SHA1, &algorithm->der);
    } else if (signer->kind != OCSP_RESPONDER_NONE) {
        ocsp_finding_id id = judge_key(v, &holder->view, signer->kind);
        ocsp_finding *row = find(v, id);
        if (id == OCSP_FINDING_STRENGTH_FINE) {
            row->span = algorithm->der;
        } else {
            show_part(v, row, holder,
                      id == OCSP_FINDING_STRENGTH_KEY ? &holder->view.public_key.spki
                                                      : &holder->view.signature_algorithm.der);
        }
        row->number =
            id == OCSP_FINDING_STRENGTH_ISSUER_KEY ? v->issuer.view.public_key.bits : holder->view.public_key.bits;
        row->limit = v->plan->min_key_bits;
    }
}

/* ---------------------------------------------------------------------------------------------- times, nonce */

static void judge_update(verification *v, const ocsp_single_response *entry)
{
    int64_t now = seconds_of(v->plan->time);
    int64_t skew = v->plan->clock_skew;
    int64_t this_update = seconds_of(entry->this_update);
    int has_next = time_is_present(entry->next_update);
    ocsp_span element;
    ocsp_finding *row;

    if (this_update > now + skew) {
        row = find(v, OCSP_FINDING_THIS_UPDATE_FUTURE);
    } else if (!has_next && now - this_update > v->plan->max_age + skew) {
        row = find(v, OCSP_FINDING_THIS_UPDATE_OLD);
    } else {
        row = find(v, OCSP_FINDING_THIS_UPDATE_FINE);
    }
    row->time = entry->this_update;
    row->limit = v->plan->max_age;
    behind(v, &entry->cert_id.der, &element); /* certStatus */
    behind(v, &element, &row->span);
    element = row->span;
    if (!has_next) {
        find(v, OCSP_FINDING_NEXT_UPDATE_ABSENT);
        return;
    }
    if (seconds_of(entry->next_update) < this_update) {
        row = find(v, OCSP_FINDING_NEXT_UPDATE_REVERSED);
    } else if (seconds_of(entry->next_update) + skew < now) {
        row = find(v, OCSP_FINDING_NEXT_UPDATE_PASSED);
    } else {
        row = find(v, OCSP_FINDING_NEXT_UPDATE_FINE);
    }
    row->time = entry->next_update;
    behind(v, &element, &row->span);
}

static void judge_produced_at(verification *v)
{
    int64_t produced_at = seconds_of(v->response->produced_at);
    int64_t skew = v->plan->clock_skew;
    ocsp_finding_id id = OCSP_FINDING_PRODUCED_AT_FINE;

    if (produced_at > seconds_of(v->plan->time) + skew) {
        id = OCSP_FINDING_PRODUCED_AT_FUTURE;
    } else if (v->out->claimed >= 0 && produced_at + skew < seconds_of(v->entries[v->out->claimed].this_update)) {
        id = OCSP_FINDING_PRODUCED_AT_EARLY;
    }
    find_at(v, id, &v->produced_at)->time = v->response->produced_at;
}

static void judge_nonce(verification *v, bytes sent)
{
    int came = is_present(v->response->nonce);
    ocsp_finding_id id;

    if (v->plan->nonce_policy == OCSP_NONCE_IGNORE) {
        id = OCSP_FINDING_NONCE_IGNORED;
    } else if (sent.data == NULL) {
        id = came ? OCSP_FINDING_NONCE_UNREQUESTED : OCSP_FINDING_NONCE_NOT_SENT;
    } else if (!came) {
        id = v->plan->nonce_policy == OCSP_NONCE_REQUIRED ? OCSP_FINDING_NONCE_REQUIRED : OCSP_FINDING_NONCE_ABSENT;
    } else {
        id = bytes_equal(sent, bytes_of(v->der, v->response->nonce)) ? OCSP_FINDING_NONCE_EQUAL
                                                                     : OCSP_FINDING_NONCE_DIFFERENT;
    }
    find_at(v, id, came ? &v->response->nonce : &v->response->extensions);
}

/* ---------------------------------------------------------------------------------------------- all of it */

static void judge_successful(verification *v, const ocsp_request *request, ocsp_single_request *requests)
{
    responder signer;
    bytes sent = {NULL, 0};

    if (is_present(v->plan->nonce)) {
        sent = bytes_of(v->input, v->plan->nonce);
    } else if (request != NULL && is_present(request->nonce)) {
        sent = bytes_of(v->input + v->plan->request.offset, request->nonce);
    }
    if (sent.length == 0) {
        /* RFC 9654 2.1 knows no empty one, and it would prove nothing. */
        sent.data = NULL;
    }
    locate_response_data(v);
    judge_entry(v, requests, request == NULL ? 0 : request->request_count);
    judge_responder(v, &signer);
    judge_validity(v, &signer);
    if (v->out->claimed >= 0) {
        judge_update(v, &v->entries[v->out->claimed]);
    }
    judge_produced_at(v);
    judge_nonce(v, sent);
    judge_critical_extensions(v, &signer);
    judge_strength(v, &signer);
}

static int is_reliable(const ocsp_judgement *out)
{
    for (int i = 0; i < OCSP_CHECKS; i++) {
        uint8_t outcome = findings[out->findings[i].finding].outcome;
        if (outcome != OCSP_OUTCOME_PASS && outcome != OCSP_OUTCOME_NOTE) {
            return 0;
        }
    }
    return 1;
}

ocsp_error ocsp_verify(const uint8_t *input, const ocsp_verification *plan, const ocsp_bytes *certificates,
                       const ocsp_number *answers, ocsp_rows *rows, ocsp_judgement *out, ocsp_refusal *refusal)
{
    verification v = {.input = input, .plan = plan, .certificates = certificates, .answers = answers, .out = out};
    ocsp_response response;
    ocsp_request request;
    ocsp_single_request *requests = NULL;
    ocsp_span whole = {0, plan->response.length};
    ocsp_span status;
    ocsp_error error;

    memset(out, 0, sizeof *out);
    out->claimed = -1;
    out->responder_certificate = ABSENT_SPAN;
    v.der = input + plan->response.offset;
    v.response = &response;
    v.entries = (const ocsp_single_response *)(const void *)rows->next;
    error = ocsp_read_response(v.der, plan->response.length, &response, rows, NULL, refusal);
    v.embedded = (const ocsp_bytes *)(const void *)(v.entries + response.response_count);
    if (error == OCSP_OK && is_present(plan->request)) {
        requests = (ocsp_single_request *)(void *)rows->next;
        error = ocsp_read_request(input + plan->request.offset, plan->request.length, &request, rows, NULL, refusal);
    }
    v.has_issuer = is_present(plan->issuer);
    if (error != OCSP_OK || (v.has_issuer && !read_one(&v, input, plan->issuer, &v.issuer))) {
        return error != OCSP_OK ? error : OCSP_ERR_INTERNAL;
    }
    locate_first_in(v.der, plan->response.length, &whole, &status);
    if (response.status != OCSP_STATUS_SUCCESSFUL) {
        find_at(&v, OCSP_FINDING_STATUS_ERROR, &status)->number = response.status;
    } else {
        find_at(&v, OCSP_FINDING_STATUS_SUCCESSFUL, &status);
        judge_successful(&v, requests == NULL ? NULL : &request, requests);
    }
    for (int i = 1; i < OCSP_CHECK_COUNT; i++) {
        if (is_missing(&v, (ocsp_check)i)) {
            skip(&v, (ocsp_check)i);
        }
    }
    out->ok = !out->asked && is_reliable(out);
    return OCSP_OK;
}
