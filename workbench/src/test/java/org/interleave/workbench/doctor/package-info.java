@NullMarked
package org.interleave.workbench.doctor;

import org.jspecify.annotations.NullMarked;
