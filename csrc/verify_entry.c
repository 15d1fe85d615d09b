/*
 * Which entry of the response answers, RFC 6960 3.2 and 4.1.1. With certificate and issuer every entry is compared
 * under its own hash algorithm; a CertID is compared as it is. Where several match, the strictest counts.
 */
#include "verify.h"

static ocsp_target nothing_wanted(void)
{
    return (ocsp_target){.issuer_name = ABSENT_SPAN,
                         .issuer_subject = ABSENT_SPAN,
                         .issuer_key = ABSENT_SPAN,
                         .issuer_name_hash = ABSENT_SPAN,
                         .issuer_key_hash = ABSENT_SPAN,
                         .serial_number = ABSENT_SPAN,
                         .der = ABSENT_SPAN};
}

static ocsp_span issuer_key_of(const verification *v)
{
    return span_in(v->input, part_of(v->issuer.der, v->issuer.view.public_key.subject_public_key));
}

static ocsp_span issuer_subject_of(const verification *v)
{
    return span_in(v->input, part_of(v->issuer.der, v->issuer.view.subject));
}

ocsp_target target_of_issued(const verification *v, const certificate *issued)
{
    ocsp_target target = nothing_wanted();

    target.issuer_name = span_in(v->input, part_of(issued->der, issued->view.issuer));
    target.issuer_subject = issuer_subject_of(v);
    target.issuer_key = issuer_key_of(v);
    target.serial_number = span_in(v->input, part_of(issued->der, issued->view.serial_number));
    return target;
}

/* The certificate in question, whose issuer is not known: the hash of its key is not compared. */
static ocsp_target target_without_issuer(const verification *v)
{
    ocsp_target target = nothing_wanted();

    target.issuer_name = span_in(v->input, part_of(v->subject.der, v->subject.view.issuer));
    target.issuer_key = target.issuer_name;
    target.serial_number = span_in(v->input, part_of(v->subject.der, v->subject.view.serial_number));
    return target;
}

/* The certificate that the given issuer issued under the serial number of a CertID. */
static ocsp_target target_of_issuer(const verification *v, const ocsp_cert_id *cert_id)
{
    ocsp_target target = nothing_wanted();

    target.issuer_name = issuer_subject_of(v);
    target.issuer_key = issuer_key_of(v);
    target.serial_number = span_in(v->input, part_of(v->der, cert_id->serial_number));
    return target;
}

/* Whether an entry's CertID names the given issuer: it is that of some certificate which the issuer issued. */
static int is_of_issuer(const verification *v, int32_t entry)
{
    const ocsp_cert_id *cert_id = &v->entries[entry].cert_id;
    cert_id_search wanted;
    ocsp_target target = target_of_issuer(v, cert_id);

    return begin_search(&wanted, &v->input, &target) && search_matches(&wanted, &v->der, cert_id);
}

static int32_t find_entry(const verification *v, const ocsp_target *target)
{
    return ocsp_find(v->der, v->entries, (size_t)v->response.response_count, v->input, target);
}

/* Without the issuer its key hash cannot be compared: an entry with the serial number and name hash may be meant. */
static int32_t find_entry_without_issuer(const verification *v, const ocsp_target *target)
{
    cert_id_search wanted;

    begin_search(&wanted, &v->input, target);
    for (int32_t i = 0; i < v->response.response_count; i++) {
        if (search_matches_but_key(&wanted, &v->der, &v->entries[i].cert_id)) {
            return i;
        }
    }
    return -1;
}

/* Records a finding about an entry; -1: about all of them. */
static ocsp_finding *claim(verification *v, int32_t entry, ocsp_finding_id id)
{
    ocsp_finding *row = record(v, id);

    v->out->claimed = entry;
    row->number = v->response.response_count;
    row->span = entry < 0 ? v->responses : v->entries[entry].cert_id.der;
    return row;
}

/* Whether the given issuer issued the certificate in question cannot be found out. */
static void claim_unchecked(verification *v, int32_t entry)
{
    ocsp_finding *row = claim(v, entry, OCSP_FINDING_CERT_ID_ISSUER_UNCHECKED);

    if (v->plan->issued == OCSP_ISSUED_UNKNOWN_KEY) {
        show_unsupported(v, row, VERDICT_KEY, part_of(v->issuer.der, v->issuer.view.public_key.spki));
    } else {
        show_unsupported(v, row, VERDICT_ALGORITHM, part_of(v->subject.der, v->subject.view.signature_algorithm.der));
    }
}

static void judge_by_certificate(verification *v, const ocsp_target *target)
{
    int32_t entry = find_entry(v, target);

    if (!names_equal(part_of(v->subject.der, v->subject.view.issuer), part_of(v->issuer.der, v->issuer.view.subject)) ||
        v->plan->issued == OCSP_ISSUED_NOT) {
        claim(v, entry, OCSP_FINDING_CERT_ID_OTHER_ISSUER);
    } else if (v->plan->issued != OCSP_ISSUED_YES) {
        claim_unchecked(v, entry);
    } else {
        claim(v, entry, entry < 0 ? OCSP_FINDING_CERT_ID_NONE : OCSP_FINDING_CERT_ID_EQUAL);
    }
}

static void judge_without_issuer(verification *v, const ocsp_target *target)
{
    int32_t entry = find_entry_without_issuer(v, target);

    claim(v, entry, entry < 0 ? OCSP_FINDING_CERT_ID_NONE : OCSP_FINDING_CERT_ID_ISSUER_UNKNOWN);
}

static void judge_by_cert_id(verification *v, const ocsp_target *target)
{
    int32_t entry = find_entry(v, target);

    if (entry < 0) {
        claim(v, entry, OCSP_FINDING_CERT_ID_NONE);
    } else if (v->has_issuer && !is_of_issuer(v, entry)) {
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

/* Neither certificate nor CertID: the one entry of the response is meant. */
static void judge_single(verification *v)
{
    if (v->response.response_count != 1) {
        claim(v, -1, OCSP_FINDING_CERT_ID_NOT_SINGLE);
    } else if (!v->has_issuer) {
        claim(v, 0, OCSP_FINDING_CERT_ID_ISSUER_UNKNOWN);
    } else {
        claim(v, 0, is_of_issuer(v, 0) ? OCSP_FINDING_CERT_ID_SINGLE : OCSP_FINDING_CERT_ID_NOT_OF_ISSUER);
    }
}

void judge_cert_id(verification *v)
{
    ocsp_target target = nothing_wanted();
    int is_any = 0;

    if (v->has_subject && v->has_issuer) {
        target = target_of_issued(v, &v->subject);
        judge_by_certificate(v, &target);
    } else if (v->has_subject) {
        target = target_without_issuer(v);
        judge_without_issuer(v, &target);
    } else if (is_present(v->plan->cert_id)) {
        target.der = v->plan->cert_id;
        judge_by_cert_id(v, &target);
    } else {
        is_any = 1;
        judge_single(v);
    }
    if (is_present(v->plan->request) && is_pass((ocsp_finding_id)v->out->findings[OCSP_CHECK_CERT_ID - 1].finding)) {
        judge_request(v, is_any ? NULL : &target);
    }
}
