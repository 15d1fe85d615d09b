/*
 * ocsp_dissect() and ocsp_find_kind() of anything: the tree is one, and for what has a reader the refusal is the
 * reader's.
 */
#include "fuzz.h"

static void check_dissection(const uint8_t *data, size_t size)
{
    static ocsp_node nodes[ROWS_OCTETS / sizeof(ocsp_node)];
    static reading result;
    ocsp_rows trace = rows_in(nodes, sizeof nodes);
    ocsp_refusal refusal;
    ocsp_kind kind;
    ocsp_error error = ocsp_dissect((ocsp_data){data, size}, &kind, &trace, &refusal);
    size_t count = (size_t)(trace.next - (uint8_t *)nodes) / sizeof *nodes;

    CHECK(kind == ocsp_find_kind((ocsp_data){data, size}), "kind %d", (int)kind);
    if (error != OCSP_OK) {
        check_refusal(error, &refusal, size);
    }
    check_tree(data, size, nodes, count, error == OCSP_OK ? NULL : &refusal);
    for (message_kind message = 0; message < MESSAGE_KINDS; message++) {
        static const ocsp_kind kinds[] = {OCSP_KIND_OCSP_REQUEST, OCSP_KIND_OCSP_RESPONSE, OCSP_KIND_CERTIFICATE};
        read_into(&result, message, data, size, WITH_ROWS);
        CHECK(result.error != OCSP_OK || kind == kinds[message], "a %s of kind %d", message_names[message], (int)kind);
        /* Of a broken extension the tree alone tells. */
        if (kind == kinds[message] && (error == OCSP_OK || !goes_on(&refusal))) {
            CHECK(error == result.error && (error == OCSP_OK || same_refusal(&refusal, &result.refusal)), "%s and %s",
                  fault_text(refusal.fault), fault_text(result.refusal.fault));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= FUZZ_INPUT_LIMIT) {
        check_dissection(data, size);
    }
    return 0;
}
