/*
 * Whether an answer can be relied on, RFC 6960 3.2 and 4.2.2.2: one row for each check, never a lone boolean.
 *
 * What the core cannot compute, or its caller does faster, it asks for: then the result is a question, and the caller
 * calls again with one answer more.
 *
 * Not looked at: the revocation of the responder's own certificate, and the chain above the issuer, which is the
 * caller's trust anchor.
 */
#include "verify.h"

#include <string.h>

/* Where each finding belongs, and what it means for the decision. */
static const struct {
    uint8_t check, outcome;
} findings[] = {
    {OCSP_CHECK_NONE, OCSP_OUTCOME_SKIPPED},
#define FINDING(id, check, outcome, ...) {OCSP_CHECK_##check, OCSP_OUTCOME_##outcome},
#include "lists/checks.def"
};

/* A finding that says nothing more yet. */
static ocsp_finding bare_finding(ocsp_finding_id id)
{
    return (ocsp_finding){(int32_t)id, 0, 0, ABSENT_TIME, ABSENT_SPAN, ABSENT_SPAN};
}

ocsp_finding *record(verification *v, ocsp_finding_id id)
{
    ocsp_finding *row = &v->out->findings[findings[id].check - 1];

    *row = bare_finding(id);
    return row;
}

ocsp_finding *record_at(verification *v, ocsp_finding_id id, const ocsp_span *span)
{
    ocsp_finding *row = record(v, id);

    row->span = *span;
    return row;
}

int is_pass(ocsp_finding_id id)
{
    return findings[id].outcome == OCSP_OUTCOME_PASS;
}

/* ---------------------------------------------------------------------------------------------- the checks */

static ocsp_finding_id finding_of_status(int32_t status)
{
    switch (status) {
    case OCSP_STATUS_SUCCESSFUL:
        return OCSP_FINDING_STATUS_SUCCESSFUL;
    case OCSP_STATUS_MALFORMED_REQUEST:
        return OCSP_FINDING_STATUS_MALFORMED_REQUEST;
    case OCSP_STATUS_TRY_LATER:
        return OCSP_FINDING_STATUS_TRY_LATER;
    case OCSP_STATUS_SIG_REQUIRED:
        return OCSP_FINDING_STATUS_SIG_REQUIRED;
    case OCSP_STATUS_UNAUTHORIZED:
        return OCSP_FINDING_STATUS_UNAUTHORIZED;
    default:
        return OCSP_FINDING_STATUS_INTERNAL_ERROR;
    }
}

/* 1 when there is an answer to judge. */
static int judge_response_status(verification *v)
{
    ocsp_span whole = {0, (uint32_t)v->der.length};
    ocsp_finding *row = record(v, finding_of_status(v->response.status));

    locate_first_in(&v->der, &whole, &row->span);
    row->number = v->response.status;
    return v->response.status == OCSP_STATUS_SUCCESSFUL;
}

/* A limit that is set counts for every answer; the default only where nothing else says how long one holds. */
static void judge_this_update(verification *v, const ocsp_single_response *entry)
{
    int is_set = v->plan->max_age >= 0;
    int is_limited = is_set || !time_is_present(entry->next_update);
    int32_t max_age = is_set ? v->plan->max_age : OCSP_DEFAULT_MAX_AGE;
    int64_t now = milliseconds_of(v->plan->time);
    int64_t skew = milliseconds_in(v->plan->clock_skew);
    int64_t this_update = milliseconds_of(entry->this_update);
    ocsp_finding *row;
    ocsp_span cert_status;

    if (this_update > now + skew) {
        row = record(v, OCSP_FINDING_THIS_UPDATE_FUTURE);
    } else if (is_limited && now - this_update > milliseconds_in(max_age) + skew) {
        row = record(v, is_set ? OCSP_FINDING_THIS_UPDATE_OLD : OCSP_FINDING_THIS_UPDATE_OLD_ALONE);
    } else {
        row = record(v, OCSP_FINDING_THIS_UPDATE_FINE);
    }
    row->time = entry->this_update;
    row->limit = max_age;
    locate_after(&v->der, &entry->cert_id.der, &cert_status);
    locate_after(&v->der, &cert_status, &row->span);
}

