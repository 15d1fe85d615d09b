/*
 * Who signed the response, and whether they may: the issuer, a delegate of this very CA (RFC 6960 4.2.2.2), or a
 * responder that the caller trusts. Then what the responder's certificate says.
 *
 * Signatures that the caller checks are asked for, see verify.c. No response makes it check more than SIGNATURE_BUDGET
 * signatures.
 */
#include "verify.h"

#include <string.h>

/* The caller checks one more, that of the certificate in question: that makes eight. */
#define SIGNATURE_BUDGET 7

int read_whole_certificate(ocsp_data der, certificate *out)
{
    ocsp_refusal refusal;

    out->der = der;
    return ocsp_read_certificate(der, &out->view, NULL, &refusal) == OCSP_OK;
}

/* ---------------------------------------------------------------------------------------------- signatures */

/*
 * Checks one signature, or takes the caller's answer. VERDICT_ASK when there is no answer yet: then everything ends
 * with the question.
 */
static verdict check_or_ask(verification *v, const signature_parts *parts)
{
    ocsp_checked ignored;
    verdict result = check_signature(parts, (ocsp_asks)v->plan->asks, &ignored);

    v->signatures_checked++;
    if (result != VERDICT_ASK) {
        return result;
    }
    if (v->answers_used < v->plan->answer_count) {
        return (verdict)v->answers[v->answers_used++].number;
    }
    v->out->asked = 1;
    v->out->question = (ocsp_checking){span_in(v->input, parts->algorithm), span_in(v->input, parts->spki),
                                       span_in(v->input, parts->data), span_in(v->input, parts->signature)};
    return VERDICT_ASK;
}

/* Certificates of one key, a delegate's old and new one, follow each other: the signature is checked once. */
static verdict check_response(verification *v, const certificate *signer)
{
    const ocsp_response *response = &v->response;
    ocsp_data key = part_of(signer->der, signer->view.public_key.spki);

    if (v->signer_key.data != NULL && data_equal(v->signer_key, key)) {
        return v->signer_verdict;
    }
    v->signer_verdict =
        check_or_ask(v, &(signature_parts){.algorithm = part_of(v->der, response->signature_algorithm.der),
                                           .spki = key,
                                           .data = part_of(v->der, response->tbs),
                                           .signature = part_of(v->der, response->signature)});
    v->signer_key = key;
    return v->signer_verdict;
}

static verdict check_issued(verification *v, const certificate *subject)
{
    const ocsp_certificate *view = &subject->view;

    /* RFC 5280 4.1.1.2: the algorithm inside, which the issuer signed, must be the one outside. */
    if (!parts_equal(&subject->der, &view->signature_algorithm.der, &subject->der,
                     &view->tbs_signature_algorithm.der)) {
        return VERDICT_BAD;
    }
    return check_or_ask(v, &(signature_parts){.algorithm = part_of(subject->der, view->signature_algorithm.der),
                                              .spki = part_of(v->issuer.der, v->issuer.view.public_key.spki),
                                              .data = part_of(subject->der, view->tbs),
                                              .signature = part_of(subject->der, view->signature)});
}

/* ---------------------------------------------------------------------------------------------- who may answer */

static int fits_responder_id(const verification *v, const certificate *candidate)
{
    uint8_t key_hash[OCSP_HASH_MAX_OCTETS];
    ocsp_data key = part_of(candidate->der, candidate->view.public_key.subject_public_key);
    ocsp_data expected;

    if (is_present(v->response.responder_name)) {
        return names_equal(part_of(v->der, v->response.responder_name),
                           part_of(candidate->der, candidate->view.subject));
    }
    expected = part_of(v->der, v->response.responder_key_hash);
    ocsp_hash_compute(OCSP_HASH_SHA1, key, key_hash);
    return memcmp(key_hash, expected.data, expected.length) == 0;
}

