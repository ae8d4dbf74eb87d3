package org.interleave.workbench;

import java.io.PrintStream;

/** Told how a measurement gets on. Called from one thread. */
interface Progress {

    /** Shows it on the terminal, or tells it in lines where there is none. */
    static Progress to(PrintStream out, String unit, Schedule schedule) {
        return Terminal.interactive()
                ? new BarProgress(out, unit, schedule, Terminal::width)
                : new LineProgress(out, unit, schedule);
    }

    /** It begins. */
    void start();

    /** A fork begins. */
    void begin(Spec spec);

    /** A fork ended. */
    void end(Spec spec, long millis);

    /** A fork had ended before this began. */
    void recall(Spec spec, long millis);

    /** A fork is not run after all. */
    void skip(Spec spec);

    /** One fork more is to be run. */
    void extend(Spec spec);

    /** Something has to be said meanwhile, in one line. */
    void remark(String line);

    /** It is over. */
    void stop();
}