/* After thisUpdate, whose span it takes. */
static void judge_next_update(verification *v, const ocsp_single_response *entry)
{
    ocsp_finding *row;

    if (!time_is_present(entry->next_update)) {
        record(v, v->plan->require_next_update ? OCSP_FINDING_NEXT_UPDATE_REQUIRED : OCSP_FINDING_NEXT_UPDATE_ABSENT);
        return;
    }
    if (milliseconds_of(entry->next_update) < milliseconds_of(entry->this_update)) {
        row = record(v, OCSP_FINDING_NEXT_UPDATE_REVERSED);
    } else if (milliseconds_of(entry->next_update) + milliseconds_in(v->plan->clock_skew) <
               milliseconds_of(v->plan->time)) {
        row = record(v, OCSP_FINDING_NEXT_UPDATE_PASSED);
    } else {
        row = record(v, OCSP_FINDING_NEXT_UPDATE_FINE);
    }
    row->time = entry->next_update;
    locate_after(&v->der, &v->out->findings[OCSP_CHECK_THIS_UPDATE - 1].span, &row->span);
}

/* RFC 6960 2.4: when the response was signed. entry: the one that answers, or NULL. */
static void judge_produced_at(verification *v, const ocsp_single_response *entry)
{
    int64_t produced_at = milliseconds_of(v->response.produced_at);
    int64_t skew = milliseconds_in(v->plan->clock_skew);
    ocsp_finding_id id = OCSP_FINDING_PRODUCED_AT_FINE;

    if (produced_at > milliseconds_of(v->plan->time) + skew) {
        id = OCSP_FINDING_PRODUCED_AT_FUTURE;
    } else if (entry != NULL && produced_at + skew < milliseconds_of(entry->this_update)) {
        id = OCSP_FINDING_PRODUCED_AT_EARLY;
    }
    record_at(v, id, &v->produced_at)->time = v->response.produced_at;
}

/* RFC 9654 2.1: 1 to 128 octets. An empty one would prove nothing. */
static int is_nonce(size_t length)
{
    return length > 0 && length <= OCSP_NONCE_LIMIT;
}

/* What was sent as a nonce, of any length, by itself or in the request; empty where there was none. */
static ocsp_data sent_nonce(const verification *v)
{
    if (is_present(v->plan->nonce)) {
        return part_of(v->input, v->plan->nonce);
    }
    if (is_present(v->plan->request) && is_present(v->request.nonce)) {
        return part_of(v->request_der, v->request.nonce);
    }
    return (ocsp_data){NULL, 0};
}

static void judge_nonce(verification *v)
{
    ocsp_data sent = sent_nonce(v);
    int came = is_present(v->response.nonce);
    ocsp_finding_id id;
    ocsp_finding *row;

    if (v->plan->nonce_policy == OCSP_NONCE_IGNORE) {
        id = OCSP_FINDING_NONCE_IGNORED;
    } else if (came && !is_nonce(v->response.nonce.length) && is_nonce(sent.length)) {
        id = OCSP_FINDING_NONCE_MALFORMED;
    } else if (came && sent.length > 0 && !data_equal(sent, part_of(v->der, v->response.nonce))) {
        /* Also where too many octets were sent: the answer is to another request all the same. */
        id = OCSP_FINDING_NONCE_DIFFERENT;
    } else if (came && !is_nonce(v->response.nonce.length)) {
        id = OCSP_FINDING_NONCE_MALFORMED_UNREQUESTED;
    } else if (sent.length == 0) {
        id = came ? OCSP_FINDING_NONCE_UNREQUESTED : OCSP_FINDING_NONCE_NOT_SENT;
    } else if (!came) {
        id = v->plan->nonce_policy == OCSP_NONCE_REQUIRED ? OCSP_FINDING_NONCE_REQUIRED : OCSP_FINDING_NONCE_ABSENT;
    } else {
        id = OCSP_FINDING_NONCE_EQUAL;
    }
    row = record_at(v, id, came ? &v->response.nonce : &v->response.extensions);
    row->number = came ? (int32_t)v->response.nonce.length : 0;
    row->limit = OCSP_NONCE_LIMIT;
}

/* The critical extension of a list that is not understood or cannot be read; absent where there is none. */
static ocsp_span find_unknown_critical(const verification *v, ocsp_span extensions, extensions_place place)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root;
    ocsp_span element;
    ocsp_known known = nothing_known;

    if (!is_present(extensions)) {
        return extensions;
    }
    der_open(&root, &context, (ocsp_data){v->der.data + extensions.offset, extensions.length});
    read_extensions(&root, FIELD(EXTENSIONS), place, &element, &known, NULL);
    if (is_present(known.critical)) {
        known.critical.offset += extensions.offset;
    }
    return known.critical;
}

