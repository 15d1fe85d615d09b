/*
 * Keys and signatures: what wasm.c and native callers use, then what key_parts.c, key_check.c, private_key.c,
 * signature.c, signature_check.c, signature_value.c, rsa.c, rsa_public.c, rsa_pss.c, rfc6979.c, ecdsa.c and dsa.c
 * share.
 *
 * Nothing is allocated and there is no randomness: the salt of RSASSA-PSS is an argument, ECDSA and DSA are
 * deterministic (RFC 6979). No branch and no index in the source depends on a secret beyond the lengths of its parts;
 * tests/ctgrind looks at what a compiler makes of it. The buffers that hold secrets are on the stack; the longest-lived
 * are wiped, and a caller who must be sure wipes the stack that it lent.
 *
 * What it does not do: encrypted keys, private keys of other curves, RSA with more than two primes. It reads what only
 * a host computes with (EdDSA, ML-DSA, SLH-DSA, other curves, SHA-3), and its caller asks one.
 */
#ifndef CRYPTO_H
#define CRYPTO_H

#include "internal.h"

#include <bearssl.h>

/* The kinds of algorithms.def, of which two rows may have the same. */
typedef enum {
    KEY_NONE,
#define KEY_KIND(kind) KEY_##kind,
#include "key_kinds.inc"
} key_kind;

typedef enum {
    FAMILY_NONE,
#define FAMILY(id, ...) FAMILY_##id,
#include "lists/algorithms.def"
} signature_family;

/* The integers of keys are unsigned here, most significant octet first, without leading zeros. */

typedef struct {
    ocsp_data modulus, exponent;
    int32_t bits; /* of the modulus */
} rsa_public_key;

typedef struct {
    ocsp_data p, q, g;
} dsa_parameters;

/* RSASSA-PSS-params, RFC 4055 3.1. */
typedef struct {
    ocsp_hash hash, mgf1_hash;
    int32_t salt_length;
} pss_parameters;

/* A private key; its parts lie in the DER that it was read from. Those that its kind does not have are empty. */
typedef struct {
    key_kind kind;
    ocsp_oid oid, curve;
    int32_t bits;
    int is_new;       /* whether reading compares its parts with each other */
    ocsp_data secret; /* the scalar of EC, x of DSA, the seed of EdDSA */
    rsa_public_key rsa;
    ocsp_data private_exponent, prime1, prime2, exponent1, exponent2, coefficient;
    ocsp_data public_half; /* what PKCS#8 v2 says of EdDSA: the caller compares */
    ocsp_data pss_der;     /* what restricts an id-RSASSA-PSS key, empty where nothing does; and the same read */
    pss_parameters pss;
    dsa_parameters dsa;
} private_key;

/*
 * PrivateKeyInfo or OneAsymmetricKey (RFC 5208, 5958), RSAPrivateKey (RFC 8017 A.1.2), ECPrivateKey (RFC 5915) or the
 * traditional DSAPrivateKey. Errors: OCSP_ERR_DER_*, OCSP_ERR_KEY_ENCRYPTED, OCSP_ERR_UNSUPPORTED_KEY,
 * OCSP_ERR_UNSUPPORTED_ALGORITHM (an id-RSASSA-PSS key for parameters that are not known).
 */
ocsp_error read_private_key(ocsp_data der, private_key *key, ocsp_refusal *refusal);
/* The same for a key that was not read before: OCSP_ERR_UNSUPPORTED_KEY where its parts contradict each other. */
ocsp_error check_private_key(ocsp_data der, private_key *key, ocsp_refusal *refusal);

/*
 * SubjectPublicKeyInfo, always computed from the private parts, like the other writers at the end of buffer; at most
 * PUBLIC_KEY_MAX_OCTETS. 0 for EdDSA.
 */
#define PUBLIC_KEY_MAX_OCTETS 1536
size_t write_public_key(const private_key *key, uint8_t *buffer, size_t size);
/* The contents of its subjectPublicKey alone, likewise. */
size_t subject_public_key(const private_key *key, uint8_t *buffer, size_t size);

/* The key makes signatures with this algorithm: its kind, what an id-RSASSA-PSS key is restricted to, and its size. */
int signature_fits_key(ocsp_signature algorithm, const private_key *key);

/*
 * Signs data; the signature as X.509 has it in the BIT STRING goes to out, at most SIGNATURE_MAX_OCTETS. salt: for
 * RSASSA-PSS as many random octets as the hash has, else not looked at. 0 when the algorithm does not fit the key, for
 * EdDSA, and for an RSA key whose parts contradict each other.
 */
#define SIGNATURE_MAX_OCTETS 512
size_t make_signature(const private_key *key, ocsp_signature algorithm, ocsp_data data, const uint8_t *salt,
                      uint8_t *out);

/*
 * A signature to check: AlgorithmIdentifier and SubjectPublicKeyInfo in DER, the signature as it is in the BIT STRING,
 * and what ec_tables_public() made of the key, empty where that was not done.
 */
