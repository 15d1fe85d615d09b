/*
 * OCSPResponse, RFC 6960 4.2.1.
 *
 *   OCSPResponse      ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT ResponseBytes OPTIONAL }
 *   ResponseBytes     ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }
 *   BasicOCSPResponse ::= SEQUENCE {
 *        tbsResponseData        ResponseData,
 *        signatureAlgorithm     AlgorithmIdentifier,
 *        signature              BIT STRING,
 *        certs              [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 *   ResponseData      ::= SEQUENCE {
 *        version            [0] EXPLICIT Version DEFAULT v1,
 *        responderID            CHOICE { byName [1] EXPLICIT Name, byKey [2] EXPLICIT OCTET STRING },
 *        producedAt             GeneralizedTime,
 *        responses              SEQUENCE OF SingleResponse,
 *        responseExtensions [1] EXPLICIT Extensions OPTIONAL }
 *   SingleResponse    ::= SEQUENCE {
 *        certID                 CertID,
 *        certStatus             CHOICE {
 *             good          [0] IMPLICIT NULL,
 *             revoked       [1] IMPLICIT RevokedInfo,
 *             unknown       [2] IMPLICIT NULL },
 *        thisUpdate             GeneralizedTime,
 *        nextUpdate         [0] EXPLICIT GeneralizedTime OPTIONAL,
 *        singleExtensions   [1] EXPLICIT Extensions OPTIONAL }
 *   RevokedInfo       ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }
 *
 * Only id-pkix-ocsp-basic is read and written.
 */
#include "internal.h"

#define SHA1_OCTETS 20
/* revoked [1] IMPLICIT RevokedInfo, which is a SEQUENCE */
#define TAG_REVOKED (TAG_CONTEXT(OCSP_CERT_REVOKED) | TAG_CONSTRUCTED)

static int read_responder_id(der_cursor *tbs, ocsp_response *out)
{
    der_cursor explicit;

    out->responder_name = out->responder_key_hash = ABSENT_SPAN;
    if (der_next_is(tbs, TAG_EXPLICIT(2))) {
        if (!der_enter(tbs, FIELD(RESPONDER_ID), TAG_EXPLICIT(2), &explicit) ||
            !der_read(&explicit, FIELD(BY_KEY), TAG_OCTET_STRING, &out->responder_key_hash)) {
            return 0;
        }
        if (out->responder_key_hash.length != SHA1_OCTETS) {
            return der_complain(&explicit, OCSP_FAULT_KEY_HASH_LENGTH, der_bytes(tbs, out->responder_key_hash), 0,
                                out->responder_key_hash.length);
        }
    } else if (!der_enter(tbs, FIELD(RESPONDER_ID), TAG_EXPLICIT(1), &explicit) ||
               !read_name(&explicit, FIELD(BY_NAME), &out->responder_name, NULL)) {
        return 0;
    }
    return der_leave(&explicit);
}

static int read_revoked_info(der_cursor *single, ocsp_single_response *out)
{
    der_cursor revoked, explicit;

    return der_enter(single, FIELD(CERT_STATUS), TAG_REVOKED, &revoked) &&
           read_generalized_time(&revoked, FIELD(REVOCATION_TIME), &out->revocation_time) &&
           (!der_next_is(&revoked, TAG_EXPLICIT(0)) ||
            (der_enter(&revoked, FIELD(REVOCATION_REASON), TAG_EXPLICIT(0), &explicit) &&
             read_crl_reason(&explicit, FIELD(NONE), &out->reason) && der_leave(&explicit))) &&
           der_leave(&revoked);
}

static int read_cert_status(der_cursor *single, ocsp_single_response *out)
{
    der_cursor null;

    out->revocation_time = ABSENT_TIME;
    out->reason = -1;
    if (der_next_is(single, TAG_REVOKED)) {
        out->status = OCSP_CERT_REVOKED;
        return read_revoked_info(single, out);
    }
    out->status = der_next_is(single, TAG_CONTEXT(OCSP_CERT_UNKNOWN)) ? OCSP_CERT_UNKNOWN : OCSP_CERT_GOOD;
    if (!der_enter(single, FIELD(CERT_STATUS), TAG_CONTEXT((unsigned)out->status), &null)) {
        return 0;
    }
    return der_at_end(&null) ||
           der_complain(single, OCSP_FAULT_NULL_LENGTH, null.at, 0, (uint32_t)(null.end - null.at));
}

