/*
 * DER: a cursor that reads it strictly, a writer, and the two primitive types that need more than a line, OBJECT
 * IDENTIFIER and the times. Nothing here knows OCSP.
 *
 * Readers return 1, or 0 after the refusal is recorded. Each names the ASN.1 field that it reads: from that one call
 * come the value, the place of a fault and the node of the trace.
 */
#ifndef DER_H
#define DER_H

#include "ocsp.h"

#define ABSENT_SPAN ((ocsp_span){OCSP_ABSENT, 0})
#define ABSENT_TIME ((ocsp_time){0, -1})

static inline int is_present(ocsp_span span)
{
    return span.offset != OCSP_ABSENT;
}
static inline ocsp_data part_of(ocsp_data whole, ocsp_span span)
{
    return (ocsp_data){whole.data + span.offset, span.length};
}
static inline int time_is_present(ocsp_time time)
{
    return time.milliseconds >= 0;
}

/* Identifier octets, X.690 8.1.2. */
enum {
    /* No identifier octets: any element, and none. */
    TAG_ANY = 0x100,
    TAG_NONE = 0x101,
    TAG_BOOLEAN = 0x01,
    TAG_INTEGER = 0x02,
    TAG_BIT_STRING = 0x03,
    TAG_OCTET_STRING = 0x04,
    TAG_NULL = 0x05,
    TAG_OID = 0x06,
    TAG_ENUMERATED = 0x0a,
    TAG_UTF8_STRING = 0x0c,
    TAG_PRINTABLE_STRING = 0x13,
    TAG_T61_STRING = 0x14,
    TAG_IA5_STRING = 0x16,
    TAG_UTC_TIME = 0x17,
    TAG_GENERALIZED_TIME = 0x18,
    TAG_VISIBLE_STRING = 0x1a,
    TAG_UNIVERSAL_STRING = 0x1c,
    TAG_BMP_STRING = 0x1e,
    TAG_CONSTRUCTED = 0x20,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31
};
#define TAG_CONTEXT(number) (0x80u | (number))
#define TAG_EXPLICIT(number) (0xa0u | (number))

#define FIELD(name) OCSP_FIELD_##name

/* ---------------------------------------------------------------------------------------------- der_read.c */

/*
 * One per input. Offsets count from input; trace is NULL unless wanted; scratch takes the rows that nobody wants.
 *
 * cut: the end of a traced input whose one element claims more bytes than there are; else NULL. The refusal is then
 * settled, and what is read up to that end is read for the trace.
 */
typedef struct {
    const uint8_t *input, *cut;
    ocsp_rows *trace;
    ocsp_refusal *refusal;
    int is_strict; /* what is read may turn out to be something else: no fault is passed over */
    union {
        ocsp_single_response largest_entry;
        ocsp_sct largest_value;
    } scratch;
} der_context;

/*
 * What is left of one constructed element: the bytes from at to end. `field` and `index` name the element begun last;
 * a cursor waits while one inside it is read, so the fields of all cursors from the root make the path of a fault.
 */
typedef struct der_cursor {
    const uint8_t *at, *end;
    der_context *context;
    const struct der_cursor *parent;
    uint32_t field;
    int32_t index;
    int32_t depth;
} der_cursor;

/* Whether a field shows in paths. */
static inline int is_path_step(int32_t field)
{
    return field != FIELD(NONE) && field < OCSP_FIELD_PATH_END;
}

/* Begins a message: a cursor over the whole input, from which its one element is read. */
int der_open(der_cursor *cursor, der_context *context, ocsp_data der);

/*
 * The outcome for a whole input: what was refused, unless it was forgiven. `read` is what the reader returned.
 */
ocsp_error der_outcome(const der_context *context, int read);
/* Records the first fault, at that byte of the field begun last. */
void der_record_fault(const der_cursor *cursor, ocsp_fault fault, const uint8_t *at, uint32_t expected, uint32_t found);
static inline int der_refuse(const der_cursor *cursor, ocsp_fault fault, const uint8_t *at, uint32_t expected,
                             uint32_t found)
{
    der_record_fault(cursor, fault, at, expected, found);
    return 0;
}

