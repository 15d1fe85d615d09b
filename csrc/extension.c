/*
 * Extensions, RFC 5280 4.1.2.9: the list, and which of them are known and understood. lists/extensions.def has a row
 * for each; extension_value.c reads and writes their values.
 *
 *   Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
 *   Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
 *
 * An empty list is accepted, since responders send it. So is a known extension whose value cannot be read: support of
 * extensions is optional (RFC 6960 4.4), and one field that a CA writes wrongly must not hide the answer. It is told by
 * `critical` where it cannot be ignored.
 */
#include "internal.h"

#include <string.h>

const ocsp_known nothing_known = {.nonce = {OCSP_ABSENT, 0},
                                  .path_length = -1,
                                  .key_usage = -1,
                                  .extended_key_usage = {OCSP_ABSENT, 0},
                                  .authority_info_access = {OCSP_ABSENT, 0},
                                  .critical = {OCSP_ABSENT, 0}};

/* UNKNOWN for an OBJECT IDENTIFIER that is not an extension's. */
static ocsp_oid find_extension(ocsp_data oid)
{
    ocsp_oid id = ocsp_oid_find(oid);

    switch (id) {
#define EXTENSION(id, ...) case OCSP_OID_##id:
#include "lists/extensions.def"
        return id;
    default:
        return OCSP_OID_UNKNOWN;
    }
}

/* The contents of extnValue. */
static int read_value(der_cursor *value, ocsp_oid id, ocsp_known *known, ocsp_rows *rows)
{
    switch (id) {
#define EXTENSION(id, dotted, name, places, understood, shape, reader, ...)                                            \
    case OCSP_OID_##id:                                                                                                \
        return reader(value, known, rows);
#include "lists/extensions.def"
    default:
        return skip_value(value, known, rows);
    }
}

/* They decide nothing: a certificate is read whatever they hold (revocation_extensions.c). */
static int is_left_for_later(ocsp_oid id)
{
    return id == OCSP_OID_CRL_DISTRIBUTION_POINTS || id == OCSP_OID_TLS_FEATURE ||
           id == OCSP_OID_NO_REVOCATION_AVAILABLE;
}

/* The words of extensions.def. */
enum {
    NOWHERE = 0,
    REQUEST = EXTENSIONS_OF_REQUEST,
    SINGLE_REQUEST = EXTENSIONS_OF_SINGLE_REQUEST,
    RESPONSE = EXTENSIONS_OF_RESPONSE,
    ENTRY = EXTENSIONS_OF_ENTRY,
    CERTIFICATE = EXTENSIONS_OF_CERTIFICATE
};

/* A critical extension must be understood where it stands. */
static int is_understood(ocsp_oid id, extensions_place place)
{
    static const uint8_t understood[OCSP_OID_COUNT] = {
#define EXTENSION(id, dotted, name, places, understood, ...) [OCSP_OID_##id] = (understood),
#include "lists/extensions.def"
    };

    return (understood[id] & (unsigned)place) != 0;
}

/* The OIDs of the list so far, to find one that comes twice. */
typedef struct {
    const uint8_t *oid[OCSP_EXTENSION_LIMIT];
    uint8_t length[OCSP_EXTENSION_LIMIT];
    size_t count;
} seen_oids;

static int is_new(der_cursor *cursor, seen_oids *seen, ocsp_span span)
{
    const uint8_t *oid = der_bytes(cursor, span);

    for (size_t i = 0; i < seen->count; i++) {
        if (seen->length[i] == span.length && memcmp(seen->oid[i], oid, span.length) == 0) {
            return der_complain(cursor, OCSP_FAULT_EXTENSION_DUPLICATE, oid, 0, 0);
        }
    }
    if (seen->count == OCSP_EXTENSION_LIMIT) {
        return der_refuse(cursor, OCSP_FAULT_EXTENSIONS_TOO_MANY, oid, OCSP_EXTENSION_LIMIT, 0);
    }
    seen->oid[seen->count] = oid;
    seen->length[seen->count++] = (uint8_t)span.length;
    return 1;
}

static int read_critical(der_cursor *extension, extensions_place place, int32_t *critical)
{
    *critical = 0;
    if (!der_next_is(extension, TAG_BOOLEAN)) {
        return 1;
    }
    if (!der_boolean(extension, FIELD(CRITICAL), critical)) {
        return 0;
    }
    if (!*critical && place != EXTENSIONS_OF_CERTIFICATE) {
        return der_complain(extension, OCSP_FAULT_DEFAULT_ENCODED, extension->at - 3, 0, 0);
    }
    return 1;
}

/*
 * A value that cannot be read is kept as bytes, and is known only not to have been understood: whoever needs to know
 * what it says must not take it for absent. 1: a certificate is not to be used without it, critical or not.
 */
static int distrust(ocsp_known *known, ocsp_oid id)
{
    switch (id) {
    case OCSP_OID_KEY_USAGE:
        known->key_usage = 0; /* it allows nothing */
        return 1;
    case OCSP_OID_BASIC_CONSTRAINTS:
        known->is_ca = 0;
        known->path_length = -1;
        return 1;
    case OCSP_OID_EXT_KEY_USAGE:
        return 1;
    case OCSP_OID_EXTENDED_REVOKE:
        known->extended_revoke = 0;
        return 0;
    default:
        return 0;
    }
}

