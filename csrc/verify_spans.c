/*
 * Elements of which the tables hold the value alone, such as times: found again by their place in a message that was
 * read before. So there is nothing left to refuse.
 */
#include "internal.h"

static void element_at(const uint8_t *der, size_t length, size_t offset, ocsp_span *element)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor cursor;

    *element = ABSENT_SPAN;
    if (offset < length && der_open(&cursor, &context, der, length)) {
        cursor.at += offset;
        der_element(&cursor, FIELD(NONE), *cursor.at, element);
    }
}

void locate_first_in(const uint8_t *der, size_t length, const ocsp_span *element, ocsp_span *first)
{
    unsigned octet = der[element->offset + 1];

    element_at(der, length, element->offset + 2 + (octet < 0x80 ? 0 : octet & 0x7f), first);
}

void locate_behind(const uint8_t *der, size_t length, const ocsp_span *element, ocsp_span *next)
{
    element_at(der, length, element->offset + element->length, next);
}
