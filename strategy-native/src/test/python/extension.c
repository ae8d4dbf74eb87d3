/* The work of extension.py, as an extension does it: the ticks of interleave.h. */
#include "interleave.h"

INTERLEAVE_EXPORT uint64_t run_ticks(uint64_t state, int64_t ticks) {
    return interleave_run_ticks(state, ticks);
}
