#include <stddef.h>
#include <string.h>

#include "kernels.h"

/* Written while the library is loaded, only read afterwards. */
static const struct kernel *first;

void register_kernel(struct kernel *kernel) {
    kernel->next = first;
    first = kernel;
}

const struct kernel *find_kernel(const char *name) {
    const struct kernel *kernel = first;
    while (kernel != NULL && strcmp(kernel->name, name) != 0) {
        kernel = kernel->next;
    }
    return kernel;
}

const struct kernel *all_kernels(void) {
    return first;
}
