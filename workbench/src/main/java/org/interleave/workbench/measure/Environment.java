package org.interleave.workbench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.machine.MachineFacts;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Machine;
import tools.jackson.databind.JsonNode;

/**
 * The environment of samples, which those of one row have to share: the program, the machine, the JVM and the plug-ins.
 *
 * <p>Two machines of the same model, memory, system and kernel count as one.
 *
 * @param version the program's version
 * @param commit the commit it was built from, if that is known
 * @param machine where it runs
 * @param jvm what forks run in
 * @param plugins the SHA-256 of each plug-in, by the name of its file, from where plug-ins are
 */
public record Environment(
        String version, Optional<String> commit, Machine machine, Jvm jvm, Map<String, String> plugins) {

    public Environment {
        plugins = Collections.unmodifiableMap(new TreeMap<>(plugins));
    }

    /** This program, here, with the plug-ins of a place. @throws InvalidInputException if they cannot be read */
    public static Environment present(Optional<String> pluginPlace) {
        Jvm jvm = new Jvm(System.getProperty("java.vm.name") + " " + Runtime.version(), ForkRunner.allFlags());
        Map<String, String> plugins = new TreeMap<>();
        pluginPlace.map(Plugins::files).orElse(Map.of()).forEach((name, file) -> plugins.put(name, sha256(file)));
        return new Environment(Build.version(), Build.commit(), MachineFacts.read(), jvm, plugins);
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new InvalidInputException("cannot read plug-in " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The first thing in which a later environment differs: what it is, what it was, what it is now. */
    public Optional<String> differenceTo(Environment later) {
        return difference("", JournalLine.MAPPER.valueToTree(this), JournalLine.MAPPER.valueToTree(later));
    }

    private static Optional<String> difference(String name, JsonNode was, JsonNode is) {
        if (was.equals(is)) {
            return Optional.empty();
        }
        if (!was.isObject() || !is.isObject()) {
            return Optional.of(name.strip() + " was " + text(was) + " and is " + text(is));
        }
        TreeSet<String> names = new TreeSet<>(was.propertyNames());
        names.addAll(is.propertyNames());
        return names.stream()
                .flatMap(part -> difference(name + " " + part, was.path(part), is.path(part)).stream())
                .findFirst();
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull()
                ? "absent"
                : value.isString() ? value.asString() : value.toString();
    }
}