/* Whether a SEQUENCE OF OBJECT IDENTIFIER, which was read before, has this one. */
static int has_oid(ocsp_data list, ocsp_oid id)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root, sequence;
    ocsp_span oid;

    if (!der_open(&root, &context, list) || !der_enter(&root, FIELD(NONE), TAG_SEQUENCE, &sequence)) {
        return 0;
    }
    while (der_next_is(&sequence, TAG_OID) && der_oid(&sequence, FIELD(ITEM), TAG_OID, &oid)) {
        if (ocsp_oid_find(der_data(&sequence, oid)) == id) {
            return 1;
        }
    }
    return 0;
}

/* RFC 5280 4.2.1.3: bit 5, keyCertSign. An absent KeyUsage says nothing. */
static int has_key_cert_sign(const ocsp_known *known)
{
    return known->key_usage >= 0 && (known->key_usage & 1 << 5) != 0;
}

/* RFC 5280 4.2.1.9 and 4.2.1.3. Roots of version 1 have no extensions that could say so. */
static int is_no_ca(const ocsp_certificate *view)
{
    return is_present(view->extensions) &&
           (!view->known.is_ca || (view->known.key_usage >= 0 && !has_key_cert_sign(&view->known)));
}

/* Whether a certificate that names the issuer is the one that the answer is about: issuer and serial number are one. */
static int is_in_question(const verification *v, const certificate *candidate)
{
    const ocsp_span *serial_number = &candidate->view.serial_number;

    if (v->has_subject) {
        return parts_equal(&candidate->der, serial_number, &v->subject.der, &v->subject.view.serial_number);
    }
    return v->out->claimed >= 0 &&
           parts_equal(&candidate->der, serial_number, &v->der, &v->entries[v->out->claimed].cert_id.serial_number);
}

/* What can be told without computing: OCSP_FINDING_AUTHORIZED_DELEGATE, or why the candidate is not a delegate. */
static ocsp_finding_id judge_delegate(const verification *v, const certificate *candidate)
{
    const ocsp_known *known = &candidate->view.known;
    ocsp_data usage;

    if (!names_equal(part_of(candidate->der, candidate->view.issuer), part_of(v->issuer.der, v->issuer.view.subject))) {
        return OCSP_FINDING_UNAUTHORIZED_ISSUER;
    }
    if (!is_present(known->extended_key_usage)) {
        return OCSP_FINDING_UNAUTHORIZED_USAGE;
    }
    usage = part_of(candidate->der, known->extended_key_usage);
    if (!has_oid(usage, OCSP_OID_KP_OCSP_SIGNING)) {
        return has_oid(usage, OCSP_OID_ANY_EXTENDED_KEY_USAGE) ? OCSP_FINDING_UNAUTHORIZED_ANY_USAGE
                                                               : OCSP_FINDING_UNAUTHORIZED_USAGE;
    }
    /* RFC 5280 4.2.1.3: bit 0, digitalSignature, or bit 1, nonRepudiation; an absent KeyUsage allows everything. */
    if (known->key_usage >= 0 && (known->key_usage & 3) == 0) {
        return OCSP_FINDING_UNAUTHORIZED_KEY_USAGE;
    }
    if (known->is_ca || has_key_cert_sign(known)) {
        return OCSP_FINDING_UNAUTHORIZED_CA;
    }
    return is_in_question(v, candidate) ? OCSP_FINDING_UNAUTHORIZED_SUBJECT : OCSP_FINDING_AUTHORIZED_DELEGATE;
}

