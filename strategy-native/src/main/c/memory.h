/*
 * The memory of an instance: blocks out of a range that is given, the first that fits, neighbours joined when they are
 * free. As long as blocks are given back in about the order in which they were taken, there are few free ranges, and both
 * ways are short.
 *
 * Blocks are aligned to 64. Not thread-safe.
 */
#ifndef INTERLEAVE_MEMORY_H
#define INTERLEAVE_MEMORY_H

#include <stdint.h>

struct range;

struct memory {
    struct range *first; /* the free range with the lowest address, which leads to the others in order */
    int64_t size;        /* of all that is or can become free */
};

enum { MEMORY_ALIGNMENT = 64, MEMORY_OVERHEAD = MEMORY_ALIGNMENT };

/* Takes over a range, aligned to MEMORY_ALIGNMENT, of at least MEMORY_OVERHEAD bytes. */
void memory_init(struct memory *memory, void *address, int64_t size);

/* What a block takes, given the size asked for. */
int64_t memory_room(int64_t size);

/* The size of the largest block that there can be when all is free. */
int64_t memory_largest(const struct memory *memory);

/* A block, or NULL. The size is between 0 and that of the largest. */
void *memory_allocate(struct memory *memory, int64_t size);

/* A block that is never given back, or NULL. Comes before all others, whose memory it would cut in two. */
void *memory_allocate_for_good(struct memory *memory, int64_t size);

void memory_free(struct memory *memory, void *block);

#endif
