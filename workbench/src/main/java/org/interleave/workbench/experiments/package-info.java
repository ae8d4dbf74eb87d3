/**
 * The built-in experiments, a file each: a question, the contenders that answer it, and the claims.
 *
 * <p>They name strategies of every module, by the constants of their owners, and so live where all modules are seen. Nobody
 * knows them: {@link java.util.ServiceLoader} finds them, as it does those of a plug-in.
 */
@NullMarked
package org.interleave.workbench.experiments;

import org.jspecify.annotations.NullMarked;
