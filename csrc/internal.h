/* What the readers and writers of requests, responses and certificates share. */
#ifndef INTERNAL_H
#define INTERNAL_H

#include "der.h"

/* ---------------------------------------------------------------------------------------------- name.c */

/* Name; element: all of it; rows of ocsp_attribute unless NULL. */
int read_name(der_cursor *cursor, ocsp_field field, ocsp_span *element, ocsp_rows *rows);
/* GeneralName; directory_name and uri are what is there, else absent. */
int read_general_name(der_cursor *cursor, ocsp_field field, ocsp_span *directory_name, ocsp_span *uri);

/* ---------------------------------------------------------------------------------------------- name_equal.c */

/* Whether two Names are the same, RFC 5280 7.1. What is not a Name equals its own bytes only. */
int names_equal(ocsp_data a, ocsp_data b);

/* ---------------------------------------------------------------------------------------------- algorithm.c */

int read_algorithm(der_cursor *cursor, ocsp_field field, ocsp_algorithm *algorithm);
/* An AlgorithmIdentifier that names a hash; its parameters are not looked at (RFC 5754 2: NULL or absent). */
int read_hash_algorithm(der_cursor *cursor, ocsp_field field, int32_t *hash, ocsp_span *oid);
void write_hash_algorithm(der_writer *writer, ocsp_hash hash);
void write_signature_algorithm(der_writer *writer, ocsp_signature signature);
ocsp_oid oid_of_hash(ocsp_hash hash);
/* The hash that an OBJECT IDENTIFIER's contents name; NONE for any other. */
ocsp_hash find_hash(ocsp_data oid);
/* NONE where the algorithm hashes by itself, and where there is no signature. */
ocsp_hash hash_of_signature(ocsp_signature signature);

/* ---------------------------------------------------------------------------------------------- public_key.c */

int read_public_key(der_cursor *cursor, ocsp_field field, ocsp_public_key *key);

/* ---------------------------------------------------------------------------------------------- extension.c */

/*
 * Whose rules hold for a list of extensions: a message's, which is strict DER, or a certificate's, where `critical
 * FALSE` may be encoded.
 */
typedef enum {
    EXTENSIONS_OF_REQUEST = 1,
    EXTENSIONS_OF_SINGLE_REQUEST = 2,
    EXTENSIONS_OF_RESPONSE = 4,
    EXTENSIONS_OF_ENTRY = 8,
    EXTENSIONS_OF_CERTIFICATE = 16
} extensions_place;
/* What is known of an empty list. */
extern const ocsp_known nothing_known;
/* Extensions; element: all of it; known is filled; rows of ocsp_extension unless NULL. */
int read_extensions(der_cursor *cursor, ocsp_field field, extensions_place place, ocsp_span *element, ocsp_known *known,
                    ocsp_rows *rows);
/* Extensions in an explicit tag, if present; else element is absent and nothing is known. */
int read_optional_extensions(der_cursor *cursor, ocsp_field field, unsigned number, extensions_place place,
                             ocsp_span *element, ocsp_known *known);
/*
 * The readers and writers of extension values that extensions.def names: one that a row names and nobody wrote does not
 * link. A reader takes the contents of extnValue; a writer takes the rows that a reader gives.
 */
typedef int extension_reader(der_cursor *value, ocsp_known *known, ocsp_rows *rows);
typedef void extension_writer(der_writer *writer, const uint8_t *input, const void *rows, size_t rows_size);
#define EXTENSION(id, dotted, name, places, understood, shape, reader, writer, ...)                                    \
    extension_reader reader;                                                                                           \
    extension_writer writer;
#include "lists/extensions.def"
/* Extensions in an explicit tag, made of whole elements of the list; nothing where there are none. */
void write_extensions(der_writer *writer, unsigned number, const uint8_t *input, ocsp_span elements);
/*
 * The id of an Extension, whose contents were read before; refusal: why its value cannot be read, without a fault where
 * it can be.
 */
ocsp_oid find_broken_extension(ocsp_data extension, ocsp_refusal *refusal);
/* CRLReason, RFC 5280 5.3.1 */
int read_crl_reason(der_cursor *cursor, ocsp_field field, int32_t *reason);

/* ---------------------------------------------------------------------------------------------- certid.c */

int read_cert_id(der_cursor *cursor, ocsp_field field, ocsp_cert_id *cert_id);
void write_cert_id(der_writer *writer, const uint8_t *input, const ocsp_target *target);

/* ---------------------------------------------------------------------------------------------- signed_message.c */

/* What requests and responses share: `version [0] EXPLICIT Version DEFAULT v1`. */
int read_version(der_cursor *cursor);
/* signatureAlgorithm, signature, certs [0]; a row of ocsp_bytes for each certificate. */
int read_signature(der_cursor *cursor, ocsp_algorithm *algorithm, ocsp_span *signature, ocsp_rows *rows,
                   int32_t *certificate_count);
/* Its counterpart. */
void write_signature(der_writer *writer, const uint8_t *input, const ocsp_signed_parts *parts);

/* ---------------------------------------------------------------------------------------------- certificate.c */

/* The contents of Certificate. */
int read_certificate(der_cursor *certificate, ocsp_certificate *out);

#endif
