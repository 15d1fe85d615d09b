/*
 * Private keys, in the four forms that PEM and DER files have.
 *
 *   PrivateKeyInfo ::= SEQUENCE {                                    RFC 5208 5; RFC 5958 2 with v2 and publicKey
 *        version                   INTEGER { v1(0), v2(1) },
 *        privateKeyAlgorithm       AlgorithmIdentifier,
 *        privateKey                OCTET STRING,                     -- one of the next two, INTEGER (DSA)
 *                                                                       or OCTET STRING (EdDSA)
 *        attributes            [0] IMPLICIT SET OF Attribute OPTIONAL,
 *        publicKey             [1] IMPLICIT BIT STRING OPTIONAL }
 *   RSAPrivateKey ::= SEQUENCE {                                     RFC 8017 A.1.2
 *        version INTEGER { two-prime(0) }, modulus INTEGER, publicExponent INTEGER, privateExponent INTEGER,
 *        prime1 INTEGER, prime2 INTEGER, exponent1 INTEGER, exponent2 INTEGER, coefficient INTEGER }
 *   ECPrivateKey ::= SEQUENCE {                                      RFC 5915 3
 *        version INTEGER { ecPrivkeyVer1(1) }, privateKey OCTET STRING,
 *        parameters            [0] EXPLICIT ECParameters OPTIONAL,
 *        publicKey             [1] EXPLICIT BIT STRING OPTIONAL }
 *   DSAPrivateKey ::= SEQUENCE {                                     without a standard, as OpenSSL writes it
 *        version INTEGER { 0 }, p INTEGER, q INTEGER, g INTEGER, y INTEGER, x INTEGER }
 *
 * The public half is computed from the private one, by write_public_key(). RSA keys of more than two primes are not
 * supported. Whether all the parts belong together is checked once (key_check.c), not with every signature: a key that
 * was read before is read quickly.
 */
#include "crypto.h"

static const private_key no_key, new_key = {.is_new = 1};

/* How many elements are left; what is broken is found when it is read. */
static int count_elements(const der_cursor *cursor)
{
    ocsp_refusal refusal = {.fault = OCSP_FAULT_NONE};
    der_context context = {.input = cursor->context->input, .refusal = &refusal};
    der_cursor rest = *cursor;
    ocsp_span element;
    int count = 0;

    rest.context = &context;
    while (!der_at_end(&rest) && der_element(&rest, FIELD(NONE), TAG_ANY, &element)) {
        count++;
    }
    return count;
}

static int read_key_version(der_cursor *sequence, int32_t lowest, int32_t highest)
{
    int32_t version;

    if (!der_small(sequence, FIELD(VERSION), TAG_INTEGER, &version)) {
        return 0;
    }
    return (version >= lowest && version <= highest) ||
           der_refuse(sequence, OCSP_FAULT_KEY_VERSION, sequence->at - 1, 0, (uint32_t)version);
}

/* At a part that was read before. */
static int refuse_size(der_cursor *cursor, ocsp_field field, ocsp_data part)
{
    cursor->field = field;
    return der_refuse(cursor, OCSP_FAULT_KEY_SIZE, part.data, 0, (uint32_t)bits_of(part));
}
static int refuse_value(der_cursor *cursor, ocsp_field field, ocsp_data part)
{
    cursor->field = field;
    return der_refuse(cursor, OCSP_FAULT_KEY_VALUE, part.data, 0, 0);
}

/* ---------------------------------------------------------------------------------------------- RSA */

/*
 * The lengths that the private operation works through: p q has the length of the modulus, the other numbers are not
 * longer than the primes. A factor longer than half the modulus plus four octets exceeds BearSSL's limit in the
 * largest keys, and no real key has one.
 */
static int check_rsa_lengths(der_cursor *sequence, const private_key *key)
{
    size_t modulus = key->rsa.modulus.length, p = key->prime1.length, q = key->prime2.length;
    size_t limit = modulus / 2 + 4;

    if (p > limit || q > limit || (p + q != modulus && p + q != modulus + 1)) {
        return refuse_value(sequence, FIELD(PRIME1), key->prime1);
    }
    if (key->exponent1.length > p) {
        return refuse_value(sequence, FIELD(EXPONENT1), key->exponent1);
    }
    if (key->exponent2.length > q) {
        return refuse_value(sequence, FIELD(EXPONENT2), key->exponent2);
    }
    return key->coefficient.length <= p || refuse_value(sequence, FIELD(COEFFICIENT), key->coefficient);
}

