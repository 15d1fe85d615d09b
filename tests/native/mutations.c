/*
 * Every sample cut off at each octet, and with each bit of it flipped: whatever comes of it has the right form, the
 * trace is a tree as far as it goes, and nothing outside the input is read (the copies have just the size of the
 * input).
 */
#include "message.h"
#include "samples.h"

static reading result;

/* What the sample is, or is taken for longest. */
static message_kind kind_of(const sample *sample)
{
    message_kind best = MESSAGE_REQUEST;
    int32_t reach = -1;

    for (message_kind kind = 0; kind < MESSAGE_KINDS; kind++) {
        read_into(&result, kind, sample->der, sample->length, WITH_ROWS);
        if (result.error == OCSP_OK) {
            return kind;
        }
        if (result.refusal.offset > reach) {
            best = kind;
            reach = result.refusal.offset;
        }
    }
    return best;
}

/* A message is one element, which is not there before its last octet is: X.690 8.1.1. */
static void test_truncations(const sample *sample, message_kind kind)
{
    for (size_t length = 0; length < sample->length; length++) {
        uint8_t *der = exact_copy(sample->der, length);
        check_message(&result, kind, der, length);
        CHECK(result.error == OCSP_ERR_DER_TRUNCATED || *sample->der != TAG_SEQUENCE, "%zu of %zu octets: %s", length,
              sample->length, fault_text(result.refusal.fault));
        free(der);
    }
}

/* One octet more than the message has. */
static void test_extension(const sample *sample, message_kind kind)
{
    uint8_t *der = allocate(sample->length + 1);

    memcpy(der, sample->der, sample->length);
    read_into(&result, kind, der, sample->length, WITH_ROWS);
    int accepted = result.error == OCSP_OK;
    for (unsigned octet = 0; octet < 256; octet++) {
        der[sample->length] = (uint8_t)octet;
        check_message(&result, kind, der, sample->length + 1);
        CHECK(!accepted ||
                  (result.refusal.fault == OCSP_FAULT_TRAILING && (size_t)result.refusal.offset == sample->length),
              "octet %02x behind it: %s", octet, fault_text(result.refusal.fault));
    }
    free(der);
}

static size_t test_flips(const sample *sample, message_kind kind)
{
    uint8_t *der = exact_copy(sample->der, sample->length);
    size_t accepted = 0;

    for (size_t bit = 0; bit < 8 * sample->length; bit++) {
        der[bit / 8] ^= (uint8_t)(1u << bit % 8);
        check_message(&result, kind, der, sample->length);
        accepted += result.error == OCSP_OK;
        der[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    CHECK(memcmp(der, sample->der, sample->length) == 0, "the input was written to");
    free(der);
    return accepted;
}

int main(void)
{
    size_t flips = 0, accepted = 0;

    load_samples();
    for (size_t i = 0; i < sample_count; i++) {
        message_kind kind = kind_of(&samples[i]);
        int before = failures;
        test_truncations(&samples[i], kind);
        test_extension(&samples[i], kind);
        accepted += test_flips(&samples[i], kind);
        flips += 8 * samples[i].length;
        if (failures > before) {
            fprintf(stderr, "  in %s as a %s\n", samples[i].name, message_names[kind]);
        }
    }
    printf("  %zu samples, %zu bit flips, %zu of them accepted\n", sample_count, flips, accepted);
    return checks_end();
}
