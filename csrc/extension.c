/*
 * Extensions, RFC 5280 4.1.2.9, and the values of those that the library knows.
 *
 *   Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
 *   Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
 *
 * An empty list is accepted, since responders send it. Not decoded are the extensions of certificates that OCSP does not need.
 */
#include "internal.h"

#include <string.h>

const ocsp_known nothing_known = {.nonce = {OCSP_ABSENT, 0},
                                  .path_length = -1,
                                  .key_usage = -1,
                                  .extended_key_usage = {OCSP_ABSENT, 0},
                                  .authority_info_access = {OCSP_ABSENT, 0},
                                  .critical = {OCSP_ABSENT, 0}};

/*
 * RFC 6960 4.4.1: Nonce ::= OCTET STRING. Responders older than RFC 8954 put the bytes themselves into extnValue: then those are the
 * nonce, whatever they are.
 */
static int read_nonce(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_mark mark = der_mark_here(value);
    ocsp_span whole = der_span(value, value->at, value->end);
    ocsp_bytes *row = NEW_ROW(value, rows, ocsp_bytes);

    if (row == NULL) {
        return 0;
    }
    if (!der_read(value, FIELD(NONCE), TAG_OCTET_STRING, &known->nonce) || !der_at_end(value)) {
        der_forgive(value, mark);
        value->at = value->end;
        known->nonce = whole;
    }
    row->bytes = known->nonce;
    return 1;
}

/* AcceptableResponses, RFC 6960 4.4.3, and ExtKeyUsageSyntax, RFC 5280 4.2.1.12: SEQUENCE OF OBJECT IDENTIFIER */
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

/*
 * RFC 6960 4.4.7.1:
 *   PreferredSignatureAlgorithms ::= SEQUENCE OF PreferredSignatureAlgorithm
 *   PreferredSignatureAlgorithm ::= SEQUENCE { sigIdentifier AlgorithmIdentifier, pubKeyAlgIdentifier SMIMECapability OPTIONAL }
 */
static int read_preferred_algorithms(der_cursor *value, ocsp_rows *rows)
{
    der_cursor list, preferred;
    ocsp_algorithm key_algorithm;

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
        row->method =
            (int32_t)oid_among(der_bytes(&access, method), method.length, OCSP_OID_AD_OCSP, OCSP_OID_AD_CA_ISSUERS);
    }
    return 1;
}

/*
 * RFC 6960 4.4.6: ServiceLocator ::= SEQUENCE { issuer Name, locator AuthorityInfoAccessSyntax }. RFC 2560 has the locator OPTIONAL, and
 * it cannot be an empty list, so where there is nothing to say it is left out.
 */
static int read_service_locator(der_cursor *value, ocsp_rows *rows)
{
    der_cursor locator;
    ocsp_bytes *issuer = NEW_ROW(value, rows, ocsp_bytes);

    return issuer != NULL && der_enter(value, FIELD(SERVICE_LOCATOR), TAG_SEQUENCE, &locator) &&
           read_name(&locator, FIELD(ISSUER), &issuer->bytes, NULL) &&
           (der_at_end(&locator) || read_access_descriptions(&locator, FIELD(LOCATOR), rows)) && der_leave(&locator);
}

static int read_instant(der_cursor *value, ocsp_field field, ocsp_rows *rows)
{
    ocsp_instant *row = NEW_ROW(value, rows, ocsp_instant);

    return row != NULL && read_generalized_time(value, field, &row->time);
}

/*
 * RFC 6960 4.4.2:
 *   CrlID ::= SEQUENCE {
 *        crlUrl  [0] EXPLICIT IA5String OPTIONAL,
 *        crlNum  [1] EXPLICIT INTEGER OPTIONAL,
 *        crlTime [2] EXPLICIT GeneralizedTime OPTIONAL }
 */