static int read_single_response(der_cursor *list, ocsp_single_response *out)
{
    der_cursor single, explicit;
    ocsp_known known;

    if (!der_enter(list, FIELD(ITEM), TAG_SEQUENCE, &single) || !read_cert_id(&single, FIELD(CERT_ID), &out->cert_id) ||
        !read_cert_status(&single, out) || !read_generalized_time(&single, FIELD(THIS_UPDATE), &out->this_update)) {
        return 0;
    }
    out->next_update = ABSENT_TIME;
    return (!der_next_is(&single, TAG_EXPLICIT(0)) ||
            (der_enter(&single, FIELD(NEXT_UPDATE), TAG_EXPLICIT(0), &explicit) &&
             read_generalized_time(&explicit, FIELD(NONE), &out->next_update) && der_leave(&explicit))) &&
           read_optional_extensions(&single, FIELD(SINGLE_EXTENSIONS), 1, EXTENSIONS_OF_ENTRY, &out->extensions,
                                    &known) &&
           der_leave(&single);
}

static int read_responses(der_cursor *tbs, ocsp_rows *rows, int32_t *count)
{
    der_cursor list;

    if (!der_enter(tbs, FIELD(RESPONSES), TAG_SEQUENCE, &list)) {
        return 0;
    }
    for (*count = 0; !der_at_end(&list); ++*count) {
        ocsp_single_response *row = NEW_ROW(&list, rows, ocsp_single_response);
        if (row == NULL || !read_single_response(&list, row)) {
            return 0;
        }
    }
    return 1;
}

static int read_response_data(der_cursor *basic, ocsp_response *out, ocsp_rows *rows)
{
    const uint8_t *start = basic->at;
    der_cursor tbs;
    ocsp_known known;

    if (!der_enter(basic, FIELD(TBS_RESPONSE_DATA), TAG_SEQUENCE, &tbs) || !read_version(&tbs) ||
        !read_responder_id(&tbs, out) || !read_generalized_time(&tbs, FIELD(PRODUCED_AT), &out->produced_at) ||
        !read_responses(&tbs, rows, &out->response_count) ||
        !read_optional_extensions(&tbs, FIELD(RESPONSE_EXTENSIONS), 1, EXTENSIONS_OF_RESPONSE, &out->extensions,
                                  &known)) {
        return 0;
    }
    out->nonce = known.nonce;
    out->tbs = der_span(basic, start, basic->at);
    return der_leave(&tbs);
}

static int read_basic_response(der_cursor *bytes, ocsp_response *out, ocsp_rows *rows)
{
    der_cursor octets, basic;

    return der_enter(bytes, FIELD(RESPONSE), TAG_OCTET_STRING, &octets) &&
           der_enter(&octets, FIELD(BASIC_OCSP_RESPONSE), TAG_SEQUENCE, &basic) &&
           read_response_data(&basic, out, rows) &&
           read_signature(&basic, &out->signature_algorithm, &out->signature, rows, &out->certificate_count) &&
           der_leave(&basic) && der_leave(&octets);
}

static int read_response_bytes(der_cursor *response, ocsp_response *out, ocsp_rows *rows)
{
    der_cursor explicit, bytes;

    if (!der_enter(response, FIELD(RESPONSE_BYTES), TAG_EXPLICIT(0), &explicit) ||
        !der_enter(&explicit, FIELD(NONE), TAG_SEQUENCE, &bytes) ||
        !der_oid(&bytes, FIELD(RESPONSE_TYPE), TAG_OID, &out->type)) {
        return 0;
    }
    const uint8_t *type = der_bytes(&bytes, out->type);
    if (ocsp_oid_find((ocsp_data){type, out->type.length}) != OCSP_OID_BASIC_RESPONSE) {
        return der_refuse(&bytes, OCSP_FAULT_RESPONSE_TYPE, type, 0, 0);
    }
    return read_basic_response(&bytes, out, rows) && der_leave(&bytes) && der_leave(&explicit);
}

static int read_response_status(der_cursor *response, int32_t *status)
{
    if (!der_small(response, FIELD(RESPONSE_STATUS), TAG_ENUMERATED, status)) {
        return 0;
    }
    switch (*status) {
#define RESPONSE_STATUS(member, number, ...) case number:
#include "lists/enums.def"
        return 1;
    default:
        return der_complain(response, OCSP_FAULT_RESPONSE_STATUS, der_small_contents(response, *status), 0,
                            (uint32_t)*status);
    }
}

static int read_response(der_cursor *root, ocsp_response *out, ocsp_rows *rows)
{
    der_cursor response;

    if (!der_enter(root, FIELD(OCSP_RESPONSE), TAG_SEQUENCE, &response) ||
        !read_response_status(&response, &out->status)) {
        return 0;
    }
    out->type = ABSENT_SPAN;
    out->response_count = out->certificate_count = 0;
    if (out->status != OCSP_STATUS_SUCCESSFUL) {
        if (der_next_is(&response, TAG_EXPLICIT(0))) {
            response.field = FIELD(RESPONSE_BYTES);
            return der_refuse(&response, OCSP_FAULT_RESPONSE_BYTES_PRESENT, response.at, 0, 0);
        }
    } else if (der_at_end(&response)) {
        response.field = FIELD(RESPONSE_BYTES);
        return der_refuse(&response, OCSP_FAULT_RESPONSE_BYTES_ABSENT, response.at, 0, 0);
    } else if (!read_response_bytes(&response, out, rows)) {
        return 0;
    }
    return der_leave(&response);
}

