package org.interleave.workbench.measure;

import org.interleave.workbench.plan.Configuration;

/** A listener that is told how a measurement gets on. Called from one thread. */
public interface Progress {

    /** It begins. */
    void start();

    /** A fork begins. */
    void begin(Configuration configuration);

    /** A fork ended. */
    void end(Configuration configuration, long millis);

    /** A fork had ended before this began. */
    void recall(Configuration configuration, long millis);

    /** A fork is not run after all. */
    void skip(Configuration configuration);

    /** One fork more is to be run. */
    void extend(Configuration configuration);

    /** Something has to be said meanwhile, in one line. */
    void remark(String line);

    /** It is over. */
    void stop();
}
