package org.interleave.nativecode;

/** A kernel has failed, or has returned what none may. The message is one line: which, and why. */
final class KernelFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    KernelFailedException(String kernel, String what) {
        super("C kernel " + kernel + " " + what);
    }

    /** A kernel that said why it failed. */
    static KernelFailedException of(LoadedKernel kernel, KernelCall call) {
        String text = call.text();
        return new KernelFailedException(
                kernel.name(), "failed (code " + call.code() + ")" + (text.isBlank() ? "" : ": " + text));
    }
}
