/*
 * A strict DER reader with one habit: a call names the ASN.1 field that it reads, and either moves past it and
 * returns 1, or records why not and returns 0. The value, the place of a fault and the node of the trace come from that
 * one call.
 */
#include "der.h"

#include <string.h>

ocsp_error ocsp_fault_error(ocsp_fault fault)
{
    static const uint8_t error_of[OCSP_FAULT_COUNT] = {
        OCSP_OK,
#define FAULT(name, error, ...) OCSP_ERR_##error,
#include "lists/faults.def"
    };

    return (ocsp_error)error_of[fault];
}

#define PATH_LIMIT ((int32_t)(sizeof((ocsp_refusal *)0)->path / sizeof(ocsp_step)))

ocsp_error der_outcome(const der_context *context, int read)
{
    (void)read;
    return ocsp_fault_error((ocsp_fault)context->refusal->fault);
}

void der_record_fault(const der_cursor *cursor, ocsp_fault fault, const uint8_t *at, uint32_t expected, uint32_t found)
{
    ocsp_refusal *refusal = cursor->context->refusal;
    const der_cursor *c;
    int32_t depth = 0;

    if (refusal->fault != OCSP_FAULT_NONE) {
        return;
    }
    refusal->fault = (int32_t)fault;
    refusal->offset = (int32_t)(at - cursor->context->input);
    refusal->expected = (int32_t)expected;
    refusal->found = (int32_t)found;
    for (c = cursor; c != NULL; c = c->parent) {
        depth += is_path_step((int32_t)c->field);
    }
    refusal->depth = depth < PATH_LIMIT ? depth : PATH_LIMIT;
    for (c = cursor; c != NULL; c = c->parent) {
        if (is_path_step((int32_t)c->field) && --depth < PATH_LIMIT) {
            refusal->path[depth].field = (int32_t)c->field;
            refusal->path[depth].index = c->index;
        }
    }
}

int der_complain(const der_cursor *cursor, ocsp_fault fault, const uint8_t *at, uint32_t expected, uint32_t found)
{
    der_record_fault(cursor, fault, at, expected, found);
    return cursor->context->trace != NULL && !cursor->context->is_strict;
}

/* Makes sure the rows have room for `octets` more. */
static int has_room(ocsp_rows *rows, size_t octets)
{
    return (size_t)(rows->limit - rows->next) >= octets || (rows->grow != NULL && rows->grow(rows, octets));
}

void *der_new_row(const der_cursor *cursor, ocsp_rows *rows, size_t size)
{
    void *row;

    if (rows == NULL) {
        return &cursor->context->scratch;
    }
    if (!has_room(rows, size)) {
        der_refuse(cursor, OCSP_FAULT_MEMORY, cursor->at, 0, 0);
        return NULL;
    }
    row = rows->next;
    rows->next += size;
    return row;
}

int der_open(der_cursor *cursor, der_context *context, ocsp_data der)
{
    static const uint8_t nothing;

    /* Nothing may be added to a null pointer, not even 0. */
    if (der.length == 0) {
        der.data = &nothing;
    }
    context->refusal->fault = OCSP_FAULT_NONE;
    cursor->at = der.data;
    cursor->end = der.data + der.length;
    cursor->context = context;
    cursor->parent = NULL;
    cursor->field = FIELD(NONE);
    cursor->index = -1;
    cursor->depth = 0;
    context->input = der.data;
    context->cut = NULL;
    return der.length <= (size_t)OCSP_INPUT_LIMIT || der_refuse(cursor, OCSP_FAULT_INPUT_LIMIT, der.data, 0, 0);
}

/* The long form of a length, X.690 8.1.3.5; at: its first octet. */
static int long_length(der_cursor *cursor, const uint8_t *at, size_t *length)
{
    size_t octets = *at++ & 0x7f;
    size_t value = 0;

    if (octets == 0) {
        return der_refuse(cursor, OCSP_FAULT_LENGTH_INDEFINITE, at - 1, 0, 0);
    }
    if (octets > (size_t)(cursor->end - at)) {
        return der_refuse(cursor, OCSP_FAULT_HEADER_TRUNCATED, cursor->end, 0, *cursor->at);
    }
    if (*at == 0) {
        return der_refuse(cursor, OCSP_FAULT_LENGTH_NOT_MINIMAL, at - 1, 0, 0);
    }
    if (octets > 4) {
        return der_refuse(cursor, OCSP_FAULT_LENGTH_TOO_LARGE, at - 1, 0, (uint32_t)octets);
    }
    for (size_t i = 0; i < octets; i++) {
        value = value << 8 | at[i];
    }
    if (value < 0x80) {
        return der_refuse(cursor, OCSP_FAULT_LENGTH_NOT_MINIMAL, at - 1, 0, 0);
    }
    *length = value;
    return 1;
}

