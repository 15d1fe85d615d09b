/*
 * The exports of the WebAssembly module, and nothing else. It has no imports: memory behind the static data is the arena of one call.
 *
 * JavaScript writes its input at arena(): cells of a plan, where the call takes one, and behind them the bytes that its spans lie in. A
 * reader leaves its table behind the input, 4-byte aligned, and returns the number of its cells; a writer returns the number of octets that
 * it wrote. report() then tells where. -1 stands for a refusal, which report() holds.
 */
#include "internal.h"

#define EXPORT(name) __attribute__((export_name(#name))) export_##name

#define PAGE_OCTETS 65536

extern uint8_t __heap_base;

static ocsp_report report_of_call;

/* Structs cross as cells, so they must be nothing but their cells. */
#define TABLE_CELLS(name, cells) typedef char name##_is_its_cells[sizeof(ocsp_##name) == 4 * (cells) ? 1 : -1];
#include "cells.inc"
#undef TABLE_CELLS

static uint8_t *arena_start(void)
{
    return (uint8_t *)(((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15);
}

static uint8_t *memory_end(void)
{
    return (uint8_t *)(__builtin_wasm_memory_size(0) * PAGE_OCTETS);
}

/* Grows by a half at least, so that a long list is not grown for page by page. */
static int grow_memory(ocsp_rows *rows, size_t octets)
{
    size_t pages = __builtin_wasm_memory_size(0);
    size_t wanted = octets / PAGE_OCTETS + 1;

    if (__builtin_wasm_memory_grow(0, wanted > pages / 2 ? wanted : pages / 2) == SIZE_MAX &&
        __builtin_wasm_memory_grow(0, wanted) == SIZE_MAX) {
        return 0;
    }
    rows->limit = memory_end();
    return 1;
}

/* Memory behind the input: a table of fixed size first, rows behind it. */
static void *begin_table(ocsp_rows *rows, size_t input_octets, size_t table_octets)
{
    uint8_t *table = (uint8_t *)(((uintptr_t)arena_start() + input_octets + 3) & ~(uintptr_t)3);

    rows->next = table;
    rows->limit = memory_end();
    rows->grow = grow_memory;
    report_of_call.output = (int32_t)(uintptr_t)table;
    if ((size_t)(rows->limit - rows->next) < table_octets && !grow_memory(rows, table_octets)) {
        __builtin_trap();
    }
    rows->next += table_octets;
    return table;
}

static int32_t end_table(const ocsp_rows *rows, ocsp_error error)
{
    return error == OCSP_OK ? ((int32_t)(uintptr_t)rows->next - report_of_call.output) / 4 : -1;
}

/* The writers' buffer behind the input; its end is where the output ends. */
static uint8_t *begin_output(size_t input_octets, size_t size)
{
    ocsp_rows rows;

    return begin_table(&rows, input_octets, size);
}

static int32_t end_output(const uint8_t *buffer, size_t size, size_t written)
{
    report_of_call.output = (int32_t)(uintptr_t)(buffer + size - written);
    return (int32_t)written;
}

const uint8_t *EXPORT(arena)(void)
{
    return arena_start();
}

const ocsp_report *EXPORT(report)(void)
{
    return &report_of_call;
}

int32_t EXPORT(read_certificate)(size_t length)
{
    ocsp_rows rows;
    ocsp_certificate *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_certificate(arena_start(), length, table, NULL, &report_of_call.refusal));
}

int32_t EXPORT(read_request)(size_t length)
{
    ocsp_rows rows;
    ocsp_request *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_request(arena_start(), length, table, &rows, NULL, &report_of_call.refusal));
}

int32_t EXPORT(read_response)(size_t length)
{
    ocsp_rows rows;
    ocsp_response *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_response(arena_start(), length, table, &rows, NULL, &report_of_call.refusal));
}

int32_t EXPORT(read_cert_id)(size_t length)
{
    ocsp_rows rows;
    ocsp_cert_id *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_cert_id(arena_start(), length, table, &report_of_call.refusal));
}

