#include "in_place.h"

/* Whatever type it has: the data of an array lies at the same place of the union. */
static void point(interleave_value *values, uint32_t places, int array, void *data) {
    uint32_t place = places >> (8 * array) & 0xffu;
    if (place != INTERLEAVE_NO_PLACE) {
        values[place].bytes.data = data;
    }
}

int interleave_call_in_place(interleave_function function, interleave_call *call, int64_t ticks,
                             interleave_value *values, uint32_t places, void *array0, void *array1, void *array2,
                             void *array3) {
    void *const arrays[] = {array0, array1, array2, array3};
    for (int i = 0; i < INTERLEAVE_MOST_IN_PLACE; i++) {
        point(values, places, i, arrays[i]);
    }
    int result = function(call, ticks, values);
    for (int i = 0; i < INTERLEAVE_MOST_IN_PLACE; i++) {
        point(values, places, i, NULL);
    }
    return result;
}
