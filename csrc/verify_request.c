/*
 * Whether a response answers all that a request asks. Both may be long and made by strangers: the request's CertIDs are
 * sorted once, then each entry is looked up among them.
 */
#include "internal.h"

#include <string.h>

/* In place of a hash algorithm, which nothing here compares: an entry answers it. */
#define ANSWERED (-2)

static int compare_bytes(bytes a, bytes b)
{
    if (a.length != b.length) {
        return a.length < b.length ? -1 : 1;
    }
    return memcmp(a.data, b.data, a.length);
}

/* By what makes CertIDs equal; the parameters of the hash algorithm do not. */
static int compare_cert_ids(const uint8_t *a, const ocsp_cert_id *left, const uint8_t *b, const ocsp_cert_id *right)
{
    int order = compare_bytes(bytes_of(a, left->serial_number), bytes_of(b, right->serial_number));

    if (order == 0) {
        order = compare_bytes(bytes_of(a, left->issuer_key_hash), bytes_of(b, right->issuer_key_hash));
    }
    if (order == 0) {
        order = compare_bytes(bytes_of(a, left->issuer_name_hash), bytes_of(b, right->issuer_name_hash));
    }
    return order != 0 ? order : compare_bytes(bytes_of(a, left->hash_oid), bytes_of(b, right->hash_oid));
}

/* Heapsort: no memory, no recursion, no input that makes it slow. */
static void sift_down(const uint8_t *request, ocsp_single_request *heap, int32_t root, int32_t count)
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

static void sort(const uint8_t *request, ocsp_single_request *requests, int32_t count)
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

/* The first in the sorted list that is not before it; count where all are. */
static int32_t first_not_before(const uint8_t *request, const ocsp_single_request *requests, int32_t count,
                                const uint8_t *response, const ocsp_cert_id *wanted)
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

int all_answered(const uint8_t *request, ocsp_single_request *requests, int32_t count, const uint8_t *response,
                 const ocsp_single_response *entries, int32_t entry_count)
{
    sort(request, requests, count);
    for (int32_t i = 0; i < entry_count; i++) {
        int32_t at = first_not_before(request, requests, count, response, &entries[i].cert_id);
        if (at < count && compare_cert_ids(request, &requests[at].cert_id, response, &entries[i].cert_id) == 0) {
            requests[at].cert_id.hash = ANSWERED;
        }
    }
    for (int32_t i = 0; i < count; i++) {
        int is_repeated =
            i > 0 && compare_cert_ids(request, &requests[i - 1].cert_id, request, &requests[i].cert_id) == 0;
        if (!is_repeated && requests[i].cert_id.hash != ANSWERED) {
            return 0;
        }
    }
    return 1;
}