/* The extension lies in holder; broken: the finding if it is known and cannot be read. */
static ocsp_finding *record_critical(verification *v, ocsp_data holder, ocsp_span extension, ocsp_finding_id unknown,
                                     ocsp_finding_id broken)
{
    ocsp_refusal refusal;
    ocsp_oid id = find_broken_extension(part_of(holder, extension), &refusal);
    ocsp_finding *row = record(v, refusal.fault == OCSP_FAULT_NONE ? unknown : broken);

    row->number = (int32_t)id;
    v->out->fault = refusal.fault;
    v->out->expected = refusal.expected;
    v->out->found = refusal.found;
    return row;
}

static void judge_critical_extensions(verification *v, const ocsp_single_response *entry, const responder *signer)
{
    const certificate *holder = &signer->certificate;
    ocsp_span of_response = find_unknown_critical(v, v->response.extensions, EXTENSIONS_OF_RESPONSE);
    ocsp_span of_entry = entry == NULL ? ABSENT_SPAN : find_unknown_critical(v, entry->extensions, EXTENSIONS_OF_ENTRY);

    if (is_present(of_response)) {
        record_critical(v, v->der, of_response, OCSP_FINDING_CRITICAL_RESPONSE, OCSP_FINDING_CRITICAL_RESPONSE_BROKEN)
            ->span = of_response;
    } else if (is_present(of_entry)) {
        record_critical(v, v->der, of_entry, OCSP_FINDING_CRITICAL_ENTRY, OCSP_FINDING_CRITICAL_ENTRY_BROKEN)->span =
            of_entry;
    } else if (signer->kind > OCSP_RESPONDER_ISSUER && is_present(holder->view.known.critical)) {
        show_part(v,
                  record_critical(v, holder->der, holder->view.known.critical, OCSP_FINDING_CRITICAL_RESPONDER,
                                  OCSP_FINDING_CRITICAL_RESPONDER_BROKEN),
                  holder, &holder->view.known.critical);
    } else {
        record_at(v, OCSP_FINDING_CRITICAL_UNDERSTOOD, &v->response.extensions);
    }
}

/* In the order of checks.def. */
static void judge_all(verification *v)
{
    const ocsp_single_response *entry;
    responder signer;

    if (!judge_response_status(v)) {
        return;
    }
    locate_response_data(v);
    judge_cert_id(v);
    entry = v->out->claimed < 0 ? NULL : &v->entries[v->out->claimed];
    judge_responder(v, &signer);
    judge_responder_validity(v, &signer);
    judge_responder_revocation(v, &signer);
    if (entry != NULL) {
        judge_this_update(v, entry);
        judge_next_update(v, entry);
    }
    judge_produced_at(v, entry);
    judge_nonce(v);
    judge_critical_extensions(v, entry, &signer);
    judge_algorithm_strength(v, &signer);
}

/* ---------------------------------------------------------------------------------------------- the decision */

/* Why a check found nothing. */
static ocsp_finding_id reason_to_skip(const verification *v, ocsp_check check)
{
    if (v->response.status != OCSP_STATUS_SUCCESSFUL) {
        return OCSP_FINDING_NO_ANSWER;
    }
    return check == OCSP_CHECK_THIS_UPDATE || check == OCSP_CHECK_NEXT_UPDATE ? OCSP_FINDING_NO_ENTRY
                                                                              : OCSP_FINDING_NO_SIGNER;
}

static void skip_what_is_left(const verification *v)
{
    for (int i = 0; i < OCSP_CHECKS; i++) {
        ocsp_finding *row = &v->out->findings[i];
        if (row->finding == OCSP_FINDING_NONE) {
            *row = bare_finding(reason_to_skip(v, (ocsp_check)(i + 1)));
        }
    }
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

/* ---------------------------------------------------------------------------------------------- the plan */

static int is_inside(const ocsp_data *input, ocsp_span span)
{
    return span.offset <= input->length && span.length <= input->length - span.offset;
}

static int is_table(const void *rows, int32_t count)
{
    return count >= 0 && (rows != NULL || count == 0) && (uintptr_t)rows % sizeof(int32_t) == 0;
}

static int are_inside(const ocsp_data *input, const ocsp_bytes *rows, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (!is_inside(input, rows[i].bytes)) {
            return 0;
        }
    }
    return 1;
}

/* Verdicts, none of which asks back. */
static int are_answers(const ocsp_number *answers, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (answers[i].number < VERDICT_BAD || answers[i].number > VERDICT_KEY || answers[i].number == VERDICT_ASK) {
            return 0;
        }
    }
    return 1;
}

