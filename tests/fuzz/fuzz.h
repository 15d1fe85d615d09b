/*
 * What the fuzzers share with the native tests: what holds for every input. A fuzzer stops at the first thing that does
 * not hold.
 */
#ifndef FUZZ_H
#define FUZZ_H

#define FAILURE_LIMIT 1

#include "../native/value.h"

/* The static rows and traces are made for this. */
#define FUZZ_INPUT_LIMIT 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_message(message_kind kind, const uint8_t *data, size_t size)
{
    static reading result;

    if (size <= FUZZ_INPUT_LIMIT) {
        check_message(&result, kind, data, size);
    }
}

#endif
