/* The hash functions of a CertID and of signatures, on BearSSL. */
#include "crypto.h"

static const uint8_t octets_of[OCSP_HASH_COUNT] = {
#define HASH(id, oid, octets) [OCSP_HASH_##id] = (octets),
#include "lists/algorithms.def"
};

const br_hash_class *hash_class(ocsp_hash hash)
{
    static const br_hash_class *const classes[OCSP_HASH_COUNT] = {
        [OCSP_HASH_SHA1] = &br_sha1_vtable,     [OCSP_HASH_SHA224] = &br_sha224_vtable,
        [OCSP_HASH_SHA256] = &br_sha256_vtable, [OCSP_HASH_SHA384] = &br_sha384_vtable,
        [OCSP_HASH_SHA512] = &br_sha512_vtable,
    };

    return classes[hash];
}

size_t ocsp_hash_octets(ocsp_hash hash)
{
    return octets_of[hash];
}

void ocsp_hash_compute(ocsp_hash hash, ocsp_data data, uint8_t *digest)
{
    br_hash_compat_context context;

    context.vtable = hash_class(hash);
    context.vtable->init(&context.vtable);
    context.vtable->update(&context.vtable, data.data, data.length);
    context.vtable->out(&context.vtable, digest);
}
