package org.interleave.testkit.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips, or fails, what needs something that this machine lacks. Tries each out once. */
final class NeedsCondition implements ExecutionCondition {

    /** The configuration parameter with names of resources, separated by commas, to be taken for missing. */
    static final String MISSING = "interleave.missing";

    /** The configuration parameter that says whether a test fails instead of being skipped; else {@code CI} says so. */
    static final String STRICT = "interleave.strict";

    private static final Map<Resource, Optional<String>> LACKS = new ConcurrentHashMap<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<Resource> needed = context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class))
                .map(needs -> List.of(needs.value()))
                .orElse(List.of());
        List<Resource> missing = missing(context);
        String reasons = needed.stream()
                .flatMap(resource -> missing.contains(resource)
                        ? Stream.of(resource.reason())
                        : LACKS.computeIfAbsent(resource, Resource::lack).stream())
                .collect(Collectors.joining("; "));
        if (reasons.isEmpty()) {
            return ConditionEvaluationResult.enabled("the machine has what is needed");
        }
        if (strict(context)) {
            throw new ExtensionConfigurationException(reasons + " (with CI=true nothing is skipped)");
        }
        return ConditionEvaluationResult.disabled(reasons);
    }

    private static List<Resource> missing(ExtensionContext context) {
        return context.getConfigurationParameter(MISSING).stream()
                .flatMap(names -> Stream.of(names.split(",", -1)))
                .map(name -> Resource.valueOf(name.strip()))
                .toList();
    }

    private static boolean strict(ExtensionContext context) {
        return context.getConfigurationParameter(STRICT)
                .map(Boolean::valueOf)
                .orElseGet(() -> Boolean.parseBoolean(System.getenv("CI")));
    }
}
