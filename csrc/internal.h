/* What the files of csrc share. Readers return 1, or 0 after a refusal is recorded. */
#ifndef INTERNAL_H
#define INTERNAL_H

#include "ocsp.h"

#define ABSENT_SPAN ((ocsp_span){OCSP_ABSENT, 0})
#define ABSENT_TIME ((ocsp_time){0, -1})

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
    TAG_IA5_STRING = 0x16,
    TAG_UTC_TIME = 0x17,
    TAG_GENERALIZED_TIME = 0x18,
    TAG_CONSTRUCTED = 0x20,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31
};
#define TAG_CONTEXT(number) (0x80u | (number))
#define TAG_EXPLICIT(number) (0xa0u | (number))

#define FIELD(name) OCSP_FIELD_##name

/* ---------------------------------------------------------------------------------------------- der_read.c */

/*
 * One for each input. Offsets count from input; trace is NULL unless wanted; scratch takes the rows that nobody wants.
 *
 * cut: where a traced input ends, when its one element claims more octets than there are; else NULL. Then the refusal
 * is settled, and what goes on up to that end is read for the trace.
 */
typedef struct {
    const uint8_t *input, *cut;
    ocsp_rows *trace;
    ocsp_refusal *refusal;
    union {
        ocsp_single_response largest_entry;
        ocsp_sct largest_value;
    } scratch;
} der_context;

/*
 * What is left of one constructed element: the bytes from at to end. `field` and `index` name the element that was
 * begun last; a cursor waits while one inside it is read, so the path of a fault is the fields of all cursors from the
 * root.
 */
typedef struct der_cursor {
    const uint8_t *at, *end;
    der_context *context;
    const struct der_cursor *parent;
    uint32_t field;
    int32_t index;
    int32_t depth;
} der_cursor;

/* Paths are made of these. */
static inline int is_path_step(int32_t field)
{
    return field != FIELD(NONE) && field < OCSP_FIELD_PATH_END;
}

/* Begins a message: the cursor that holds its one element, which is read as `FIELD(...)` of the root. */
int der_open(der_cursor *cursor, der_context *context, const uint8_t *der, size_t length);

/*
 * Of a whole input: what was refused, although something of it may have been forgiven; `read` is what the reader
 * returned.
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

/* The next element has this tag. */
static inline int der_next_is(const der_cursor *cursor, unsigned tag)
{
    return cursor->at != cursor->end && *cursor->at == tag;
}
static inline int der_at_end(const der_cursor *cursor)
{
    return cursor->at == cursor->end;
}
/* The end of the input cuts its element off. */
static inline int der_is_cut(const der_cursor *cursor)
{
    return cursor->end == cursor->context->cut;
}

static inline const uint8_t *der_bytes(const der_cursor *cursor, ocsp_span span)
{
    return cursor->context->input + span.offset;
}
static inline ocsp_span der_span(const der_cursor *cursor, const uint8_t *start, const uint8_t *end)
{
    ocsp_span span = {(uint32_t)(start - cursor->context->input), (uint32_t)(end - start)};
    return span;
}

/* Reads the header of the next element and advances behind the whole of it; *contents points behind the header. */
int der_next_slowly(der_cursor *cursor, ocsp_field field, unsigned tag, const uint8_t **contents, size_t *length);

/*
 * Nearly every element is whole, has the tag that is asked for, is shorter than 128 octets, and is not traced: those
 * cost no call.
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

/* Read one element with this tag: its contents; all of it; a cursor over its contents. */
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
/* Nothing is left of the cursor's element. */
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
/* Where the contents of the one read last begin, for a refusal of its value. */
static inline const uint8_t *der_small_contents(const der_cursor *cursor, int32_t value)
{
    return cursor->at - (value < 0x80 ? 1 : value < 0x8000 ? 2 : value < 0x800000 ? 3 : 4);
}
int der_oid(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_span *contents);
/* The octets of a BIT STRING without unused bits. */
int der_octet_bits(der_cursor *cursor, ocsp_field field, ocsp_span *octets);

/*
 * The trace alone: elements of any type in the contents of the cursor's element, which has no grammar; what is no DER
 * stays whole.
 */
void der_trace_contents(const der_cursor *cursor, ocsp_span contents);
/* One element of any type, and for the trace all in it; here what is no DER is refused. */
int der_trace_types(der_cursor *cursor);

