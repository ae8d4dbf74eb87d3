package org.interleave.workbench.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Workload;

/** The size of a workload's work made larger, by the parameter that its work is in proportion to. */
final class WorkScale {

    private WorkScale() {}

    /**
     * The parameters of so much more work.
     *
     * @throws InvalidInputException if the workload has no such parameter, or it cannot be raised
     */
    static Map<String, String> scaled(Workload<?> workload, Map<String, String> parameters, double by) {
        Parameter<?> size = size(workload, parameters);
        String value = parameters.get(size.name());
        if (value == null) {
            throw cannot(workload, size.name() + " has no value");
        }
        String more = size.scaled(value, by, workload.name())
                .orElseThrow(() -> cannot(workload, size.name() + " is neither a count nor a time"));
        Map<String, String> raised = new LinkedHashMap<>(parameters);
        raised.put(size.name(), more);
        return raised;
    }

    /**
     * The same, which has to be more.
     *
     * @throws InvalidInputException also if it is not
     */
    static Map<String, String> raised(Workload<?> workload, Map<String, String> parameters, double by) {
        Map<String, String> raised = scaled(workload, parameters, by);
        if (raised.equals(parameters)) {
            String size = size(workload, parameters).name();
            throw cannot(workload, size + "=" + parameters.get(size) + " is too small for it");
        }
        return raised;
    }

    private static Parameter<?> size(Workload<?> workload, Map<String, String> parameters) {
        return workload.size(Parameters.of(workload.name(), workload.parameters(), parameters, Preset.QUICK))
                .orElseThrow(() -> cannot(workload, "it has none that its work is in proportion to"));
    }

    private static InvalidInputException cannot(Workload<?> workload, String reason) {
        return new InvalidInputException(
                "--handicap cannot raise a parameter of workload " + workload.name() + ": " + reason);
    }
}
