/**
 * What there is to run: strategies, workloads and experiments as {@link java.util.ServiceLoader} finds them, built in or
 * plugged in.
 *
 * <p>What a plug-in answers is asked for once, within a time, and checked here; the rest of the product sees only what was
 * checked. It knows nothing of how anything is run or measured.
 */
@NullMarked
package org.interleave.core.catalog;

import org.jspecify.annotations.NullMarked;