static ocsp_finding_id judge_dates(const verification *v, const ocsp_certificate *view)
{
    int64_t now = milliseconds_of(v->plan->time);

    if (now < milliseconds_of(view->not_before)) {
        return OCSP_FINDING_VALIDITY_NOT_YET;
    }
    return now > milliseconds_of(view->not_after) ? OCSP_FINDING_VALIDITY_EXPIRED : OCSP_FINDING_VALIDITY_INSIDE;
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

/* Notes what a signature cannot be checked for: the algorithm, or the key. */
static void note_obstacle(responder *best, verdict why, ocsp_data algorithm, ocsp_data spki)
{
    best->obstacle = why;
    best->obstructed = why == VERDICT_KEY ? spki : algorithm;
}

/* The candidate fits the responder id, but its key does not verify the response. */
static void note_failure(const verification *v, const certificate *candidate, verdict why, responder *best)
{
    if (best->signature == OCSP_FINDING_SIGNATURE_GOOD || best->signature == OCSP_FINDING_SIGNATURE_UNSUPPORTED) {
        return;
    }
    if (why == VERDICT_BAD) {
        best->signature = OCSP_FINDING_SIGNATURE_BAD;
        return;
    }
    best->signature = OCSP_FINDING_SIGNATURE_UNSUPPORTED;
    note_obstacle(best, why, part_of(v->der, v->response.signature_algorithm.der),
                  part_of(candidate->der, candidate->view.public_key.spki));
}

/* AUTHORIZED_DELEGATE where the issuer signed the candidate, or why not. */
static ocsp_finding_id finding_of_issuance(const verification *v, const certificate *candidate, verdict issued,
                                           responder *best)
{
    if (issued == VERDICT_GOOD) {
        return OCSP_FINDING_AUTHORIZED_DELEGATE;
    }
    if (issued == VERDICT_BAD) {
        return OCSP_FINDING_UNAUTHORIZED_SIGNATURE;
    }
    note_obstacle(best, issued, part_of(candidate->der, candidate->view.signature_algorithm.der),
                  part_of(v->issuer.der, v->issuer.view.public_key.spki));
    return OCSP_FINDING_UNAUTHORIZED_UNSUPPORTED;
}

/* The entry of this very response that revokes a delegate; -1 where there is none. */
static int32_t revoking_entry(const verification *v, const certificate *delegate)
{
    ocsp_target target = target_of_issued(v, delegate);
    int32_t entry = ocsp_find(v->der, v->entries, (size_t)v->response.response_count, v->input, &target);

    return entry >= 0 && v->entries[entry].status == OCSP_CERT_REVOKED ? entry : -1;
}

/* Tries a certificate that fits the responder id. 1 ends the search: it is the responder, or a question comes first. */
static int try_responder(verification *v, const certificate *candidate, ocsp_responder kind, ocsp_finding_id authorized,
                         responder *best)
{
    int32_t checked_before = v->signatures_checked;
    verdict result = check_response(v, candidate);

    if (kind == OCSP_RESPONDER_TRUSTED) {
        /* The caller's own list is tried in full. */
        v->signatures_checked = checked_before;
    }
    if (result == VERDICT_ASK) {
        return 1;
    }
    if (result != VERDICT_GOOD) {
        note_failure(v, candidate, result, best);
        return 0;
    }
    if (authorized == OCSP_FINDING_AUTHORIZED_DELEGATE) {
        verdict issued = check_issued(v, candidate);
        if (issued == VERDICT_ASK) {
            return 1;
        }
        authorized = finding_of_issuance(v, candidate, issued, best);
    }
    /* One that this very response revokes may have a successor with the same key. */
    int is_revoked = kind == OCSP_RESPONDER_DELEGATE && is_pass(authorized) && revoking_entry(v, candidate) >= 0;
    if (best->signature != OCSP_FINDING_SIGNATURE_GOOD ||
        (is_pass(authorized) && !(is_revoked && is_pass(best->authorized)))) {
        best->signature = OCSP_FINDING_SIGNATURE_GOOD;
        best->authorized = authorized;
        best->certificate = *candidate;
        best->kind = kind;
    }
    return is_pass(authorized) && !is_revoked;
}

/* Whether the same certificate comes earlier in the list. */
static int is_repeated(const ocsp_data *base, const ocsp_bytes *list, int32_t index)
{
    for (int32_t i = 0; i < index && i < 64; i++) {
        if (parts_equal(base, &list[i].bytes, base, &list[index].bytes)) {
            return 1;
        }
    }
    return 0;
}

/* How good a candidate looks before anything is computed; the best are tried first. */
typedef enum { RANK_UNAUTHORIZED, RANK_BLEMISHED, RANK_FLAWLESS } rank;

/* Another check would fail: for example, an older certificate of the same key stands beside its successor. */
static int is_blemished(const verification *v, const certificate *candidate, ocsp_responder kind)
{
    return judge_dates(v, &candidate->view) != OCSP_FINDING_VALIDITY_INSIDE ||
           is_present(candidate->view.known.critical) ||
           judge_key(v, &candidate->view, kind) != OCSP_FINDING_STRENGTH_FINE;
}

static rank rank_of(const verification *v, const certificate *candidate, ocsp_responder kind,
                    ocsp_finding_id authorized)
{
    if (!is_pass(authorized)) {
        return RANK_UNAUTHORIZED;
    }
    return is_blemished(v, candidate, kind) ? RANK_BLEMISHED : RANK_FLAWLESS;
}

/* Tries the certificates of one list that have this rank. 1 ends the search. */
static int try_list(verification *v, const ocsp_data *base, const ocsp_bytes *list, int32_t count, ocsp_responder kind,
                    rank wanted, responder *best)
{
    for (int32_t i = 0; i < count; i++) {
        certificate candidate;
        if (!read_whole_certificate(part_of(*base, list[i].bytes), &candidate)) {
            best->unreadable = best->unreadable < 0 && list == v->embedded ? i : best->unreadable;
            continue;
        }
        if (!fits_responder_id(v, &candidate)) {
            continue;
        }
        ocsp_finding_id authorized =
            kind == OCSP_RESPONDER_TRUSTED ? OCSP_FINDING_AUTHORIZED_TRUSTED : judge_delegate(v, &candidate);
        if (rank_of(v, &candidate, kind, authorized) != wanted || is_repeated(base, list, i)) {
            continue;
        }
        /* A delegate takes two: the signature of the response and that of its certificate. */
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

/* Tries the issuer, then the other certificates, the most promising first. */
static void find_responder(verification *v, responder *best)
{
    const ocsp_verification *plan = v->plan;

    if (fits_responder_id(v, &v->issuer) &&
        try_responder(v, &v->issuer, OCSP_RESPONDER_ISSUER, OCSP_FINDING_AUTHORIZED_ISSUER, best)) {
        return;
    }
    for (int wanted = RANK_FLAWLESS; wanted >= RANK_UNAUTHORIZED; wanted--) {
        if (try_list(v, &v->input, v->trusted, plan->trusted_count, OCSP_RESPONDER_TRUSTED, (rank)wanted, best) ||
            try_list(v, &v->der, v->embedded, v->response.certificate_count, OCSP_RESPONDER_DELEGATE, (rank)wanted,
                     best) ||
            try_list(v, &v->input, v->candidates, plan->candidate_count, OCSP_RESPONDER_DELEGATE, (rank)wanted, best)) {
            return;
        }
    }
}

/* Whose certificate decides what an authorized responder may do. A trusted one needs no CA. */
static ocsp_finding_id with_doubt(const verification *v, ocsp_finding_id authorized)
{
    if (is_no_ca(&v->issuer.view)) {
        if (authorized == OCSP_FINDING_AUTHORIZED_ISSUER) {
            return OCSP_FINDING_AUTHORIZED_ISSUER_NO_CA;
        }
        if (authorized == OCSP_FINDING_AUTHORIZED_DELEGATE) {
            return OCSP_FINDING_AUTHORIZED_DELEGATE_NO_CA;
        }
    }
    return authorized;
}

/* Points at what decided, or at the responder id if the certificate did not come with the response. */
static void judge_authorization(verification *v, const responder *best)
{
    const certificate *signer = &best->certificate;
    ocsp_finding *row = record_at(v, with_doubt(v, best->authorized), &v->responder_id);

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
    case OCSP_FINDING_UNAUTHORIZED_UNSUPPORTED:
        show_part(v, row, signer, &signer->view.signature_algorithm.der);
        show_unsupported(v, row, best->obstacle, best->obstructed);
        break;
    case OCSP_FINDING_UNAUTHORIZED_SUBJECT:
        show_part(v, row, signer, &signer->view.serial_number);
        break;
    case OCSP_FINDING_UNAUTHORIZED_CA:
    case OCSP_FINDING_UNAUTHORIZED_KEY_USAGE:
        show_part(v, row, signer, &signer->view.extensions);
        break;
    default:
        break;
    }
}

/* What cannot be used is named, so that nobody takes it for a forgery. */
static void judge_signature(verification *v, responder *best)
{
    ocsp_finding *row;

    if (best->signature == OCSP_FINDING_SIGNATURE_NO_CERTIFICATE && best->unreadable >= 0) {
        best->signature = OCSP_FINDING_SIGNATURE_UNREADABLE;
        row = record_at(v, best->signature, &v->embedded[best->unreadable].bytes);
        row->number = best->unreadable;
        row->subject = span_in(v->input, part_of(v->der, v->embedded[best->unreadable].bytes));
        return;
    }
    row = record_at(v, best->signature, &v->response.signature);
    row->number = v->response.certificate_count;
    if (best->signature == OCSP_FINDING_SIGNATURE_UNSUPPORTED) {
        best->authorized = OCSP_FINDING_UNAUTHORIZED_UNVERIFIED;
        show_unsupported(v, row, best->obstacle, best->obstructed);
    }
}

void judge_responder(verification *v, responder *best)
{
    *best = (responder){.signature = OCSP_FINDING_SIGNATURE_NO_CERTIFICATE,
                        .authorized = OCSP_FINDING_UNAUTHORIZED_UNKNOWN,
                        .unreadable = -1};
    if (!v->has_issuer) {
        record_at(v, OCSP_FINDING_SIGNATURE_ISSUER_UNKNOWN, &v->response.signature);
        record_at(v, OCSP_FINDING_AUTHORIZATION_ISSUER_UNKNOWN, &v->responder_id);
        return;
    }
    find_responder(v, best);
    judge_signature(v, best);
    judge_authorization(v, best);
    if (is_pass(best->authorized)) {
        v->out->responder = (int32_t)best->kind;
        v->out->responder_certificate = span_in(v->input, best->certificate.der);
    }
}

/* ---------------------------------------------------------------------------------------------- its certificate */

void judge_responder_validity(verification *v, const responder *signer)
{
    const certificate *holder = &signer->certificate;
    ocsp_finding_id id;
    ocsp_finding *row;
    ocsp_span validity;

    if (signer->kind == OCSP_RESPONDER_NONE) {
        return;
    }
    if (signer->kind == OCSP_RESPONDER_ISSUER) {
        record(v, OCSP_FINDING_VALIDITY_ISSUER);
        return;
    }
    id = judge_dates(v, &holder->view);
    row = record(v, id);
    row->time = id == OCSP_FINDING_VALIDITY_NOT_YET ? holder->view.not_before : holder->view.not_after;
    locate_after(&holder->der, &holder->view.issuer, &validity);
    show_part(v, row, holder, &validity);
}

void judge_responder_revocation(verification *v, const responder *signer)
{
    if (signer->kind == OCSP_RESPONDER_NONE) {
        return;
    }
    if (signer->kind == OCSP_RESPONDER_ISSUER) {
        record(v, OCSP_FINDING_REVOCATION_ISSUER);
        return;
    }
    if (signer->kind == OCSP_RESPONDER_DELEGATE) {
        int32_t entry = revoking_entry(v, &signer->certificate);
        if (entry >= 0) {
            record_at(v, OCSP_FINDING_REVOCATION_REVOKED, &v->entries[entry].cert_id.der);
            return;
        }
    }
    show_whole(v,
               record(v, signer->certificate.view.known.no_check ? OCSP_FINDING_REVOCATION_NO_CHECK
                                                                 : OCSP_FINDING_REVOCATION_NOT_CHECKED),
               &signer->certificate);
}

void judge_algorithm_strength(verification *v, const responder *signer)
{
    const certificate *holder = &signer->certificate;
    const ocsp_algorithm *algorithm = &v->response.signature_algorithm;

    if (!v->plan->allow_sha1 && hash_of_signature((ocsp_signature)algorithm->signature) == OCSP_HASH_SHA1) {
        record_at(v, OCSP_FINDING_STRENGTH_SHA1, &algorithm->der);
    } else if (signer->kind != OCSP_RESPONDER_NONE) {
        ocsp_finding_id id = judge_key(v, &holder->view, signer->kind);
        ocsp_finding *row = record(v, id);
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
