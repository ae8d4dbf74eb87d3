/** The beginnings of plug-ins: directories with source files that build and run as they stand. */
@NullMarked
package org.interleave.workbench.init;

import org.jspecify.annotations.NullMarked;