/*
 * Likewise, for a value whose element was read whole: a trace goes on after it, and what was read of it counts for
 * nothing then. 1 where it does.
 */
int der_complain(const der_cursor *cursor, ocsp_fault fault, const uint8_t *at, uint32_t expected, uint32_t found);

/* Whether the next element has this tag. */
static inline int der_next_is(const der_cursor *cursor, unsigned tag)
{
    return cursor->at != cursor->end && *cursor->at == tag;
}
static inline int der_at_end(const der_cursor *cursor)
{
    return cursor->at == cursor->end;
}
/* Whether the end of the input cuts off the cursor's element. */
static inline int der_is_cut(const der_cursor *cursor)
{
    return cursor->end == cursor->context->cut;
}

static inline const uint8_t *der_bytes(const der_cursor *cursor, ocsp_span span)
{
    return cursor->context->input + span.offset;
}
static inline ocsp_data der_data(const der_cursor *cursor, ocsp_span span)
{
    return (ocsp_data){der_bytes(cursor, span), span.length};
}
static inline ocsp_span der_span(const der_cursor *cursor, const uint8_t *start, const uint8_t *end)
{
    ocsp_span span = {(uint32_t)(start - cursor->context->input), (uint32_t)(end - start)};
    return span;
}

/* Reads the header of the next element and moves past all of it; *contents points to what follows the header. */
int der_next_slowly(der_cursor *cursor, ocsp_field field, unsigned tag, const uint8_t **contents, size_t *length);

/*
 * Nearly every element is whole, has the expected tag, is shorter than 128 bytes, and is not traced: those cost no
 * call.
 */
static inline int der_next(der_cursor *cursor, ocsp_field field, unsigned tag, const uint8_t **contents, size_t *length)
{
    const uint8_t *at = cursor->at;
    size_t left = (size_t)(cursor->end - at);

    if (left < 2 || at[0] != tag || at[1] >= 0x80 || at[1] > left - 2 || cursor->context->trace != NULL) {
        return der_next_slowly(cursor, field, tag, contents, length);
    }
    cursor->field = field;
    if (field == FIELD(ITEM)) {
        cursor->index++;
    }
    *contents = at + 2;
    *length = at[1];
    cursor->at = at + 2 + at[1];
    return 1;
}

static inline void der_enter_contents(const der_cursor *cursor, const uint8_t *contents, const uint8_t *end,
                                      der_cursor *inner)
{
    inner->at = contents;
    inner->end = end;
    inner->context = cursor->context;
    inner->parent = cursor;
    inner->field = FIELD(NONE);
    inner->index = -1;
    inner->depth = cursor->depth + 1;
}

/* These read one element with this tag and give: its contents; all of it; a cursor over its contents. */
static inline int der_read(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *contents)
{
    const uint8_t *start;
    size_t length;

    if (!der_next(cursor, field, tag, &start, &length)) {
        return 0;
    }
    *contents = der_span(cursor, start, start + length);
    return 1;
}
int der_element(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *element);
static inline int der_enter(der_cursor *cursor, ocsp_field field, unsigned tag, der_cursor *inner)
{
    const uint8_t *contents;
    size_t length;

    if (!der_next(cursor, field, tag, &contents, &length)) {
        return 0;
    }
    der_enter_contents(cursor, contents, cursor->at, inner);
    return 1;
}
/* A cursor over a part of the contents of the element read last. */
void der_into(const der_cursor *cursor, ocsp_span part, der_cursor *inner);
/* Makes sure that nothing is left of the cursor's element. */
int der_refuse_rest(der_cursor *cursor);
static inline int der_leave(der_cursor *cursor)
{
    return cursor->at == cursor->end || der_refuse_rest(cursor);
}

