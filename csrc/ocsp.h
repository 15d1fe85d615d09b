/*
 * bearocsp: OCSP requests and responses (RFC 6960, 9654, 9919), and what OCSP needs of X.509 certificates, on BearSSL.
 *
 * Every function is pure: it reads its arguments and writes its outputs, allocates nothing and knows no clock. It keeps
 * nothing but constants of the curves, which are made on first use and do not depend on any input.
 *
 * An input is one run of bytes, and what is found in it is given as spans of offset and length, so that a result can be
 * copied anywhere. A result is a struct of 32-bit cells (tables.def lists them); where its number is open, further rows
 * go to an ocsp_rows that the caller provides. A refusal fills an ocsp_refusal: what was wrong (faults.def), at which
 * byte, and where in the structure (fields.def).
 *
 * What it does not do:
 *  - Reading a response is not a reason to believe it: ocsp_verify() says whether there is one.
 *  - It does not look up the revocation of a responder's certificate, nor anything above the issuer.
 *  - It does not look inside the certificates that a message carries: each is checked to be one element, and is read by
 *    its own call.
 *  - BER that is not DER is refused, and so are inputs over OCSP_INPUT_LIMIT, lists of more than OCSP_EXTENSION_LIMIT
 *    extensions and OBJECT IDENTIFIERs and INTEGERs over OCSP_OID_LIMIT and OCSP_INTEGER_LIMIT octets.
 *  - A certificate is read as OCSP needs it. It is not validated.
 */
#ifndef OCSP_H
#define OCSP_H

#include <stddef.h>
#include <stdint.h>

/* Bytes in memory. What lies in them is told by an ocsp_span, which is relative and so can be copied anywhere. */
typedef struct {
    const uint8_t *data;
    size_t length;
} ocsp_data;

enum {
#define LIMIT(name, number) OCSP_##name##_LIMIT = (number),
#include "lists/limits.def"
#define DEFAULT(id, name, number) OCSP_DEFAULT_##id = (number),
#include "lists/defaults.def"
};

/*
 * The enumerations, from the lists. OCSP_OK, OCSP_FAULT_NONE, OCSP_HASH_NONE, OCSP_SIGNATURE_NONE and OCSP_OID_UNKNOWN
 * are 0.
 */

typedef enum {
    OCSP_OK,
#define ERROR(name, ...) OCSP_ERR_##name,
#include "lists/errors.def"
} ocsp_error;

typedef enum {
    OCSP_FAULT_NONE,
#define FAULT(name, ...) OCSP_FAULT_##name,
#include "lists/faults.def"
    OCSP_FAULT_COUNT
} ocsp_fault;

/* Paths are made of the fields before OCSP_FIELD_PATH_END. */
typedef enum {
#define FIELD(name, ...) OCSP_FIELD_##name,
#include "lists/fields.def"
    OCSP_FIELD_PATH_END,
#define TYPE(name, ...) OCSP_FIELD_##name,
#include "lists/fields.def"
    OCSP_FIELD_COUNT
} ocsp_field;

typedef enum {
    OCSP_OID_UNKNOWN,
#define OID(id, ...) OCSP_OID_##id,
#define ATTRIBUTE(id, ...) OCSP_OID_##id,
#include "lists/oids.def"
#define EXTENSION(id, ...) OCSP_OID_##id,
#include "lists/extensions.def"
    OCSP_OID_COUNT
} ocsp_oid;

typedef enum {
    OCSP_HASH_NONE,
#define HASH(id, ...) OCSP_HASH_##id,
#include "lists/algorithms.def"
    OCSP_HASH_COUNT,
/* To the core they are none: it computes nothing with them. */
#define HOST_HASH(id, ...) OCSP_HASH_##id = OCSP_HASH_NONE,
#include "lists/algorithms.def"
} ocsp_hash;

#define OCSP_HASH_MAX_OCTETS 64

