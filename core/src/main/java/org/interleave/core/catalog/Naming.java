package org.interleave.core.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Printable;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;

/** The grammar of the names of strategies, workloads, experiments and parameters. */
final class Naming {

    private static final int MOST_CHARACTERS = 60;
    private static final String WORDS = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final Pattern NAME = Pattern.compile(WORDS);
    private static final Pattern NAME_OF_KIND = Pattern.compile(WORDS + "(:" + WORDS + ")?");

    private Naming() {}

    /** A name that is typed on the command line. @throws RefusedException if it cannot be */
    static String name(String name) {
        return matching(NAME, name, "");
    }

    /** A strategy's name, which may begin with a kind. @throws RefusedException if it cannot be */
    static String nameOfStrategy(String name) {
        return matching(NAME_OF_KIND, name, ", perhaps a kind and a colon before them");
    }

    private static String matching(Pattern pattern, String name, String addition) {
        if (name.length() > MOST_CHARACTERS || !pattern.matcher(name).matches()) {
            throw new RefusedException("its name '" + Printable.line(name, 2 * MOST_CHARACTERS)
                    + "' is not one for a command line (lower-case words of a to z and 0 to 9 joined by hyphens"
                    + addition
                    + ", at most " + MOST_CHARACTERS + " characters)");
        }
        return name;
    }

    /**
     * What can be set, asked once: names are in order and differ, and defaults can be written and read again.
     *
     * @param method what answers them
     * @param owner whose they are
     * @throws RefusedException if not
     */
    static void checkParameters(PluginCalls calls, String method, String owner, List<Parameter<?>> parameters) {
        Set<String> names = new HashSet<>();
        for (Parameter<?> parameter : parameters) {
            String name = calls.call(method + " with a parameter's name()", parameter::name);
            try {
                name(name);
            } catch (RefusedException e) {
                throw new RefusedException("of a parameter in " + method + ", " + e.reason());
            }
            calls.text("the description of parameter " + name, parameter::description);
            calls.text("what is allowed for parameter " + name, parameter::allowed);
            if (!names.add(name)) {
                throw new RefusedException(method + " answers two parameters that are called " + name);
            }
        }
        for (Preset preset : Preset.values()) {
            calls.call("the defaults of " + method, () -> {
                Map<String, String> defaults =
                        Parameters.of(owner, parameters, Map.of(), preset).asText();
                return Parameters.of(owner, parameters, defaults, preset);
            });
        }
    }

    /**
     * The variants of a strategy: names are in order and differ, and the options can be read.
     *
     * @throws RefusedException if not
     */
    static void checkVariants(PluginCalls calls, StrategyDescription strategy, List<StrategyVariant> variants) {
        Set<String> names = new HashSet<>();
        for (StrategyVariant variant : variants) {
            try {
                name(variant.name());
            } catch (RefusedException e) {
                throw new RefusedException("of a variant, " + e.reason());
            }
            if (!names.add(variant.name())) {
                throw new RefusedException("variants(processors) answers two that are called " + variant.name());
            }
            calls.call(
                    "reading the options of variant " + variant.name(),
                    () -> Parameters.of(strategy.name(), strategy.options(), variant.options(), Preset.QUICK));
        }
    }
}
