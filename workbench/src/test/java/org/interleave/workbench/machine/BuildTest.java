package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildTest {

    @Test
    void knowsItsVersion() {
        assertThat(Build.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(new Build().getVersion())
                .hasSize(1)
                .allMatch(line -> line.startsWith("interleave " + Build.version()));
    }
}
