package org.interleave.workbench.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.TeamSuite;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A suite file that has been read.
 *
 * @param suite what it asks for
 * @param preset which it says, if it does
 * @param forks how many it says, if it does
 */
public record SuiteFile(TeamSuite suite, Optional<Preset> preset, Optional<Integer> forks) {

    /**
     * Reads one.
     *
     * @param catalog where its names are looked up
     * @throws InvalidInputException if it cannot be read
     * @throws SuiteMistakes if it has mistakes
     */
    public static SuiteFile read(Path file, Catalog catalog) {
        Node node = YamlText.read(file);
        List<Mistake> ofShape = ShapeCheck.of(node, SuiteShape.SUITE);
        if (!ofShape.isEmpty()) {
            throw new SuiteMistakes(file, ofShape);
        }
        Reader reader = new Reader(catalog);
        SuiteFile read = reader.read(new SuitePart(node));
        if (!reader.mistakes.isEmpty()) {
            throw new SuiteMistakes(file, reader.mistakes);
        }
        return read;
    }

    /** What parts of the right shape mean; it goes on after a mistake, to tell the others too. */
    private static final class Reader {

        private final Catalog catalog;
        private final List<Mistake> mistakes = new ArrayList<>();

        Reader(Catalog catalog) {
            this.catalog = catalog;
        }

        SuiteFile read(SuitePart root) {
            SequencedMap<String, SuitePart> places = new LinkedHashMap<>();
            List<TeamSuite.Work> workloads = SuitePart.elements(root.find(SuiteShape.WORKLOADS)).stream()
                    .map(part -> work(part, places))
                    .toList();
            SequencedMap<String, SuitePart> entrantPlaces = new LinkedHashMap<>();
            List<TeamSuite.Entrant> entrants = SuitePart.elements(root.find(SuiteShape.STRATEGIES)).stream()
                    .map(part -> entrant(part, entrantPlaces))
                    .toList();
            boolean namesAreRight = mistakes.isEmpty();
            List<SuitePart> claimParts = SuitePart.elements(root.find(SuiteShape.CLAIMS));
            List<TeamSuite.Statement> claims = claimParts.stream()
                    .map(part -> statement(part, List.copyOf(places.keySet()), List.copyOf(entrantPlaces.keySet())))
                    .toList();
            Optional<SuitePart> gatePart = root.find(SuiteShape.GATE);
            TeamSuite suite = new TeamSuite(
                    root.at(SuiteShape.SUITE_NAME).text(), workloads, entrants, claims, gatePart.map(Reader::gate));
            if (namesAreRight) {
                checkMeasures(suite, claimParts, gatePart);
            }
            return new SuiteFile(
                    suite,
                    root.find(SuiteShape.PRESET)
                            .map(part -> Preset.valueOf(part.text().toUpperCase(Locale.ROOT))),
                    root.find(SuiteShape.FORKS).map(part -> Math.toIntExact(part.whole())));
        }

        private void wrong(SuitePart part, String text) {
            mistakes.add(Mistake.at(part.node(), text));
        }

        private void wrong(SuitePart part, InvalidInputException e) {
            wrong(part, String.valueOf(e.getMessage()));
        }

        private TeamSuite.Work work(SuitePart part, SequencedMap<String, SuitePart> places) {
            SuitePart naming = part.naming(SuiteShape.WORKLOAD);
            Optional<SuitePart> parameters = part.beside(SuiteShape.PARAMETERS);
            List<String> known =
                    catalog.workloads().stream().map(Workload::name).toList();
            if (known.contains(naming.text())) {
                parameters.ifPresent(given -> check(
                        given, naming.text(), catalog.workload(naming.text()).parameters()));
            } else {
                wrong(naming, catalog.unknown("workload", naming.text(), known));
            }
            String label = label(part, naming, places);
            if (catalog.experiment(label).isPresent() || label.equals(Experiment.SUITE)) {
                wrong(
                        part.beside(SuiteShape.LABEL).orElse(naming),
                        "'" + label + "' is what an experiment is called; give the workload a label of its own");
            }
            return new TeamSuite.Work(label, naming.text(), values(parameters));
        }

