/*
 * Which bytes a finding is about. Tables hold only the value of some elements, times for instance; here they are found
 * again by their place in a message that was read before, so nothing is left to refuse.
 */
#include "verify.h"

static void element_at(const ocsp_data *der, size_t offset, ocsp_span *element)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor cursor;

    *element = ABSENT_SPAN;
    if (offset < der->length && der_open(&cursor, &context, *der)) {
        cursor.at += offset;
        der_element(&cursor, FIELD(NONE), *cursor.at, element);
    }
}

void locate_first_in(const ocsp_data *der, const ocsp_span *element, ocsp_span *first)
{
    unsigned octet = der->data[element->offset + 1];

    element_at(der, element->offset + 2 + (octet < 0x80 ? 0 : octet & 0x7f), first);
}

void locate_after(const ocsp_data *der, const ocsp_span *element, ocsp_span *next)
{
    element_at(der, element->offset + element->length, next);
}

void locate_response_data(verification *v)
{
    locate_first_in(&v->der, &v->response.tbs, &v->responder_id);
    if (v->der.data[v->responder_id.offset] == TAG_EXPLICIT(0)) {
        /* It was the version. */
        locate_after(&v->der, &v->responder_id, &v->responder_id);
    }
    locate_after(&v->der, &v->responder_id, &v->produced_at);
    locate_after(&v->der, &v->produced_at, &v->responses);
}

void show_part(const verification *v, ocsp_finding *row, const certificate *holder, const ocsp_span *part)
{
    size_t offset = (size_t)(holder->der.data - v->der.data);

    /* For a certificate that lies before the response this wraps around. */
    if (is_present(*part) && offset < v->der.length) {
        row->span = (ocsp_span){(uint32_t)offset + part->offset, part->length};
    }
}

void show_whole(const verification *v, ocsp_finding *row, const certificate *holder)
{
    ocsp_span whole = {0, (uint32_t)holder->der.length};

    show_part(v, row, holder, &whole);
}

void show_unsupported(const verification *v, ocsp_finding *row, verdict why, ocsp_data what)
{
    row->number = (int32_t)why;
    row->subject = span_in(v->input, what);
}
