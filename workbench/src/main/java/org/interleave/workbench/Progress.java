package org.interleave.workbench;

/** Told how a measurement gets on. Called from one thread. */
interface Progress {

    /** It begins, with this many forks to run. */
    void start(int forks);

    /** A fork begins. */
    void begin(Spec spec);

    /** A fork ended. */
    void end(Spec spec, long millis);

    /** A fork is not run after all. */
    void skip(Spec spec);

    /** One fork more is to be run. */
    void extend();

    /** It is over. */
    void stop();
}
