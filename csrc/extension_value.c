/*
 * The values of extensions, read from extnValue and written to it. lists/extensions.def says which function is whose.
 *
 * A reader leaves the value's rows, as ocsp_read_extension_value() documents them, and notes in `known` what decides
 * something. The extensions of certificates that OCSP does not need are not decoded.
 */
#include "internal.h"

/* ---------------------------------------------------------------------------------------------- readers */

static ocsp_span contents_of(const der_cursor *value)
{
    return der_span(value, value->at, value->end);
}

int skip_value(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    (void)rows;
    der_trace_contents(value->parent, contents_of(value));
    value->at = value->end;
    return 1;
}

/*
 * RFC 6960 4.4.1: Nonce ::= OCTET STRING. Responders older than RFC 8954 put the bytes themselves into extnValue: then
 * those are the nonce, whatever they are.
 */
int read_nonce(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_mark mark = der_mark_here(value);
    ocsp_span whole = contents_of(value);
    ocsp_bytes *row = NEW_ROW(value, rows, ocsp_bytes);

    if (row == NULL) {
        return 0;
    }
    if (!der_read(value, FIELD(NONCE), TAG_OCTET_STRING, &known->nonce) || !der_at_end(value)) {
        der_forgive(value, mark);
        value->at = value->end;
        known->nonce = whole;
    } else {
        der_settle(value, mark);
    }
    row->bytes = known->nonce;
    return 1;
}

