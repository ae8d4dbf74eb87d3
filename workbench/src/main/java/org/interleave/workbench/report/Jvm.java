package org.interleave.workbench.report;

import java.util.List;

/**
 * The virtual machine that the samples ran in.
 *
 * @param version its version, with the vendor's
 * @param flags the flags every sample ran with
 */
public record Jvm(String version, List<String> flags) {

    /** Takes a copy. */
    public Jvm {
        flags = List.copyOf(flags);
    }
}
