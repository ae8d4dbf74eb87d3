/** Code of somebody else's, which no list allows unless told to. */
@NullMarked
package org.acme;

import org.jspecify.annotations.NullMarked;