typedef struct {
    ocsp_data algorithm, spki, data, signature, tables;
} signature_parts;

/*
 * VERDICT_ASK once algorithm, key and signature have the right form, where the caller wants to be asked or the core
 * cannot compute. checked: what was read on the way, and the verdict.
 */
verdict check_signature(const signature_parts *parts, ocsp_asks asks, ocsp_checked *checked);
/* What parts->tables may be for the signatures of a SubjectPublicKeyInfo: at most EC_TABLES_MAX_OCTETS; 0 for none. */
size_t make_tables(ocsp_data spki, uint8_t *tables);

/* ---------------------------------------------------------------------------------------------- signature_value.c */

/*
 * SEQUENCE { r INTEGER, s INTEGER } to r and s of `octets` octets each (at most 66), positive; 0 when it is anything
 * else.
 */
int read_signature_value(ocsp_data der, size_t octets, uint8_t *raw);
/*
 * And back; returns the number of octets written to der, at most SIGNATURE_VALUE_MAX_OCTETS, 0 when r or s is zero or
 * too long.
 */
#define SIGNATURE_VALUE_MAX_OCTETS 144
#define SIGNATURE_VALUE_MAX_INTEGER 66
size_t write_signature_value(const uint8_t *raw, size_t octets, uint8_t *der);

/* ---------------------------------------------------------------------------------------------- key_parts.c */

/* The kind of key that an OID of SubjectPublicKeyInfo or PrivateKeyInfo names. */
key_kind kind_of_key(ocsp_oid oid);
/* The kinds whose keys and signatures are octets of one length each; NULL for others. bits: 0 where there are none. */
typedef struct {
    uint16_t kind, bits, octets, signature_octets;
} raw_key;
const raw_key *raw_key_of(key_kind kind);
/* INTEGER that is not negative. */
int read_unsigned(der_cursor *cursor, ocsp_field field, ocsp_data *value);
/* Octets without their leading zeros, and the INTEGER of them. */
ocsp_data unsigned_integer(const uint8_t *octets, size_t length);
void write_unsigned(der_writer *writer, ocsp_data value);
int32_t bits_of(ocsp_data integer);
/* The contents of RSAPublicKey, and what follows the version of RSAPrivateKey. */
int read_rsa_public_key(der_cursor *sequence, rsa_public_key *key);
int read_dsa_parameters(der_cursor *cursor, ocsp_field field, dsa_parameters *parameters);
/* What can be computed with; most: bits of the modulus. */
int rsa_key_fits(const rsa_public_key *key, int32_t most);
int dsa_parameters_fit(const dsa_parameters *parameters);
/* An unsigned integer between two others, both excluded. */
int is_between(const ocsp_data *low, const ocsp_data *value, const ocsp_data *high);
extern const ocsp_data integer_one;
/* namedCurve of ECParameters; refused when it is another than those that the core computes on. */
int read_named_curve(der_cursor *cursor, ocsp_field field, ocsp_oid *curve);
/* 0 where it is not a curve that is known. */
int32_t bits_of_curve(ocsp_oid curve);
/* Whether the core computes on it, or only hosts do. */
int is_core_curve(ocsp_oid curve);

/* ---------------------------------------------------------------------------------------------- key_check.c */

/* n = p q */
int rsa_primes_fit(const private_key *key);
/* exponent1 or exponent2 of its prime, once the primes fit. */
int rsa_exponent_fits(const private_key *key, ocsp_data prime, ocsp_data exponent);
int rsa_coefficient_fits(const private_key *key);
/* What a file says of the public half, as subjectPublicKey has it; not of EdDSA. */
int public_half_fits(const private_key *key, ocsp_data given);

/*
 * ---------------------------------------------------------------------------------------------- rsa.c, rsa_public.c,
 * rsa_pss.c
 */

#define RSA_MIN_BITS OCSP_RSA_MIN_LIMIT
#define RSA_MAX_BITS OCSP_RSA_MAX_LIMIT
#define RSA_MAX_OCTETS (RSA_MAX_BITS / 8)
#define RSA_PUBLIC_MAX_BITS OCSP_RSA_PUBLIC_MAX_LIMIT
#define RSA_PUBLIC_MAX_OCTETS (RSA_PUBLIC_MAX_BITS / 8)

static inline size_t octets_of_bits(int32_t bits)
{
    return ((size_t)bits + 7) / 8;
}

/* EMSA-PKCS1-v1_5 of a hash to all of encoded, which is as long as the modulus: at least 1024 bits. */
void encode_pkcs1(ocsp_hash hash, const uint8_t *digest, uint8_t *encoded, size_t length);
/* RSASP1 in place, RFC 8017 5.2.1, on as many octets as the modulus has. */
int rsa_private(const private_key *key, uint8_t *x);
/*
 * RSAVP1 in place, RFC 8017 5.2.2, likewise; 0 when x is not below the modulus. In variable time: to check signatures,
 * never to make them.
 */
