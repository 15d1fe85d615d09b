/*
 * DER, written backwards into a fixed buffer. The one check is der_written() at the end: 0 when something did not fit.
 */
#include "der.h"

#include <string.h>

void der_begin(der_writer *writer, uint8_t *buffer, size_t size)
{
    writer->start = buffer;
    writer->at = writer->end = size == 0 ? buffer : buffer + size;
    writer->failed = 0;
}

size_t der_written(const der_writer *writer)
{
    return writer->failed ? 0 : (size_t)(writer->end - writer->at);
}

void der_put(der_writer *writer, const uint8_t *bytes, size_t length)
{
    if (writer->failed || length > (size_t)(writer->at - writer->start)) {
        writer->failed = 1;
        return;
    }
    if (length > 0) {
        writer->at -= length;
        memcpy(writer->at, bytes, length);
    }
}

void der_wrap(der_writer *writer, unsigned tag, size_t since)
{
    uint8_t header[6];
    size_t at = sizeof header;
    size_t length = der_written(writer) - since;

    if (writer->failed) {
        return;
    }
    /* X.690 10.1: the minimum number of octets. */
    if (length < 0x80) {
        header[--at] = (uint8_t)length;
    } else {
        for (; length > 0; length >>= 8) {
            header[--at] = (uint8_t)length;
        }
        header[at - 1] = (uint8_t)(0x80 | (sizeof header - at));
        at--;
    }
    header[--at] = (uint8_t)tag;
    der_put(writer, header + at, sizeof header - at);
}

void der_put_element(der_writer *writer, unsigned tag, const uint8_t *contents, size_t length)
{
    size_t since = der_written(writer);

    der_put(writer, contents, length);
    der_wrap(writer, tag, since);
}

void der_put_oid(der_writer *writer, ocsp_oid id)
{
    size_t length;
    const uint8_t *contents = ocsp_oid_contents(id, &length);

    der_put_element(writer, TAG_OID, contents, length);
}
