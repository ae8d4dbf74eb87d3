/**
 * The examination of a machine before anything is measured on it: what would spoil a measurement, and what to do about it. It
 * changes nothing.
 */
@NullMarked
package org.interleave.workbench.doctor;

import org.jspecify.annotations.NullMarked;
