/*
 * What holds for the trace of any reading: its nodes are a tree over the input, in the order of the bytes, and what
 * they say of the DER is what an independent look at it says.
 */
#ifndef TREE_H
#define TREE_H

#include "harness.h"

#define TREE_DEPTH 256

/* As deep as values without a grammar are opened; what lies deeper may stay whole. */
#define OPENED_DEPTH (OCSP_DEPTH_LIMIT - 1)

/*
 * One header, X.690 8.1.2 and 8.1.3 under the limits of 10.1, with tag numbers up to 30; returns its length, 0 when it
 * is none.
 */
static inline size_t header_at(const uint8_t *at, size_t left, size_t *length)
{
    size_t octets;

    if (left < 2 || at[0] == 0 || (at[0] & 0x1f) == 0x1f || at[1] == 0x80) {
        return 0;
    }
    octets = at[1] < 0x80 ? 0 : at[1] & 0x7f;
    if (octets > 4 || octets > left - 2) {
        return 0;
    }
    *length = octets == 0 ? at[1] : 0;
    for (size_t i = 0; i < octets; i++) {
        *length = *length << 8 | at[2 + i];
    }
    if ((octets > 0 && (at[2] == 0 || *length < 0x80)) || *length > left - 2 - octets) {
        return 0;
    }
    return 2 + octets;
}

/*
 * Elements one after the other, constructed ones in the same way; one that lies too deep to be opened is not looked
 * into.
 */
static inline int is_der(const uint8_t *at, size_t left, int depth)
{
    while (left > 0) {
        size_t length;
        size_t header_length = header_at(at, left, &length);
        if (header_length == 0 ||
            ((*at & TAG_CONSTRUCTED) && depth < OPENED_DEPTH && !is_der(at + header_length, length, depth + 1))) {
            return 0;
        }
        at += header_length + length;
        left -= header_length + length;
    }
    return 1;
}

static inline size_t contents_offset(const ocsp_node *node)
{
    return (size_t)node->offset + (size_t)node->header_length;
}

static inline size_t end_offset(const ocsp_node *node)
{
    return contents_offset(node) + (size_t)node->length;
}

/* The elements of a BIT STRING's contents begin after the octet of the unused bits, X.690 8.6.2.2. */
static inline size_t children_offset(const ocsp_node *node)
{
    return contents_offset(node) + (node->tag == TAG_BIT_STRING);
}

#define CHECK_NODE(condition, i)                                                                                       \
    CHECK(condition, "node %zu %s[%d]: tag %02x, depth %d, offset %d, header %d, length %d", i,                        \
          field_text(nodes[i].field), nodes[i].index, (unsigned)nodes[i].tag, nodes[i].depth, nodes[i].offset,         \
          nodes[i].header_length, nodes[i].length)

/*
 * An element that is passed: its children tile it, or it has none; then a constructed one holds nothing that could
 * be told apart.
 */
static inline void check_closed(const uint8_t *der, const ocsp_node *nodes, size_t i, size_t children_end)
{
    if (children_end != 0) {
        CHECK_NODE(children_end == end_offset(&nodes[i]), i);
    } else if (nodes[i].tag & TAG_CONSTRUCTED) {
        CHECK_NODE(nodes[i].length == 0 || nodes[i].depth >= OPENED_DEPTH ||
                       !is_der(der + contents_offset(&nodes[i]), (size_t)nodes[i].length, 0),
                   i);
    }
}

/* Headers and leaves cover each octet once. */
static inline void check_coverage(size_t length, const ocsp_node *nodes, size_t count)
{
    uint8_t *covered = allocate(length);

    memset(covered, 0, length);
    for (size_t i = 0; i < count; i++) {
        int has_children = i + 1 < count && nodes[i + 1].depth > nodes[i].depth;
        size_t end = has_children ? children_offset(&nodes[i]) : end_offset(&nodes[i]);
        for (size_t at = (size_t)nodes[i].offset; at < end && at < length; at++) {
            covered[at]++;
        }
    }
    for (size_t at = 0; at < length; at++) {
        CHECK(covered[at] == 1, "octet %zu is covered %d times", at, covered[at]);
    }
    free(covered);
}

/*
 * The path of a fault goes through elements of the trace around it, each inside the one before; the field that was
 * begun last may not have become one.
 */
