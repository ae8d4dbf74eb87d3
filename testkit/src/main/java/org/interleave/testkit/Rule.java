package org.interleave.testkit;

/**
 * What every strategy keeps to. Numbers are stable: a rule that goes leaves a gap.
 *
 * <p>A rule that needs a {@linkplain org.interleave.core.Feature feature} which the strategy does not declare is
 * skipped, with the strategy's own reason.
 */
public enum Rule {
    /** Results. */
    R1("what a supported workload comes to is what its oracle says"),
    /** Once each. */
    R2("each task runs to its end exactly once and has exactly one completion, which names its worker"),
    /** Order. */
    R3("completions come in the order of submission, in whatever order the tasks end"),
    /** Failures. */
    R4(
            "a task that throws fails alone, and its failure tells the exception's type and message; whatever the exception does"
                    + " when it is asked for its text, that takes a few seconds and some thousand characters at most"),
    /** Cancelling. */
    R5("cancelling cuts every wait and computation short, and tasks that were not done come back as cancelled"),
    /** Interrupts. */
    R6("interrupting the caller ends the tasks, then throws InterruptedException with the interrupt cleared, and the"
            + " execution can be used again"),
    /** Closing. */
    R7("closing cancels what runs and leaves no thread, process, socket, pipe or temporary file; closing again does"
            + " nothing, and running then is refused"),
    /** No deadlock. */
    R8("a job may have more tasks than there are workers, whatever they wait for"),
    /** Silence. */
    R9("nothing is printed to standard output"),
    /** Messages. */
    R10("messages between tasks arrive in the order they were sent, none lost or doubled, and a sender that is too fast"
            + " is held back"),
    /** Daemons. */
    R11("daemons are told to stop once all other tasks are done and no sooner, also while they wait"),
    /** Waits overlap. */
    R12("tasks that wait do not keep others from going on, if the strategy declares concurrency"),
    /** Datagrams. */
    R13("tasks exchange datagrams with a peer"),
    /** Blocking calls. */
    R14("a blocking call delivers its result or fails its task, and others go on meanwhile if the strategy declares"
            + " concurrency"),
    /** Cells. */
    R15("cells start at zero; their sums are exact where the strategy vouches for it, and possible where not"),
    /** Refusals. */
    R16("a workload that needs a feature which is not declared is refused with a reason of one line"),
    /** One run at a time. */
    R17("a second run while one goes on is refused; one run after another is fine, also of no tasks"),
    /** Description. */
    R18("name, description, options, their defaults and variants are well-formed"),
    /** Variants. */
    R19("each variant runs tasks as the strategy does with its defaults"),
    /** Limits. */
    R20("a receive ends when its time limit is over, no sooner, and loses no message"),
    /** Timers. */
    R21("timers expire when they are due and no sooner, and whoever is late learns how often they did"),
    /** Connections. */
    R22(
            "tasks exchange frames with a peer over TCP, wait while it does not read, and learn that the connection is closed,"
                    + " however that came"),
    /** Finishing. */
    R23("a run that is stopped has its tasks finish: no wait lasts any more, and their results are kept"),
    /** Direct style. */
    R24("a task in direct style may take every step, and fails alone and whatever it makes of that");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    /** The rule as a sentence. */
    public String text() {
        return text;
    }
}
