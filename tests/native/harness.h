/* What the native tests share: checks, exact copies, rows of a fixed size. */
#ifndef HARNESS_H
#define HARNESS_H

/* nftw() and timegm(), which C99 does not have. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE

#include "ocsp.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The spellings of the lists. They stand before internal.h, which has another use for FIELD. */

static inline const char *field_text(int32_t field)
{
    static const char *const texts[] = {
#define FIELD(name, text) [OCSP_FIELD_##name] = text,
#define TYPE FIELD
#include "lists/fields.def"
    };

    return field >= 0 && field < OCSP_FIELD_COUNT ? texts[field] : "(not a field)";
}

static inline const char *fault_text(int32_t fault)
{
    static const char *const texts[] = {
        "(no fault)",
#define FAULT(name, ...) #name,
#include "lists/faults.def"
    };

    return fault >= 0 && fault < OCSP_FAULT_COUNT ? texts[fault] : "(not a fault)";
}

#include "internal.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* One bug shows in many places: the first ones are enough. A fuzzer wants to stop at once. */
#ifndef FAILURE_LIMIT
#define FAILURE_LIMIT 20
#endif

static int failures;

__attribute__((format(printf, 4, 5))) static inline void check_failed(const char *file, int line, const char *condition,
                                                                      const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fprintf(stderr, "%s:%d: not %s: ", file, line, condition);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    if (++failures == FAILURE_LIMIT) {
        fprintf(stderr, "%d failures, given up\n", failures);
        abort();
    }
}

/* The condition, and after it as for printf() what it is about. */
#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            check_failed(__FILE__, __LINE__, #condition, __VA_ARGS__);                                                 \
        }                                                                                                              \
    } while (0)

/* The exit status of a test. */
static inline int checks_end(void)
{
    return failures > 0;
}

static inline void *allocate(size_t octets)
{
    void *memory = malloc(octets);

    if (memory == NULL) {
        abort();
    }
    return memory;
}

/* A copy on the heap of just this size: AddressSanitizer tells when a reader takes an octet too many. */
static inline uint8_t *exact_copy(const void *data, size_t length)
{
    uint8_t *copy = allocate(length);

    if (length > 0) {
        memcpy(copy, data, length);
    }
    return copy;
}

/* Octets in hexadecimal, spaces between them or not; returns how many. */
static inline size_t from_hex(const char *hex, uint8_t *octets, size_t size)
{
    size_t length = 0;
    int taken;

    for (unsigned octet; sscanf(hex, " %2x%n", &octet, &taken) == 1; hex += taken) {
        if (length == size) {
            abort();
        }
        octets[length++] = (uint8_t)octet;
    }
    if (*hex != 0) {
        abort();
    }
    return length;
}

/* Rows in memory that does not grow. */
static inline ocsp_rows rows_in(void *memory, size_t octets)
{
    ocsp_rows rows = {memory, (uint8_t *)memory + octets, NULL};
    return rows;
}

#endif
