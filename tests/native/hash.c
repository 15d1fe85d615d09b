/*
 * The hash functions: the messages "", "abc" and a million times "a", of which the last two are RFC 6234 8.5's and FIPS
 * 180's; digests by `openssl dgst`.
 */
#include "harness.h"

static const struct {
    ocsp_hash hash;
    size_t octets;
    const char *empty, *abc, *million;
} digests[] = {
    {OCSP_HASH_SHA1, 20, "da39a3ee5e6b4b0d3255bfef95601890afd80709", "a9993e364706816aba3e25717850c26c9cd0d89d",
     "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
    {OCSP_HASH_SHA224, 28, "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
     "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
     "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67"},
    {OCSP_HASH_SHA256, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    {OCSP_HASH_SHA384, 48,
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
     "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"},
    {OCSP_HASH_SHA512, 64,
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
     "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
     "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"},
};

static void check_digest(ocsp_hash hash, size_t octets, const char *message, size_t length, const char *hex)
{
    uint8_t *data = exact_copy(message, length);
    uint8_t *digest = allocate(octets);
    uint8_t expected[OCSP_HASH_MAX_OCTETS];

    CHECK(from_hex(hex, expected, sizeof expected) == octets && ocsp_hash_octets(hash) == octets, "hash %d: %zu octets",
          hash, ocsp_hash_octets(hash));
    ocsp_hash_compute(hash, (ocsp_data){data, length}, digest);
    CHECK(memcmp(digest, expected, octets) == 0, "hash %d of %zu octets", hash, length);
    free(data);
    free(digest);
}

int main(void)
{
    static char million[1000000];

    memset(million, 'a', sizeof million);
    CHECK(COUNT_OF(digests) == OCSP_HASH_COUNT - 1, "%zu hash functions", COUNT_OF(digests));
    for (size_t i = 0; i < COUNT_OF(digests); i++) {
        check_digest(digests[i].hash, digests[i].octets, "", 0, digests[i].empty);
        check_digest(digests[i].hash, digests[i].octets, "abc", 3, digests[i].abc);
        check_digest(digests[i].hash, digests[i].octets, million, sizeof million, digests[i].million);
    }
    return checks_end();
}