static int read_crl_id(der_cursor *value, ocsp_rows *rows)
{
    der_cursor sequence, inner;
    ocsp_crl_id *row = NEW_ROW(value, rows, ocsp_crl_id);

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
#define REASON(member, number, identifier) case number:
#define VERDICT(member, number, meaning)
#define RESPONSE_STATUS(member, number, identifier)
#define CERT_STATUS(member, number, identifier)
#include "lists/enums.def"
#undef REASON
#undef VERDICT
#undef RESPONSE_STATUS
#undef CERT_STATUS
        return 1;
    default:
        return der_refuse(cursor, OCSP_FAULT_CRL_REASON, der_small_contents(cursor, *reason), 0, (uint32_t)*reason);
    }
}

static int read_reason_value(der_cursor *value, ocsp_rows *rows)
{
    ocsp_number *row = NEW_ROW(value, rows, ocsp_number);

    return row != NULL && read_crl_reason(value, FIELD(CRL_REASON), &row->number);
}

/* RFC 5280 5.3.3: CertificateIssuer ::= GeneralNames; the Name of each directoryName is told. */
static int read_certificate_issuer(der_cursor *value, ocsp_rows *rows)
{
    der_cursor list;
    ocsp_span directory_name, uri;

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

/* A vector of TLS, RFC 5246 4.3, with a length of two octets; *at is moved behind it. */
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
 * Another version than v1 (0) has another form: it is passed over.
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
static int read_sct_list(der_cursor *value, ocsp_rows *rows)
{
    ocsp_span octets, list, sct;

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
static int read_basic_constraints(der_cursor *value, ocsp_known *known)
{
    der_cursor sequence;

    known->is_ca = 0;
    return der_enter(value, FIELD(BASIC_CONSTRAINTS), TAG_SEQUENCE, &sequence) &&
           (!der_next_is(&sequence, TAG_BOOLEAN) || der_boolean(&sequence, FIELD(CA), &known->is_ca)) &&
           (!der_next_is(&sequence, TAG_INTEGER) ||
            der_small(&sequence, FIELD(PATH_LEN_CONSTRAINT), TAG_INTEGER, &known->path_length)) &&
           der_leave(&sequence);
}

/*
 * RFC 5280 4.2.1.3: KeyUsage ::= BIT STRING; bit 0 is the highest of the first octet. Unused bits are no bits, whatever
 * they are.
 */
static int read_key_usage(der_cursor *value, ocsp_known *known)
{
    ocsp_span bits;

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

/* A type without a grammar here. */
static int skip_value(der_cursor *value, ocsp_span contents)
{
    der_trace_contents(value->parent, contents);
    value->at = value->end;
    return 1;
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

/* A type whose contents decide nothing, and are read for the trace; one that is broken is none here. */
static int show_value(der_cursor *value, ocsp_span contents, int (*trace)(der_cursor *value))
{
    der_mark mark = der_mark_here(value);

    if (value->context->trace == NULL) {
        value->at = value->end;
        return 1;
    }
    if (trace(value) || der_is_cut(value)) {
        return 1;
    }
    der_forgive(value, mark);
    return skip_value(value, contents);
}

/* The contents of extnValue. */
static int read_value(der_cursor *value, ocsp_oid id, ocsp_known *known, ocsp_rows *rows)
{
    ocsp_span contents = der_span(value, value->at, value->end);

    switch (id) {
    case OCSP_OID_NONCE:
        return read_nonce(value, known, rows);
    case OCSP_OID_EXT_KEY_USAGE:
        known->extended_key_usage = contents;
        return read_oids(value, FIELD(EXT_KEY_USAGE), rows);
    case OCSP_OID_ACCEPTABLE_RESPONSES:
        return read_oids(value, FIELD(ACCEPTABLE_RESPONSES), rows);
    case OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS:
        return read_preferred_algorithms(value, rows);
    case OCSP_OID_SERVICE_LOCATOR:
        return read_service_locator(value, rows);
    case OCSP_OID_AUTHORITY_INFO_ACCESS:
        known->authority_info_access = contents;
        return read_access_descriptions(value, FIELD(AUTHORITY_INFO_ACCESS), rows);
    case OCSP_OID_ARCHIVE_CUTOFF:
        return read_instant(value, FIELD(ARCHIVE_CUTOFF), rows);
    case OCSP_OID_INVALIDITY_DATE:
        return read_instant(value, FIELD(INVALIDITY_DATE), rows);
    case OCSP_OID_CRL_REFERENCES:
        return read_crl_id(value, rows);
    case OCSP_OID_CRL_REASON:
        return read_reason_value(value, rows);
    case OCSP_OID_CERTIFICATE_ISSUER:
        return read_certificate_issuer(value, rows);
    case OCSP_OID_SIGNED_CERTIFICATE_TIMESTAMPS:
        return read_sct_list(value, rows);
    case OCSP_OID_EXTENDED_REVOKE:
        known->extended_revoke = 1;
        return der_null(value, FIELD(NONE));
    case OCSP_OID_BASIC_CONSTRAINTS:
        return read_basic_constraints(value, known);
    case OCSP_OID_KEY_USAGE:
        return read_key_usage(value, known);
    case OCSP_OID_AUTHORITY_KEY_IDENTIFIER:
        return show_value(value, contents, trace_authority_key_identifier);
    case OCSP_OID_SUBJECT_KEY_IDENTIFIER:
        return show_value(value, contents, trace_subject_key_identifier);
    case OCSP_OID_OCSP_NO_CHECK:
        /* Its presence is what counts. */
        known->no_check = 1;
        return skip_value(value, contents);
    default:
        return skip_value(value, contents);
    }
}

/*
 * Being critical, an extension must be understood where it stands: known there, and heeded or of no effect on the
 * decision. Of a certificate that means the responder's.
 */
static int is_understood(ocsp_oid id, extensions_place place)
{
    switch (id) {
    case OCSP_OID_NONCE:
    case OCSP_OID_EXTENDED_REVOKE:
        return place == EXTENSIONS_OF_RESPONSE;
    case OCSP_OID_CRL_REFERENCES:
    case OCSP_OID_ARCHIVE_CUTOFF:
    case OCSP_OID_CRL_REASON:
    case OCSP_OID_INVALIDITY_DATE:
    case OCSP_OID_CERTIFICATE_ISSUER:
    case OCSP_OID_SIGNED_CERTIFICATE_TIMESTAMPS:
        return place == EXTENSIONS_OF_ENTRY;
    case OCSP_OID_KEY_USAGE:
    case OCSP_OID_EXT_KEY_USAGE:
    case OCSP_OID_BASIC_CONSTRAINTS:
    case OCSP_OID_OCSP_NO_CHECK:
    case OCSP_OID_AUTHORITY_INFO_ACCESS:
    case OCSP_OID_SUBJECT_KEY_IDENTIFIER:
    case OCSP_OID_AUTHORITY_KEY_IDENTIFIER:
    /*
     * Of no effect on a delegate that the issuer itself issued: its other names, where its own revocation stands,
     * policies.
     */
    case OCSP_OID_SUBJECT_ALT_NAME:
    case OCSP_OID_CRL_DISTRIBUTION_POINTS:
    case OCSP_OID_CERTIFICATE_POLICIES:
        return place == EXTENSIONS_OF_CERTIFICATE;
    default:
        return 0;
    }
}

/* The OIDs of the list so far, to find one that comes twice. */
typedef struct {
    const uint8_t *oid[OCSP_EXTENSION_LIMIT];
    uint8_t length[OCSP_EXTENSION_LIMIT];
    size_t count;
} seen_oids;

static int is_new(der_cursor *cursor, seen_oids *seen, ocsp_span span)
{
    const uint8_t *oid = der_bytes(cursor, span);

    for (size_t i = 0; i < seen->count; i++) {
        if (seen->length[i] == span.length && memcmp(seen->oid[i], oid, span.length) == 0) {
            return der_refuse(cursor, OCSP_FAULT_EXTENSION_DUPLICATE, oid, 0, 0);
        }
    }
    if (seen->count == OCSP_EXTENSION_LIMIT) {
        return der_refuse(cursor, OCSP_FAULT_EXTENSIONS_TOO_MANY, oid, OCSP_EXTENSION_LIMIT, 0);
    }
    seen->oid[seen->count] = oid;
    seen->length[seen->count++] = (uint8_t)span.length;
    return 1;
}

static int read_critical(der_cursor *extension, extensions_place place, int32_t *critical)
{
    *critical = 0;
    if (!der_next_is(extension, TAG_BOOLEAN)) {
        return 1;
    }
    if (!der_boolean(extension, FIELD(CRITICAL), critical)) {
        return 0;
    }
    if (!*critical && place != EXTENSIONS_OF_CERTIFICATE) {
        return der_refuse(extension, OCSP_FAULT_DEFAULT_ENCODED, extension->at - 3, 0, 0);
    }
    return 1;
}

static int read_extension(der_cursor *list, extensions_place place, seen_oids *seen, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor extension, value;
    ocsp_extension *row = NEW_ROW(list, rows, ocsp_extension);

    if (row == NULL || !der_enter(list, FIELD(ITEM), TAG_SEQUENCE, &extension)) {
        return 0;
    }
    /* Without rows the row is scratch, which the value's rows overwrite: it is read no more behind read_value(). */
    const uint8_t *start = extension.at;
    if (!der_oid(&extension, FIELD(EXTN_ID), TAG_OID, &row->oid) || !is_new(&extension, seen, row->oid) ||
        !read_critical(&extension, place, &row->critical) ||
        !der_enter(&extension, FIELD(EXTN_VALUE), TAG_OCTET_STRING, &value)) {
        return 0;
    }
    ocsp_oid id =
        oid_among(der_bytes(list, row->oid), row->oid.length, OCSP_OID_NONCE, OCSP_OID_PRECERTIFICATE_TIMESTAMPS);
    int32_t critical = row->critical;
    row->id = (int32_t)id;
    row->value = der_span(list, value.at, value.end);
    if (!read_value(&value, id, known, NULL) || !der_leave(&value) || !der_leave(&extension)) {
        return 0;
    }
    if (critical && !is_understood(id, place) && !is_present(known->critical)) {
        known->critical = der_span(list, start, extension.end);
    }
    return 1;
}

int read_extensions(der_cursor *cursor, ocsp_field field, extensions_place place, ocsp_span *element, ocsp_known *known,
                    ocsp_rows *rows)
{
    const uint8_t *start = cursor->at;
    der_cursor list;
    seen_oids seen;

    seen.count = 0;
    *known = nothing_known;
    if (!der_enter(cursor, field, TAG_SEQUENCE, &list)) {
        return 0;
    }
    *element = der_span(cursor, start, cursor->at);
    while (!der_at_end(&list)) {
        if (!read_extension(&list, place, &seen, known, rows)) {
            return 0;
        }
    }
    return 1;
}

int read_optional_extensions(der_cursor *cursor, ocsp_field field, unsigned number, extensions_place place,
                             ocsp_span *element, ocsp_known *known)
{
    der_cursor explicit;

    *element = ABSENT_SPAN;
    *known = nothing_known;
    return !der_next_is(cursor, TAG_EXPLICIT(number)) ||
           (der_enter(cursor, field, TAG_EXPLICIT(number), &explicit) &&
            read_extensions(&explicit, FIELD(NONE), place, element, known, NULL) && der_leave(&explicit));
}

ocsp_error ocsp_read_extensions(const uint8_t *der, size_t length, ocsp_rows *rows, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;
    ocsp_span element;
    ocsp_known known;

    /* The message or certificate was read before, by the rules of its place: here the milder ones do. */
    int read = der_open(&root, &context, der, length) &&
               read_extensions(&root, FIELD(EXTENSIONS), EXTENSIONS_OF_CERTIFICATE, &element, &known, rows) &&
               der_leave(&root);

    return der_outcome(&context, read);
}

ocsp_error ocsp_read_extension_value(const uint8_t *der, size_t length, ocsp_oid id, ocsp_rows *rows,
                                     ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root, value;
    ocsp_known known = nothing_known;

    int read = der_open(&root, &context, der, length);
    if (read) {
        root.field = FIELD(EXTN_VALUE);
        der_into(&root, der_span(&root, root.at, root.end), &value);
        read = read_value(&value, id, &known, rows) && der_leave(&value);
    }
    return der_outcome(&context, read);
}

size_t ocsp_write_extension(const uint8_t *oid, size_t oid_length, int critical, const uint8_t *value,
                            size_t value_length, uint8_t *buffer, size_t size)
{
    static const uint8_t true_octet = 0xff;
    der_writer writer;

    der_begin(&writer, buffer, size);
    der_put_element(&writer, TAG_OCTET_STRING, value, value_length);
    if (critical) {
        der_put_element(&writer, TAG_BOOLEAN, &true_octet, 1);
    }
    der_put_element(&writer, TAG_OID, oid, oid_length);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    return der_written(&writer);
}

void write_extensions(der_writer *writer, unsigned number, const uint8_t *input, ocsp_span elements)
{
    size_t since = der_written(writer);

    if (is_present(elements)) {
        der_put(writer, input + elements.offset, elements.length);
        der_wrap(writer, TAG_SEQUENCE, since);
        der_wrap(writer, TAG_EXPLICIT(number), since);
    }
}

static void write_explicit(der_writer *writer, unsigned number, unsigned tag, const uint8_t *input, ocsp_span contents)
{
    size_t since = der_written(writer);

    if (is_present(contents)) {
        der_put_element(writer, tag, input + contents.offset, contents.length);
        der_wrap(writer, TAG_EXPLICIT(number), since);
    }
}

static void write_crl_id(der_writer *writer, const uint8_t *input, const ocsp_crl_id *crl_id)
{
    if (time_is_present(crl_id->time)) {
        write_generalized_time(writer, crl_id->time);
        der_wrap(writer, TAG_EXPLICIT(2), 0);
    }
    write_explicit(writer, 1, TAG_INTEGER, input, crl_id->number);
    write_explicit(writer, 0, TAG_IA5_STRING, input, crl_id->url);
    der_wrap(writer, TAG_SEQUENCE, 0);
}

static void write_service_locator(der_writer *writer, const uint8_t *input, const ocsp_bytes *issuer,
                                  size_t access_count)
{
    const ocsp_access *access = (const ocsp_access *)(const void *)(issuer + 1);

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

size_t ocsp_write_extension_value(ocsp_oid id, const uint8_t *input, const void *rows, size_t rows_size,
                                  uint8_t *buffer, size_t size)
{
    const ocsp_bytes *bytes = rows;
    const ocsp_number *numbers = rows;
    uint8_t reason;
    der_writer writer;

    der_begin(&writer, buffer, size);
    switch (id) {
    case OCSP_OID_NONCE:
        der_put_element(&writer, TAG_OCTET_STRING, input + bytes->bytes.offset, bytes->bytes.length);
        break;
    case OCSP_OID_ACCEPTABLE_RESPONSES:
        for (size_t i = rows_size / sizeof *bytes; i-- > 0;) {
            der_put_element(&writer, TAG_OID, input + bytes[i].bytes.offset, bytes[i].bytes.length);
        }
        der_wrap(&writer, TAG_SEQUENCE, 0);
        break;
    case OCSP_OID_PREFERRED_SIGNATURE_ALGORITHMS:
        for (size_t i = rows_size / sizeof *numbers; i-- > 0;) {
            size_t since = der_written(&writer);
            write_signature_algorithm(&writer, (ocsp_signature)numbers[i].number);
            der_wrap(&writer, TAG_SEQUENCE, since);
        }
        der_wrap(&writer, TAG_SEQUENCE, 0);
        break;
    case OCSP_OID_SERVICE_LOCATOR:
        write_service_locator(&writer, input, bytes, (rows_size - sizeof *bytes) / sizeof(ocsp_access));
        break;
    case OCSP_OID_ARCHIVE_CUTOFF:
    case OCSP_OID_INVALIDITY_DATE:
        write_generalized_time(&writer, ((const ocsp_instant *)rows)->time);
        break;
    case OCSP_OID_CRL_REFERENCES:
        write_crl_id(&writer, input, rows);
        break;
    case OCSP_OID_CRL_REASON:
        reason = (uint8_t)numbers->number;
        der_put_element(&writer, TAG_ENUMERATED, &reason, 1);
        break;
    case OCSP_OID_EXTENDED_REVOKE:
        der_put_element(&writer, TAG_NULL, NULL, 0);
        break;
    default:
        break;
    }
    return der_written(&writer);
}
