/*
 * DSA with groups that are none: p and q odd numbers of the right sizes but not prime, g of any order. A signature is
 * refused or made in bounded time, and nothing outside of the buffers is touched.
 */
#include "signing.h"

static void fill(uint8_t *octets, size_t length, uint8_t first, uint8_t middle, uint8_t last)
{
    memset(octets, middle, length);
    octets[0] = first;
    octets[length - 1] = last;
}

/* p, q, g, x: what is between the ends is `middle`. */
static const struct {
    const char *what;
    size_t p_octets, q_octets;
    uint8_t p[3], q[3], g[3], x[3];
} groups[] = {
    {"all ones", 128, 20, {0xff, 0xff, 0xff}, {0xff, 0xff, 0xff}, {0x02, 0x00, 0x00}, {0x11, 0x11, 0x11}},
    {"the smallest", 128, 20, {0x80, 0x00, 0x01}, {0x80, 0x00, 0x01}, {0x02, 0x00, 0x00}, {0x11, 0x11, 0x11}},
    {"q ends with 1: q - 2 borrows",
     256,
     28,
     {0x80, 0x00, 0x01},
     {0x80, 0x00, 0x01},
     {0x7f, 0xff, 0xff},
     {0x7f, 0xff, 0xff}},
    {"the largest", 384, 32, {0xff, 0xff, 0xff}, {0xff, 0xff, 0xff}, {0xff, 0xff, 0xfe}, {0xff, 0xff, 0xfe}},
    /* g = p - 1 has order 2: r has two values. */
    {"g of order 2", 256, 32, {0xff, 0xff, 0xff}, {0xff, 0x00, 0xff}, {0xff, 0xff, 0xfe}, {0x01, 0x00, 0x00}},
};

static void test_groups(void)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        size_t p_octets = groups[i].p_octets, q_octets = groups[i].q_octets;
        uint8_t *p = allocate(p_octets), *q = allocate(q_octets), *g = allocate(p_octets), *x = allocate(q_octets);
        private_key key = {.kind = KEY_DSA, .oid = OCSP_OID_DSA};
        run message = run_of("abc", 3);
        fill(p, p_octets, groups[i].p[0], groups[i].p[1], groups[i].p[2]);
        fill(q, q_octets, groups[i].q[0], groups[i].q[1], groups[i].q[2]);
        fill(g, p_octets, groups[i].g[0], groups[i].g[1], groups[i].g[2]);
        fill(x, q_octets, groups[i].x[0], groups[i].x[1], groups[i].x[2]);
        key.dsa = (dsa_parameters){unsigned_integer(p, p_octets), unsigned_integer(q, q_octets),
                                   unsigned_integer(g, p_octets)};
        key.secret = unsigned_integer(x, q_octets);
        CHECK(dsa_parameters_fit(&key.dsa) && dsa_secret_fits(&key.dsa, key.secret), "%s", groups[i].what);
        for (int number = OCSP_SIGNATURE_DSA_SHA1; number <= OCSP_SIGNATURE_DSA_SHA512; number++) {
            run signature = sign(&key, (ocsp_signature)number, message);
            uint8_t raw[2 * DSA_MAX_Q_OCTETS];
            CHECK(signature.length == 0 || read_signature_value(data_of(signature), q_octets, raw),
                  "%s: no Dss-Sig-Value", groups[i].what);
            free(signature.data);
        }
        free(p);
        free(q);
        free(g);
        free(x);
        free(message.data);
    }
}

/*
 * A g whose powers are 0: with p = a^2 and g = a, g^k mod p is 0 for every k > 1, so r is always 0 and no k will do. a
 * = 2^512 - 1, and a^2 = 2^1024 - 2^513 + 1.
 */
static void test_no_k(void)
{
    uint8_t p[128], g[64], q[20], x[1] = {5};
    private_key key = {.kind = KEY_DSA, .oid = OCSP_OID_DSA};
    run message = run_of("abc", 3);

    memset(g, 0xff, sizeof g);
    memset(p, 0xff, 64);
    memset(p + 64, 0, 64);
    p[63] = 0xfe;
    p[127] = 0x01;
    memset(q, 0xff, sizeof q);
    key.dsa = (dsa_parameters){{p, sizeof p}, {q, sizeof q}, {g, sizeof g}};
    key.secret = (ocsp_data){x, sizeof x};
    CHECK(dsa_parameters_fit(&key.dsa) && dsa_secret_fits(&key.dsa, key.secret), "the group");
    run signature = sign(&key, OCSP_SIGNATURE_DSA_SHA256, message);
    CHECK(signature.length == 0, "a signature with r = 0");
    free(signature.data);
    free(message.data);
}

int main(void)
{
    test_groups();
    test_no_k();
    return checks_end();
}
