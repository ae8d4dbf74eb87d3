package org.interleave.core;

import java.io.Serializable;

/** A blocking call: it may keep the thread that makes it. */
@FunctionalInterface
public interface Call extends Serializable {

    /**
     * Makes the call.
     *
     * @return what the task receives
     * @throws Exception what fails the task
     */
    Message call() throws Exception;
}
