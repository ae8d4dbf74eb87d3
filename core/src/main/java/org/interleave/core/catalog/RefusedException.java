package org.interleave.core.catalog;

/** Why something that a plug-in brought cannot be used, for its {@link Refusal}. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedException(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
