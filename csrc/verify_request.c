/*
 * Whether a response answers all that a request asks, and whether the request asks about the certificate in question.
 * Both messages may be long and made by strangers: the request's CertIDs are sorted once, then each entry is looked up
 * among them.
 */
#include "verify.h"

#include <string.h>

/* Replaces the hash algorithm, which nothing here compares, once an entry answers. */
#define ANSWERED (-2)

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

/* Whether each CertID of the request has an equal entry. */
static int are_all_answered(const verification *v)
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
    for (int32_t i = 0; i < count; i++) {
        const ocsp_cert_id *asked = &v->requests[i].cert_id;
        int is_repeated =
            i > 0 && compare_cert_ids(&v->request_der, &v->requests[i - 1].cert_id, &v->request_der, asked) == 0;
        if (!is_repeated && asked->hash != ANSWERED) {
            return 0;
        }
    }
    return 1;
}

static int is_requested(const verification *v, const ocsp_target *target)
{
    cert_id_search wanted;

    if (target == NULL || !begin_search(&wanted, &v->input, target)) {
        return 1;
    }
    for (int32_t i = 0; i < v->request.request_count; i++) {
        if (search_matches(&wanted, &v->request_der, &v->requests[i].cert_id)) {
            return 1;
        }
    }
    return 0;
}

/* The finding about the entry stays where it was. */
static void record_about_request(verification *v, ocsp_finding_id id)
{
    ocsp_span span = v->out->findings[OCSP_CHECK_CERT_ID - 1].span;

    record_at(v, id, &span)->number = v->response.response_count;
}

void judge_request(verification *v, const ocsp_target *target)
{
    int asks_about_it = is_requested(v, target);

    if (!are_all_answered(v)) {
        record_about_request(v, OCSP_FINDING_CERT_ID_REQUEST_UNANSWERED);
    } else if (!asks_about_it) {
        record_about_request(v, OCSP_FINDING_CERT_ID_NOT_REQUESTED);
    }
}