static int check_rsa_numbers(der_cursor *sequence, const private_key *key)
{
    if (!rsa_primes_fit(key)) {
        return refuse_value(sequence, FIELD(PRIME1), key->prime1);
    }
    if (!rsa_exponent_fits(key, key->prime1, key->exponent1)) {
        return refuse_value(sequence, FIELD(EXPONENT1), key->exponent1);
    }
    if (!rsa_exponent_fits(key, key->prime2, key->exponent2)) {
        return refuse_value(sequence, FIELD(EXPONENT2), key->exponent2);
    }
    return rsa_coefficient_fits(key) || refuse_value(sequence, FIELD(COEFFICIENT), key->coefficient);
}

/* From modulus on. */
static int read_rsa_numbers(der_cursor *sequence, private_key *key)
{
    key->kind = KEY_RSA;
    if (!read_rsa_public_key(sequence, &key->rsa)) {
        return 0;
    }
    key->bits = key->rsa.bits;
    if (key->bits < RSA_MIN_BITS || key->bits > RSA_MAX_BITS) {
        return refuse_size(sequence, FIELD(MODULUS), key->rsa.modulus);
    }
    if (!rsa_key_fits(&key->rsa, RSA_MAX_BITS)) {
        return refuse_value(sequence, FIELD(PUBLIC_EXPONENT), key->rsa.exponent);
    }
    return read_unsigned(sequence, FIELD(PRIVATE_EXPONENT), &key->private_exponent) &&
           read_unsigned(sequence, FIELD(PRIME1), &key->prime1) &&
           read_unsigned(sequence, FIELD(PRIME2), &key->prime2) &&
           read_unsigned(sequence, FIELD(EXPONENT1), &key->exponent1) &&
           read_unsigned(sequence, FIELD(EXPONENT2), &key->exponent2) &&
           read_unsigned(sequence, FIELD(COEFFICIENT), &key->coefficient) && der_leave(sequence) &&
           check_rsa_lengths(sequence, key) && (!key->is_new || check_rsa_numbers(sequence, key));
}

/* ---------------------------------------------------------------------------------------------- DSA */

static int check_dsa_parameters(der_cursor *cursor, ocsp_field field, private_key *key)
{
    key->kind = KEY_DSA;
    key->bits = bits_of(key->dsa.p);
    return dsa_parameters_fit(&key->dsa) || refuse_size(cursor, field, key->dsa.p);
}

static int read_dsa_secret(der_cursor *cursor, ocsp_field field, private_key *key)
{
    return read_unsigned(cursor, field, &key->secret) &&
           (dsa_secret_fits(&key->dsa, key->secret) || refuse_value(cursor, field, key->secret));
}

/* y, which the traditional form has as an INTEGER too. */
static int check_dsa_value(der_cursor *sequence, ocsp_data y, const private_key *key)
{
    uint8_t buffer[8 + DSA_MAX_P_OCTETS];
    der_writer writer;

    der_begin(&writer, buffer, sizeof buffer);
    write_unsigned(&writer, y);
    return !key->is_new || public_half_fits(key, (ocsp_data){writer.at, der_written(&writer)}) ||
           refuse_value(sequence, FIELD(Y), y);
}

/* From p on. */
static int read_traditional_dsa(der_cursor *sequence, private_key *key)
{
    ocsp_data y;

    key->oid = OCSP_OID_DSA;
    return read_unsigned(sequence, FIELD(P), &key->dsa.p) && read_unsigned(sequence, FIELD(Q), &key->dsa.q) &&
           read_unsigned(sequence, FIELD(G), &key->dsa.g) && check_dsa_parameters(sequence, FIELD(P), key) &&
           read_unsigned(sequence, FIELD(Y), &y) && read_dsa_secret(sequence, FIELD(X), key) && der_leave(sequence) &&
           check_dsa_value(sequence, y, key);
}

/* ---------------------------------------------------------------------------------------------- EC */