typedef enum {
#define KIND(member, ...) OCSP_KIND_##member,
#include "lists/kinds.def"
} ocsp_kind;

typedef enum {
    OCSP_SIGNATURE_NONE,
#define SIGNATURE(id, ...) OCSP_SIGNATURE_##id,
#include "lists/algorithms.def"
    OCSP_SIGNATURE_COUNT
} ocsp_signature;

enum {
#define RESPONSE_STATUS(member, number, ...) OCSP_STATUS_##member = (number),
#define CERT_STATUS(member, number, ...) OCSP_CERT_##member = (number),
#define REASON(member, number, ...) OCSP_REASON_##member = (number),
#include "lists/enums.def"
};

typedef enum {
    OCSP_CHECK_NONE,
#define CHECK(id, ...) OCSP_CHECK_##id,
#include "lists/checks.def"
    OCSP_CHECK_COUNT,
    OCSP_CHECKS = OCSP_CHECK_COUNT - 1 /* how many there are */
} ocsp_check;

typedef enum {
    OCSP_FINDING_NONE,
#define FINDING(id, ...) OCSP_FINDING_##id,
#include "lists/checks.def"
    OCSP_FINDING_COUNT
} ocsp_finding_id;

enum {
#define OUTCOME(member, number, ...) OCSP_OUTCOME_##member = (number),
#define NONCE_POLICY(member, number, ...) OCSP_NONCE_##member = (number),
#define ISSUED(member, number, ...) OCSP_ISSUED_##member = (number),
#include "lists/outcomes.def"
};

/* Which signatures ocsp_verify() leaves to its caller, and what the caller may find out about one. */
typedef enum {
#define ASKS(member, number, ...) OCSP_ASKS_##member = (number),
#include "lists/enums.def"
} ocsp_asks;
typedef enum {
#define VERDICT(member, number, ...) VERDICT_##member = (number),
#include "lists/enums.def"
} verdict;

typedef enum {
#define RESPONDER(member, number, ...) OCSP_RESPONDER_##member = (number),
#include "lists/outcomes.def"
} ocsp_responder;

/*
 * The tables. An absent span has the offset OCSP_ABSENT, an absent time -1 milliseconds, an absent number the value
 * -1.
 */

#define OCSP_ABSENT UINT32_MAX

typedef struct {
    uint32_t offset, length;
} ocsp_span;

/* Days since 1970-01-01 (before it: negative) and milliseconds since midnight, UTC. */
typedef struct {
    int32_t days, milliseconds;
} ocsp_time;

#define SPAN(name) ocsp_span name;
#define TIME(name) ocsp_time name;
#define INT(name) int32_t name;
#define GROUP(table, name) ocsp_##table name;
#define LIST(table, name, count) ocsp_##table name[count];
#define TABLE(name, members)                                                                                           \
    typedef struct {                                                                                                   \
        members                                                                                                        \
    } ocsp_##name;
#include "lists/tables.def"

/*
 * Where rows go: memory from next to limit, 4-byte aligned. When a row does not fit, grow is asked for at least
 * `octets` more after limit and moves limit; it returns 0 where there is no more, or is NULL. Consecutive rows stay
 * consecutive.
 */
typedef struct ocsp_rows {
    uint8_t *next, *limit;
    int (*grow)(struct ocsp_rows *rows, size_t octets);
} ocsp_rows;

/* The error that a fault stands for. */
ocsp_error ocsp_fault_error(ocsp_fault fault);

/*
 * Readers. `rows` takes what the table says follows it; `refusal` is filled unless OCSP_OK comes back. When `trace` is
 * not NULL it takes an ocsp_node for each TLV, parent before child, in the order of the bytes, up to the fault, if any,
 * or on after it where a value alone is broken; rows may then be NULL. When the input is cut off, so that its one
 * element claims more bytes than there are, the trace goes on to the end: what is cut off there has the length that is
 * left.
 */
ocsp_error ocsp_read_request(ocsp_data der, ocsp_request *request, ocsp_rows *rows, ocsp_rows *trace,
                             ocsp_refusal *refusal);