int rsa_power_public(const rsa_public_key *key, uint8_t *x);

int read_pss_parameters(der_cursor *cursor, ocsp_field field, pss_parameters *parameters);
/* What an id-RSASSA-PSS key allows: the same hashes, and a salt that is not shorter. RFC 4055 3.3. */
int pss_is_allowed(const pss_parameters *used, const pss_parameters *restriction);
/* There is room for hash and salt in a modulus of so many bits. */
int pss_has_room(const pss_parameters *parameters, int32_t bits);
/* EMSA-PSS of a hash to as many octets as the modulus has. The parameters have room. */
void encode_pss(const pss_parameters *parameters, const uint8_t *digest, const uint8_t *salt, int32_t bits,
                uint8_t *encoded);
/* Overwrites encoded. */
int verify_pss(const pss_parameters *parameters, const uint8_t *digest, int32_t bits, uint8_t *encoded);

/*
 * ---------------------------------------------------------------------------------------------- rfc6979.c, ecdsa.c,
 * dsa.c
 */

/* 0 < secret < order, of at most 521 bits. */
int secret_fits(ocsp_data order, ocsp_data secret);
/*
 * What a secret k becomes in the group, an integer of which r is the residue: at most NONCE_IMAGE_MAX_OCTETS octets.
 * Returns how many.
 */
typedef size_t nonce_image(const private_key *key, const uint8_t *k, size_t length, uint8_t *image);
#define NONCE_IMAGE_MAX_OCTETS 384
/* Returns the octets written to out, at most SIGNATURE_VALUE_MAX_OCTETS; 0 when no k will do. */
size_t sign_deterministically(const private_key *key, ocsp_data order, ocsp_hash hash, const uint8_t *digest,
                              nonce_image *image_of, uint8_t *out);

#define EC_POINT_MAX_OCTETS 133

/* 1 <= scalar < order of the curve. */
int ec_scalar_fits(ocsp_oid curve, ocsp_data scalar);
/* The uncompressed point of a scalar that fits; at most EC_POINT_MAX_OCTETS. */
size_t ec_public_point(ocsp_oid curve, ocsp_data scalar, uint8_t *point);
/* Signatures are DER both ways. */
size_t ecdsa_sign(const private_key *key, ocsp_hash hash, const uint8_t *digest, uint8_t *out);

#define DSA_MAX_P_BITS 3072
#define DSA_MAX_Q_BITS 256
#define DSA_MAX_P_OCTETS (DSA_MAX_P_BITS / 8)
#define DSA_MAX_Q_OCTETS (DSA_MAX_Q_BITS / 8)

/* 0 < x < q */
int dsa_secret_fits(const dsa_parameters *parameters, ocsp_data x);
/* y = g^x mod p, on as many octets as p has. */
void dsa_public_value(const private_key *key, uint8_t *y);
size_t dsa_sign(const private_key *key, ocsp_hash hash, const uint8_t *digest, uint8_t *out);
int dsa_verify(const dsa_parameters *parameters, ocsp_data y, ocsp_hash hash, const uint8_t *digest,
               ocsp_data signature);

/*
 * ---------------------------------------------------------------------------------------------- ecdsa_public.c
 *
 * In variable time: for public data only, and never called by what signs.
 */

/*
 * The tables of a key that will check more signatures than one: an argument of the next function, which with it takes
 * half the time. Returns how many octets they have, or 0 where the point is not on the curve.
 */
#define EC_TABLES_MAX_OCTETS 19456
size_t ec_tables_public(ocsp_oid curve, ocsp_data point, uint8_t *tables);
/*
 * point: uncompressed; whether it is on the curve is checked. tables: those of this point, and then the point is not
 * looked at; or empty. 1 when the signature, in DER, is good.
 */
int ecdsa_verify_public(ocsp_oid curve, ocsp_data point, ocsp_data tables, ocsp_hash hash, const uint8_t *digest,
                        ocsp_data signature);

/* ---------------------------------------------------------------------------------------------- hash.c, algorithm.c */

const br_hash_class *hash_class(ocsp_hash hash);
/* NONE where a row of algorithms.def says so, and where there is no signature. */
signature_family family_of_signature(ocsp_signature signature);
key_kind key_of_signature(ocsp_signature signature);

/* ---------------------------------------------------------------------------------------------- secrets */

/* A compiler does not leave this out, even if it sees that these octets are never read again. */
static inline void wipe(void *octets, size_t length)
{
    volatile uint8_t *at = octets;

    while (length-- > 0) {
        *at++ = 0;
    }
}

/*
 * Marks where what was computed from a secret becomes public. It compiles to nothing but under tests/ctgrind, where
 * secrets count as uninitialised memory and valgrind reports every branch and index that depends on them.
 */
#ifdef CTGRIND
#include <valgrind/memcheck.h>
#define DECLASSIFY(address, length) (void)VALGRIND_MAKE_MEM_DEFINED(address, length)
#else
#define DECLASSIFY(address, length) ((void)0)
#endif

#endif