/* ECParameters and the public point after the scalar. */
static int read_ec_options(der_cursor *sequence, private_key *key, ocsp_data *point)
{
    der_cursor explicit;
    ocsp_oid curve;
    ocsp_span octets;

    if (der_next_is(sequence, TAG_EXPLICIT(0))) {
        if (!der_enter(sequence, FIELD(PARAMETERS), TAG_EXPLICIT(0), &explicit) ||
            !read_named_curve(&explicit, FIELD(NONE), &curve) || !der_leave(&explicit)) {
            return 0;
        }
        if (key->curve != OCSP_OID_UNKNOWN && key->curve != curve) {
            return der_refuse(&explicit, OCSP_FAULT_KEY_VALUE, explicit.at, 0, 0);
        }
        key->curve = curve;
    }
    if (!der_next_is(sequence, TAG_EXPLICIT(1))) {
        return 1;
    }
    if (!der_enter(sequence, FIELD(PUBLIC_KEY), TAG_EXPLICIT(1), &explicit) ||
        !der_octet_bits(&explicit, FIELD(NONE), &octets) || !der_leave(&explicit)) {
        return 0;
    }
    *point = der_data(&explicit, octets);
    return 1;
}

/* From the scalar on. The curve is known already from PKCS#8, or unknown. */
static int read_ec_numbers(der_cursor *sequence, private_key *key)
{
    ocsp_span scalar;
    ocsp_data point = {NULL, 0};

    key->kind = KEY_EC;
    key->oid = OCSP_OID_EC;
    if (!der_read(sequence, FIELD(PRIVATE_KEY), TAG_OCTET_STRING, &scalar) || !read_ec_options(sequence, key, &point) ||
        !der_leave(sequence)) {
        return 0;
    }
    key->secret = der_data(sequence, scalar);
    if (key->curve == OCSP_OID_UNKNOWN) {
        sequence->field = FIELD(PARAMETERS);
        return der_refuse(sequence, OCSP_FAULT_KEY_CURVE, sequence->at, 0, 0);
    }
    key->bits = bits_of_curve(key->curve);
    if (!ec_scalar_fits(key->curve, key->secret)) {
        return refuse_value(sequence, FIELD(PRIVATE_KEY), key->secret);
    }
    return !key->is_new || point.data == NULL || public_half_fits(key, point) ||
           refuse_value(sequence, FIELD(PUBLIC_KEY), point);
}

/* ---------------------------------------------------------------------------------------------- PKCS#8 */

/* CurvePrivateKey ::= OCTET STRING, RFC 8410 7; the lengths are RFC 8032's. */
static int read_edwards_seed(der_cursor *octets, private_key *key)
{
    ocsp_span seed;
    size_t length = raw_key_of(key->kind)->octets;

    if (!der_read(octets, FIELD(NONE), TAG_OCTET_STRING, &seed)) {
        return 0;
    }
    key->bits = (int32_t)(8 * length);
    key->secret = der_data(octets, seed);
    return seed.length == length || refuse_value(octets, FIELD(NONE), key->secret);
}

/*
 * The restriction of an id-RSASSA-PSS key, RFC 4055 3.1; rsaEncryption has NULL, or nothing with writers that forget
 * it.
 */
static int read_rsa_parameters(der_cursor *identifier, private_key *key)
{
    const uint8_t *start = identifier->at;

    if (der_at_end(identifier)) {
        return 1;
    }
    if (key->oid == OCSP_OID_RSA) {
        return der_null(identifier, FIELD(PARAMETERS));
    }
    if (!read_pss_parameters(identifier, FIELD(PARAMETERS), &key->pss)) {
        return 0;
    }
    key->pss_der = (ocsp_data){start, (size_t)(identifier->at - start)};
    return 1;
}