ocsp_error ocsp_read_response(ocsp_data der, ocsp_response *response, ocsp_rows *rows, ocsp_rows *trace,
                              ocsp_refusal *refusal);
ocsp_error ocsp_read_certificate(ocsp_data der, ocsp_certificate *certificate, ocsp_rows *trace, ocsp_refusal *refusal);
ocsp_error ocsp_read_public_key(ocsp_data der, ocsp_public_key *key, ocsp_refusal *refusal);
ocsp_error ocsp_read_algorithm(ocsp_data der, ocsp_algorithm *algorithm, ocsp_refusal *refusal);
ocsp_error ocsp_read_cert_id(ocsp_data der, ocsp_cert_id *cert_id, ocsp_refusal *refusal);

/* A row of ocsp_attribute for each attribute of a Name. */
ocsp_error ocsp_read_name(ocsp_data der, ocsp_rows *rows, ocsp_refusal *refusal);

/* A row of ocsp_extension for each element of Extensions. */
ocsp_error ocsp_read_extensions(ocsp_data der, ocsp_rows *rows, ocsp_refusal *refusal);

/*
 * The contents of extnValue of a known extension, as rows:
 *   nonce                                            ocsp_bytes
 *   acceptableResponses, extKeyUsage                 ocsp_bytes, the contents of each OBJECT IDENTIFIER
 *   preferredSignatureAlgorithms                     ocsp_algorithm
 *   serviceLocator                                   ocsp_bytes, the issuer; then ocsp_access
 *   authorityInfoAccess                              ocsp_access; the method is 0 or OCSP_OID_AD_..., the uri absent
 *                                                    for other names
 *   archiveCutoff, invalidityDate                    ocsp_instant
 *   crlReferences                                    ocsp_crl_id
 *   cRLReason                                        ocsp_number
 *   certificateIssuer                                ocsp_bytes, the Name of each directoryName
 *   signedCertificateTimestamps                      ocsp_sct, of those with version v1
 *   cRLDistributionPoints                            ocsp_distribution_point: one where a point begins, one for each of
 *                                                    its URIs, one for its reasons, one where its cRLIssuer begins, one
 *                                                    for each Name of that
 *   tlsFeature                                       ocsp_number
 * and no row for the others.
 */
ocsp_error ocsp_read_extension_value(ocsp_data der, ocsp_oid id, ocsp_rows *rows, ocsp_refusal *refusal);

/*
 * Writers. They write backwards from the end of buffer and return the number of octets written there, its last ones; 0
 * when it is too small. `input` is what the spans of the plan lie in.
 */
size_t ocsp_write_request(const uint8_t *input, const ocsp_request_plan *plan, const ocsp_request_item *items,
                          uint8_t *buffer, size_t size);
/* What is signed, and then the message with its signature. */
size_t ocsp_write_tbs_request(const uint8_t *input, const ocsp_request_plan *plan, const ocsp_request_item *items,
                              uint8_t *buffer, size_t size);
size_t ocsp_write_signed_request(const uint8_t *input, const ocsp_signed_parts *parts, uint8_t *buffer, size_t size);
size_t ocsp_write_response_data(const uint8_t *input, const ocsp_response_plan *plan, const ocsp_response_item *items,
                                uint8_t *buffer, size_t size);
size_t ocsp_write_signed_response(const uint8_t *input, const ocsp_signed_parts *parts, uint8_t *buffer, size_t size);
size_t ocsp_write_cert_id(const uint8_t *input, const ocsp_target *target, uint8_t *buffer, size_t size);
/* status: any but successful, which needs a signature. */
size_t ocsp_write_unsuccessful(int status, uint8_t *buffer, size_t size);
/* A whole Extension from its OBJECT IDENTIFIER's contents and the contents of extnValue. */
size_t ocsp_write_extension(ocsp_data oid, int critical, ocsp_data value, uint8_t *buffer, size_t size);
/*
 * The contents of extnValue, from the rows that ocsp_read_extension_value gives; for preferredSignatureAlgorithms, from
 * ocsp_number rows.
 */