/* What can be told before anything is read. No span reaches beyond 4 GiB. */
static int is_valid_plan(const verification *v, const ocsp_rows *rows)
{
    const ocsp_verification *plan = v->plan;
    const ocsp_span optional[] = {plan->issuer, plan->certificate, plan->cert_id, plan->request, plan->nonce};

    if (v->input.data == NULL || v->input.length > UINT32_MAX - 1 || !is_inside(&v->input, plan->response) ||
        !is_table(rows->next, 1)) {
        return 0;
    }
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        if (is_present(optional[i]) && !is_inside(&v->input, optional[i])) {
            return 0;
        }
    }
    return is_table(v->trusted, plan->trusted_count) && are_inside(&v->input, v->trusted, plan->trusted_count) &&
           is_table(v->candidates, plan->candidate_count) &&
           are_inside(&v->input, v->candidates, plan->candidate_count) && is_table(v->answers, plan->answer_count) &&
           are_answers(v->answers, plan->answer_count) && plan->asks >= OCSP_ASKS_WHAT_IT_MUST &&
           plan->asks <= OCSP_ASKS_ALL && plan->time.milliseconds >= 0 && plan->time.milliseconds < 86400000 &&
           plan->clock_skew >= 0 && plan->max_age >= -1 && plan->issued >= OCSP_ISSUED_NOT &&
           plan->issued <= OCSP_ISSUED_UNKNOWN_KEY && plan->nonce_policy >= OCSP_NONCE_IF_REQUESTED &&
           plan->nonce_policy <= OCSP_NONCE_IGNORE;
}

static ocsp_error read_certificate_at(const verification *v, ocsp_span span, certificate *out, ocsp_refusal *refusal)
{
    out->der = part_of(v->input, span);
    return ocsp_read_certificate(out->der, &out->view, NULL, refusal);
}

/* Reads the parts of the plan, except for the certificates of possible responders. */
static ocsp_error read_parts(verification *v, ocsp_rows *rows, ocsp_refusal *refusal)
{
    const ocsp_verification *plan = v->plan;
    ocsp_cert_id ignored;
    ocsp_error error;

    v->der = part_of(v->input, plan->response);
    v->entries = (const ocsp_single_response *)(const void *)rows->next;
    error = ocsp_read_response(v->der, &v->response, rows, NULL, refusal);
    if (error == OCSP_OK) {
        v->embedded = (const ocsp_bytes *)(const void *)(v->entries + v->response.response_count);
    }
    if (error == OCSP_OK && is_present(plan->request)) {
        v->request_der = part_of(v->input, plan->request);
        v->requests = (ocsp_single_request *)(void *)rows->next;
        error = ocsp_read_request(v->request_der, &v->request, rows, NULL, refusal);
    }
    if (error == OCSP_OK && v->has_issuer) {
        error = read_certificate_at(v, plan->issuer, &v->issuer, refusal);
    }
    if (error == OCSP_OK && v->has_subject) {
        error = read_certificate_at(v, plan->certificate, &v->subject, refusal);
    }
    if (error == OCSP_OK && is_present(plan->cert_id)) {
        ocsp_data der = part_of(v->input, plan->cert_id);
        error = ocsp_read_cert_id(der, &ignored, refusal);
    }
    return error;
}

ocsp_error ocsp_verify(ocsp_data input, const ocsp_verification *plan, const ocsp_bytes *certificates,
                       const ocsp_number *answers, ocsp_rows *rows, ocsp_judgement *out, ocsp_refusal *refusal)
{
    verification v = {.input = input, .plan = plan, .trusted = certificates, .answers = answers, .out = out};
    ocsp_error error;

    memset(out, 0, sizeof *out);
    out->claimed = -1;
    out->responder_certificate = ABSENT_SPAN;
    refusal->fault = OCSP_FAULT_NONE;
    /* Nothing may be added to a null pointer, not even 0. */
    v.candidates = plan->trusted_count > 0 && certificates != NULL ? certificates + plan->trusted_count : certificates;
    v.has_issuer = is_present(plan->issuer);
    v.has_subject = is_present(plan->certificate);
    if (!is_valid_plan(&v, rows)) {
        return OCSP_ERR_INVALID_ARGUMENT;
    }
    error = read_parts(&v, rows, refusal);
    if (error != OCSP_OK) {
        return error;
    }
    if (plan->nonce_policy == OCSP_NONCE_REQUIRED && sent_nonce(&v).length == 0) {
        return OCSP_ERR_INVALID_ARGUMENT;
    }
    judge_all(&v);
    skip_what_is_left(&v);
    out->ok = !out->asked && is_reliable(out);
    return OCSP_OK;
}
