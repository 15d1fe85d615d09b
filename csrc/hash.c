/* The hash functions of a CertID, on BearSSL. */
#include "internal.h"

#include <bearssl.h>

static const uint8_t octets_of[OCSP_HASH_COUNT] = {
    0,
#define HASH(id, octets) octets,
#define SIGNATURE(id, oid, hash, name)
#include "algorithms.def"
#undef HASH
#undef SIGNATURE
};

static const br_hash_class *const implementation_of[OCSP_HASH_COUNT] = {
    [OCSP_HASH_SHA1] = &br_sha1_vtable,     [OCSP_HASH_SHA224] = &br_sha224_vtable,
    [OCSP_HASH_SHA256] = &br_sha256_vtable, [OCSP_HASH_SHA384] = &br_sha384_vtable,
    [OCSP_HASH_SHA512] = &br_sha512_vtable,
};

size_t ocsp_hash_octets(ocsp_hash hash)
{
    return octets_of[hash];
}

void ocsp_hash_compute(ocsp_hash hash, const uint8_t *data, size_t length, uint8_t *digest)
{
    br_hash_compat_context context;

    context.vtable = implementation_of[hash];
    context.vtable->init(&context.vtable);
    context.vtable->update(&context.vtable, data, length);
    context.vtable->out(&context.vtable, digest);
}
