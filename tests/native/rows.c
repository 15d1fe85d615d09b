/*
 * Rows: memory that is too small refuses the input and is not overrun, memory that grows gives the same rows, and
 * readers that are not asked for rows judge the same.
 */
#include "samples.h"
#include "value.h"

static reading whole;

/* In buffers of just `octets` each for rows and trace; NULL where negative. */
static ocsp_error read_in(message_kind kind, const sample *sample, int64_t rows_octets, int64_t trace_octets,
                          ocsp_refusal *refusal)
{
    uint8_t *rows_memory = allocate(rows_octets < 0 ? 0 : (size_t)rows_octets);
    uint8_t *trace_memory = allocate(trace_octets < 0 ? 0 : (size_t)trace_octets);
    ocsp_rows rows = rows_in(rows_memory, rows_octets < 0 ? 0 : (size_t)rows_octets);
    ocsp_rows trace = rows_in(trace_memory, trace_octets < 0 ? 0 : (size_t)trace_octets);
    message_table table;
    ocsp_error error = read_message(kind, sample->der, sample->length, &table, rows_octets < 0 ? NULL : &rows,
                                    trace_octets < 0 ? NULL : &trace, refusal);

    CHECK(rows_octets < 0 || (rows.next >= rows_memory && rows.next <= rows_memory + rows_octets), "%s: rows overrun",
          sample->name);
    CHECK(trace_octets < 0 || (trace.next >= trace_memory && trace.next <= trace_memory + trace_octets),
          "%s: trace overrun", sample->name);
    free(rows_memory);
    free(trace_memory);
    return error;
}

static void check_memory(ocsp_error error, const ocsp_refusal *refusal, const sample *sample, int64_t octets,
                         int64_t needed, const char *what)
{
    if (octets >= needed) {
        CHECK(error == OCSP_OK, "%s: %s in %lld octets of %lld: %s", sample->name, what, (long long)octets,
              (long long)needed, fault_text(refusal->fault));
        return;
    }
    CHECK(error == OCSP_ERR_INPUT_TOO_LARGE && refusal->fault == OCSP_FAULT_MEMORY,
          "%s: %s in %lld octets of %lld: error %d, %s", sample->name, what, (long long)octets, (long long)needed,
          error, error == OCSP_OK ? "accepted" : fault_text(refusal->fault));
    if (error != OCSP_OK) {
        check_refusal(error, refusal, sample->length);
    }
}

static void test_fixed(message_kind kind, const sample *sample)
{
    int64_t rows_octets = (int64_t)whole.rows_octets;
    int64_t trace_octets = (int64_t)(whole.node_count * sizeof(ocsp_node));
    ocsp_refusal refusal;

    for (int64_t octets = 0; octets <= rows_octets; octets += 4) {
        check_memory(read_in(kind, sample, octets, -1, &refusal), &refusal, sample, octets, rows_octets, "rows");
    }
    for (int64_t octets = 0; octets <= trace_octets; octets += (int64_t)sizeof(ocsp_node)) {
        check_memory(read_in(kind, sample, -1, octets, &refusal), &refusal, sample, octets, trace_octets, "trace");
    }
}

/* Memory that is given out as it is asked for, as linear memory is. */
typedef struct {
    ocsp_rows rows;
    uint8_t memory[1 << 20];
    size_t given, calls, calls_left, slack;
} growing;

static int grow(ocsp_rows *rows, size_t octets)
{
    growing *g = (growing *)(void *)rows;

    CHECK(octets > (size_t)(rows->limit - rows->next), "asked for %zu octets while %td are left", octets,
          rows->limit - rows->next);
    g->calls++;
    if (g->calls_left == 0 || octets + g->slack > sizeof g->memory - g->given) {
        return 0;
    }
    g->calls_left--;
    g->given += octets + g->slack;
    rows->limit += octets + g->slack;
    return 1;
}

static void start_growing(growing *g, size_t calls, size_t slack)
{
    g->rows = (ocsp_rows){g->memory, g->memory, grow};
    g->given = g->calls = 0;
    g->calls_left = calls;
    g->slack = slack;
}

static void test_growing(message_kind kind, const sample *sample)
{
    static growing rows, trace;
    static message_table table;
    ocsp_refusal refusal;
    size_t calls;

    for (size_t slack = 0; slack < 100; slack += 12) {
        memset(&table, 0, sizeof table);
        start_growing(&rows, SIZE_MAX, slack);
        start_growing(&trace, SIZE_MAX, slack);
        ocsp_error error = read_message(kind, sample->der, sample->length, &table, &rows.rows, &trace.rows, &refusal);
        CHECK(error == OCSP_OK && memcmp(&table, &whole.table, sizeof table) == 0, "%s: rows that grow", sample->name);
        CHECK((size_t)(rows.rows.next - rows.memory) == whole.rows_octets &&
                  memcmp(rows.memory, whole.rows, whole.rows_octets) == 0,
              "%s: other rows when they grow", sample->name);
        CHECK((size_t)(trace.rows.next - trace.memory) == whole.node_count * sizeof(ocsp_node) &&
                  memcmp(trace.memory, whole.nodes, whole.node_count * sizeof(ocsp_node)) == 0,
              "%s: another trace when it grows", sample->name);
    }
    start_growing(&rows, SIZE_MAX, 0);
    read_message(kind, sample->der, sample->length, &table, &rows.rows, NULL, &refusal);
    calls = rows.calls;
    for (size_t allowed = 0; allowed < calls; allowed++) {
        start_growing(&rows, allowed, 0);
        ocsp_error error = read_message(kind, sample->der, sample->length, &table, &rows.rows, NULL, &refusal);
        CHECK(error == OCSP_ERR_INPUT_TOO_LARGE && refusal.fault == OCSP_FAULT_MEMORY && rows.calls == allowed + 1,
              "%s: grown %zu times of %zu: %s after %zu calls", sample->name, allowed, calls, fault_text(refusal.fault),
              rows.calls);
    }
}

