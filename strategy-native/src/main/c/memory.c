#include "memory.h"

#include <stddef.h>

/* What stands before the bytes of a block, or at the beginning of a free range. */
struct range {
    int64_t size;       /* with this header, a multiple of the alignment */
    struct range *next; /* only of a free one */
};

enum { HEADER = MEMORY_ALIGNMENT };

_Static_assert(sizeof(struct range) <= HEADER, "a header fits before a block");

static char *end_of(struct range *range) {
    return (char *) range + range->size;
}

void memory_init(struct memory *memory, void *address, int64_t size) {
    memory->first = address;
    memory->size = size / MEMORY_ALIGNMENT * MEMORY_ALIGNMENT;
    memory->first->size = memory->size;
    memory->first->next = NULL;
}

int64_t memory_room(int64_t size) {
    return HEADER + (size + MEMORY_ALIGNMENT - 1) / MEMORY_ALIGNMENT * MEMORY_ALIGNMENT;
}

int64_t memory_largest(const struct memory *memory) {
    return memory->size - HEADER;
}

void *memory_allocate(struct memory *memory, int64_t size) {
    int64_t room = memory_room(size);
    struct range **link = &memory->first;
    while (*link != NULL && (*link)->size < room) {
        link = &(*link)->next;
    }
    struct range *found = *link;
    if (found == NULL) {
        return NULL;
    }
    if (found->size == room) {
        *link = found->next;
    } else {
        struct range *rest = (struct range *) ((char *) found + room);
        rest->size = found->size - room;
        rest->next = found->next;
        *link = rest;
        found->size = room;
    }
    return (char *) found + HEADER;
}

void *memory_allocate_for_good(struct memory *memory, int64_t size) {
    void *block = memory_allocate(memory, size);
    if (block != NULL) {
        memory->size -= memory_room(size);
    }
    return block;
}

void memory_free(struct memory *memory, void *block) {
    struct range *freed = (struct range *) ((char *) block - HEADER);
    struct range *before = NULL;
    struct range *after = memory->first;
    while (after != NULL && after < freed) {
        before = after;
        after = after->next;
    }
    if (after != NULL && end_of(freed) == (char *) after) {
        freed->size += after->size;
        freed->next = after->next;
    } else {
        freed->next = after;
    }
    if (before == NULL) {
        memory->first = freed;
    } else if (end_of(before) == (char *) freed) {
        before->size += freed->size;
        before->next = freed->next;
    } else {
        before->next = freed;
    }
}
