package org.interleave.processes.wire;

import java.io.ObjectInputFilter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of classes that tasks may name on a node, and results in the process that uses it: values and collections of the
 * JDK, what is built into Interleave, and what whoever takes them in allows besides. {@code org.acme.Sum} is a class with
 * all that is written inside it, {@code org.acme.*} those of a package, {@code org.acme.**} those of the packages below it
 * too. The classes themselves come from the class path of the side that takes them in.
 */
public final class AllowList {

    private static final Pattern PATTERN = Pattern.compile("[\\p{Alnum}_$]+(\\.[\\p{Alnum}_$]+)*(\\.\\*{1,2})?");

    private static final List<String> BUILT_IN = List.of(
            "org.interleave.core.**",
            "org.interleave.threads.**",
            "org.interleave.processes.**",
            "org.interleave.eventloop.**",
            "org.interleave.nativecode.**");

    /** {@code SerializedLambda} names the class that the lambda was written in, which has to be allowed itself. */
    private static final List<String> JDK = List.of(
            "java.lang.Object",
            "java.lang.Enum",
            "java.lang.Number",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.String",
            "java.lang.invoke.SerializedLambda",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.net.InetAddress",
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.net.InetSocketAddress",
            "java.net.SocketAddress",
            "java.time.*",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.Arrays$ArrayList",
            "java.util.BitSet",
            "java.util.CollSer",
            "java.util.Collections$*",
            "java.util.Date",
            "java.util.EnumMap",
            "java.util.EnumSet$SerializationProxy",
            "java.util.RegularEnumSet",
            "java.util.JumboEnumSet",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.ImmutableCollections$*",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.Map$Entry",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.UUID");

    private AllowList() {}

    /**
     * Checks a pattern.
     *
     * @throws IllegalArgumentException if it is none, with a message to follow it
     */
    public static String checked(String pattern) {
        if (!PATTERN.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    "is not a class such as org.acme.Sum, nor a package such as org.acme.* or" + " org.acme.**");
        }
        return pattern;
    }

    /** The filter of a node, for tasks: it refuses every class but those that are built in and these, naming it. */
    public static ObjectInputFilter ofNode(List<String> more) {
        return filter(more, "the node's list of allowed classes (interleave node --allow)");
    }

    /** The filter of a node's user, for results: it refuses every class but those that are built in and these, naming it. */
    public static ObjectInputFilter ofUser(List<String> more) {
        return filter(more, "the list of classes allowed in results (--set allow=…)");
    }

    private static ObjectInputFilter filter(List<String> more, String name) {
        String patterns = Stream.of(JDK, BUILT_IN, more)
                .flatMap(List::stream)
                .map(pattern -> pattern.endsWith("*") ? pattern : pattern + ";" + pattern + "$*")
                .collect(Collectors.joining(";"));
        ObjectInputFilter known = ObjectInputFilter.Config.createFilter(patterns + ";!*");
        return info -> {
            ObjectInputFilter.Status status = known.checkInput(info);
            Class<?> type = info.serialClass();
            if (status == ObjectInputFilter.Status.REJECTED && type != null) {
                throw new PayloadException("class " + element(type).getName() + " is not on " + name);
            }
            return status;
        };
    }

    private static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }
}