/*
 * For the trace, an element that the end of the input cuts off is read as far as it goes. The refusal stands: the
 * first fault counts.
 */
static int read_cut_off(der_cursor *cursor)
{
    der_context *context = cursor->context;

    if (cursor->parent == NULL && context->trace != NULL) {
        context->cut = cursor->end;
    }
    return der_is_cut(cursor);
}

/* A header that is long, or one to refuse. */
static int read_header(der_cursor *cursor, unsigned tag, size_t *header_length, size_t *length)
{
    const uint8_t *at = cursor->at;
    size_t left = (size_t)(cursor->end - at);

    if (left == 0) {
        return der_refuse(cursor, OCSP_FAULT_END_OF_STRUCTURE, at, tag, 0);
    }
    if (tag == TAG_ANY) {
        /* Tag number 31 and above takes more octets and is used nowhere here; tag 0 is the end-of-contents of BER. */
        if ((*at & 0x1f) == 0x1f || *at == 0) {
            return der_refuse(cursor, OCSP_FAULT_TAG_FORM, at, 0, *at);
        }
    } else if (*at != tag) {
        return der_refuse(cursor, OCSP_FAULT_TAG, at, tag, *at);
    }
    if (left < 2) {
        return der_refuse(cursor, OCSP_FAULT_HEADER_TRUNCATED, cursor->end, 0, *at);
    }
    *header_length = 2;
    *length = at[1];
    if (at[1] >= 0x80) {
        if (!long_length(cursor, at + 1, length)) {
            return 0;
        }
        *header_length += at[1] & 0x7f;
    }
    if (*length > left - *header_length) {
        der_record_fault(cursor, OCSP_FAULT_CONTENTS_TRUNCATED, at, (uint32_t)*length, *at);
        *length = left - *header_length;
        return read_cut_off(cursor);
    }
    return 1;
}

static int trace_element(const der_cursor *cursor, size_t header_length, size_t length)
{
    ocsp_node *node = NEW_ROW(cursor, cursor->context->trace, ocsp_node);

    if (node == NULL) {
        return 0;
    }
    node->field = (int32_t)cursor->field;
    node->index = cursor->field == FIELD(ITEM) ? cursor->index : -1;
    node->depth = cursor->depth;
    node->tag = *cursor->at;
    node->offset = (int32_t)(cursor->at - cursor->context->input);
    node->header_length = (int32_t)header_length;
    node->length = (int32_t)length;
    return 1;
}

int der_next_slowly(der_cursor *cursor, ocsp_field field, unsigned tag, const uint8_t **contents, size_t *length)
{
    const uint8_t *at = cursor->at;
    size_t left = (size_t)(cursor->end - at);
    size_t header_length = 2;

    cursor->field = field;
    if (field == FIELD(ITEM)) {
        cursor->index++;
    }
    if (left >= 2 && *at == tag && at[1] < 0x80 && at[1] <= left - 2) {
        *length = at[1];
    } else if (!read_header(cursor, tag, &header_length, length)) {
        return 0;
    }
    if (cursor->context->trace != NULL && !trace_element(cursor, header_length, *length)) {
        return 0;
    }
    *contents = at + header_length;
    cursor->at = *contents + *length;
    return 1;
}

void der_into(const der_cursor *cursor, ocsp_span part, der_cursor *inner)
{
    const uint8_t *start = der_bytes(cursor, part);

    der_enter_contents(cursor, start, start + part.length, inner);
}

int der_refuse_rest(der_cursor *cursor)
{
    if (cursor->parent != NULL) {
        cursor->field = FIELD(NONE);
    }
    if (!der_complain(cursor, OCSP_FAULT_TRAILING, cursor->at, 0, (uint32_t)(cursor->end - cursor->at)) ||
        cursor->parent == NULL) {
        return 0;
    }
    der_mark mark = der_mark_here(cursor);
    ocsp_span element;
    while (!der_at_end(cursor) && der_element(cursor, FIELD(NONE), TAG_ANY, &element)) {
    }
    cursor->at = cursor->end;
    der_settle(cursor, mark);
    return 1;
}

der_mark der_mark_here(const der_cursor *cursor)
{
    der_context *context = cursor->context;
    der_mark mark = {context->trace == NULL ? NULL : context->trace->next, context->is_strict,
                     context->refusal->fault != OCSP_FAULT_NONE};

    context->is_strict = 1;
    return mark;
}

