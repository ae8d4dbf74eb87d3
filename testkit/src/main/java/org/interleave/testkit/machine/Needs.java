package org.interleave.testkit.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the machine must have for a test, or for all tests of a class. Where it lacks any of that, the test is skipped with
 * the reason, which {@link SkippedTests} lists at the end of the build. Where the environment has {@code CI=true}, it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsCondition.class)
public @interface Needs {

    /** All that is needed. */
    Resource[] value();
}
