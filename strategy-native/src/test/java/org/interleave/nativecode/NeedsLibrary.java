package org.interleave.nativecode;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests if there was no C compiler to build the library; not if it is there and does not work. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "org.interleave.nativecode.LibraryBuild#present", disabledReason = "built without a C compiler")
@interface NeedsLibrary {}
