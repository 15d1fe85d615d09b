/*
 * Ecdsa-Sig-Value and Dss-Sig-Value, RFC 3279 2.2.2 and 2.2.3: the same structure.
 *
 *   Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }
 *
 * Only DER is read, so that a signature has one encoding, and r and s are positive. Whether they are below the order
 * is for code that knows it to check.
 */
#include "crypto.h"

#include <string.h>

/* An integer at the end of so many octets, zeros before it. */
static int put_fixed(ocsp_data integer, size_t octets, uint8_t *raw)
{
    if (integer.length == 0 || integer.length > octets) {
        return 0;
    }
    memset(raw, 0, octets - integer.length);
    memcpy(raw + octets - integer.length, integer.data, integer.length);
    return 1;
}

int read_signature_value(ocsp_data der, size_t octets, uint8_t *raw)
{
    ocsp_refusal refusal;
    der_context context = {.refusal = &refusal};
    der_cursor root, sequence;
    ocsp_data r, s;

    return der_open(&root, &context, der) && der_enter(&root, FIELD(SIGNATURE_VALUE), TAG_SEQUENCE, &sequence) &&
           read_unsigned(&sequence, FIELD(R), &r) && read_unsigned(&sequence, FIELD(S), &s) && der_leave(&sequence) &&
           der_leave(&root) && put_fixed(r, octets, raw) && put_fixed(s, octets, raw + octets);
}

size_t write_signature_value(const uint8_t *raw, size_t octets, uint8_t *der)
{
    ocsp_data r = unsigned_integer(raw, octets), s = unsigned_integer(raw + octets, octets);
    der_writer writer;
    size_t length;

    if (r.length == 0 || s.length == 0 || octets > SIGNATURE_VALUE_MAX_INTEGER) {
        return 0;
    }
    der_begin(&writer, der, SIGNATURE_VALUE_MAX_OCTETS);
    write_unsigned(&writer, s);
    write_unsigned(&writer, r);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    length = der_written(&writer);
    memmove(der, writer.at, length);
    return length;
}