        private TeamSuite.Entrant entrant(SuitePart part, SequencedMap<String, SuitePart> places) {
            SuitePart naming = part.naming(SuiteShape.STRATEGY);
            Optional<SuitePart> options = part.beside(SuiteShape.OPTIONS);
            List<String> known =
                    catalog.strategies().stream().map(Strategy::name).toList();
            if (known.contains(naming.text())) {
                options.ifPresent(given -> check(
                        given, naming.text(), catalog.strategy(naming.text()).options()));
            } else {
                wrong(naming, catalog.unknown("strategy", naming.text(), known));
            }
            String label = label(part, naming, places);
            return new TeamSuite.Entrant(
                    label,
                    naming.text(),
                    values(options),
                    part.beside(SuiteShape.PROCESSORS).map(number -> Math.toIntExact(number.whole())));
        }

        private String label(SuitePart part, SuitePart naming, SequencedMap<String, SuitePart> places) {
            SuitePart label = part.beside(SuiteShape.LABEL).orElse(naming);
            if (places.putIfAbsent(label.text(), label) != null) {
                wrong(label, "'" + label.text() + "' is there twice; give one of them a label of its own");
            }
            return label.text();
        }

        private static Map<String, String> values(Optional<SuitePart> settings) {
            Map<String, String> values = new LinkedHashMap<>();
            settings.ifPresent(part -> part.settings()
                    .forEach((name, setting) -> values.put(name, setting.value().text())));
            return values;
        }

        private void check(SuitePart settings, String owner, List<Parameter<?>> declared) {
            List<String> names = declared.stream().map(Parameter::name).toList();
            settings.settings()
                    .forEach((name, setting) -> declared.stream()
                            .filter(parameter -> parameter.name().equals(name))
                            .findFirst()
                            .ifPresentOrElse(
                                    parameter -> check(setting.value(), owner, parameter),
                                    () -> wrong(
                                            setting.key(),
                                            InvalidInputException.unknown("parameter of " + owner, name, names))));
        }

        private void check(SuitePart value, String owner, Parameter<?> parameter) {
            try {
                parameter.parse(value.text(), owner);
            } catch (InvalidInputException e) {
                wrong(value, e);
            }
        }

        private TeamSuite.Statement statement(SuitePart part, List<String> workloads, List<String> entrants) {
            Optional<SuitePart> on = part.find(SuiteShape.ON);
            on.ifPresent(name -> known(name, "label of a workload", workloads));
            if (on.isEmpty() && workloads.size() > 1) {
                wrong(
                        part,
                        "the claim does not say which workload it is about, it has to: "
                                + String.join(", ", workloads));
            }
            SuitePart of = part.at(SuiteShape.OF);
            known(of, "label of a strategy", entrants);
            Optional<SuitePart> relativeTo = part.find(SuiteShape.RELATIVE_TO);
            relativeTo.ifPresent(name -> known(name, "label of a strategy", entrants));
            Optional<Double> atLeast = part.find(SuiteShape.AT_LEAST).map(SuitePart::real);
            Optional<Double> atMost = part.find(SuiteShape.AT_MOST).map(SuitePart::real);
            if (atLeast.isPresent() && atMost.isPresent() && atLeast.get() > atMost.get()) {
                wrong(part.at(SuiteShape.AT_LEAST), "at-least is more than at-most, it has to be at most as much");
            }
            return new TeamSuite.Statement(
                    part.at(SuiteShape.CLAIM).text(),
                    on.map(SuitePart::text).orElse(workloads.getFirst()),
                    part.find(SuiteShape.MEASURE).map(SuitePart::text).orElse(Claim.WALL),
                    of.text(),
                    relativeTo.map(SuitePart::text),
                    atLeast,
                    atMost);
        }

        private void known(SuitePart name, String kind, List<String> known) {
            if (!known.contains(name.text())) {
                wrong(name, InvalidInputException.unknown(kind, name.text(), known));
            }
        }

        private static TeamSuite.Gate gate(SuitePart part) {
            return new TeamSuite.Gate(
                    part.find(SuiteShape.MEASURE).map(SuitePart::text),
                    part.find(SuiteShape.MARGIN).map(SuitePart::real));
        }

        /** Of claims whose names are right. */
        private void checkMeasures(TeamSuite suite, List<SuitePart> claims, Optional<SuitePart> gate) {
            if (mistakes.isEmpty()) {
                for (int i = 0; i < claims.size(); i++) {
                    SuitePart part = claims.get(i);
                    try {
                        suite.check(catalog, suite.claims().get(i));
                    } catch (InvalidInputException e) {
                        wrong(part.find(SuiteShape.MEASURE).orElse(part), e);
                    }
                }
            }
            try {
                suite.checkGate(catalog);
            } catch (InvalidInputException e) {
                gate.flatMap(part -> part.find(SuiteShape.MEASURE)).ifPresent(part -> wrong(part, e));
            }
        }
    }
}