/* SEQUENCE OF OBJECT IDENTIFIER */
static int read_oids(der_cursor *value, ocsp_field field, ocsp_rows *rows)
{
    der_cursor list;

    if (!der_enter(value, field, TAG_SEQUENCE, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        ocsp_bytes *row = NEW_ROW(&list, rows, ocsp_bytes);
        if (row == NULL || !der_oid(&list, FIELD(ITEM), TAG_OID, &row->bytes)) {
            return 0;
        }
    }
    return 1;
}

/* RFC 6960 4.4.3: AcceptableResponses ::= SEQUENCE OF OBJECT IDENTIFIER */
int read_acceptable_responses(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    return read_oids(value, FIELD(ACCEPTABLE_RESPONSES), rows);
}

/* RFC 5280 4.2.1.12: ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId */
int read_extended_key_usage(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    known->extended_key_usage = contents_of(value);
    return read_oids(value, FIELD(EXT_KEY_USAGE), rows);
}

/*
 * RFC 6960 4.4.7.1:
 *   PreferredSignatureAlgorithms ::= SEQUENCE OF PreferredSignatureAlgorithm
 *   PreferredSignatureAlgorithm ::= SEQUENCE {
 *        sigIdentifier AlgorithmIdentifier, pubKeyAlgIdentifier SMIMECapability OPTIONAL }
 */
int read_preferred_algorithms(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor list, preferred;
    ocsp_algorithm key_algorithm;

    (void)known;
    if (!der_enter(value, FIELD(PREFERRED_SIGNATURE_ALGORITHMS), TAG_SEQUENCE, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        ocsp_algorithm *row = NEW_ROW(&list, rows, ocsp_algorithm);
        if (row == NULL || !der_enter(&list, FIELD(ITEM), TAG_SEQUENCE, &preferred) ||
            !read_algorithm(&preferred, FIELD(SIG_IDENTIFIER), row) ||
            !(der_at_end(&preferred) || read_algorithm(&preferred, FIELD(PUB_KEY_ALG_IDENTIFIER), &key_algorithm)) ||
            !der_leave(&preferred)) {
            return 0;
        }
    }
    return 1;
}

/*
 * RFC 5280 4.2.2.1:
 *   AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
 *   AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
 */
static int read_access_descriptions(der_cursor *cursor, ocsp_field field, ocsp_rows *rows)
{
    der_cursor list, access;
    ocsp_span method, directory_name;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        ocsp_access *row = NEW_ROW(&list, rows, ocsp_access);
        if (row == NULL || !der_enter(&list, FIELD(ITEM), TAG_SEQUENCE, &access) ||
            !der_oid(&access, FIELD(ACCESS_METHOD), TAG_OID, &method) ||
            !read_general_name(&access, FIELD(ACCESS_LOCATION), &directory_name, &row->uri) || !der_leave(&access)) {
            return 0;
        }
        row->method = (int32_t)ocsp_oid_find(der_data(&access, method));
    }
    return 1;
}

int read_authority_info_access(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    known->authority_info_access = contents_of(value);
    return read_access_descriptions(value, FIELD(AUTHORITY_INFO_ACCESS), rows);
}

/*
 * RFC 6960 4.4.6: ServiceLocator ::= SEQUENCE { issuer Name, locator AuthorityInfoAccessSyntax }. In RFC 2560 the
 * locator is OPTIONAL. It cannot be an empty list, so it is left out when it would be one.
 */
int read_service_locator(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor locator;
    ocsp_bytes *issuer = NEW_ROW(value, rows, ocsp_bytes);

    (void)known;
    return issuer != NULL && der_enter(value, FIELD(SERVICE_LOCATOR), TAG_SEQUENCE, &locator) &&
           read_name(&locator, FIELD(ISSUER), &issuer->bytes, NULL) &&
           (der_at_end(&locator) || read_access_descriptions(&locator, FIELD(LOCATOR), rows)) && der_leave(&locator);
}

static int read_instant(der_cursor *value, ocsp_field field, ocsp_rows *rows)
{
    ocsp_instant *row = NEW_ROW(value, rows, ocsp_instant);

    return row != NULL && read_generalized_time(value, field, &row->time);
}

/* RFC 6960 4.4.4: ArchiveCutoff ::= GeneralizedTime */
int read_archive_cutoff(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    return read_instant(value, FIELD(ARCHIVE_CUTOFF), rows);
}

/* RFC 5280 5.3.2: InvalidityDate ::= GeneralizedTime */
int read_invalidity_date(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    return read_instant(value, FIELD(INVALIDITY_DATE), rows);
}

/*
 * RFC 6960 4.4.2:
 *   CrlID ::= SEQUENCE {
 *        crlUrl  [0] EXPLICIT IA5String OPTIONAL,
 *        crlNum  [1] EXPLICIT INTEGER OPTIONAL,
 *        crlTime [2] EXPLICIT GeneralizedTime OPTIONAL }
 */
int read_crl_id(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor sequence, inner;
    ocsp_crl_id *row = NEW_ROW(value, rows, ocsp_crl_id);

    (void)known;
    if (row == NULL || !der_enter(value, FIELD(CRL_ID), TAG_SEQUENCE, &sequence)) {
        return 0;
    }
    row->url = row->number = ABSENT_SPAN;
    row->time = ABSENT_TIME;
    return (!der_next_is(&sequence, TAG_EXPLICIT(0)) ||
            (der_enter(&sequence, FIELD(CRL_URL), TAG_EXPLICIT(0), &inner) &&
             der_read(&inner, FIELD(NONE), TAG_IA5_STRING, &row->url) && der_leave(&inner))) &&
           (!der_next_is(&sequence, TAG_EXPLICIT(1)) ||
            (der_enter(&sequence, FIELD(CRL_NUM), TAG_EXPLICIT(1), &inner) &&
             der_integer(&inner, FIELD(NONE), &row->number) && der_leave(&inner))) &&
           (!der_next_is(&sequence, TAG_EXPLICIT(2)) ||
            (der_enter(&sequence, FIELD(CRL_TIME), TAG_EXPLICIT(2), &inner) &&
             read_generalized_time(&inner, FIELD(NONE), &row->time) && der_leave(&inner))) &&
           der_leave(&sequence);
}

int read_crl_reason(der_cursor *cursor, ocsp_field field, int32_t *reason)
{
    if (!der_small(cursor, field, TAG_ENUMERATED, reason)) {
        return 0;
    }
    switch (*reason) {
#define REASON(member, number, ...) case number:
#include "lists/enums.def"
        return 1;
    default:
        return der_complain(cursor, OCSP_FAULT_CRL_REASON, der_small_contents(cursor, *reason), 0, (uint32_t)*reason);
    }
}

int read_reason(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    ocsp_number *row = NEW_ROW(value, rows, ocsp_number);

    (void)known;
    return row != NULL && read_crl_reason(value, FIELD(CRL_REASON), &row->number);
}

/* RFC 5280 5.3.3: CertificateIssuer ::= GeneralNames; a row for the Name of each directoryName. */
int read_certificate_issuer(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor list;
    ocsp_span directory_name, uri;

    (void)known;
    if (!der_enter(value, FIELD(CERTIFICATE_ISSUER), TAG_SEQUENCE, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        if (!read_general_name(&list, FIELD(ITEM), &directory_name, &uri)) {
            return 0;
        }
        if (is_present(directory_name)) {
            ocsp_bytes *row = NEW_ROW(&list, rows, ocsp_bytes);
            if (row == NULL) {
                return 0;
            }
            row->bytes = directory_name;
        }
    }
    return 1;
}

/* A vector of TLS, RFC 5246 4.3, with a length of two octets; *at is moved past it. */
static int tls_vector(der_cursor *cursor, const uint8_t **at, const uint8_t *end, ocsp_span *contents)
{
    size_t left = (size_t)(end - *at);

    if (left < 2 || left - 2 < ((size_t)(*at)[0] << 8 | (*at)[1])) {
        return der_refuse(cursor, OCSP_FAULT_SCT_LENGTH, *at, 0, 0);
    }
    *contents = der_span(cursor, *at + 2, *at + 2 + ((size_t)(*at)[0] << 8 | (*at)[1]));
    *at = der_bytes(cursor, *contents) + contents->length;
    return 1;
}

/*
 * RFC 6962 3.2, in the presentation language of TLS:
 *   struct {
 *        Version sct_version; LogID id; uint64 timestamp; CtExtensions extensions<0..2^16-1>;
 *        digitally-signed struct { ... };
 *   } SignedCertificateTimestamp;
 * A version other than v1 (0) has another form: it is passed over.
 */
static int read_sct(der_cursor *cursor, ocsp_span sct, ocsp_rows *rows)
{
    const uint8_t *at = der_bytes(cursor, sct);
    const uint8_t *end = at + sct.length;

    if (sct.length > 0 && *at != 0) {
        return 1;
    }
    if (sct.length < 1 + 32 + 8) {
        return der_refuse(cursor, OCSP_FAULT_SCT_LENGTH, at, 0, 0);
    }
    ocsp_sct *row = NEW_ROW(cursor, rows, ocsp_sct);
    if (row == NULL) {
        return 0;
    }
    row->version = *at++;
    row->log_id = der_span(cursor, at, at + 32);
    at += 32;
    row->timestamp = der_span(cursor, at, at + 8);
    at += 8;
    if (!tls_vector(cursor, &at, end, &row->extensions)) {
        return 0;
    }
    if (end - at < 2) {
        return der_refuse(cursor, OCSP_FAULT_SCT_LENGTH, at, 0, 0);
    }
    row->hash_algorithm = *at++;
    row->signature_algorithm = *at++;
    return tls_vector(cursor, &at, end, &row->signature) &&
           (at == end || der_refuse(cursor, OCSP_FAULT_SCT_LENGTH, at, 0, 0));
}

/* RFC 6962 3.3: an OCTET STRING with struct { SerializedSCT sct_list<1..2^16-1>; } SignedCertificateTimestampList. */
int read_sct_list(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    ocsp_span octets, list, sct;

    (void)known;
    if (!der_read(value, FIELD(SIGNED_CERTIFICATE_TIMESTAMP_LIST), TAG_OCTET_STRING, &octets)) {
        return 0;
    }
    const uint8_t *at = der_bytes(value, octets);
    const uint8_t *end = at + octets.length;
    if (!tls_vector(value, &at, end, &list)) {
        return 0;
    }
    if (at != end || list.length == 0) {
        return der_refuse(value, OCSP_FAULT_SCT_LENGTH, at, 0, 0);
    }
    for (at = der_bytes(value, list); at != end;) {
        if (!tls_vector(value, &at, end, &sct) || !read_sct(value, sct, rows)) {
            return 0;
        }
    }
    return 1;
}

/*
 * RFC 5280 4.2.1.9: BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX)
 * OPTIONAL }
 */
int read_basic_constraints(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor sequence;

    (void)rows;
    known->is_ca = 0;
    return der_enter(value, FIELD(BASIC_CONSTRAINTS), TAG_SEQUENCE, &sequence) &&
           (!der_next_is(&sequence, TAG_BOOLEAN) || der_boolean(&sequence, FIELD(CA), &known->is_ca)) &&
           (!der_next_is(&sequence, TAG_INTEGER) ||
            der_small(&sequence, FIELD(PATH_LEN_CONSTRAINT), TAG_INTEGER, &known->path_length)) &&
           der_leave(&sequence);
}

/* RFC 5280 4.2.1.3: KeyUsage ::= BIT STRING; bit 0 is the highest of the first octet. Unused bits are ignored. */
int read_key_usage(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    ocsp_span bits;

    (void)rows;
    if (!der_read(value, FIELD(KEY_USAGE), TAG_BIT_STRING, &bits)) {
        return 0;
    }
    const uint8_t *octets = der_bytes(value, bits);
    if (bits.length == 0) {
        return der_refuse(value, OCSP_FAULT_BIT_STRING_EMPTY, octets, 0, 0);
    }
    if (octets[0] > 7 || (octets[0] > 0 && bits.length == 1)) {
        return der_refuse(value, OCSP_FAULT_BIT_STRING_COUNT, octets, 0, octets[0]);
    }
    uint32_t count = 8 * (bits.length - 1) - octets[0];
    known->key_usage = 0;
    for (uint32_t bit = 0; bit < 16 && bit < count; bit++) {
        known->key_usage |= (octets[1 + bit / 8] >> (7 - bit % 8) & 1) << bit;
    }
    return 1;
}

/* RFC 6960 4.4.8: NULL */
int read_extended_revoke(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)rows;
    known->extended_revoke = 1;
    return der_null(value, FIELD(NONE));
}

/* RFC 6960 4.2.2.2.1: NULL, but its presence is what counts. */
int read_no_check(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    known->no_check = 1;
    return skip_value(value, known, rows);
}

/*
 * RFC 5280 4.2.1.1, with implicit tags:
 *   AuthorityKeyIdentifier ::= SEQUENCE {
 *        keyIdentifier             [0] KeyIdentifier OPTIONAL,
 *        authorityCertIssuer       [1] GeneralNames OPTIONAL,
 *        authorityCertSerialNumber [2] CertificateSerialNumber OPTIONAL }
 */
static int trace_authority_key_identifier(der_cursor *value)
{
    der_cursor sequence, list;
    ocsp_span ignored, also_ignored;

    if (!der_enter(value, FIELD(AUTHORITY_KEY_IDENTIFIER), TAG_SEQUENCE, &sequence) ||
        (der_next_is(&sequence, TAG_CONTEXT(0)) &&
         !der_read(&sequence, FIELD(KEY_IDENTIFIER), TAG_CONTEXT(0), &ignored))) {
        return 0;
    }
    if (der_next_is(&sequence, TAG_EXPLICIT(1))) {
        if (!der_enter(&sequence, FIELD(AUTHORITY_CERT_ISSUER), TAG_EXPLICIT(1), &list)) {
            return 0;
        }
        while (!der_at_end(&list)) {
            if (!read_general_name(&list, FIELD(ITEM), &ignored, &also_ignored)) {
                return 0;
            }
        }
    }
    return (!der_next_is(&sequence, TAG_CONTEXT(2)) ||
            der_read(&sequence, FIELD(AUTHORITY_CERT_SERIAL_NUMBER), TAG_CONTEXT(2), &ignored)) &&
           der_leave(&sequence) && der_leave(value);
}

/* RFC 5280 4.2.1.2: SubjectKeyIdentifier ::= OCTET STRING */
static int trace_subject_key_identifier(der_cursor *value)
{
    ocsp_span ignored;

    return der_read(value, FIELD(SUBJECT_KEY_IDENTIFIER), TAG_OCTET_STRING, &ignored) && der_leave(value);
}

/* A type whose contents decide nothing: it is read for the trace only, and may be broken. */
static int show_value(der_cursor *value, int (*trace)(der_cursor *value))
{
    const uint8_t *start = value->at;

    if (value->context->trace == NULL) {
        value->at = value->end;
        return 1;
    }
    der_mark mark = der_mark_here(value);
    if (trace(value) || der_is_cut(value)) {
        der_settle(value, mark);
        return 1;
    }
    der_forgive(value, mark);
    value->at = start;
    return skip_value(value, NULL, NULL);
}

int read_authority_key_identifier(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    (void)rows;
    return show_value(value, trace_authority_key_identifier);
}

int read_subject_key_identifier(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    (void)rows;
    return show_value(value, trace_subject_key_identifier);
}

/* ---------------------------------------------------------------------------------------------- writers */

void no_writer(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    (void)writer;
    (void)input;
    (void)rows;
    (void)rows_size;
}

void write_nonce(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    ocsp_span nonce = ((const ocsp_bytes *)rows)->bytes;

    (void)rows_size;
    der_put_element(writer, TAG_OCTET_STRING, input + nonce.offset, nonce.length);
}

void write_oids(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    const ocsp_bytes *oids = rows;

    for (size_t i = rows_size / sizeof *oids; i-- > 0;) {
        der_put_element(writer, TAG_OID, input + oids[i].bytes.offset, oids[i].bytes.length);
    }
    der_wrap(writer, TAG_SEQUENCE, 0);
}

void write_preferred_algorithms(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    const ocsp_number *algorithms = rows;

    (void)input;
    for (size_t i = rows_size / sizeof *algorithms; i-- > 0;) {
        size_t since = der_written(writer);
        write_signature_algorithm(writer, (ocsp_signature)algorithms[i].number);
        der_wrap(writer, TAG_SEQUENCE, since);
    }
    der_wrap(writer, TAG_SEQUENCE, 0);
}

void write_service_locator(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    const ocsp_bytes *issuer = rows;
    const ocsp_access *access = (const ocsp_access *)(const void *)(issuer + 1);
    size_t access_count = (rows_size - sizeof *issuer) / sizeof *access;

    for (size_t i = access_count; i-- > 0;) {
        size_t since = der_written(writer);
        der_put_element(writer, TAG_CONTEXT(6), input + access[i].uri.offset, access[i].uri.length);
        der_put_oid(writer, (ocsp_oid)access[i].method);
        der_wrap(writer, TAG_SEQUENCE, since);
    }
    if (access_count > 0) {
        der_wrap(writer, TAG_SEQUENCE, 0);
    }
    der_put(writer, input + issuer->bytes.offset, issuer->bytes.length);
    der_wrap(writer, TAG_SEQUENCE, 0);
}

void write_instant(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    (void)input;
    (void)rows_size;
    write_generalized_time(writer, ((const ocsp_instant *)rows)->time);
}

static void write_explicit(der_writer *writer, unsigned number, unsigned tag, const uint8_t *input, ocsp_span contents)
{
    size_t since = der_written(writer);

    if (is_present(contents)) {
        der_put_element(writer, tag, input + contents.offset, contents.length);
        der_wrap(writer, TAG_EXPLICIT(number), since);
    }
}

void write_crl_id(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    const ocsp_crl_id *crl_id = rows;

    (void)rows_size;
    if (time_is_present(crl_id->time)) {
        write_generalized_time(writer, crl_id->time);
        der_wrap(writer, TAG_EXPLICIT(2), 0);
    }
    write_explicit(writer, 1, TAG_INTEGER, input, crl_id->number);
    write_explicit(writer, 0, TAG_IA5_STRING, input, crl_id->url);
    der_wrap(writer, TAG_SEQUENCE, 0);
}

void write_reason(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    uint8_t reason = (uint8_t)((const ocsp_number *)rows)->number;

    (void)input;
    (void)rows_size;
    der_put_element(writer, TAG_ENUMERATED, &reason, 1);
}

void write_null(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size)
{
    (void)input;
    (void)rows;
    (void)rows_size;
    der_put_element(writer, TAG_NULL, NULL, 0);
}