static inline void check_path(const ocsp_node *nodes, size_t count, const ocsp_refusal *refusal)
{
    int32_t step = 0, depth = -1;

    for (size_t i = 0; i < count && step < refusal->depth; i++) {
        const ocsp_node *node = &nodes[i];
        if (node->depth > depth && node->field == refusal->path[step].field &&
            node->index == refusal->path[step].index && node->offset <= refusal->offset &&
            (size_t)refusal->offset <= end_offset(node)) {
            depth = node->depth;
            step++;
        }
    }
    CHECK(step >= refusal->depth - 1, "%s at %d: step %d of its path, %s, is not in the trace",
          fault_text(refusal->fault), refusal->offset, step, field_text(refusal->path[step].field));
}

/* Its element claims more octets than there are: then the trace ends where the input does. */
static inline int is_cut_off(const ocsp_refusal *refusal)
{
    return refusal != NULL && refusal->fault == OCSP_FAULT_CONTENTS_TRUNCATED && refusal->offset == 0;
}

/* A known extension whose value is broken is no reason to refuse what carries it: the trace goes on after it. */
static inline int goes_on(const ocsp_refusal *refusal)
{
    for (int32_t i = 0; refusal != NULL && i < refusal->depth; i++) {
        if (refusal->path[i].field == OCSP_FIELD_EXTN_VALUE) {
            return 1;
        }
    }
    return 0;
}

/* The header and the length are those of the DER; of an element that is cut off the length is what is left. */
static inline int is_as_encoded(const uint8_t *der, size_t length, const ocsp_node *node, int may_be_cut)
{
    size_t left = length - (size_t)node->offset, contents_length = 0;
    size_t header_length = header_at(der + node->offset, left, &contents_length);

    if (header_length == 0 && may_be_cut && end_offset(node) == length && (size_t)node->header_length <= left) {
        header_length = header_at(der + node->offset, SIZE_MAX, &contents_length);
        contents_length = contents_length > (size_t)node->length ? (size_t)node->length : SIZE_MAX;
    }
    return header_length == (size_t)node->header_length && contents_length == (size_t)node->length &&
           node->tag == der[node->offset];
}

/* refusal: NULL when all was read, else the trace ends at the fault, or goes on after it. */
static inline void check_tree(const uint8_t *der, size_t length, const ocsp_node *nodes, size_t count,
                              const ocsp_refusal *refusal)
{
    size_t open[TREE_DEPTH], children_end[TREE_DEPTH];
    int32_t next_index[TREE_DEPTH + 1] = {0};
    int32_t open_count = 0;

    CHECK(refusal != NULL || count > 0, "a trace without nodes, of %zu octets", length);
    for (size_t i = 0; i < count; i++) {
        const ocsp_node *node = &nodes[i];

        CHECK_NODE(node->depth >= (i > 0) && node->depth <= open_count && node->depth < TREE_DEPTH, i);
        if (node->depth < (i > 0) || node->depth > open_count || node->depth >= TREE_DEPTH) {
            return;
        }
        CHECK_NODE(node->offset >= 0 && (size_t)node->offset < length, i);
        if (node->offset < 0 || (size_t)node->offset >= length) {
            return;
        }
        CHECK_NODE(is_as_encoded(der, length, node, is_cut_off(refusal)), i);
        CHECK_NODE(node->field >= 0 && node->field < OCSP_FIELD_COUNT, i);
        while (open_count > node->depth) {
            open_count--;
            if (refusal == NULL) {
                check_closed(der, nodes, open[open_count], children_end[open_count]);
            }
        }
        if (i == 0) {
            CHECK_NODE(node->offset == 0, i);
        } else {
            size_t parent = open[open_count - 1];
            CHECK_NODE((nodes[parent].tag & TAG_CONSTRUCTED) || nodes[parent].tag == TAG_OCTET_STRING ||
                           nodes[parent].tag == TAG_BIT_STRING,
                       parent);
            CHECK_NODE((size_t)node->offset == (children_end[open_count - 1] != 0 ? children_end[open_count - 1]
                                                                                  : children_offset(&nodes[parent])),
                       i);
            CHECK_NODE(end_offset(node) <= end_offset(&nodes[parent]), i);
            children_end[open_count - 1] = end_offset(node);
        }
        /* The elements of a list are counted from 0. */
        CHECK_NODE(node->index == (node->field == OCSP_FIELD_ITEM ? next_index[open_count]++ : -1), i);
        open[open_count] = i;
        children_end[open_count++] = 0;
        next_index[open_count] = 0;
    }
    if (refusal == NULL) {
        CHECK_NODE(end_offset(&nodes[0]) == length, (size_t)0);
        while (open_count-- > 0) {
            check_closed(der, nodes, open[open_count], children_end[open_count]);
        }
        check_coverage(length, nodes, count);
        return;
    }
    check_path(nodes, count, refusal);
}

#endif
