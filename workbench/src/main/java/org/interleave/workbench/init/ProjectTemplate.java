package org.interleave.workbench.init;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.interleave.core.InvalidInputException;
import org.interleave.core.runtime.JvmOptions;

/**
 * A Maven project with one class that is a plug-in, and a test that is its contract.
 *
 * @param kind what the class is
 * @param name its name, and that of the directory and the artifact
 */
public record ProjectTemplate(Kind kind, String name) implements Template {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int MOST_CHARACTERS = 40;
    private static final String PACKAGE = "org/example/";

    /** What a class can be. */
    public enum Kind {
        /** A strategy. */
        STRATEGY("org.interleave.core.Strategy", "interleave-core"),
        /** A workload. */
        WORKLOAD("org.interleave.core.Workload", "interleave-core"),
        /** An experiment, whose rows name strategies of all modules. */
        EXPERIMENT("org.interleave.core.Experiment", "interleave-core", "interleave-workbench"),
        /** A policy of the giant lock. */
        POLICY("org.interleave.threads.LockPolicy", "interleave-core", "interleave-strategy-threads");

        private final String service;

        @SuppressWarnings("ImmutableEnumChecker") // a copy
        private final List<String> provided;

        Kind(String service, String... provided) {
            this.service = service;
            this.provided = List.of(provided);
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it would not do for a file, or on a command line
     */
    public ProjectTemplate {
        if (!NAME.matcher(name).matches() || name.length() > MOST_CHARACTERS) {
            throw new InvalidInputException("'" + name + "' is no name for a plug-in: it has to be up to "
                    + MOST_CHARACTERS + " small letters and digits, in words joined by hyphens, and to begin with a"
                    + " letter");
        }
    }

    /** What it is called on the command line: a policy is part of a strategy. */
    private String calledAs() {
        return kind == Kind.POLICY ? "giant-lock:" + name : name;
    }

    @Override
    public List<String> commands() {
        return List.of("mvn package", "interleave check target/plugin", run());
    }

    private String run() {
        return "interleave run "
                + switch (kind) {
                    case STRATEGY, POLICY -> "countdown --strategies sequential,threads," + calledAs();
                    case WORKLOAD, EXPERIMENT -> name;
                }
                + " --plugins target/plugin";
    }

    private String className() {
        String words = Pattern.compile("-")
                .splitAsStream(name)
                .map(ProjectTemplate::capitalised)
                .collect(Collectors.joining());
        return words + capitalised(kind.text());
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    @Override
    public SequencedMap<String, String> files() throws IOException {
        String source = "src/main/java/" + PACKAGE + className() + ".java";
        Map<String, String> words = new HashMap<>(versions());
        words.put("NAME", name);
        words.put("CLASS", className());
        words.put("WHAT", (kind == Kind.EXPERIMENT ? "An " : "A ") + kind.text());
        words.put("SOURCE", source);
        words.put("FLAGS", String.join(" ", JvmOptions.COMMON));
        words.put("BUILD", commands().get(0));
        words.put("CHECK", commands().get(1));
        words.put("RUN", commands().get(2));
        List<String> provided = new ArrayList<>();
        for (String artifact : kind.provided) {
            provided.add(Template.filled(
                    "project/dependency.xml",
                    Map.of("ARTIFACT", artifact, "INTERLEAVE", words.getOrDefault("INTERLEAVE", ""))));
        }
        words.put("PROVIDED", String.join("", provided));
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", Template.filled("project/pom.xml", words));
        files.put(source, Template.filled(kind.text() + "/Main.java", words));
        files.put("src/main/resources/META-INF/services/" + kind.service, "org.example." + className() + "\n");
        files.put(
                "src/test/java/" + PACKAGE + className() + "Test.java",
                Template.filled(kind.text() + "/Test.java", words));
        files.put("README.md", Template.filled("project/README.md", words));
        return files;
    }

    /** Of this program, and of what it was built with. */
    private static Map<String, String> versions() throws IOException {
        Properties versions = new Properties();
        versions.load(new StringReader(Template.resource("versions.properties")));
        return versions.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, versions::getProperty));
    }
}
