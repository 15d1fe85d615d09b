/*
 * Kinds and trees of anything: each sample has the kind of the reader that takes it, and keeps it where it is cut off;
 * the tree of what is cut off is that of the whole, as far as the bytes go; no reader takes what is of another kind.
 */
#include "message.h"
#include "samples.h"

static const ocsp_kind kinds[MESSAGE_KINDS] = {OCSP_KIND_OCSP_REQUEST, OCSP_KIND_OCSP_RESPONSE, OCSP_KIND_CERTIFICATE};

typedef struct {
    ocsp_error error;
    ocsp_kind kind;
    ocsp_refusal refusal;
    size_t count;
    ocsp_node nodes[ROWS_OCTETS / sizeof(ocsp_node)];
} tree;

static tree whole, part;

static void dissect_into(tree *out, const uint8_t *der, size_t length)
{
    ocsp_rows trace = rows_in(out->nodes, sizeof out->nodes);

    out->error = ocsp_dissect((ocsp_data){der, length}, &out->kind, &trace, &out->refusal);
    out->count = (size_t)(trace.next - (uint8_t *)out->nodes) / sizeof(ocsp_node);
    check_tree(der, length, out->nodes, out->count, out->error == OCSP_OK ? NULL : &out->refusal);
}

/* The nodes of the whole whose header is there, with the contents that are. */
static void check_part(size_t length)
{
    size_t at = 0;

    for (size_t i = 0; i < whole.count; i++) {
        const ocsp_node *node = &whole.nodes[i];
        if (contents_offset(node) > length) {
            continue;
        }
        ocsp_node expected = *node;
        if (end_offset(node) > length) {
            expected.length = (int32_t)(length - contents_offset(node));
        }
        CHECK(at < part.count && memcmp(&expected, &part.nodes[at], sizeof expected) == 0,
              "%zu octets: node %zu, %s at %d, is another one", length, at, field_text(node->field), node->offset);
        at++;
    }
    CHECK(at == part.count, "%zu octets: %zu nodes, expected %zu", length, part.count, at);
}

static void test_sample(const sample *sample)
{
    int readers = 0;

    dissect_into(&whole, sample->der, sample->length);
    for (message_kind kind = 0; kind < MESSAGE_KINDS; kind++) {
        static reading result;
        read_into(&result, kind, sample->der, sample->length, WITH_ROWS);
        if (result.error == OCSP_OK) {
            CHECK(whole.kind == kinds[kind], "taken for kind %d", (int)whole.kind);
            readers++;
        }
        if (whole.kind == kinds[kind]) {
            CHECK(whole.error == result.error &&
                      (result.error == OCSP_OK || same_refusal(&whole.refusal, &result.refusal)),
                  "error %d, the reader's is %d", (int)whole.error, (int)result.error);
        }
    }
    if (readers == 0) {
        return;
    }
    int known = 0;
    for (size_t length = 0; length < sample->length; length++) {
        uint8_t *der = exact_copy(sample->der, length);
        dissect_into(&part, der, length);
        CHECK(part.kind == whole.kind || (part.kind == OCSP_KIND_UNKNOWN && !known), "%zu octets: kind %d", length,
              (int)part.kind);
        CHECK(part.error == OCSP_ERR_DER_TRUNCATED, "%zu octets: error %d", length, (int)part.error);
        known |= part.kind == whole.kind;
        if (known) {
            check_part(length);
        }
        free(der);
    }
    /* An unsuccessful response ends with its status. */
    CHECK(known || sample->length == 5, "never known when cut off");
}

/* SEQUENCE { SEQUENCE { ... } }, deeper than it is opened. */
static void test_depth(void)
{
    uint8_t der[120];

    for (size_t i = 0; i < sizeof der; i += 2) {
        der[i] = TAG_SEQUENCE;
        der[i + 1] = (uint8_t)(sizeof der - i - 2);
    }
    dissect_into(&whole, der, sizeof der);
    CHECK(whole.error == OCSP_OK && whole.count == OCSP_DEPTH_LIMIT + 1, "%zu nodes", whole.count);
}

/* No room: what there is room for, and the refusal. */
static void test_memory(void)
{
    const sample *message = sample_named("response");
    ocsp_node nodes[8];

    dissect_into(&whole, message->der, message->length);
    for (size_t room = 0; room <= COUNT_OF(nodes); room++) {
        ocsp_rows trace = rows_in(nodes, room * sizeof *nodes);
        ocsp_kind kind;
        ocsp_refusal refusal;
        ocsp_error error = ocsp_dissect((ocsp_data){message->der, message->length}, &kind, &trace, &refusal);
        CHECK(error == OCSP_ERR_INPUT_TOO_LARGE && refusal.fault == OCSP_FAULT_MEMORY, "room for %zu: %s", room,
              fault_text(refusal.fault));
        CHECK(trace.next == trace.limit && memcmp(nodes, whole.nodes, room * sizeof *nodes) == 0, "room for %zu", room);
    }
}

int main(void)
{
    size_t of_kind[OCSP_KIND_PUBLIC_KEY + 1] = {0};

    load_samples();
    for (size_t i = 0; i < sample_count; i++) {
        int before = failures;
        test_sample(&samples[i]);
        of_kind[whole.kind]++;
        if (failures > before) {
            fprintf(stderr, "  in %s\n", samples[i].name);
        }
    }
    printf("  %zu requests, %zu responses, %zu certificates\n", of_kind[OCSP_KIND_OCSP_REQUEST],
           of_kind[OCSP_KIND_OCSP_RESPONSE], of_kind[OCSP_KIND_CERTIFICATE]);
    test_depth();
    test_memory();
    return checks_end();
}
