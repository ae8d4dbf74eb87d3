package org.interleave.testkit;

/** What every experiment keeps to. Numbers are stable: a rule that goes leaves a gap. */
public enum ExperimentRule {
    /** Description. */
    E1("it has a name for a command line, and asks one question in one line"),
    /** Repeating. */
    E2("it asks for the same rows and claims the same whenever it is asked: its command can be repeated"),
    /** Rows. */
    E3("its rows have labels that differ, and name workloads, strategies, parameters and options that there are"),
    /** Claims. */
    E4("it claims something, and each claim is about a row and a metric that there will be"),
    /** Decisions. */
    E5("each claim can come true and can be refuted");

    private final String text;

    ExperimentRule(String text) {
        this.text = text;
    }

    /** The rule as a sentence. */
    public String text() {
        return text;
    }
}
