/* Calls of kernels on arrays that lie in Java's heap, from Java's foreign-function calls. */
#ifndef INTERLEAVE_IN_PLACE_H
#define INTERLEAVE_IN_PLACE_H

#include "interleave.h"

enum { INTERLEAVE_MOST_IN_PLACE = 4, INTERLEAVE_NO_PLACE = 0xff };

/*
 * Calls a kernel with arrays that are given by their addresses, as Java passes them in a critical call. They have these
 * addresses during the call only, so afterwards the values point nowhere. Lengths are as the caller set them.
 *
 * places: the parameter that each array belongs to, in a byte each, that of the first array in the lowest;
 *     INTERLEAVE_NO_PLACE: to none
 */
INTERLEAVE_EXPORT int interleave_call_in_place(interleave_function function, interleave_call *call, int64_t ticks,
                                               interleave_value *values, uint32_t places, void *array0, void *array1,
                                               void *array2, void *array3);

#endif
