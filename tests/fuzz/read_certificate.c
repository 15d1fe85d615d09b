/* ocsp_read_certificate() of anything, with and without rows and trace. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_message(MESSAGE_CERTIFICATE, data, size);
    return 0;
}
