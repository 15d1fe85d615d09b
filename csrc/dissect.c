/*
 * The tree of anything: the trace of the reader that the kind asks for, so that it says what the objects say. It goes
 * on after a fault: with names where a value alone is broken, else with the types of what follows.
 *
 * Keys, and all that has no reader here, are one element with the types of what is in it. OCTET STRINGs and BIT STRINGs
 * in those stay closed, and so does what is nested deeper than OCSP_DEPTH_LIMIT.
 */
#include "der.h"

static ocsp_error trace_types(ocsp_data der, ocsp_rows *trace, ocsp_refusal *refusal)
{
    der_context context = {.trace = trace, .refusal = refusal};
    der_cursor root;

    int read = der_open(&root, &context, der) && der_trace_types(&root) && der_leave(&root);

    return der_outcome(&context, read);
}

static ocsp_error read_any(ocsp_data der, ocsp_kind kind, ocsp_rows *trace, ocsp_refusal *refusal)
{
    ocsp_certificate certificate;
    ocsp_request request;
    ocsp_response response;

    switch (kind) {
    case OCSP_KIND_CERTIFICATE:
        return ocsp_read_certificate(der, &certificate, trace, refusal);
    case OCSP_KIND_OCSP_REQUEST:
        return ocsp_read_request(der, &request, NULL, trace, refusal);
    case OCSP_KIND_OCSP_RESPONSE:
        return ocsp_read_response(der, &response, NULL, trace, refusal);
    default:
        return trace_types(der, trace, refusal);
    }
}

ocsp_error ocsp_dissect(ocsp_data der, ocsp_kind *kind, ocsp_rows *trace, ocsp_refusal *refusal)
{
    const ocsp_node *nodes = (const ocsp_node *)(const void *)trace->next;
    ocsp_error error;

    *kind = ocsp_find_kind(der);
    error = read_any(der, *kind, trace, refusal);
    /* What the end of the input cuts off is in the trace already. */
    if (error != OCSP_OK && refusal->fault != OCSP_FAULT_MEMORY &&
        !(refusal->fault == OCSP_FAULT_CONTENTS_TRUNCATED && refusal->offset == 0)) {
        ocsp_refusal ignored;
        der_context context = {.trace = trace, .refusal = &ignored};
        der_trace_rest(&context, der, nodes);
    }
    return error;
}
