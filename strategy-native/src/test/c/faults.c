/* Does what the sanitizers are to find: with BEYOND_ITS_END, LEAK or UNDEFINED. */
#include <stdlib.h>

#include "kernels.h"

int main(int count, char **arguments) {
    (void) arguments;
#ifdef BEYOND_ITS_END
    interleave_value *values = malloc((size_t) count * sizeof *values);
    interleave_call call = {0};
    values[0].word = 1;
    int result = interleave_countdown(&call, 1, values) == INTERLEAVE_FAILED; /* which has a second word */
    free(values);
    return result;
#elif defined(LEAK)
    void *volatile lost = malloc((size_t) count * 1000);
    lost = NULL;
    return lost != NULL;
#else
    volatile int bits = 31 + count;
    return 1 << bits == 5;
#endif
}
