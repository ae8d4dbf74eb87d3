package org.interleave.workbench.plan;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload under a strategy with a value for everything that can be set: what one fork measures. Two contenders with
 * equal configurations are
 * the same measurement.
 *
 * @param workload the workload's name
 * @param parameters a value for each of its parameters, as text
 * @param strategy the strategy's name
 * @param options a value for each of its options, as text
 * @param cpus the processors it may use
 * @param twin tells apart what is measured more than once, as if it were different; empty otherwise
 */
public record Configuration(
        String workload,
        Map<String, String> parameters,
        String strategy,
        Map<String, String> options,
        List<Integer> cpus,
        String twin) {

    /** What is measured once. */
    public Configuration(
            String workload,
            Map<String, String> parameters,
            String strategy,
            Map<String, String> options,
            List<Integer> cpus) {
        this(workload, parameters, strategy, options, cpus, "");
    }

    public Configuration {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        cpus = List.copyOf(cpus);
    }

    /** Writes a map so that it passes through a command line: {@code a=1&b=2}, percent-encoded. */
    public static String encode(Map<String, String> map) {
        List<String> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(URLEncoder.encode(key, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }

    /** Reads what {@link #encode} wrote. */
    public static Map<String, String> decode(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                map.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return map;
    }

    /** Workload and strategy, for progress and messages. */
    public String title() {
        return workload + "/" + strategy + (twin.isEmpty() ? "" : " " + twin);
    }
}
