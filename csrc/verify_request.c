/*
 * Whether a request asks about the certificate in question, with which hash algorithm, and what else it asks about.
 * Both messages may be long and made by strangers: the request's CertIDs are sorted once, then each entry is looked up
 * among them.
 */
#include "verify.h"

#include <string.h>

/* Replaces the hash algorithm, which nothing here compares, once an entry answers. */
#define ANSWERED (-2)
/* The request does not ask about the target. */
#define NOT_ASKED (-1)

static int compare_parts(const ocsp_data *a, const ocsp_span *left, const ocsp_data *b, const ocsp_span *right)
{
    if (left->length != right->length) {
        return left->length < right->length ? -1 : 1;
    }
    return memcmp(a->data + left->offset, b->data + right->offset, left->length);
}

/* Orders by what makes CertIDs equal; the parameters of the hash algorithm do not. */
static int compare_cert_ids(const ocsp_data *a, const ocsp_cert_id *left, const ocsp_data *b, const ocsp_cert_id *right)
{
    int order = compare_parts(a, &left->serial_number, b, &right->serial_number);

    if (order == 0) {
        order = compare_parts(a, &left->issuer_key_hash, b, &right->issuer_key_hash);
    }
    if (order == 0) {
        order = compare_parts(a, &left->issuer_name_hash, b, &right->issuer_name_hash);
    }
    return order != 0 ? order : compare_parts(a, &left->hash_oid, b, &right->hash_oid);
}

/* Heapsort: no memory, no recursion, no input that makes it slow. */
static void sift_down(const ocsp_data *request, ocsp_single_request *heap, int32_t root, int32_t count)
{
    for (int32_t child = 2 * root + 1; child < count; root = child, child = 2 * root + 1) {
        if (child + 1 < count &&
            compare_cert_ids(request, &heap[child].cert_id, request, &heap[child + 1].cert_id) < 0) {
            child++;
        }
        if (compare_cert_ids(request, &heap[root].cert_id, request, &heap[child].cert_id) >= 0) {
            return;
        }
        ocsp_single_request larger = heap[child];
        heap[child] = heap[root];
        heap[root] = larger;
    }
}

static void sort(const ocsp_data *request, ocsp_single_request *requests, int32_t count)
{
    for (int32_t root = count / 2; root-- > 0;) {
        sift_down(request, requests, root, count);
    }
    for (int32_t end = count; end-- > 1;) {
        ocsp_single_request largest = requests[0];
        requests[0] = requests[end];
        requests[end] = largest;
        sift_down(request, requests, 0, end);
    }
}

/* The first CertID in the sorted list that does not come before the wanted one; count where all do. */
static int32_t first_not_before(const ocsp_data *request, const ocsp_single_request *requests, int32_t count,
                                const ocsp_data *response, const ocsp_cert_id *wanted)
{
    int32_t low = 0;

    while (low < count) {
        int32_t middle = low + (count - low) / 2;
        if (compare_cert_ids(request, &requests[middle].cert_id, response, wanted) < 0) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

static int is_repeated(const verification *v, int32_t index)
{
    return index > 0 && compare_cert_ids(&v->request_der, &v->requests[index - 1].cert_id, &v->request_der,
                                         &v->requests[index].cert_id) == 0;
}

/* Sorts the request, and marks each CertID that has an equal entry. */
static void mark_answered(const verification *v)
{
    int32_t count = v->request.request_count;

    sort(&v->request_der, v->requests, count);
    for (int32_t i = 0; i < v->response.response_count; i++) {
        const ocsp_cert_id *answer = &v->entries[i].cert_id;
        int32_t at = first_not_before(&v->request_der, v->requests, count, &v->der, answer);
        if (at < count && compare_cert_ids(&v->request_der, &v->requests[at].cert_id, &v->der, answer) == 0) {
            v->requests[at].cert_id.hash = ANSWERED;
        }
    }
}

/* How many CertIDs have no equal entry, those of the target (NULL: none) left out. Repetitions do not count. */
static int32_t count_unanswered(const verification *v, cert_id_search *wanted)
{
    int32_t unanswered = 0;

    for (int32_t i = 0; i < v->request.request_count; i++) {
        const ocsp_cert_id *asked = &v->requests[i].cert_id;
        if (asked->hash != ANSWERED && !is_repeated(v, i) &&
            (wanted == NULL || !search_matches(wanted, &v->request_der, asked))) {
            unanswered++;
        }
    }
    return unanswered;
}

/*
 * The hash algorithm by which the request asks about the target, or NOT_ASKED: that of the entry, if it is among
 * several.
 */
static int32_t hash_asked_with(const verification *v, cert_id_search *wanted, int32_t answered_with)
{
    int32_t found = NOT_ASKED;

    for (int32_t i = 0; i < v->request.request_count; i++) {
        const ocsp_cert_id *asked = &v->requests[i].cert_id;
        if ((found == NOT_ASKED || asked->hash == answered_with) && search_matches(wanted, &v->request_der, asked)) {
            found = asked->hash;
        }
    }
    return found;
}

/* The finding about the entry stays where it was. */
static ocsp_finding *record_about_request(verification *v, ocsp_finding_id id)
{
    ocsp_span span = v->out->findings[OCSP_CHECK_CERT_ID - 1].span;

    return record_at(v, id, &span);
}

void judge_request(verification *v, const ocsp_target *target)
{
    cert_id_search wanted;
    int32_t answered_with = v->entries[v->out->claimed].cert_id.hash;

    if (target == NULL) {
        mark_answered(v);
        if (count_unanswered(v, NULL) > 0) {
            record_about_request(v, OCSP_FINDING_CERT_ID_REQUEST_UNANSWERED)->number = v->response.response_count;
        }
        return;
    }
    begin_search(&wanted, &v->input, target);
    int32_t asked_with = hash_asked_with(v, &wanted, answered_with);
    if (asked_with == NOT_ASKED) {
        record_about_request(v, OCSP_FINDING_CERT_ID_NOT_REQUESTED);
        return;
    }
    mark_answered(v);
    int32_t unanswered = count_unanswered(v, &wanted);
    if (unanswered > 0) {
        record_about_request(v, OCSP_FINDING_CERT_ID_PARTLY_ANSWERED)->number = unanswered;
    } else if (asked_with != answered_with) {
        ocsp_finding *row = record_about_request(v, OCSP_FINDING_CERT_ID_OTHER_HASH);
        row->number = asked_with;
        row->limit = answered_with;
    }
}
