/** The check of plug-ins before they are used: what they are made of, and the contracts of the kit. */
@NullMarked
package org.interleave.workbench.check;

import org.jspecify.annotations.NullMarked;