void der_settle(const der_cursor *cursor, der_mark mark)
{
    cursor->context->is_strict = mark.was_strict;
}

void der_forgive(const der_cursor *cursor, der_mark mark)
{
    der_settle(cursor, mark);
    if (cursor->context->refusal->fault == OCSP_FAULT_MEMORY) {
        return;
    }
    if (!mark.was_refused) {
        cursor->context->refusal->fault = OCSP_FAULT_NONE;
    }
    if (cursor->context->trace != NULL) {
        cursor->context->trace->next = mark.trace_next;
    }
}

int der_pass_over(der_cursor *cursor, der_mark mark)
{
    der_context *context = cursor->context;

    der_settle(cursor, mark);

    if (context->trace == NULL) {
        der_forgive(cursor, mark);
    }
    cursor->at = cursor->end;
    return context->refusal->fault != OCSP_FAULT_MEMORY && context->cut == NULL;
}

/* All elements of the cursor open[0], and of what is constructed in them; open has room for OCSP_DEPTH_LIMIT. */
static int trace_elements(der_cursor *open)
{
    size_t depth = 0;
    const uint8_t *start;
    size_t length;

    for (;;) {
        const uint8_t *element = open[depth].at;
        if (der_at_end(&open[depth])) {
            if (depth-- == 0) {
                return 1;
            }
        } else if (!der_next(&open[depth], FIELD(NONE), TAG_ANY, &start, &length)) {
            return 0;
        } else if ((*element & TAG_CONSTRUCTED) && depth + 1 < OCSP_DEPTH_LIMIT) {
            der_enter_contents(&open[depth], start, start + length, &open[depth + 1]);
            depth++;
        }
    }
}

void der_trace_contents(const der_cursor *cursor, ocsp_span contents)
{
    der_cursor open[OCSP_DEPTH_LIMIT];

    if (cursor->context->trace == NULL) {
        return;
    }
    der_mark mark = der_mark_here(cursor);
    der_into(cursor, contents, &open[0]);
    if (!trace_elements(open) && !der_is_cut(&open[0])) {
        der_forgive(cursor, mark);
    } else {
        der_settle(cursor, mark);
    }
}

/* What is left of an element from at on; before: the child that comes before that, if any. */
static void trace_left(const der_cursor *root, const ocsp_node *parent, const ocsp_node *before, size_t at)
{
    int is_list = before != NULL && before->field == FIELD(ITEM);
    der_cursor cursor = {
        .context = root->context, .parent = root, .index = is_list ? before->index : -1, .depth = parent->depth + 1};
    size_t end = (size_t)parent->offset + (size_t)parent->header_length + (size_t)parent->length;
    ocsp_span element;

    cursor.at = root->at + at;
    cursor.end = root->at + (at < end ? end : at);
    while (!der_at_end(&cursor) && der_element(&cursor, is_list ? FIELD(ITEM) : FIELD(NONE), TAG_ANY, &element)) {
    }
}

void der_trace_rest(der_context *context, ocsp_data der, const ocsp_node *nodes)
{
    const ocsp_node *end = (const ocsp_node *)(const void *)context->trace->next;
    der_cursor root;

    if (end == nodes) {
        return;
    }
    const ocsp_node *last = end - 1;
    der_open(&root, context, der);
    context->is_strict = 1;
    size_t at = (size_t)last->offset + (size_t)last->header_length;
    if (last->tag & TAG_CONSTRUCTED) {
        trace_left(&root, last, NULL, at);
    }
    at += (size_t)last->length;
    /* Outwards: the parent of a node is the nearest one before it that is less deep. */
    for (const ocsp_node *node = last; node->depth > 0;) {
        const ocsp_node *parent = node;
        while (parent->depth >= node->depth) {
            parent--;
        }
        trace_left(&root, parent, node, at);
        at = (size_t)parent->offset + (size_t)parent->header_length + (size_t)parent->length;
        node = parent;
    }
}

int der_trace_types(der_cursor *cursor)
{
    const uint8_t *element = cursor->at;
    der_cursor open[OCSP_DEPTH_LIMIT];

    return der_enter(cursor, FIELD(NONE), TAG_ANY, &open[0]) && (!(*element & TAG_CONSTRUCTED) || trace_elements(open));
}

int der_element(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *element)
{
    const uint8_t *start = cursor->at;
    const uint8_t *contents;
    size_t length;

    if (!der_next(cursor, field, tag, &contents, &length)) {
        return 0;
    }
    if (*start & TAG_CONSTRUCTED) {
        der_trace_contents(cursor, der_span(cursor, contents, cursor->at));
    }
    *element = der_span(cursor, start, cursor->at);
    return 1;
}

