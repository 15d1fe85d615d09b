/*
 * Name and GeneralName, RFC 5280 4.1.2.4 and 4.2.1.6.
 *
 *   Name ::= CHOICE { rdnSequence SEQUENCE OF RelativeDistinguishedName }
 *   RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
 *   AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
 *
 * Not checked: that a SET is not empty, its order, and the characters of the strings. Names are other people's.
 */
#include "internal.h"

/* UNKNOWN for an OBJECT IDENTIFIER that is not an attribute type of oids.def. */
static ocsp_oid find_attribute_type(ocsp_data oid)
{
    ocsp_oid id = ocsp_oid_find(oid);

    switch (id) {
#define ATTRIBUTE(id, ...) case OCSP_OID_##id:
#include "lists/oids.def"
        return id;
    default:
        return OCSP_OID_UNKNOWN;
    }
}

static int read_attribute(der_cursor *rdn, int32_t rdn_index, ocsp_rows *rows)
{
    der_cursor pair;
    ocsp_attribute *row = NEW_ROW(rdn, rows, ocsp_attribute);

    if (row == NULL || !der_enter(rdn, FIELD(ITEM), TAG_SEQUENCE, &pair) ||
        !der_oid(&pair, FIELD(TYPE), TAG_OID, &row->oid) ||
        !der_element(&pair, FIELD(VALUE), TAG_ANY, &row->value_der) || !der_leave(&pair)) {
        return 0;
    }
    if (rows != NULL) {
        der_cursor value;

        row->rdn = rdn_index;
        row->id = (int32_t)find_attribute_type(der_data(&pair, row->oid));
        row->tag = *der_bytes(&pair, row->value_der);
        der_into(&pair, row->value_der, &value);
        return der_read(&value, FIELD(NONE), TAG_ANY, &row->value);
    }
    return 1;
}

int read_name(der_cursor *cursor, ocsp_field field, ocsp_span *element, ocsp_rows *rows)
{
    const uint8_t *start = cursor->at;
    der_cursor rdn_sequence;

    if (!der_enter(cursor, field, TAG_SEQUENCE, &rdn_sequence)) {
        return 0;
    }
    for (int32_t i = 0; !der_at_end(&rdn_sequence); i++) {
        der_cursor rdn;
        if (!der_enter(&rdn_sequence, FIELD(ITEM), TAG_SET, &rdn)) {
            return 0;
        }
        while (!der_at_end(&rdn)) {
            if (!read_attribute(&rdn, i, rows)) {
                return 0;
            }
        }
    }
    *element = der_span(cursor, start, cursor->at);
    return 1;
}

/*
 *   GeneralName ::= CHOICE {
 *        otherName                 [0]  AnotherName,
 *        rfc822Name                [1]  IA5String,
 *        dNSName                   [2]  IA5String,
 *        x400Address               [3]  ORAddress,
 *        directoryName             [4]  Name,
 *        ediPartyName              [5]  EDIPartyName,
 *        uniformResourceIdentifier [6]  IA5String,
 *        iPAddress                 [7]  OCTET STRING,
 *        registeredID              [8]  OBJECT IDENTIFIER }
 */
int read_general_name(der_cursor *cursor, ocsp_field field, ocsp_span *directory_name, ocsp_span *uri)
{
    static const uint16_t tags[] = {0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88, TAG_NONE};
    ocsp_span ignored;
    der_cursor inner;
    unsigned kind = 0;

    *directory_name = *uri = ABSENT_SPAN;
    while (tags[kind] != TAG_NONE && !der_next_is(cursor, tags[kind])) {
        kind++;
    }
    switch (kind) {
    case 4:
        /* A CHOICE cannot be tagged implicitly, X.680 31.2.7. */
        return der_enter(cursor, field, tags[kind], &inner) &&
               read_name(&inner, FIELD(DIRECTORY_NAME), directory_name, NULL) && der_leave(&inner);
    case 6:
        return der_read(cursor, field, tags[kind], uri);
    case 8:
        return der_oid(cursor, field, tags[kind], &ignored);
    default:
        return der_element(cursor, field, tags[kind], &ignored);
    }
}

ocsp_error ocsp_read_name(ocsp_data der, ocsp_rows *rows, ocsp_refusal *refusal)
{
    der_context context = {.refusal = refusal};
    der_cursor root;
    ocsp_span element;

    int read = der_open(&root, &context, der) && read_name(&root, FIELD(NAME), &element, rows) && der_leave(&root);

    return der_outcome(&context, read);
}
