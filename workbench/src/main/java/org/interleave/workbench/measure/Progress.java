package org.interleave.workbench.measure;

import org.interleave.workbench.plan.Configuration;

/** Told how a measurement gets on. Called from one thread. */
public interface Progress {

    /** It begins. */
    void start();

    /** A fork begins. */
    void begin(Configuration spec);

    /** A fork ended. */
    void end(Configuration spec, long millis);

    /** A fork had ended before this began. */
    void recall(Configuration spec, long millis);

    /** A fork is not run after all. */
    void skip(Configuration spec);

    /** One fork more is to be run. */
    void extend(Configuration spec);

    /** Something has to be said meanwhile, in one line. */
    void remark(String line);

    /** It is over. */
    void stop();
}