/* Neither rows nor trace: the judgement alone. */
static void test_without(message_kind kind, const sample *sample)
{
    reading *result = &whole;
    static reading none;

    read_into(&none, kind, sample->der, sample->length, 0);
    CHECK(none.error == result->error && memcmp(&none.table, &result->table, sizeof none.table) == 0, "%s without rows",
          sample->name);
}

/* Names, Extensions and the values of extensions, read by themselves. Returns the rows in static memory. */
static const void *test_part(part_reader *reader, const uint8_t *der, size_t length, ocsp_oid id, size_t *rows_octets,
                             const sample *sample)
{
    static uint32_t memory[1 << 14];
    uint8_t *exact = exact_copy(der, length);
    ocsp_rows rows = rows_in(memory, sizeof memory);
    ocsp_refusal refusal;

    CHECK(reader((ocsp_data){exact, length}, id, &rows, &refusal) == OCSP_OK, "a part of %s: %s", sample->name,
          fault_text(refusal.fault));
    CHECK(reader((ocsp_data){exact, length}, id, NULL, &refusal) == OCSP_OK, "a part of %s without rows: %s",
          sample->name, fault_text(refusal.fault));
    *rows_octets = (size_t)(rows.next - (uint8_t *)memory);
    for (size_t octets = 0; octets <= *rows_octets; octets += 4) {
        uint8_t *fixed = allocate(octets);
        ocsp_rows fixed_rows = rows_in(fixed, octets);
        ocsp_error error = reader((ocsp_data){exact, length}, id, &fixed_rows, &refusal);
        check_memory(error, &refusal, sample, (int64_t)octets, (int64_t)*rows_octets, "rows of a part");
        CHECK(octets < *rows_octets || memcmp(fixed, memory, octets) == 0, "a part of %s: other rows", sample->name);
        free(fixed);
    }
    free(exact);
    return memory;
}

static void test_extensions(const sample *sample, ocsp_span extensions)
{
    static ocsp_extension list[OCSP_EXTENSION_LIMIT];
    const uint8_t *der = sample->der + extensions.offset;
    size_t octets;

    if (extensions.offset == OCSP_ABSENT) {
        return;
    }
    const void *rows = test_part(read_extensions_part, der, extensions.length, OCSP_OID_UNKNOWN, &octets, sample);
    memcpy(list, rows, octets);
    for (size_t i = 0; i < octets / sizeof *list; i++) {
        size_t value_octets;
        check_extension_cells(&list[i], extensions.length);
        test_part(ocsp_read_extension_value, der + list[i].value.offset, list[i].value.length, (ocsp_oid)list[i].id,
                  &value_octets, sample);
    }
}

static void test_parts(message_kind kind, const sample *sample)
{
    const message_table *table = &whole.table;
    size_t octets;

    switch (kind) {
    case MESSAGE_REQUEST:
        test_extensions(sample, table->request.extensions);
        for (int32_t i = 0; i < table->request.request_count; i++) {
            test_extensions(sample, ((const ocsp_single_request *)(const void *)whole.rows)[i].extensions);
        }
        break;
    case MESSAGE_RESPONSE:
        if (table->response.status != OCSP_STATUS_SUCCESSFUL) {
            break;
        }
        test_extensions(sample, table->response.extensions);
        for (int32_t i = 0; i < table->response.response_count; i++) {
            test_extensions(sample, ((const ocsp_single_response *)(const void *)whole.rows)[i].extensions);
        }
        break;
    default:
        test_part(read_name_part, sample->der + table->certificate.issuer.offset, table->certificate.issuer.length,
                  OCSP_OID_UNKNOWN, &octets, sample);
        test_part(read_name_part, sample->der + table->certificate.subject.offset, table->certificate.subject.length,
                  OCSP_OID_UNKNOWN, &octets, sample);
        test_extensions(sample, table->certificate.extensions);
        break;
    }
}

/* Bytes that are no OCTET STRING are a nonce too, and want their row. */
static void test_raw_nonce(void)
{
    static const uint8_t raw[] = {1, 2, 3};
    sample nonce = {"a raw nonce", exact_copy(raw, sizeof raw), sizeof raw};
    size_t octets;

    test_part(ocsp_read_extension_value, nonce.der, nonce.length, OCSP_OID_NONCE, &octets, &nonce);
    CHECK(octets == sizeof(ocsp_bytes), "%zu octets of rows", octets);
    free(nonce.der);
}

int main(void)
{
    load_samples();
    for (size_t i = 0; i < sample_count; i++) {
        for (message_kind kind = 0; kind < MESSAGE_KINDS; kind++) {
            read_into(&whole, kind, samples[i].der, samples[i].length, WITH_ROWS | WITH_TRACE);
            if (whole.error == OCSP_OK) {
                test_without(kind, &samples[i]);
                test_fixed(kind, &samples[i]);
                test_growing(kind, &samples[i]);
                test_parts(kind, &samples[i]);
            }
        }
    }
    test_raw_nonce();
    return checks_end();
}