size_t ocsp_write_extension_value(ocsp_oid id, const uint8_t *input, const void *rows, size_t rows_size,
                                  uint8_t *buffer, size_t size);

/*
 * The entry of a response that answers for the target: -1 where there is none; where there are several, the strictest
 * (revoked, then unknown, then good), the first of its kind. All of the CertID counts: hash algorithm, both hashes and
 * the serial number.
 */
int32_t ocsp_find(ocsp_data response, const ocsp_single_response *entries, size_t count, ocsp_data input,
                  const ocsp_target *target);

/*
 * Whether a response can be relied on (RFC 6960 3.2 and 4.2.2.2): a finding for each check of checks.def, and ok when
 * all that decide passed.
 *
 * plan: what is verified and against what, its spans in input; certificates: the trusted ones, then the candidates, of
 * which those that cannot be read are passed over; answers: a verdict for each question so far, none of them
 * VERDICT_ASK. When out->asked is set, the caller finds out whether out->question's signature verifies, and calls again
 * with one answer more. With plan->asks of 0 only what the core cannot compute is asked for. rows lends memory.
 *
 * Errors: those of the readers when the response, the request, the issuer, the certificate or the CertID cannot be read
 * (refusal then counts from its first byte); OCSP_ERR_INVALID_ARGUMENT, with an empty refusal, for a plan that makes no
 * sense: no input, a span outside it, a negative count, an enumeration's unknown value, a table that is missing or not
 * 4-byte aligned, a nonce that is required though none was sent. ok is then 0. The caller makes sure that each
 * table has as many rows as the plan counts.
 */
ocsp_error ocsp_verify(ocsp_data input, const ocsp_verification *plan, const ocsp_bytes *certificates,
                       const ocsp_number *answers, ocsp_rows *rows, ocsp_judgement *out, ocsp_refusal *refusal);

/*
 * What the bytes are, by the identifier octets at their start, even if they are cut off or broken further on. Some 8 kB
 * of an input are enough. Only the readers say whether they really are.
 */
ocsp_kind ocsp_find_kind(ocsp_data der);

/*
 * The trace of anything: for a certificate, request or response that of its reader, with its refusal; for all else the
 * types of what is in it, with OCTET STRINGs and BIT STRINGs closed. Elements without names are opened to a depth of
 * OCSP_DEPTH_LIMIT. When the trace has no room for more, it ends there, and OCSP_FAULT_MEMORY is the refusal; in
 * WebAssembly it has room for OCSP_NODE_LIMIT nodes, 112 MiB.
 */
#define OCSP_DEPTH_LIMIT 40
#define OCSP_NODE_LIMIT 4194304
ocsp_error ocsp_dissect(ocsp_data der, ocsp_kind *kind, ocsp_rows *trace, ocsp_refusal *refusal);

/* The id of an OBJECT IDENTIFIER's contents; 0 when it is not in oids.def. */
ocsp_oid ocsp_oid_find(ocsp_data oid);
/* Its contents; *length is set. */
const uint8_t *ocsp_oid_contents(ocsp_oid id, size_t *length);
/* Dotted form of valid contents, at most OCSP_OID_TEXT_LIMIT octets, without a final 0. */
#define OCSP_OID_TEXT_LIMIT (4 * OCSP_OID_LIMIT)
size_t ocsp_oid_to_text(ocsp_data oid, char *text);
/* Contents of a dotted form, at most OCSP_OID_LIMIT octets; 0 when it is not one. */
size_t ocsp_oid_from_text(const char *text, size_t length, uint8_t *oid);

size_t ocsp_hash_octets(ocsp_hash hash);
void ocsp_hash_compute(ocsp_hash hash, ocsp_data data, uint8_t *digest);

#endif
