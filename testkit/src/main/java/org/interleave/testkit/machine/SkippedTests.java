package org.interleave.testkit.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Lists the tests that a build has skipped for what the machine lacks, from Surefire's reports. */
public final class SkippedTests {

    /** What the reason for skipping a test begins with if the machine is the reason. */
    public static final String LACK = "This machine lacks ";

    private SkippedTests() {}

    /**
     * Prints the list, or nothing if no test was skipped for such a reason.
     *
     * @param arguments the directory with a directory for each module
     */
    public static void main(String[] arguments) throws IOException {
        list(Path.of(arguments[0])).forEach(line -> System.out.println("[WARNING] " + line));
    }

    /** The lines of the list: each reason, and below it the classes that it concerns. */
    static List<String> list(Path build) throws IOException {
        SortedMap<String, SortedSet<String>> classes = new TreeMap<>();
        for (Path report : reports(build)) {
            NodeList skipped = parse(report).getElementsByTagName("skipped");
            IntStream.range(0, skipped.getLength())
                    .mapToObj(index -> (Element) skipped.item(index))
                    .filter(element -> element.getAttribute("message").startsWith(LACK))
                    .forEach(element -> classes.computeIfAbsent(
                                    element.getAttribute("message"), reason -> new TreeSet<>())
                            .add(((Element) element.getParentNode()).getAttribute("classname")));
        }
        return classes.entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(entry.getKey() + ". Skipped:"),
                        entry.getValue().stream().map(name -> "    " + name)))
                .toList();
    }

    private static List<Path> reports(Path build) throws IOException {
        try (Stream<Path> modules = Files.list(build)) {
            List<Path> directories = modules.map(module -> module.resolve("target/surefire-reports"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> reports = new ArrayList<>();
            for (Path directory : directories) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                            .sorted()
                            .forEach(reports::add);
                }
            }
            return reports;
        }
    }

    private static Element parse(Path report) throws IOException {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a report of Surefire: " + report, e);
        }
    }
}