/*
 * A place to return to when an element that may be broken turns out to be: the refusal is forgiven, its nodes leave the
 * trace. That there was no memory, or that the input is cut off, is not the element's fault, and stays.
 */
typedef struct {
    uint8_t *trace_next;
} der_mark;
der_mark der_mark_here(const der_cursor *cursor);
void der_forgive(const der_cursor *cursor, der_mark mark);

/* The next row of a table; scratch where rows is NULL; NULL after a refusal when there is no memory. */
#define NEW_ROW(cursor, rows, type) ((type *)der_new_row(cursor, rows, sizeof(type)))
void *der_new_row(const der_cursor *cursor, ocsp_rows *rows, size_t size);

/* ---------------------------------------------------------------------------------------------- der_write.c */

/*
 * Writes from end down to start: what comes last in the DER is written first, so that the length of an element is known
 * when its header is written. When the buffer is too small `failed` stays set and nothing more is written.
 */
typedef struct {
    uint8_t *start, *at, *end;
    int failed;
} der_writer;

void der_begin(der_writer *writer, uint8_t *buffer, size_t size);
size_t der_written(const der_writer *writer);
void der_put(der_writer *writer, const uint8_t *bytes, size_t length);
/* Puts the header before what was written since `length` was der_written(). */
void der_wrap(der_writer *writer, unsigned tag, size_t since);
void der_put_element(der_writer *writer, unsigned tag, const uint8_t *contents, size_t length);
void der_put_oid(der_writer *writer, ocsp_oid id);

/* ---------------------------------------------------------------------------------------------- time.c */

int read_generalized_time(der_cursor *cursor, ocsp_field field, ocsp_time *time);
/* Time of RFC 5280 4.1: UTCTime or GeneralizedTime. */
int read_time(der_cursor *cursor, ocsp_field field, ocsp_time *time);

/* ---------------------------------------------------------------------------------------------- name.c */

/* Name; element: all of it; rows of ocsp_attribute unless NULL. */
int read_name(der_cursor *cursor, ocsp_field field, ocsp_span *element, ocsp_rows *rows);
/* GeneralName; directory_name and uri are set to what is there, else absent. */
int read_general_name(der_cursor *cursor, ocsp_field field, ocsp_span *directory_name, ocsp_span *uri);

/* ---------------------------------------------------------------------------------------------- algorithm.c */

int read_algorithm(der_cursor *cursor, ocsp_field field, ocsp_algorithm *algorithm);
/* An AlgorithmIdentifier that names a hash; its parameters are not looked at (RFC 5754 2: NULL or absent). */
int read_hash_algorithm(der_cursor *cursor, ocsp_field field, int32_t *hash, ocsp_span *oid);
ocsp_oid oid_of_hash(ocsp_hash hash);
/* The hash that an OBJECT IDENTIFIER's contents name; NONE for any other. */
ocsp_hash find_hash(const uint8_t *oid, size_t length);
/* NONE where the algorithm hashes by itself, and where there is no signature. */
ocsp_hash hash_of_signature(ocsp_signature signature);

/*
 * ---------------------------------------------------------------------------------------------- public_key.c,
 * extension.c, certid.c
 */

int read_public_key(der_cursor *cursor, ocsp_field field, ocsp_public_key *key);

/*
 * Whose rules hold for a list of extensions: a message's, which is strict DER, or a certificate's, where `critical
 * FALSE` may be encoded.
 */
typedef enum {
    EXTENSIONS_OF_REQUEST = 1,
    EXTENSIONS_OF_SINGLE_REQUEST = 2,
    EXTENSIONS_OF_RESPONSE = 4,
    EXTENSIONS_OF_ENTRY = 8,
    EXTENSIONS_OF_CERTIFICATE = 16
} extensions_place;
/* The known part of an empty list. */
extern const ocsp_known nothing_known;
/* Extensions; element: all of it; known is filled; rows of ocsp_extension unless NULL. */
int read_extensions(der_cursor *cursor, ocsp_field field, extensions_place place, ocsp_span *element, ocsp_known *known,
                    ocsp_rows *rows);
/* Extensions in an explicit tag, when they are there; else element is absent and nothing known. */
int read_optional_extensions(der_cursor *cursor, ocsp_field field, unsigned number, extensions_place place,
                             ocsp_span *element, ocsp_known *known);
/*
 * The readers and writers of extension values that extensions.def names: what one of its rows names and nobody writes
 * does not link. A reader takes the contents of extnValue; a writer takes the rows that a reader gives.
 */
