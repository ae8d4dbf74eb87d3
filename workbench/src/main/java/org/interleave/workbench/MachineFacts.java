package org.interleave.workbench;

import org.interleave.workbench.report.Machine;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/** What this machine is. */
final class MachineFacts {

    private MachineFacts() {}

    /** Asks the system. */
    static Machine read() {
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        CentralProcessor processor = hardware.getProcessor();
        OperatingSystem os = system.getOperatingSystem();
        return new Machine(
                processor.getLogicalProcessorCount(),
                processor.getProcessorIdentifier().getName(),
                hardware.getMemory().getTotal(),
                os.toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
    }
}
