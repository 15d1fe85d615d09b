/*
 * The exports of the WebAssembly module, and nothing else. It has no imports: memory after the static data is the
 * arena of one call.
 *
 * JavaScript writes its input at arena(): cells of a plan, where the call takes one, then the bytes that its
 * spans lie in. A reader leaves its table after the input, 4-byte aligned, and returns the number of its cells; a
 * writer returns the number of octets that it wrote. report() then tells where. -1 stands for a refusal, which report()
 * holds.
 */
#include "crypto.h"
#include "internal.h"

#define EXPORT(name) __attribute__((export_name(#name))) export_##name

#define PAGE_OCTETS 65536

extern uint8_t __heap_base;

static ocsp_report report_of_call;

/* Structs cross as cells, so they must be nothing but their cells. */
#define TABLE_CELLS(name, cells) typedef char name##_is_its_cells[sizeof(ocsp_##name) == 4 * (cells) ? 1 : -1];
#include "cells.inc"

static uint8_t *arena_start(void)
{
    return (uint8_t *)(((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15);
}

/* What a reader is given: the arena holds nothing else yet. */
static ocsp_data input_of(uint32_t length)
{
    return (ocsp_data){arena_start(), length};
}

static uint8_t *memory_end(void)
{
    return (uint8_t *)(__builtin_wasm_memory_size(0) * PAGE_OCTETS);
}

/* Grows by a half at least, so that a long list does not grow page by page. */
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

/* Memory after the input: a table of fixed size, then its rows. */
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

/* The writers' buffer after the input; its end is where the output ends. */
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

/* A value of enum ocsp_kind. */
int32_t EXPORT(find_kind)(size_t length)
{
    return (int32_t)ocsp_find_kind(input_of(length));
}

/* A trace must not grow beyond its limit. */
static void limit_trace(ocsp_rows *rows)
{
    uint8_t *end = (uint8_t *)(uintptr_t)report_of_call.output + sizeof(ocsp_dissection) +
                   (size_t)OCSP_NODE_LIMIT * sizeof(ocsp_node);

    if (rows->limit >= end) {
        rows->limit = end;
        rows->grow = NULL;
    }
}

static int grow_trace(ocsp_rows *rows, size_t octets)
{
    if (!grow_memory(rows, octets)) {
        return 0;
    }
    limit_trace(rows);
    return 1;
}

int32_t EXPORT(dissect)(size_t length)
{
    ocsp_rows rows;
    ocsp_dissection *table = begin_table(&rows, length, sizeof *table);
    ocsp_kind kind;

    rows.grow = grow_trace;
    limit_trace(&rows);
    table->refused = ocsp_dissect(input_of(length), &kind, &rows, &report_of_call.refusal) != OCSP_OK;
    table->kind = (int32_t)kind;
    return end_table(&rows, OCSP_OK);
}

int32_t EXPORT(read_certificate)(size_t length)
{
    ocsp_rows rows;
    ocsp_certificate *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_certificate(input_of(length), table, NULL, &report_of_call.refusal));
}

int32_t EXPORT(read_request)(size_t length)
{
    ocsp_rows rows;
    ocsp_request *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_request(input_of(length), table, &rows, NULL, &report_of_call.refusal));
}

int32_t EXPORT(read_response)(size_t length)
{
    ocsp_rows rows;
    ocsp_response *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_response(input_of(length), table, &rows, NULL, &report_of_call.refusal));
}

int32_t EXPORT(read_public_key)(size_t length)
{
    ocsp_rows rows;
    ocsp_public_key *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_public_key(input_of(length), table, &report_of_call.refusal));
}

int32_t EXPORT(read_algorithm)(size_t length)
{
    ocsp_rows rows;
    ocsp_algorithm *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_algorithm(input_of(length), table, &report_of_call.refusal));
}

int32_t EXPORT(read_cert_id)(size_t length)
{
    ocsp_rows rows;
    ocsp_cert_id *table = begin_table(&rows, length, sizeof *table);

    return end_table(&rows, ocsp_read_cert_id(input_of(length), table, &report_of_call.refusal));
}

int32_t EXPORT(read_name)(size_t length)
{
    ocsp_rows rows;

    begin_table(&rows, length, 0);
    return end_table(&rows, ocsp_read_name(input_of(length), &rows, &report_of_call.refusal));
}

int32_t EXPORT(read_extensions)(size_t length)
{
    ocsp_rows rows;

    begin_table(&rows, length, 0);
    return end_table(&rows, ocsp_read_extensions(input_of(length), &rows, &report_of_call.refusal));
}

int32_t EXPORT(read_extension_value)(size_t length, int32_t id)
{
    ocsp_rows rows;

    begin_table(&rows, length, 0);
    return end_table(&rows, ocsp_read_extension_value(input_of(length), (ocsp_oid)id, &rows, &report_of_call.refusal));
}

/* What an entry and the headers around it take at the most, besides what is copied from the input. */
#define ENTRY_OCTETS 384