typedef int extension_reader(der_cursor *value, ocsp_known *known, ocsp_rows *rows);
typedef void extension_writer(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size);
#define EXTENSION(id, dotted, name, places, understood, shape, reader, writer, ...)                                    \
    extension_reader reader;                                                                                           \
    extension_writer writer;
#include "lists/extensions.def"
/* CRLReason, RFC 5280 5.3.1 */
int read_crl_reason(der_cursor *cursor, ocsp_field field, int32_t *reason);

/* Bytes somewhere. */
typedef struct {
    const uint8_t *data;
    size_t length;
} bytes;
static inline bytes bytes_of(const uint8_t *base, ocsp_span span)
{
    bytes result = {base + span.offset, span.length};
    return result;
}
int bytes_equal(bytes a, bytes b);

/* ---------------------------------------------------------------------------------------------- verify_request.c */

/* Each CertID of a request has an equal entry. The rows of the request are of no use afterwards. */
int all_answered(const uint8_t *request, ocsp_single_request *requests, int32_t count, const uint8_t *response,
                 const ocsp_single_response *entries, int32_t entry_count);

/* ---------------------------------------------------------------------------------------------- verify_spans.c */

/*
 * Of a message that was read before: the first element inside one that has some; the element behind one that is not the
 * last.
 */
void locate_first_in(const uint8_t *der, size_t length, const ocsp_span *element, ocsp_span *first);
void locate_behind(const uint8_t *der, size_t length, const ocsp_span *element, ocsp_span *next);

/* What a CertID with one hash algorithm must be to match. */
typedef struct {
    bytes hash_oid, issuer_name_hash, issuer_key_hash;
    uint8_t name_digest[OCSP_HASH_MAX_OCTETS], key_digest[OCSP_HASH_MAX_OCTETS];
} cert_id_expectation;

/*
 * What is looked for: the serial number and, by hash algorithm, the rest. Of a certificate it is made for each
 * algorithm that an entry uses, once; of a CertID it is all at 0.
 */
typedef struct {
    const uint8_t *input;
    const ocsp_target *target;
    bytes serial_number;
    cert_id_expectation by_hash[OCSP_HASH_COUNT];
    uint8_t is_made[OCSP_HASH_COUNT];
} cert_id_search;

/* 0 when the target is the DER of something else than a CertID. */
int begin_search(cert_id_search *wanted, const uint8_t *input, const ocsp_target *target);
/* All of the CertID is equal, or all but the hash of the issuer's key; its spans lie at base. */
int search_matches_but_key(cert_id_search *wanted, const uint8_t *base, const ocsp_cert_id *cert_id);
int search_matches(cert_id_search *wanted, const uint8_t *base, const ocsp_cert_id *cert_id);

int read_cert_id(der_cursor *cursor, ocsp_field field, ocsp_cert_id *cert_id);

/*
 * ---------------------------------------------------------------------------------------------- signed_message.c,
 * certificate.c
 */

/* What requests and responses share: `version [0] EXPLICIT Version DEFAULT v1`. */
int read_version(der_cursor *cursor);
/* signatureAlgorithm, signature, certs [0]; a row of ocsp_bytes for each certificate. */
int read_signature(der_cursor *cursor, ocsp_algorithm *algorithm, ocsp_span *signature, ocsp_rows *rows,
                   int32_t *certificate_count);
/* The contents of Certificate. */
int read_certificate(der_cursor *certificate, ocsp_certificate *out);

/* ---------------------------------------------------------------------------------------------- the writers' parts */

/* The other half of read_signature(): signatureAlgorithm, signature, certs [0]. */
void write_signature(der_writer *writer, const uint8_t *input, const ocsp_signed_parts *parts);
/* Extensions in an explicit tag, of whole elements of the list; nothing where there are none. */
void write_extensions(der_writer *writer, unsigned number, const uint8_t *input, ocsp_span elements);
void write_cert_id(der_writer *writer, const uint8_t *input, const ocsp_target *target);
void write_hash_algorithm(der_writer *writer, ocsp_hash hash);
void write_signature_algorithm(der_writer *writer, ocsp_signature signature);
void write_generalized_time(der_writer *writer, ocsp_time time);

static inline int is_present(ocsp_span span)
{
    return span.offset != OCSP_ABSENT;
}
static inline int time_is_present(ocsp_time time)
{
    return time.seconds >= 0;
}

#endif
