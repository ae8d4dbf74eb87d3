package org.interleave.workbench;

import java.io.PrintStream;

/** Told how a measurement gets on. Called from one thread. */
interface Progress {

    /** Shows it on the terminal, or tells it in lines where there is none. */
    static Progress to(PrintStream out, String unit) {
        return Terminal.interactive() ? new BarProgress(Terminal.colour(), unit) : new LineProgress(out, unit);
    }

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