static int read_key_algorithm(der_cursor *info, private_key *key)
{
    der_cursor identifier;
    ocsp_span oid;
    int done = 1;

    if (!der_enter(info, FIELD(PRIVATE_KEY_ALGORITHM), TAG_SEQUENCE, &identifier) ||
        !der_oid(&identifier, FIELD(ALGORITHM), TAG_OID, &oid)) {
        return 0;
    }
    key->oid = ocsp_oid_find(der_data(info, oid));
    key->kind = kind_of_key(key->oid);
    switch (key->kind) {
    case KEY_RSA:
        done = read_rsa_parameters(&identifier, key);
        break;
    case KEY_EC:
        done = read_named_curve(&identifier, FIELD(PARAMETERS), &key->curve);
        break;
    case KEY_DSA:
        done = read_dsa_parameters(&identifier, FIELD(PARAMETERS), &key->dsa) &&
               check_dsa_parameters(&identifier, FIELD(PARAMETERS), key);
        break;
    case KEY_ED25519:
    case KEY_ED448:
        break;
    default:
        return der_refuse(&identifier, OCSP_FAULT_KEY_ALGORITHM, der_bytes(info, oid), 0, 0);
    }
    return done && der_leave(&identifier);
}

/* What the OCTET STRING privateKey holds depends on the algorithm. */
static int read_wrapped_key(der_cursor *octets, private_key *key)
{
    der_cursor sequence;

    switch (key->kind) {
    case KEY_RSA:
        return der_enter(octets, FIELD(NONE), TAG_SEQUENCE, &sequence) && read_key_version(&sequence, 0, 0) &&
               read_rsa_numbers(&sequence, key);
    case KEY_EC:
        return der_enter(octets, FIELD(NONE), TAG_SEQUENCE, &sequence) && read_key_version(&sequence, 1, 1) &&
               read_ec_numbers(&sequence, key);
    case KEY_DSA:
        return read_dsa_secret(octets, FIELD(NONE), key);
    default:
        return read_edwards_seed(octets, key);
    }
}

/* RFC 5958 2: publicKey [1] IMPLICIT BIT STRING, whose first octet counts unused bits. */
static int read_public_half(der_cursor *info, private_key *key)
{
    ocsp_span bits;
    ocsp_data given;

    if (!der_next_is(info, TAG_CONTEXT(1))) {
        return 1;
    }
    if (!der_read(info, FIELD(PUBLIC_KEY), TAG_CONTEXT(1), &bits)) {
        return 0;
    }
    given = der_data(info, bits);
    if (given.length < 2 || given.data[0] != 0) {
        return refuse_value(info, FIELD(PUBLIC_KEY), given);
    }
    given.data++;
    given.length--;
    if (key->kind == KEY_ED25519 || key->kind == KEY_ED448) {
        key->public_half = given;
        return 1;
    }
    return !key->is_new || public_half_fits(key, given) || refuse_value(info, FIELD(PUBLIC_KEY), given);
}

/* From privateKeyAlgorithm on. */
static int read_private_key_info(der_cursor *info, private_key *key)
{
    der_cursor octets;
    ocsp_span ignored;

    return read_key_algorithm(info, key) && der_enter(info, FIELD(PRIVATE_KEY), TAG_OCTET_STRING, &octets) &&
           read_wrapped_key(&octets, key) && der_leave(&octets) &&
           (!der_next_is(info, TAG_EXPLICIT(0)) || der_read(info, FIELD(ATTRIBUTES), TAG_EXPLICIT(0), &ignored)) &&
           read_public_half(info, key) && der_leave(info);
}

/* ---------------------------------------------------------------------------------------------- any form */

/*
 * EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }, RFC
 * 5958 3
 */
static int refuse_without_version(der_cursor *sequence)
{
    const uint8_t *start = sequence->at;
    ocsp_span algorithm;
    int is_encrypted = der_next_is(sequence, TAG_SEQUENCE) &&
                       der_element(sequence, FIELD(NONE), TAG_SEQUENCE, &algorithm) &&
                       der_next_is(sequence, TAG_OCTET_STRING);

    return der_refuse(sequence, is_encrypted ? OCSP_FAULT_KEY_ENCRYPTED : OCSP_FAULT_KEY_FORM, start, 0, 0);
}

