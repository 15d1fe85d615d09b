/*
 * OCSPRequest, RFC 6960 4.1.1.
 *
 *   OCSPRequest ::= SEQUENCE { tbsRequest TBSRequest, optionalSignature [0] EXPLICIT Signature OPTIONAL }
 *   TBSRequest  ::= SEQUENCE {
 *        version           [0] EXPLICIT Version DEFAULT v1,
 *        requestorName     [1] EXPLICIT GeneralName OPTIONAL,
 *        requestList           SEQUENCE OF Request,
 *        requestExtensions [2] EXPLICIT Extensions OPTIONAL }
 *   Signature   ::= SEQUENCE {
 *        signatureAlgorithm    AlgorithmIdentifier,
 *        signature             BIT STRING,
 *        certs             [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 *   Request     ::= SEQUENCE { reqCert CertID, singleRequestExtensions [0] EXPLICIT Extensions OPTIONAL }
 *
 * A requestorName that is not a directoryName is passed over.
 */
#include "internal.h"

static int read_request_list(der_cursor *tbs, ocsp_rows *rows, int32_t *count)
{
    der_cursor list, request;
    ocsp_known known;

    if (!der_enter(tbs, FIELD(REQUEST_LIST), TAG_SEQUENCE, &list)) {
        return 0;
    }
    for (*count = 0; !der_at_end(&list); ++*count) {
        ocsp_single_request *row = NEW_ROW(&list, rows, ocsp_single_request);
        if (row == NULL || !der_enter(&list, FIELD(ITEM), TAG_SEQUENCE, &request) ||
            !read_cert_id(&request, FIELD(REQ_CERT), &row->cert_id) ||
            !read_optional_extensions(&request, FIELD(SINGLE_REQUEST_EXTENSIONS), 0, EXTENSIONS_OF_SINGLE_REQUEST,
                                      &row->extensions, &known) ||
            !der_leave(&request)) {
            return 0;
        }
    }
    return 1;
}

static int read_tbs_request(der_cursor *cursor, ocsp_request *out, ocsp_rows *rows)
{
    const uint8_t *start = cursor->at;
    der_cursor tbs, explicit;
    ocsp_known known;
    ocsp_span uri;

    out->requestor_name = ABSENT_SPAN;
    if (!der_enter(cursor, FIELD(TBS_REQUEST), TAG_SEQUENCE, &tbs) || !read_version(&tbs)) {
        return 0;
    }
    if (der_next_is(&tbs, TAG_EXPLICIT(1)) &&
        !(der_enter(&tbs, FIELD(REQUESTOR_NAME), TAG_EXPLICIT(1), &explicit) &&
          read_general_name(&explicit, FIELD(NONE), &out->requestor_name, &uri) && der_leave(&explicit))) {
        return 0;
    }
    if (!read_request_list(&tbs, rows, &out->request_count) ||
        !read_optional_extensions(&tbs, FIELD(REQUEST_EXTENSIONS), 2, EXTENSIONS_OF_REQUEST, &out->extensions,
                                  &known) ||
        !der_leave(&tbs)) {
        return 0;
    }
    out->nonce = known.nonce;
    out->tbs = der_span(cursor, start, cursor->at);
    return 1;
}

static int read_optional_signature(der_cursor *cursor, ocsp_request *out, ocsp_rows *rows)
{
    der_cursor explicit, signature;

    out->signature = ABSENT_SPAN;
    out->certificate_count = 0;
    return !der_next_is(cursor, TAG_EXPLICIT(0)) ||
           (der_enter(cursor, FIELD(OPTIONAL_SIGNATURE), TAG_EXPLICIT(0), &explicit) &&
            der_enter(&explicit, FIELD(NONE), TAG_SEQUENCE, &signature) &&
            read_signature(&signature, &out->signature_algorithm, &out->signature, rows, &out->certificate_count) &&
            der_leave(&signature) && der_leave(&explicit));
}

ocsp_error ocsp_read_request(ocsp_data der, ocsp_request *request, ocsp_rows *rows, ocsp_rows *trace,
                             ocsp_refusal *refusal)
{
    der_context context = {.trace = trace, .refusal = refusal};
    der_cursor root, sequence;

    int read = der_open(&root, &context, der) && der_enter(&root, FIELD(OCSP_REQUEST), TAG_SEQUENCE, &sequence) &&
               read_tbs_request(&sequence, request, rows) && read_optional_signature(&sequence, request, rows) &&
               der_leave(&sequence) && der_leave(&root);

    return der_outcome(&context, read);
}

static void write_tbs_request(der_writer *writer, const uint8_t *input, const ocsp_request_plan *plan,
                              const ocsp_request_item *items)
{
    size_t start = der_written(writer);
    size_t list;

    write_extensions(writer, 2, input, plan->extensions);
    list = der_written(writer);
    for (int32_t i = plan->item_count; i-- > 0;) {
        size_t item = der_written(writer);
        write_extensions(writer, 0, input, items[i].extensions);
        write_cert_id(writer, input, &items[i].target);
        der_wrap(writer, TAG_SEQUENCE, item);
    }
    der_wrap(writer, TAG_SEQUENCE, list);
    if (is_present(plan->requestor_name)) {
        size_t name = der_written(writer);
        der_put(writer, input + plan->requestor_name.offset, plan->requestor_name.length);
        der_wrap(writer, TAG_EXPLICIT(4), name);
        der_wrap(writer, TAG_EXPLICIT(1), name);
    }
    der_wrap(writer, TAG_SEQUENCE, start);
}

size_t ocsp_write_tbs_request(const uint8_t *input, const ocsp_request_plan *plan, const ocsp_request_item *items,
                              uint8_t *buffer, size_t size)
{
    der_writer writer;

    der_begin(&writer, buffer, size);
    write_tbs_request(&writer, input, plan, items);
    return der_written(&writer);
}

size_t ocsp_write_request(const uint8_t *input, const ocsp_request_plan *plan, const ocsp_request_item *items,
                          uint8_t *buffer, size_t size)
{
    der_writer writer;

    der_begin(&writer, buffer, size);
    write_tbs_request(&writer, input, plan, items);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}

size_t ocsp_write_signed_request(const uint8_t *input, const ocsp_signed_parts *parts, uint8_t *buffer, size_t size)
{
    der_writer writer;

    der_begin(&writer, buffer, size);
    write_signature(&writer, input, parts);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_EXPLICIT(0), 0);
    der_put(&writer, input + parts->tbs.offset, parts->tbs.length);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}
