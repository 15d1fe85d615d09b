/* Requests, responses and certificates through one door; what holds for every reading of any input is checked here. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "harness.h"
#include "tree.h"

typedef enum { MESSAGE_REQUEST, MESSAGE_RESPONSE, MESSAGE_CERTIFICATE, MESSAGE_KINDS } message_kind;

static const char *const message_names[MESSAGE_KINDS] = {"request", "response", "certificate"};

typedef union {
    ocsp_request request;
    ocsp_response response;
    ocsp_certificate certificate;
} message_table;

static inline ocsp_error read_message(message_kind kind, const uint8_t *der, size_t length, message_table *table,
                                      ocsp_rows *rows, ocsp_rows *trace, ocsp_refusal *refusal)
{
    switch (kind) {
    case MESSAGE_REQUEST:
        return ocsp_read_request((ocsp_data){der, length}, &table->request, rows, trace, refusal);
    case MESSAGE_RESPONSE:
        return ocsp_read_response((ocsp_data){der, length}, &table->response, rows, trace, refusal);
    default:
        return ocsp_read_certificate((ocsp_data){der, length}, &table->certificate, trace, refusal);
    }
}

/* One reading and all that came of it. Tables are zeroed before, since parts that a message lacks are not written. */
#define ROWS_OCTETS ((size_t)4 << 20)

typedef struct {
    ocsp_error error;
    ocsp_refusal refusal;
    message_table table;
    size_t rows_octets, node_count;
    uint32_t rows[ROWS_OCTETS / 4];
    ocsp_node nodes[ROWS_OCTETS / sizeof(ocsp_node)];
} reading;

enum { WITH_ROWS = 1, WITH_TRACE = 2 };

static inline void read_into(reading *result, message_kind kind, const uint8_t *der, size_t length, unsigned wanted)
{
    ocsp_rows rows = rows_in(result->rows, sizeof result->rows);
    ocsp_rows trace = rows_in(result->nodes, sizeof result->nodes);

    memset(&result->table, 0, sizeof result->table);
    memset(&result->refusal, 0x5a, sizeof result->refusal);
    result->error = read_message(kind, der, length, &result->table, wanted & WITH_ROWS ? &rows : NULL,
                                 wanted & WITH_TRACE ? &trace : NULL, &result->refusal);
    result->rows_octets = (size_t)(rows.next - (uint8_t *)result->rows);
    result->node_count = (size_t)(trace.next - (uint8_t *)result->nodes) / sizeof(ocsp_node);
}

/* ---------------------------------------------------------------------------------------------- tables */

static inline void check_span(const char *member, ocsp_span span, size_t length)
{
    CHECK(span.offset == OCSP_ABSENT || (span.offset <= length && span.length <= length - span.offset),
          "span %s: %u octets at %u, of %zu", member, span.length, span.offset, length);
}

/* Years 0000 to 9999, as one octet run of four digits can say. */
static inline void check_time(const char *member, ocsp_time time)
{
    CHECK(time.milliseconds >= -1 && time.milliseconds < 86400000 && time.days >= -719528 && time.days <= 2932896,
          "time %s: day %d, millisecond %d", member, time.days, time.milliseconds);
}

/* check_<table>_cells(): all spans of the table lie in the input, all times are times. */
#define SPAN(name) check_span(#name, table->name, length);
#define TIME(name) check_time(#name, table->name);
#define INT(name)
#define GROUP(table_name, name) check_##table_name##_cells(&table->name, length);
#define LIST(table_name, name, count)
#define TABLE(name, members)                                                                                           \
    static inline void check_##name##_cells(const ocsp_##name *table, size_t length)                                   \
    {                                                                                                                  \
        (void)table;                                                                                                   \
        (void)length;                                                                                                  \
        members                                                                                                        \
    }
#include "lists/tables.def"

/* Behind the table of a request or response: its entries, then the spans of its certificates, and nothing else. */
#define CHECK_ROWS(result, message, entry_type, entry_count, length)                                                   \
    do {                                                                                                               \
        const ocsp_##entry_type *entries = (const void *)(result)->rows;                                               \
        const ocsp_bytes *certificates = (const void *)(entries + (message)->entry_count);                             \
        CHECK((result)->rows_octets == (size_t)(message)->entry_count * sizeof *entries +                              \
                                           (size_t)(message)->certificate_count * sizeof *certificates,                \
              "%zu octets of rows, %d entries, %d certificates", (result)->rows_octets, (message)->entry_count,        \
              (message)->certificate_count);                                                                           \
        for (int32_t i = 0; i < (message)->entry_count; i++) {                                                         \
            check_##entry_type##_cells(entries + i, length);                                                           \
        }                                                                                                              \
        for (int32_t i = 0; i < (message)->certificate_count; i++) {                                                   \
            check_bytes_cells(certificates + i, length);                                                               \
        }                                                                                                              \
    } while (0)