/* A writer of a plan that is followed by its items. */
#define WRITE_ITEMS(name, plan_type, item_type, writer)                                                                \
    int32_t EXPORT(name)(size_t cells, size_t length)                                                                  \
    {                                                                                                                  \
        const plan_type *plan = (const void *)arena_start();                                                           \
        size_t size = length + ENTRY_OCTETS * ((size_t)plan->item_count + 1);                                          \
        uint8_t *buffer = begin_output(4 * cells + length, size);                                                      \
        return end_output(                                                                                             \
            buffer, size,                                                                                              \
            writer(arena_start() + 4 * cells, plan, (const item_type *)(const void *)(plan + 1), buffer, size));       \
    }
WRITE_ITEMS(write_request, ocsp_request_plan, ocsp_request_item, ocsp_write_request)

/* A writer of one struct. */
#define WRITE_TABLE(name, writer)                                                                                      \
    int32_t EXPORT(name)(size_t cells, size_t length)                                                                  \
    {                                                                                                                  \
        size_t size = length + ENTRY_OCTETS;                                                                           \
        uint8_t *buffer = begin_output(4 * cells + length, size);                                                      \
        return end_output(buffer, size, writer(arena_start() + 4 * cells, (const void *)arena_start(), buffer, size)); \
    }
WRITE_TABLE(write_cert_id, ocsp_write_cert_id)

/* A hash of the input. */
int32_t EXPORT(hash)(size_t length, int32_t hash)
{
    uint8_t *digest = begin_output(length, OCSP_HASH_MAX_OCTETS);
    size_t octets = ocsp_hash_octets((ocsp_hash)hash);

    ocsp_hash_compute((ocsp_hash)hash, input_of(length), digest);
    return end_output(digest, octets, octets);
}

/* The OBJECT IDENTIFIER's contents, then the contents of extnValue. */
int32_t EXPORT(write_extension)(size_t oid_length, size_t value_length, int32_t critical)
{
    ocsp_data oid = {arena_start(), oid_length}, value = {arena_start() + oid_length, value_length};
    size_t size = oid_length + value_length + 32;
    uint8_t *buffer = begin_output(oid_length + value_length, size);

    return end_output(buffer, size, ocsp_write_extension(oid, critical, value, buffer, size));
}

int32_t EXPORT(write_extension_value)(size_t cells, size_t length, int32_t id)
{
    /* A cell becomes at most an AlgorithmIdentifier of RSASSA-PSS with its parameters, 69 octets. */
    size_t size = length + 80 * (cells + 1);
    uint8_t *buffer = begin_output(4 * cells + length, size);

    return end_output(
        buffer, size,
        ocsp_write_extension_value((ocsp_oid)id, arena_start() + 4 * cells, arena_start(), 4 * cells, buffer, size));
}

int32_t EXPORT(check_signature)(size_t cells, size_t length)
{
    const ocsp_check_plan *plan = (const void *)arena_start();
    ocsp_data input = {arena_start() + 4 * cells, length};
    signature_parts parts = {part_of(input, plan->checking.algorithm), part_of(input, plan->checking.spki),
                             part_of(input, plan->checking.data), part_of(input, plan->checking.signature),
                             is_present(plan->tables) ? part_of(input, plan->tables) : (ocsp_data){NULL, 0}};
    ocsp_rows rows;
    ocsp_checked *table = begin_table(&rows, 4 * cells + length, sizeof *table);

    check_signature(&parts, (ocsp_asks)plan->asks, table);
    return end_table(&rows, OCSP_OK);
}

/* What the signatures of an EC key are checked faster with; 0 for other keys, and for a point that is off the curve. */
int32_t EXPORT(ec_tables)(size_t length)
{
    uint8_t *buffer = begin_output(length, EC_TABLES_MAX_OCTETS);
    size_t written = make_tables(input_of(length), buffer);

    return end_output(buffer, written, written);
}

/* The index of the entry, -1 where there is none, or -2 after a refusal. */
int32_t EXPORT(find_entry)(size_t cells, size_t length)
{
    const ocsp_search *search = (const void *)arena_start();
    ocsp_data input = {arena_start() + 4 * cells, length};
    ocsp_data response = part_of(input, search->response);
    ocsp_rows rows;
    ocsp_response *table = begin_table(&rows, 4 * cells + length, sizeof *table);

    if (ocsp_read_response(response, table, &rows, NULL, &report_of_call.refusal) != OCSP_OK) {
        return -2;
    }
    return ocsp_find(response, (const ocsp_single_response *)(table + 1), (size_t)table->response_count, input,
                     &search->target);
}

/* Two Names, the second after the first. */
int32_t EXPORT(names_equal)(size_t length, size_t other_length)
{
    return names_equal((ocsp_data){arena_start(), length}, (ocsp_data){arena_start() + length, other_length});
}

int32_t EXPORT(verify)(size_t cells, size_t length)
{
    const ocsp_verification *plan = (const void *)arena_start();
    const ocsp_bytes *certificates = (const void *)(plan + 1);
    const ocsp_number *answers = (const void *)(certificates + plan->trusted_count + plan->candidate_count);
    ocsp_data input = {arena_start() + 4 * cells, length};
    ocsp_rows rows;
    ocsp_judgement *table = begin_table(&rows, 4 * cells + length, sizeof *table);
    ocsp_rows lent = rows;
    ocsp_error error = ocsp_verify(input, plan, certificates, answers, &lent, table, &report_of_call.refusal);

    return end_table(&rows, error);
}

