package org.interleave.core;

import java.io.Serializable;

/** A call that may block the thread it runs on. */
@FunctionalInterface
public interface Call extends Serializable {

    /**
     * Does it.
     *
     * @return what the task receives
     * @throws Exception what fails the task
     */
    Message call() throws Exception;
}
