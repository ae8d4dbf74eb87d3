package org.interleave.testkit;

/** What every workload keeps to. Numbers are stable: a rule that goes leaves a gap. */
public enum WorkloadRule {
    /** Description. */
    W1("name, description, parameters, metrics and highlights are well-formed, and the same whenever it is asked"),
    /** Rounds. */
    W2("each round is fresh: what one did shows in no later one"),
    /** Serialising. */
    W3("tasks can be serialised, and their copies come to results that are right and can be serialised too"),
    /** Oracle. */
    W4("the oracle refuses results that are missing or wrong, and tasks that failed"),
    /** Parameters. */
    W5("what a parameter cannot read it refuses in one line"),
    /** Metrics. */
    W6("what a round reports is declared, is a number and has a unit"),
    /** Ticks. */
    W7("a task computes no longer between two points at which it gives way than the ticks that it says take");

    private final String text;

    WorkloadRule(String text) {
        this.text = text;
    }

    /** The rule as a sentence. */
    public String text() {
        return text;
    }
}
