package org.interleave.workbench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.interleave.workbench.doctor.Examination;
import org.interleave.workbench.doctor.Patient;
import org.interleave.workbench.machine.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that says what on this machine spoils measurements. */
@Command(
        name = "doctor",
        description = {
            "Says what on this machine spoils measurements, and what to do about it.",
            "It looks at processors, memory, what a container allows, and the JDK, and tries for half a second how steady the"
                    + " processors are. It changes nothing."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        footer = {"", "Exit status: 0 nothing was found, 1 something spoils measurements."})
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Examination examination = Examination.of(Patient.thisMachine());
        PrintWriter out = spec.commandLine().getOut();
        examination.lines(Terminal.screen()).forEach(out::println);
        out.flush();
        return examination.spoiling() == 0 ? Main.DONE : Main.NEGATIVE;
    }
}
