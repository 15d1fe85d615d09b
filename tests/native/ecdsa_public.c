/*
 * ecdsa_verify_public() where the theory of ECDSA bites, with digests of choice and tables of a key that lie anywhere,
 * and with what is none of its curves, points and tables.
 */
#include "signing.h"

#include "ecdsa_vectors.h"

static int verify(ocsp_oid curve, ocsp_hash hash, run point, run tables, run digest, run signature)
{
    return ecdsa_verify_public(curve, data_of(point), data_of(tables), hash, digest.data, data_of(signature));
}

static const run nothing = {NULL, 0};

/* The tables of a point, on the heap and at an odd address; empty where there are none. */
static run tables_of(ocsp_oid curve, run point, uint8_t **memory)
{
    uint8_t *made = allocate(EC_TABLES_MAX_OCTETS);
    size_t length = ec_tables_public(curve, data_of(point), made);

    *memory = allocate(length + 1);
    memcpy(*memory + 1, made, length);
    free(made);
    return (run){*memory + 1, length};
}

static void test_edges(void)
{
    for (size_t i = 0; i < COUNT_OF(ecdsa_edges); i++) {
        const char *name = ecdsa_edges[i].name;
        ocsp_oid curve = ecdsa_edges[i].curve;
        ocsp_hash hash = ecdsa_edges[i].hash;
        run point = run_of_hex(ecdsa_edges[i].point), digest = run_of_hex(ecdsa_edges[i].digest);
        run signature = run_of_hex(ecdsa_edges[i].signature);
        uint8_t *memory;
        run tables = tables_of(curve, point, &memory);
        CHECK(digest.length == ocsp_hash_octets(hash), "%s: the digest", name);
        CHECK(verify(curve, hash, point, nothing, digest, signature) == ecdsa_edges[i].is_good, "%s", name);
        if (tables.length > 0) {
            CHECK(verify(curve, hash, point, tables, digest, signature) == ecdsa_edges[i].is_good, "%s: tables", name);
        } else {
            CHECK(!ecdsa_edges[i].is_good, "%s: no tables of a good key", name);
        }
        free(memory);
        free(point.data);
        free(digest.data);
        free(signature.data);
    }
}

/* A case that is good, spoiled. */
static void test_misuse(void)
{
    size_t i = 0;

    while (!ecdsa_edges[i].is_good) {
        i++;
    }
    ocsp_oid curve = ecdsa_edges[i].curve;
    ocsp_hash hash = ecdsa_edges[i].hash;
    run point = run_of_hex(ecdsa_edges[i].point), digest = run_of_hex(ecdsa_edges[i].digest);
    run signature = run_of_hex(ecdsa_edges[i].signature);
    uint8_t *memory;
    run tables = tables_of(curve, point, &memory);
    CHECK(verify(OCSP_OID_P384, hash, point, nothing, digest, signature) == 0, "another curve");
    CHECK(verify(OCSP_OID_RSA, hash, point, nothing, digest, signature) == 0, "not a curve");
    CHECK(ec_tables_public(OCSP_OID_RSA, data_of(point), NULL) == 0, "tables of what is not a curve");
    CHECK(verify(curve, hash, point, (run){tables.data, tables.length - 1}, digest, signature) == 0, "short tables");
    for (size_t length = 0; length < point.length; length++) {
        run part = run_of(point.data, length);
        CHECK(verify(curve, hash, part, nothing, digest, signature) == 0, "%zu octets of a point", length);
        CHECK(ec_tables_public(curve, data_of(part), NULL) == 0, "tables of %zu octets of a point", length);
        free(part.data);
    }
    /* Compressed and hybrid points, and that at infinity: SEC 1 2.3.4, ANSI X9.62 4.3.7. */
    for (unsigned form = 0; form < 256; form++) {
        point.data[0] = (uint8_t)form;
        CHECK(verify(curve, hash, point, nothing, digest, signature) == (form == 4), "a point of form %u", form);
    }
    free(memory);
    free(point.data);
    free(digest.data);
    free(signature.data);
}

int main(void)
{
    test_edges();
    test_misuse();
    return checks_end();
}
