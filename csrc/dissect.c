/*
 * The tree of anything: the trace of the reader that the kind asks for, so that it says what the objects say.
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

ocsp_error ocsp_dissect(ocsp_data der, ocsp_kind *kind, ocsp_rows *trace, ocsp_refusal *refusal)
{
    ocsp_certificate certificate;
    ocsp_request request;
    ocsp_response response;

    *kind = ocsp_find_kind(der);
    switch (*kind) {
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