/* After the version the forms differ. */
static int read_any_form(der_cursor *sequence, private_key *key)
{
    der_cursor behind = *sequence;
    int32_t version;

    if (!der_next_is(sequence, TAG_INTEGER)) {
        return refuse_without_version(sequence);
    }
    if (!der_small(&behind, FIELD(VERSION), TAG_INTEGER, &version)) {
        return 0;
    }
    if (der_next_is(&behind, TAG_SEQUENCE)) {
        return read_key_version(sequence, 0, 1) && read_private_key_info(sequence, key);
    }
    if (der_next_is(&behind, TAG_OCTET_STRING)) {
        return read_key_version(sequence, 1, 1) && read_ec_numbers(sequence, key);
    }
    if (!der_next_is(&behind, TAG_INTEGER)) {
        return der_refuse(&behind, OCSP_FAULT_KEY_FORM, behind.at, 0, 0);
    }
    if (!read_key_version(sequence, 0, 0)) {
        return 0;
    }
    /* p, q, g, y and x, or RSA's eight numbers. */
    if (count_elements(sequence) == 5) {
        return read_traditional_dsa(sequence, key);
    }
    key->oid = OCSP_OID_RSA;
    return read_rsa_numbers(sequence, key);
}

static ocsp_error read_whole(ocsp_data der, private_key *key, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root, sequence;

    if (der_open(&root, &context, der) && der_enter(&root, FIELD(PRIVATE_KEY_INFO), TAG_SEQUENCE, &sequence) &&
        read_any_form(&sequence, key) && der_leave(&root)) {
        return OCSP_OK;
    }
    return ocsp_fault_error((ocsp_fault)refusal->fault);
}

ocsp_error read_private_key(ocsp_data der, private_key *key, ocsp_refusal *refusal)
{
    *key = no_key;
    return read_whole(der, key, refusal);
}

ocsp_error check_private_key(ocsp_data der, private_key *key, ocsp_refusal *refusal)
{
    *key = new_key;
    return read_whole(der, key, refusal);
}

/* ---------------------------------------------------------------------------------------------- the public half */

/* The contents of subjectPublicKey. */
static void write_subject_public_key(der_writer *writer, const private_key *key)
{
    uint8_t point[EC_POINT_MAX_OCTETS], y[DSA_MAX_P_OCTETS];

    if (key->kind == KEY_RSA) {
        write_unsigned(writer, key->rsa.exponent);
        write_unsigned(writer, key->rsa.modulus);
        der_wrap(writer, TAG_SEQUENCE, 0);
    } else if (key->kind == KEY_EC) {
        der_put(writer, point, ec_public_point(key->curve, key->secret, point));
    } else {
        dsa_public_value(key, y);
        write_unsigned(writer, unsigned_integer(y, key->dsa.p.length));
    }
}

/* RFC 4055 1.2: rsaEncryption with NULL; an id-RSASSA-PSS key with its restriction, where it has one. */
static void write_key_parameters(der_writer *writer, const private_key *key)
{
    size_t since = der_written(writer);

    if (key->kind == KEY_EC) {
        der_put_oid(writer, key->curve);
    } else if (key->kind == KEY_DSA) {
        write_unsigned(writer, key->dsa.g);
        write_unsigned(writer, key->dsa.q);
        write_unsigned(writer, key->dsa.p);
        der_wrap(writer, TAG_SEQUENCE, since);
    } else if (key->oid == OCSP_OID_RSASSA_PSS) {
        der_put(writer, key->pss_der.data, key->pss_der.length);
    } else {
        der_put_element(writer, TAG_NULL, NULL, 0);
    }
}

size_t subject_public_key(const private_key *key, uint8_t *buffer, size_t size)
{
    der_writer writer;

    der_begin(&writer, buffer, size);
    write_subject_public_key(&writer, key);
    return der_written(&writer);
}

size_t write_public_key(const private_key *key, uint8_t *buffer, size_t size)
{
    static const uint8_t no_unused_bits = 0;
    der_writer writer;
    size_t since;

    if (key->kind != KEY_RSA && key->kind != KEY_EC && key->kind != KEY_DSA) {
        return 0;
    }
    der_begin(&writer, buffer, size);
    write_subject_public_key(&writer, key);
    der_put(&writer, &no_unused_bits, 1);
    der_wrap(&writer, TAG_BIT_STRING, 0);
    since = der_written(&writer);
    write_key_parameters(&writer, key);
    der_put_oid(&writer, key->oid);
    der_wrap(&writer, TAG_SEQUENCE, since);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}