ocsp_error ocsp_read_response(ocsp_data der, ocsp_response *response, ocsp_rows *rows, ocsp_rows *trace,
                              ocsp_refusal *refusal)
{
    der_context context = {.trace = trace, .refusal = refusal};
    der_cursor root;

    int read = der_open(&root, &context, der) && read_response(&root, response, rows) && der_leave(&root);

    return der_outcome(&context, read);
}

size_t ocsp_write_unsuccessful(int status, uint8_t *buffer, size_t size)
{
    uint8_t number = (uint8_t)status;
    der_writer writer;

    der_begin(&writer, buffer, size);
    der_put_element(&writer, TAG_ENUMERATED, &number, 1);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}

static void write_next_update(der_writer *writer, ocsp_time time)
{
    size_t since = der_written(writer);

    if (time_is_present(time)) {
        write_generalized_time(writer, time);
        der_wrap(writer, TAG_EXPLICIT(0), since);
    }
}

static void write_cert_status(der_writer *writer, const ocsp_response_item *item)
{
    uint8_t reason = (uint8_t)item->reason;
    size_t since = der_written(writer);

    if (item->status != OCSP_CERT_REVOKED) {
        der_put_element(writer, TAG_CONTEXT((unsigned)item->status), NULL, 0);
        return;
    }
    if (item->reason >= 0) {
        der_put_element(writer, TAG_ENUMERATED, &reason, 1);
        der_wrap(writer, TAG_EXPLICIT(0), since);
    }
    write_generalized_time(writer, item->revocation_time);
    der_wrap(writer, TAG_REVOKED, since);
}

static void write_single_response(der_writer *writer, const uint8_t *input, const ocsp_response_item *item)
{
    size_t since = der_written(writer);

    write_extensions(writer, 1, input, item->extensions);
    write_next_update(writer, item->next_update);
    write_generalized_time(writer, item->this_update);
    write_cert_status(writer, item);
    write_cert_id(writer, input, &item->target);
    der_wrap(writer, TAG_SEQUENCE, since);
}

static void write_responder_id(der_writer *writer, const uint8_t *input, const ocsp_response_plan *plan)
{
    uint8_t key_hash[OCSP_HASH_MAX_OCTETS];
    const uint8_t *by_key = input + plan->responder_key_hash.offset;
    size_t since = der_written(writer);

    if (is_present(plan->responder_name)) {
        der_put(writer, input + plan->responder_name.offset, plan->responder_name.length);
        der_wrap(writer, TAG_EXPLICIT(1), since);
        return;
    }
    if (is_present(plan->responder_key)) {
        ocsp_hash_compute(OCSP_HASH_SHA1, (ocsp_data){input + plan->responder_key.offset, plan->responder_key.length},
                          key_hash);
        by_key = key_hash;
    }
    der_put_element(writer, TAG_OCTET_STRING, by_key, SHA1_OCTETS);
    der_wrap(writer, TAG_EXPLICIT(2), since);
}

size_t ocsp_write_response_data(const uint8_t *input, const ocsp_response_plan *plan, const ocsp_response_item *items,
                                uint8_t *buffer, size_t size)
{
    der_writer writer;
    size_t list;

    der_begin(&writer, buffer, size);
    write_extensions(&writer, 1, input, plan->extensions);
    list = der_written(&writer);
    for (int32_t i = plan->item_count; i-- > 0;) {
        write_single_response(&writer, input, &items[i]);
    }
    der_wrap(&writer, TAG_SEQUENCE, list);
    write_generalized_time(&writer, plan->produced_at);
    write_responder_id(&writer, input, plan);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}

size_t ocsp_write_signed_response(const uint8_t *input, const ocsp_signed_parts *parts, uint8_t *buffer, size_t size)
{
    static const uint8_t successful = OCSP_STATUS_SUCCESSFUL;
    der_writer writer;

    der_begin(&writer, buffer, size);
    write_signature(&writer, input, parts);
    der_put(&writer, input + parts->tbs.offset, parts->tbs.length);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_OCTET_STRING, 0);
    der_put_oid(&writer, OCSP_OID_BASIC_RESPONSE);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    der_wrap(&writer, TAG_EXPLICIT(0), 0);
    der_put_element(&writer, TAG_ENUMERATED, &successful, 1);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}
