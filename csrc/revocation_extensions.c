/*
 * Extensions of certificates that say where their status is to be had, and whether there is any. They decide nothing
 * here, so extension.c passes over them, and their values are read only when somebody asks.
 */
#include "internal.h"

/* A row that says nothing yet. */
static ocsp_distribution_point *new_row(der_cursor *cursor, ocsp_rows *rows)
{
    static const ocsp_distribution_point nothing = {0, -1, {OCSP_ABSENT, 0}, {OCSP_ABSENT, 0}};
    ocsp_distribution_point *row = NEW_ROW(cursor, rows, ocsp_distribution_point);

    if (row != NULL) {
        *row = nothing;
    }
    return row;
}

/* The begin of a point, or of its cRLIssuer. */
static int begin_part(der_cursor *cursor, int32_t is_issuer, ocsp_rows *rows)
{
    ocsp_distribution_point *row = new_row(cursor, rows);

    if (row == NULL) {
        return 0;
    }
    row->begins = 1 + is_issuer;
    return 1;
}

/* RFC 5280 4.2.1.13: ReasonFlags ::= BIT STRING, whose unused bits are ignored, as those of KeyUsage. */
static int read_reason_flags(der_cursor *cursor, ocsp_rows *rows)
{
    ocsp_distribution_point *row = new_row(cursor, rows);
    ocsp_span bits;

    if (row == NULL || !der_read(cursor, FIELD(REASONS), TAG_CONTEXT(1), &bits)) {
        return 0;
    }
    const uint8_t *octets = der_bytes(cursor, bits);
    if (bits.length == 0) {
        return der_refuse(cursor, OCSP_FAULT_BIT_STRING_EMPTY, octets, 0, 0);
    }
    if (octets[0] > 7 || (octets[0] > 0 && bits.length == 1)) {
        return der_refuse(cursor, OCSP_FAULT_BIT_STRING_COUNT, octets, 0, octets[0]);
    }
    uint32_t count = 8 * (bits.length - 1) - octets[0];
    row->reasons = 0;
    for (uint32_t bit = 0; bit < 16 && bit < count; bit++) {
        row->reasons |= (octets[1 + bit / 8] >> (7 - bit % 8) & 1) << bit;
    }
    return 1;
}

/* GeneralNames with an implicit tag; a row for each URI and for each directoryName. */
static int read_general_names(der_cursor *cursor, ocsp_field field, unsigned tag, ocsp_rows *rows)
{
    der_cursor list;

    if (!der_enter(cursor, field, tag, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        ocsp_distribution_point *row = new_row(&list, rows);
        if (row == NULL || !read_general_name(&list, FIELD(ITEM), &row->issuer, &row->uri)) {
            return 0;
        }
    }
    return 1;
}

/*
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }
 */
static int read_point_name(der_cursor *point, ocsp_rows *rows)
{
    der_cursor explicit;
    ocsp_span relative;

    if (!der_enter(point, FIELD(DISTRIBUTION_POINT), TAG_EXPLICIT(0), &explicit)) {
        return 0;
    }
    return (der_next_is(&explicit, TAG_EXPLICIT(1))
                ? der_read(&explicit, FIELD(NAME_RELATIVE_TO_CRL_ISSUER), TAG_EXPLICIT(1), &relative)
                : read_general_names(&explicit, FIELD(FULL_NAME), TAG_EXPLICIT(0), rows)) &&
           der_leave(&explicit);
}

/*
 * RFC 5280 4.2.1.13:
 *   CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
 *   DistributionPoint ::= SEQUENCE {
 *        distributionPoint [0] DistributionPointName OPTIONAL,
 *        reasons           [1] ReasonFlags OPTIONAL,
 *        cRLIssuer         [2] GeneralNames OPTIONAL }
 */
int read_distribution_points(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor list, point;

    (void)known;
    if (!der_enter(value, FIELD(CRL_DISTRIBUTION_POINTS), TAG_SEQUENCE, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        if (!begin_part(&list, 0, rows) || !der_enter(&list, FIELD(ITEM), TAG_SEQUENCE, &point) ||
            (der_next_is(&point, TAG_EXPLICIT(0)) && !read_point_name(&point, rows)) ||
            (der_next_is(&point, TAG_CONTEXT(1)) && !read_reason_flags(&point, rows)) || !begin_part(&point, 1, rows) ||
            (der_next_is(&point, TAG_EXPLICIT(2)) &&
             !read_general_names(&point, FIELD(CRL_ISSUER), TAG_EXPLICIT(2), rows)) ||
            !der_leave(&point)) {
            return 0;
        }
    }
    return 1;
}

/* RFC 7633 4.1: Features ::= SEQUENCE OF INTEGER; a row for each. */
int read_tls_features(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    der_cursor list;

    (void)known;
    if (!der_enter(value, FIELD(TLS_FEATURES), TAG_SEQUENCE, &list)) {
        return 0;
    }
    while (!der_at_end(&list)) {
        ocsp_number *row = NEW_ROW(&list, rows, ocsp_number);
        if (row == NULL || !der_small(&list, FIELD(ITEM), TAG_INTEGER, &row->number)) {
            return 0;
        }
    }
    return 1;
}

/* RFC 9608 2: NULL */
int read_no_revocation_available(der_cursor *value, ocsp_known *known, ocsp_rows *rows)
{
    (void)known;
    (void)rows;
    return der_null(value, FIELD(NO_REVOCATION_AVAILABLE));
}