int32_t EXPORT(read_name)(size_t length)
{
    ocsp_rows rows;

    begin_table(&rows, length, 0);
    return end_table(&rows, ocsp_read_name(arena_start(), length, &rows, &report_of_call.refusal));
}

int32_t EXPORT(read_extensions)(size_t length)
{
    ocsp_rows rows;

    begin_table(&rows, length, 0);
    return end_table(&rows, ocsp_read_extensions(arena_start(), length, &rows, &report_of_call.refusal));
}

int32_t EXPORT(read_extension_value)(size_t length, int32_t id)
{
    ocsp_rows rows;

    begin_table(&rows, length, 0);
    return end_table(&rows,
                     ocsp_read_extension_value(arena_start(), length, (ocsp_oid)id, &rows, &report_of_call.refusal));
}

/* What a CertID and the headers around it take at the most, besides what is copied from the input. */
#define CERT_ID_OCTETS 256

int32_t EXPORT(write_request)(size_t cells, size_t length)
{
    const ocsp_request_plan *plan = (const void *)arena_start();
    size_t size = length + CERT_ID_OCTETS * ((size_t)plan->item_count + 1);
    uint8_t *buffer = begin_output(4 * cells + length, size);

    return end_output(
        buffer, size,
        ocsp_write_request(arena_start() + 4 * cells, plan, (const ocsp_request_item *)(plan + 1), buffer, size));
}

int32_t EXPORT(write_cert_id)(size_t cells, size_t length)
{
    size_t size = length + CERT_ID_OCTETS;
    uint8_t *buffer = begin_output(4 * cells + length, size);

    return end_output(buffer, size,
                      ocsp_write_cert_id(arena_start() + 4 * cells, (const void *)arena_start(), buffer, size));
}

int32_t EXPORT(write_unsuccessful)(int32_t status)
{
    uint8_t *buffer = begin_output(0, 8);

    return end_output(buffer, 8, ocsp_write_unsuccessful(status, buffer, 8));
}

/* The OBJECT IDENTIFIER's contents, then the contents of extnValue. */
int32_t EXPORT(write_extension)(size_t oid_length, size_t value_length, int32_t critical)
{
    const uint8_t *oid = arena_start();
    size_t size = oid_length + value_length + 32;
    uint8_t *buffer = begin_output(oid_length + value_length, size);

    return end_output(buffer, size,
                      ocsp_write_extension(oid, oid_length, critical, oid + oid_length, value_length, buffer, size));
}

int32_t EXPORT(write_extension_value)(size_t cells, size_t length, int32_t id)
{
    /* A cell becomes at most an algorithm with parameters. */
    size_t size = length + 64 * (cells + 1);
    uint8_t *buffer = begin_output(4 * cells + length, size);

    return end_output(
        buffer, size,
        ocsp_write_extension_value((ocsp_oid)id, arena_start() + 4 * cells, arena_start(), 4 * cells, buffer, size));
}

/* The index of the entry, -1 where there is none, or -2 after a refusal. */
int32_t EXPORT(find_entry)(size_t cells, size_t length)
{
    const ocsp_search *search = (const void *)arena_start();
    const uint8_t *input = arena_start() + 4 * cells;
    const uint8_t *response = input + search->response.offset;
    ocsp_rows rows;
    ocsp_response *table = begin_table(&rows, 4 * cells + length, sizeof *table);

    if (ocsp_read_response(response, search->response.length, table, &rows, NULL, &report_of_call.refusal) != OCSP_OK) {
        return -2;
    }
    return ocsp_find(response, (const ocsp_single_response *)(table + 1), (size_t)table->response_count, input,
                     &search->target);
}

int32_t EXPORT(oid_to_text)(size_t length)
{
    uint8_t *text = begin_output(length, OCSP_OID_TEXT_LIMIT);
    size_t written = ocsp_oid_to_text(arena_start(), length, (char *)text);

    return end_output(text, written, written);
}

/* 0 when the text is no dotted form. */
int32_t EXPORT(oid_from_text)(size_t length)
{
    uint8_t *oid = begin_output(length, OCSP_OID_LIMIT);
    size_t written = ocsp_oid_from_text((const char *)arena_start(), length, oid);

    return end_output(oid, written, written);
}
