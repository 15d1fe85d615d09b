/*
 * Whether two Names are the same, RFC 5280 7.1, in the form that OpenSSL's canonical encoding has: the strings of the
 * types below are compared as text, with ASCII letters in one case, blanks around them left out and runs of blanks as
 * one; the attributes of one RelativeDistinguishedName in any order. All else is compared byte for byte, also what is
 * not a valid string of its type.
 *
 * Hashes of names are over the bytes as they stand, and have no use for this.
 */
#include "internal.h"

#include <string.h>

enum { END_OF_TEXT = -1, NOT_TEXT = -2 };

/* What is left of a string. */
typedef struct {
    const uint8_t *at, *end;
    int width;
} text;

/* As many octets as the width, the most significant first. */
static int32_t next_of_width(text *t)
{
    uint32_t code = 0;

    if (t->end - t->at < t->width) {
        return NOT_TEXT;
    }
    for (int i = 0; i < t->width; i++) {
        code = code << 8 | *t->at++;
    }
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? NOT_TEXT : (int32_t)code;
}

/* RFC 3629: the shortest form alone. */
static int32_t next_of_utf8(text *t)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    uint32_t code = *t->at++;
    unsigned more = code < 0x80 ? 0 : code < 0xc0 ? 4 : code < 0xe0 ? 1 : code < 0xf0 ? 2 : code < 0xf8 ? 3 : 4;

    if (more > 3 || (size_t)(t->end - t->at) < more) {
        return NOT_TEXT;
    }
    if (more > 0) {
        code &= 0x3fu >> more;
    }
    for (unsigned i = 0; i < more; i++) {
        if ((*t->at & 0xc0) != 0x80) {
            return NOT_TEXT;
        }
        code = code << 6 | (*t->at++ & 0x3f);
    }
    return code < least[more] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? NOT_TEXT : (int32_t)code;
}

static int32_t next_character(text *t)
{
    if (t->at == t->end) {
        return END_OF_TEXT;
    }
    return t->width == 0 ? next_of_utf8(t) : next_of_width(t);
}

/* Octets of a character; 0 for UTF-8, -1 for what is compared by its octets alone. */
static int width_of(unsigned tag)
{
    switch (tag) {
    case TAG_UTF8_STRING:
        return 0;
    case TAG_PRINTABLE_STRING:
    /* T61String is read as Latin-1, which is what certificates put into it. */
    case TAG_T61_STRING:
    case TAG_IA5_STRING:
    case TAG_VISIBLE_STRING:
        return 1;
    case TAG_BMP_STRING:
        return 2;
    case TAG_UNIVERSAL_STRING:
        return 4;
    default:
        return -1;
    }
}

/* Space and the controls from tab to carriage return, as isspace() has them. */
static int is_blank(int32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r');
}

static void skip_blanks(text *t)
{
    text before;

    do {
        before = *t;
    } while (is_blank(next_character(t)));
    *t = before;
}

/* The next character of the string's canonical form, whose first blanks were skipped. */
static int32_t next_canonical(text *t)
{
    int32_t code = next_character(t);

    if (is_blank(code)) {
        skip_blanks(t);
        return t->at == t->end ? END_OF_TEXT : ' ';
    }
    return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
}

/* Both are read to their ends, so that only valid strings are equal. */
static int texts_equal(text a, text b)
{
    int32_t code;

    if (a.width < 0 || b.width < 0) {
        return 0;
    }
    skip_blanks(&a);
    skip_blanks(&b);
    do {
        code = next_canonical(&a);
        if (code == NOT_TEXT || code != next_canonical(&b)) {
            return 0;
        }
    } while (code != END_OF_TEXT);
    return 1;
}

/* An AttributeTypeAndValue. */
typedef struct {
    ocsp_data whole, type;
    text text;
} attribute;

/* The one way in here: this file is small before it is fast. */
static int enter(der_cursor *cursor, unsigned tag, der_cursor *inner)
{
    return der_enter(cursor, FIELD(ITEM), tag, inner);
}

static ocsp_data contents_of(const der_cursor *cursor)
{
    return (ocsp_data){cursor->at, (size_t)(cursor->end - cursor->at)};
}

static int read_pair(der_cursor *rdn, attribute *out)
{
    der_cursor pair, type, value;
    const uint8_t *start = rdn->at;

    if (!enter(rdn, TAG_SEQUENCE, &pair) || !enter(&pair, TAG_OID, &type) || der_at_end(&pair)) {
        return 0;
    }
    out->text.width = width_of(*pair.at);
    if (!enter(&pair, TAG_ANY, &value) || !der_at_end(&pair)) {
        return 0;
    }
    out->whole = (ocsp_data){start, (size_t)(rdn->at - start)};
    out->type = contents_of(&type);
    out->text.at = value.at;
    out->text.end = value.end;
    return 1;
}

static int are_same(ocsp_data a, ocsp_data b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static int attributes_equal(const attribute *a, const attribute *b)
{
    return are_same(a->whole, b->whole) || (are_same(a->type, b->type) && texts_equal(a->text, b->text));
}

/* Larger sets are compared by their bytes alone: nobody makes them, and it would take the square of their size. */
#define SET_LIMIT 32

/* Removes an attribute from those of a set that are left, one bit for each. */
static int take(const attribute *wanted, der_cursor set, uint32_t *left)
{
    attribute found;

    for (uint32_t bit = 1; !der_at_end(&set); bit <<= 1) {
        read_pair(&set, &found);
        if ((*left & bit) && attributes_equal(wanted, &found)) {
            *left -= bit;
            return 1;
        }
    }
    return 0;
}

/* Equality is transitive: it does not matter which of several equal attributes is taken. */
static int rdns_equal(der_cursor *a, der_cursor *b)
{
    der_cursor set, other;
    attribute one;
    uint32_t left = 0;

    if (!enter(a, TAG_SET, &set) || !enter(b, TAG_SET, &other)) {
        return 0;
    }
    if (are_same(contents_of(&set), contents_of(&other))) {
        return 1;
    }
    for (der_cursor rest = other; !der_at_end(&rest); left = left << 1 | 1) {
        if (left >> (SET_LIMIT - 1) || !read_pair(&rest, &one)) {
            return 0;
        }
    }
    while (!der_at_end(&set)) {
        if (!read_pair(&set, &one) || !take(&one, other, &left)) {
            return 0;
        }
    }
    return left == 0;
}

/* A cursor over the RelativeDistinguishedNames of a whole Name. */
static int enter_name(ocsp_data name, der_context *context, der_cursor *root, der_cursor *rdns)
{
    return der_open(root, context, name) && enter(root, TAG_SEQUENCE, rdns) && der_at_end(root);
}

int names_equal(ocsp_data a, ocsp_data b)
{
    ocsp_refusal refusal_of_a, refusal_of_b;
    der_context context_of_a = {.refusal = &refusal_of_a}, context_of_b = {.refusal = &refusal_of_b};
    der_cursor root_of_a, root_of_b, rdns_of_a, rdns_of_b;

    if (are_same(a, b)) {
        return 1;
    }
    if (!enter_name(a, &context_of_a, &root_of_a, &rdns_of_a) ||
        !enter_name(b, &context_of_b, &root_of_b, &rdns_of_b)) {
        return 0;
    }
    while (!der_at_end(&rdns_of_a) && !der_at_end(&rdns_of_b)) {
        if (!rdns_equal(&rdns_of_a, &rdns_of_b)) {
            return 0;
        }
    }
    return der_at_end(&rdns_of_a) && der_at_end(&rdns_of_b);
}