int der_null(der_cursor *cursor, ocsp_field field)
{
    ocsp_span contents;

    if (!der_read(cursor, field, TAG_NULL, &contents)) {
        return 0;
    }
    if (contents.length != 0) {
        return der_complain(cursor, OCSP_FAULT_NULL_LENGTH, der_bytes(cursor, contents), 0, contents.length);
    }
    return 1;
}

int der_boolean(der_cursor *cursor, ocsp_field field, int32_t *value)
{
    ocsp_span contents;
    const uint8_t *octet;

    *value = 0;
    if (!der_read(cursor, field, TAG_BOOLEAN, &contents)) {
        return 0;
    }
    octet = der_bytes(cursor, contents);
    if (contents.length != 1) {
        return der_complain(cursor, OCSP_FAULT_BOOLEAN_LENGTH, octet, 0, contents.length);
    }
    if (*octet != 0 && *octet != 0xff) {
        return der_complain(cursor, OCSP_FAULT_BOOLEAN_VALUE, octet, 0, *octet);
    }
    *value = *octet != 0;
    return 1;
}

/* INTEGER and ENUMERATED have the same contents, X.690 8.3 and 8.4. */
static int minimal_integer(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *contents)
{
    const uint8_t *octets;

    if (!der_read(cursor, field, tag, contents)) {
        return 0;
    }
    octets = der_bytes(cursor, *contents);
    if (contents->length == 0) {
        return der_complain(cursor, OCSP_FAULT_INTEGER_EMPTY, octets, 0, 0);
    }
    if (contents->length > OCSP_INTEGER_LIMIT) {
        return der_complain(cursor, OCSP_FAULT_INTEGER_TOO_LONG, octets, 0, contents->length);
    }
    if (contents->length > 1 && ((octets[0] == 0 && octets[1] < 0x80) || (octets[0] == 0xff && octets[1] >= 0x80))) {
        return der_complain(cursor, OCSP_FAULT_INTEGER_NOT_MINIMAL, octets, 0, 0);
    }
    return 1;
}

int der_integer(der_cursor *cursor, ocsp_field field, ocsp_span *contents)
{
    return minimal_integer(cursor, field, TAG_INTEGER, contents);
}

int der_small(der_cursor *cursor, ocsp_field field, unsigned tag, int32_t *value)
{
    ocsp_span contents;
    const uint8_t *octets;

    *value = 0;
    if (!minimal_integer(cursor, field, tag, &contents)) {
        return 0;
    }
    octets = der_bytes(cursor, contents);
    if (contents.length == 0 || contents.length > 4 || octets[0] >= 0x80) {
        return der_complain(cursor, OCSP_FAULT_INTEGER_RANGE, octets, 0, 0);
    }
    for (uint32_t i = 0; i < contents.length; i++) {
        *value = (int32_t)((uint32_t)*value << 8 | octets[i]);
    }
    return 1;
}

int der_oid(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *contents)
{
    const uint8_t *octets;

    if (!der_read(cursor, field, tag, contents)) {
        return 0;
    }
    octets = der_bytes(cursor, *contents);
    if (contents->length == 0) {
        return der_complain(cursor, OCSP_FAULT_OID_EMPTY, octets, 0, 0);
    }
    if (contents->length > OCSP_OID_LIMIT) {
        return der_complain(cursor, OCSP_FAULT_OID_TOO_LONG, octets, 0, contents->length);
    }
    for (uint32_t i = 0; i < contents->length; i++) {
        if (octets[i] == 0x80 && (i == 0 || octets[i - 1] < 0x80)) {
            return der_complain(cursor, OCSP_FAULT_OID_ARC_PADDED, octets + i, 0, 0);
        }
    }
    if (octets[contents->length - 1] >= 0x80) {
        return der_complain(cursor, OCSP_FAULT_OID_ARC_OPEN, octets + contents->length - 1, 0, 0);
    }
    return 1;
}

int der_octet_bits(der_cursor *cursor, ocsp_field field, ocsp_span *octets)
{
    const uint8_t *unused;

    if (!der_read(cursor, field, TAG_BIT_STRING, octets)) {
        return 0;
    }
    unused = der_bytes(cursor, *octets);
    if (octets->length == 0) {
        return der_complain(cursor, OCSP_FAULT_BIT_STRING_EMPTY, unused, 0, 0);
    }
    /* Also where a trace goes on after the complaint. */
    octets->offset++;
    octets->length--;
    return *unused == 0 || der_complain(cursor, OCSP_FAULT_BIT_STRING_UNUSED, unused, 0, *unused);
}