/* Values of one type each; contents that the type does not allow are refused. */
int der_null(der_cursor *cursor, ocsp_field field);
int der_boolean(der_cursor *cursor, ocsp_field field, int32_t *value);
int der_integer(der_cursor *cursor, ocsp_field field, ocsp_span *contents);
/* An INTEGER or ENUMERATED from 0 to 2^31 - 1. */
int der_small(der_cursor *cursor, ocsp_field field, unsigned tag, int32_t *value);
/* Where the contents of the one read last begin: the place to refuse its value. */
static inline const uint8_t *der_small_contents(const der_cursor *cursor, int32_t value)
{
    return cursor->at - (value < 0x80 ? 1 : value < 0x8000 ? 2 : value < 0x800000 ? 3 : 4);
}
int der_oid(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *contents);
/* The bytes of a BIT STRING without unused bits. */
int der_octet_bits(der_cursor *cursor, ocsp_field field, ocsp_span *octets);

/*
 * For the trace alone: elements of any type in the contents of the cursor's element, which has no grammar. What is not
 * DER stays whole.
 */
void der_trace_contents(const der_cursor *cursor, ocsp_span contents);
/*
 * Completes the trace of an input that was refused: what follows the last element of each one that is open, by its
 * types, as far as it is DER.
 */
void der_trace_rest(der_context *context, ocsp_data der, const ocsp_node *nodes);
/* One element of any type and, for the trace, everything in it; here what is not DER is refused. */
int der_trace_types(der_cursor *cursor);

/*
 * A place to return to when an element that may be broken turns out to be: the refusal is forgiven and its nodes leave
 * the trace. A lack of memory or an input that is cut off is not the element's fault, and stays.
 */
typedef struct {
    uint8_t *trace_next;
    int was_strict, was_refused;
} der_mark;
der_mark der_mark_here(const der_cursor *cursor);
void der_forgive(const der_cursor *cursor, der_mark mark);
/* The element was what it should be. */
void der_settle(const der_cursor *cursor, der_mark mark);
/*
 * Goes on after an element that is broken inside and may be: past all of the cursor's contents. In a trace the refusal
 * is settled then, and what was read of them stays. 0 where nothing can be forgiven.
 */
int der_pass_over(der_cursor *cursor, der_mark mark);

/* The next row of a table; scratch when rows is NULL; NULL after a refusal when there is no memory. */
#define NEW_ROW(cursor, rows, type) ((type *)der_new_row(cursor, rows, sizeof(type)))
void *der_new_row(const der_cursor *cursor, ocsp_rows *rows, size_t size);

/* ---------------------------------------------------------------------------------------------- der_write.c */

/*
 * Writes from end down to start: what comes last in the DER is written first, so that the length of an element is known
 * when its header is written. Once the buffer is too small, `failed` stays set and nothing more is written.
 */
typedef struct {
    uint8_t *start, *at, *end;
    int failed;
} der_writer;

void der_begin(der_writer *writer, uint8_t *buffer, size_t size);
size_t der_written(const der_writer *writer);
void der_put(der_writer *writer, const uint8_t *bytes, size_t length);
/* Puts the header before what was written since der_written() returned `since`. */
void der_wrap(der_writer *writer, unsigned tag, size_t since);
void der_put_element(der_writer *writer, unsigned tag, const uint8_t *contents, size_t length);
void der_put_oid(der_writer *writer, ocsp_oid id);

/* ---------------------------------------------------------------------------------------------- oid.c, time.c */

/* GeneralizedTime, with or without a fraction of the second. */
int read_generalized_time(der_cursor *cursor, ocsp_field field, ocsp_time *time);
/* Time of RFC 5280 4.1: UTCTime or GeneralizedTime, without fractions. */
int read_time(der_cursor *cursor, ocsp_field field, ocsp_time *time);
/* In whole seconds. */
void write_generalized_time(der_writer *writer, ocsp_time time);

#endif
