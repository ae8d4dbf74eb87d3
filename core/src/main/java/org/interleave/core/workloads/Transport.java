package org.interleave.core.workloads;

import java.util.List;
import java.util.Locale;
import org.interleave.core.Parameter;

/** What a workload's tasks and the process that it has outside the strategy talk over. */
public enum Transport {
    /** Datagrams. */
    UDP,

    /** Connections. */
    TCP;

    /** The parameter that chooses. */
    static Parameter<Transport> parameter(String description, Transport value) {
        return Parameter.choice("transport", description, value, List.of(values()), Transport::title);
    }

    /** The name that the user writes. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