int32_t EXPORT(oid_to_text)(size_t length)
{
    uint8_t *text = begin_output(length, OCSP_OID_TEXT_LIMIT);
    size_t written = ocsp_oid_to_text(input_of(length), (char *)text);

    return end_output(text, written, written);
}

/* 0 when the text is not a dotted form. */
int32_t EXPORT(oid_from_text)(size_t length)
{
    uint8_t *oid = begin_output(length, OCSP_OID_LIMIT);
    size_t written = ocsp_oid_from_text((const char *)arena_start(), length, oid);

    return end_output(oid, written, written);
}

/* ---------------------------------------------------------------------------------------------- what signs */

/* A page that only reads is built without it. */
#ifndef OCSP_WITHOUT_SIGNING

WRITE_ITEMS(write_tbs_request, ocsp_request_plan, ocsp_request_item, ocsp_write_tbs_request)
WRITE_ITEMS(write_response_data, ocsp_response_plan, ocsp_response_item, ocsp_write_response_data)
WRITE_TABLE(write_signed_request, ocsp_write_signed_request)
WRITE_TABLE(write_signed_response, ocsp_write_signed_response)

int32_t EXPORT(write_unsuccessful)(int32_t status)
{
    uint8_t *buffer = begin_output(0, 8);

    return end_output(buffer, 8, ocsp_write_unsuccessful(status, buffer, 8));
}

/* The private key's kind, once its parts fit each other, and where EdDSA's seed and public half lie. */
int32_t EXPORT(read_private_key)(size_t length)
{
    private_key key;
    ocsp_rows rows;
    ocsp_secret *table = begin_table(&rows, length, sizeof *table);
    ocsp_error error = check_private_key(input_of(length), &key, &report_of_call.refusal);

    if (error == OCSP_OK) {
        int is_edwards = key.kind == KEY_ED25519 || key.kind == KEY_ED448;
        int has_public_half = key.public_half.length > 0;
        table->key = (int32_t)key.oid;
        table->curve = (int32_t)key.curve;
        table->bits = key.bits;
        table->seed = is_edwards ? (ocsp_span){(uint32_t)(key.secret.data - arena_start()), (uint32_t)key.secret.length}
                                 : ABSENT_SPAN;
        table->public_half = has_public_half ? (ocsp_span){(uint32_t)(key.public_half.data - arena_start()),
                                                           (uint32_t)key.public_half.length}
                                             : ABSENT_SPAN;
    }
    return end_table(&rows, error);
}

/* The public half of a private key that was read before; 0 for EdDSA. */
int32_t EXPORT(write_public_key)(size_t length)
{
    private_key key;
    uint8_t *buffer = begin_output(length, PUBLIC_KEY_MAX_OCTETS);
    size_t written = read_private_key(input_of(length), &key, &report_of_call.refusal) == OCSP_OK
                         ? write_public_key(&key, buffer, PUBLIC_KEY_MAX_OCTETS)
                         : 0;

    return end_output(buffer, PUBLIC_KEY_MAX_OCTETS, written);
}

/* Whether a private key can make signatures of the algorithm. */
int32_t EXPORT(can_sign)(size_t cells, size_t length)
{
    const ocsp_signing *plan = (const void *)arena_start();
    ocsp_data input = {arena_start() + 4 * cells, length};
    private_key key;

    return read_private_key(part_of(input, plan->key), &key, &report_of_call.refusal) == OCSP_OK &&
           signature_fits_key((ocsp_signature)plan->algorithm, &key);
}

/* 0 when the key cannot make such a signature. */
int32_t EXPORT(make_signature)(size_t cells, size_t length)
{
    const ocsp_signing *plan = (const void *)arena_start();
    ocsp_data input = {arena_start() + 4 * cells, length};
    ocsp_data der = part_of(input, plan->key);
    const uint8_t *salt = is_present(plan->salt) ? part_of(input, plan->salt).data : NULL;
    uint8_t *buffer = begin_output(4 * cells + length, SIGNATURE_MAX_OCTETS);
    private_key key;
    size_t written = 0;

    if (read_private_key(der, &key, &report_of_call.refusal) == OCSP_OK &&
        signature_fits_key((ocsp_signature)plan->algorithm, &key)) {
        written = make_signature(&key, (ocsp_signature)plan->algorithm, part_of(input, plan->data), salt, buffer);
    }
    return end_output(buffer, written, written);
}

/* r and s of equal length to the DER of both; 0 when they are not a signature. */
int32_t EXPORT(encode_signature_value)(size_t length)
{
    uint8_t *buffer = begin_output(length, SIGNATURE_VALUE_MAX_OCTETS);
    size_t written = length % 2 == 0 && length / 2 <= SIGNATURE_VALUE_MAX_INTEGER
                         ? write_signature_value(arena_start(), length / 2, buffer)
                         : 0;

    return end_output(buffer, written, written);
}

#endif
