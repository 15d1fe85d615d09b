/* What requests and responses share, RFC 6960 4.1.1 and 4.2.1. */
#include "internal.h"

/* Version ::= INTEGER { v1(0) }. A DEFAULT must not be encoded in DER, but responders do encode it. */
int read_version(der_cursor *cursor)
{
    der_cursor explicit;
    int32_t version;

    if (!der_next_is(cursor, TAG_EXPLICIT(0))) {
        return 1;
    }
    if (!der_enter(cursor, FIELD(VERSION), TAG_EXPLICIT(0), &explicit) ||
        !der_small(&explicit, FIELD(NONE), TAG_INTEGER, &version)) {
        return 0;
    }
    if (version != 0) {
        return der_complain(&explicit, OCSP_FAULT_OCSP_VERSION, der_small_contents(&explicit, version), 0,
                            (uint32_t)version + 1);
    }
    return der_leave(&explicit);
}

/*
 * An embedded certificate only has to be one SEQUENCE here: a message is not refused for one that is broken inside.
 * For the trace it is read; if it is broken, its parts have no names, unless only the end of the input cuts it off.
 */
static int read_embedded_certificate(der_cursor *list, ocsp_span *element)
{
    const uint8_t *start = list->at;
    int32_t index = list->index;
    der_cursor certificate;
    ocsp_certificate ignored;

    if (list->context->trace == NULL) {
        return der_element(list, FIELD(ITEM), TAG_SEQUENCE, element);
    }
    der_mark mark = der_mark_here(list);
    if (der_enter(list, FIELD(ITEM), TAG_SEQUENCE, &certificate)) {
        if (read_certificate(&certificate, &ignored)) {
            der_settle(list, mark);
            *element = der_span(list, start, list->at);
            return 1;
        }
        if (der_is_cut(&certificate)) {
            der_settle(list, mark);
            return 0;
        }
        der_forgive(list, mark);
        list->at = start;
        list->index = index;
        return der_element(list, FIELD(ITEM), TAG_SEQUENCE, element);
    }
    der_settle(list, mark);
    return 0;
}

/* certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL */
static int read_certificates(der_cursor *cursor, ocsp_rows *rows, int32_t *count)
{
    der_cursor explicit, list;

    *count = 0;
    if (!der_next_is(cursor, TAG_EXPLICIT(0))) {
        return 1;
    }
    if (!der_enter(cursor, FIELD(CERTS), TAG_EXPLICIT(0), &explicit) ||
        !der_enter(&explicit, FIELD(NONE), TAG_SEQUENCE, &list)) {
        return 0;
    }
    for (; !der_at_end(&list); ++*count) {
        ocsp_bytes *row = NEW_ROW(&list, rows, ocsp_bytes);
        if (row == NULL || !read_embedded_certificate(&list, &row->bytes)) {
            return 0;
        }
    }
    return der_leave(&explicit);
}

int read_signature(der_cursor *cursor, ocsp_algorithm *algorithm, ocsp_span *signature, ocsp_rows *rows,
                   int32_t *certificate_count)
{
    return read_algorithm(cursor, FIELD(SIGNATURE_ALGORITHM), algorithm) &&
           der_octet_bits(cursor, FIELD(SIGNATURE), signature) && read_certificates(cursor, rows, certificate_count);
}

void write_signature(der_writer *writer, const uint8_t *input, const ocsp_signed_parts *parts)
{
    static const uint8_t no_unused_bits = 0;
    size_t since = der_written(writer);

    if (is_present(parts->certificates)) {
        der_put(writer, input + parts->certificates.offset, parts->certificates.length);
        der_wrap(writer, TAG_SEQUENCE, since);
        der_wrap(writer, TAG_EXPLICIT(0), since);
    }
    since = der_written(writer);
    der_put(writer, input + parts->signature.offset, parts->signature.length);
    der_put(writer, &no_unused_bits, 1);
    der_wrap(writer, TAG_BIT_STRING, since);
    write_signature_algorithm(writer, (ocsp_signature)parts->algorithm);
}