static int read_extension(der_cursor *list, extensions_place place, seen_oids *seen, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor extension, value;
    ocsp_extension *row = NEW_ROW(list, rows, ocsp_extension);

    if (row == NULL || !der_enter(list, FIELD(ITEM), TAG_SEQUENCE, &extension)) {
        return 0;
    }
    /* Without rows the row is scratch, which the value's rows overwrite: it is not read after read_value(). */
    const uint8_t *start = extension.at;
    if (!der_oid(&extension, FIELD(EXTN_ID), TAG_OID, &row->oid) || !is_new(&extension, seen, row->oid) ||
        !read_critical(&extension, place, &row->critical) ||
        !der_enter(&extension, FIELD(EXTN_VALUE), TAG_OCTET_STRING, &value)) {
        return 0;
    }
    ocsp_oid id = find_extension(der_data(list, row->oid));
    int32_t critical = row->critical;
    row->id = (int32_t)id;
    row->value = der_span(list, value.at, value.end);
    der_mark mark = der_mark_here(&value);
    int is_readable = (is_left_for_later(id) ? skip_value(&value, known, NULL) : read_value(&value, id, known, NULL)) &&
                      der_leave(&value);
    if (is_readable) {
        der_settle(&value, mark);
    } else if (!der_pass_over(&value, mark)) {
        return 0;
    }
    if (!der_leave(&extension)) {
        return 0;
    }
    int must_be_heeded = is_readable ? critical && !is_understood(id, place) : critical | distrust(known, id);
    if (must_be_heeded && !is_present(known->critical)) {
        known->critical = der_span(list, start, extension.end);
    }
    return 1;
}

int read_extensions(der_cursor *cursor, ocsp_field field, extensions_place place, ocsp_span *element, ocsp_known *known,
                    ocsp_rows *rows)
{
    const uint8_t *start = cursor->at;
    der_cursor list;
    seen_oids seen;

    seen.count = 0;
    *known = nothing_known;
    if (!der_enter(cursor, field, TAG_SEQUENCE, &list)) {
        return 0;
    }
    *element = der_span(cursor, start, cursor->at);
    while (!der_at_end(&list)) {
        if (!read_extension(&list, place, &seen, known, rows)) {
            return 0;
        }
    }
    return 1;
}

int read_optional_extensions(der_cursor *cursor, ocsp_field field, unsigned number, extensions_place place,
                             ocsp_span *element, ocsp_known *known)
{
    der_cursor explicit;

    *element = ABSENT_SPAN;
    *known = nothing_known;
    return !der_next_is(cursor, TAG_EXPLICIT(number)) ||
           (der_enter(cursor, field, TAG_EXPLICIT(number), &explicit) &&
            read_extensions(&explicit, FIELD(NONE), place, element, known, NULL) && der_leave(&explicit));
}

ocsp_error ocsp_read_extensions(ocsp_data der, ocsp_rows *rows, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;
    ocsp_span element;
    ocsp_known known;

    /* The message or certificate was read before, by the rules of its place: here the more lenient ones will do. */
    int read = der_open(&root, &context, der) &&
               read_extensions(&root, FIELD(EXTENSIONS), EXTENSIONS_OF_CERTIFICATE, &element, &known, rows) &&
               der_leave(&root);

    return der_outcome(&context, read);
}

ocsp_oid find_broken_extension(ocsp_data extension, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor parts;
    ocsp_span oid, value;
    int32_t critical;

    if (!der_open(&parts, &context, extension) || !der_oid(&parts, FIELD(EXTN_ID), TAG_OID, &oid) ||
        !read_critical(&parts, EXTENSIONS_OF_CERTIFICATE, &critical) ||
        !der_read(&parts, FIELD(EXTN_VALUE), TAG_OCTET_STRING, &value)) {
        return OCSP_OID_UNKNOWN;
    }
    ocsp_oid id = find_extension(der_data(&parts, oid));
    ocsp_read_extension_value(der_data(&parts, value), id, NULL, refusal);
    return id;
}

ocsp_error ocsp_read_extension_value(ocsp_data der, ocsp_oid id, ocsp_rows *rows, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root, value;
    ocsp_known known = nothing_known;

    int read = der_open(&root, &context, der);
    if (read) {
        root.field = FIELD(EXTN_VALUE);
        der_into(&root, der_span(&root, root.at, root.end), &value);
        read = read_value(&value, id, &known, rows) && der_leave(&value);
    }
    return der_outcome(&context, read);
}

size_t ocsp_write_extension(ocsp_data oid, int critical, ocsp_data value, uint8_t *buffer, size_t size)
{
    static const uint8_t true_octet = 0xff;
    der_writer writer;

    der_begin(&writer, buffer, size);
    der_put_element(&writer, TAG_OCTET_STRING, value.data, value.length);
    if (critical) {
        der_put_element(&writer, TAG_BOOLEAN, &true_octet, 1);
    }
    der_put_element(&writer, TAG_OID, oid.data, oid.length);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}

void write_extensions(der_writer *writer, unsigned number, const uint8_t *input, ocsp_span elements)
{
    size_t since = der_written(writer);

    if (is_present(elements)) {
        der_put(writer, input + elements.offset, elements.length);
        der_wrap(writer, TAG_SEQUENCE, since);
        der_wrap(writer, TAG_EXPLICIT(number), since);
    }
}

size_t ocsp_write_extension_value(ocsp_oid id, const uint8_t *input, const void *rows, size_t rows_size,
                                  uint8_t *buffer, size_t size)
{
    der_writer writer;

    der_begin(&writer, buffer, size);
    switch (id) {
#define EXTENSION(id, dotted, name, places, understood, shape, reader, writer_of, ...)                                 \
    case OCSP_OID_##id:                                                                                                \
        writer_of(&writer, input, rows, rows_size);                                                                    \
        break;
#include "lists/extensions.def"
    default:
        break;
    }
    return der_written(&writer);
}
