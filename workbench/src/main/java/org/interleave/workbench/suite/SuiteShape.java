package org.interleave.workbench.suite;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.interleave.core.Preset;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.suite.Shape.Choice;
import org.interleave.workbench.suite.Shape.Field;
import org.interleave.workbench.suite.Shape.ListOf;
import org.interleave.workbench.suite.Shape.Mapping;
import org.interleave.workbench.suite.Shape.NameOr;
import org.interleave.workbench.suite.Shape.Real;
import org.interleave.workbench.suite.Shape.Settings;
import org.interleave.workbench.suite.Shape.Text;
import org.interleave.workbench.suite.Shape.WholeNumber;

/** What a suite file may hold. */
final class SuiteShape {

    static final String SUITE_NAME = "suite";
    static final String PRESET = "preset";
    static final String FORKS = "forks";
    static final String WORKLOADS = "workloads";
    static final String WORKLOAD = "workload";
    static final String LABEL = "label";
    static final String PARAMETERS = "parameters";
    static final String STRATEGIES = "strategies";
    static final String STRATEGY = "strategy";
    static final String OPTIONS = "options";
    static final String PROCESSORS = "processors";
    static final String CLAIMS = "claims";
    static final String CLAIM = "claim";
    static final String ON = "workload";
    static final String MEASURE = "measure";
    static final String OF = "of";
    static final String RELATIVE_TO = "relative-to";
    static final String AT_LEAST = "at-least";
    static final String AT_MOST = "at-most";
    static final String GATE = "gate";
    static final String MARGIN = "margin";

    private static final Text NAME = new Text(100);
    private static final Text SENTENCE = new Text(300);
    private static final int MOST_PROCESSORS = 4096;
    private static final double MOST_MARGIN = 100;

    private static final Mapping WORK = new Mapping(
            List.of(
                    required(WORKLOAD, NAME, "The workload's name; \"interleave list workloads\" shows them."),
                    optional(
                            LABEL,
                            NAME,
                            "What its table is called, differently from others (default: the workload's name)."),
                    optional(
                            PARAMETERS,
                            new Settings(),
                            "Parameters that differ from the preset's, such as count: 5M.")),
            List.of());

    private static final Mapping ENTRANT = new Mapping(
            List.of(
                    required(STRATEGY, NAME, "The strategy's name; \"interleave list strategies\" shows them."),
                    optional(
                            LABEL,
                            NAME,
                            "What its rows are called, differently from others (default: the strategy's name)."),
                    optional(OPTIONS, new Settings(), "Options that differ from their defaults, such as workers: 2."),
                    optional(
                            PROCESSORS,
                            new WholeNumber(1, MOST_PROCESSORS),
                            "How many processors it is confined to (default: all that may be used).")),
            List.of());

    private static final Mapping STATEMENT = new Mapping(
            List.of(
                    required(CLAIM, SENTENCE, "What is claimed, as a sentence."),
                    optional(
                            ON,
                            NAME,
                            "The label of the workload that it is about; may be left out if there is one only."),
                    optional(
                            MEASURE,
                            NAME,
                            "Which measure of the rows (default: wall_s). A time is to be related to another row's."),
                    required(OF, NAME, "The label of the strategy whose row it is about."),
                    optional(RELATIVE_TO, NAME, "The label of the strategy whose measure it is divided by."),
                    optional(AT_LEAST, Real.ANY, "The least it may be."),
                    optional(AT_MOST, Real.ANY, "The most it may be.")),
            List.of(AT_LEAST, AT_MOST));

    private static final Mapping GATE_SHAPE = new Mapping(
            List.of(
                    optional(MEASURE, NAME, "What rows are compared by (default: what their table compares)."),
                    optional(MARGIN, new Real(0, MOST_MARGIN), "By how many percent a row may be worse (default: 5).")),
            List.of(MEASURE, MARGIN));

    /** All of it. */
    static final Mapping SUITE = new Mapping(
            List.of(
                    required(SUITE_NAME, NAME, "What the suite is called."),
                    optional(
                            PRESET,
                            new Choice(Stream.of(Preset.values())
                                    .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                                    .toList()),
                            "Which defaults hold (default: quick); --preset goes before it."),
                    optional(
                            FORKS,
                            new WholeNumber(1, Repetitions.MOST_FORKS),
                            "How many JVMs measure each row (default: what the preset says); --forks goes before it."),
                    required(WORKLOADS, new ListOf(new NameOr(NAME, WORK)), "What is run."),
                    required(STRATEGIES, new ListOf(new NameOr(NAME, ENTRANT)), "What every workload is run under."),
                    optional(
                            CLAIMS,
                            new ListOf(STATEMENT),
                            "What is claimed; a run judges it, and ends with 1 if it is refuted."),
                    optional(
                            GATE,
                            GATE_SHAPE,
                            "What \"interleave compare\" compares runs of this suite by, unless told otherwise.")),
            List.of());

    private SuiteShape() {}

    private static Field required(String key, Shape shape, String description) {
        return new Field(key, true, shape, description);
    }

    private static Field optional(String key, Shape shape, String description) {
        return new Field(key, false, shape, description);
    }
}