static inline void check_table(const reading *result, message_kind kind, size_t length)
{
    switch (kind) {
    case MESSAGE_REQUEST:
        check_request_cells(&result->table.request, length);
        CHECK_ROWS(result, &result->table.request, single_request, request_count, length);
        break;
    case MESSAGE_RESPONSE:
        check_response_cells(&result->table.response, length);
        CHECK_ROWS(result, &result->table.response, single_response, response_count, length);
        break;
    default:
        check_certificate_cells(&result->table.certificate, length);
        break;
    }
}

/* ---------------------------------------------------------------------------------------------- refusals */

static inline void check_refusal(ocsp_error error, const ocsp_refusal *refusal, size_t length)
{
    CHECK(refusal->fault > OCSP_FAULT_NONE && refusal->fault < OCSP_FAULT_COUNT, "fault %d", refusal->fault);
    CHECK(ocsp_fault_error((ocsp_fault)refusal->fault) == error, "%s, error %d", fault_text(refusal->fault), error);
    CHECK(refusal->offset >= 0 && (size_t)refusal->offset <= length, "%s at %d of %zu", fault_text(refusal->fault),
          refusal->offset, length);
    CHECK(refusal->depth >= 0 && (size_t)refusal->depth <= COUNT_OF(refusal->path), "%s, depth %d",
          fault_text(refusal->fault), refusal->depth);
    for (int32_t i = 0; i < refusal->depth; i++) {
        const ocsp_step *step = &refusal->path[i];
        CHECK(step->field > OCSP_FIELD_NONE && step->field < OCSP_FIELD_COUNT, "step %d of %s: field %d", i,
              fault_text(refusal->fault), step->field);
        CHECK((step->index >= 0) == (step->field == OCSP_FIELD_ITEM), "step %d of %s: field %s, index %d", i,
              fault_text(refusal->fault), field_text(step->field), step->index);
    }
}

static inline int same_refusal(const ocsp_refusal *a, const ocsp_refusal *b)
{
    return a->fault == b->fault && a->offset == b->offset && a->expected == b->expected && a->found == b->found &&
           a->depth == b->depth && memcmp(a->path, b->path, (size_t)a->depth * sizeof *a->path) == 0;
}

/* ---------------------------------------------------------------------------------------------- a whole reading */

/* Both readings tell the same, whatever else was wanted of one of them; but a trace tells of broken extensions. */
static inline void check_same(const reading *a, const reading *b, const char *what)
{
    if (b->error != OCSP_OK && goes_on(&b->refusal)) {
        return;
    }
    CHECK(a->error == b->error, "%s: error %d and %d (%s)", what, a->error, b->error,
          fault_text((a->error ? a : b)->refusal.fault));
    if (a->error != b->error) {
        return;
    }
    if (a->error != OCSP_OK) {
        CHECK(same_refusal(&a->refusal, &b->refusal), "%s: %s at %d, %s at %d", what, fault_text(a->refusal.fault),
              a->refusal.offset, fault_text(b->refusal.fault), b->refusal.offset);
    } else {
        CHECK(memcmp(&a->table, &b->table, sizeof a->table) == 0, "%s: the table", what);
    }
}

/*
 * Reads with rows, with rows and trace, and with the trace alone: what comes back is right in form and the same each
 * time. The first reading is left in *result.
 */
static inline void check_message(reading *result, message_kind kind, const uint8_t *der, size_t length)
{
    static reading other;

    read_into(result, kind, der, length, WITH_ROWS);
    read_into(&other, kind, der, length, WITH_ROWS | WITH_TRACE);
    check_same(result, &other, "rows, rows and trace");
    if (result->error == OCSP_OK) {
        CHECK(result->rows_octets == other.rows_octets && memcmp(result->rows, other.rows, result->rows_octets) == 0,
              "%zu and %zu octets of rows", result->rows_octets, other.rows_octets);
        check_table(result, kind, length);
        check_tree(der, length, other.nodes, other.node_count, other.error == OCSP_OK ? NULL : &other.refusal);
    } else {
        check_refusal(result->error, &result->refusal, length);
        CHECK(result->refusal.depth > 0, "%s has no path", fault_text(result->refusal.fault));
        check_tree(der, length, other.nodes, other.node_count, &other.refusal);
    }
    size_t node_count = other.node_count;
    read_into(&other, kind, der, length, WITH_TRACE);
    check_same(result, &other, "rows, trace");
    CHECK(node_count == other.node_count, "%zu nodes with rows, %zu without", node_count, other.node_count);
}

#endif
