package org.interleave.core.catalog;

import java.util.Optional;
import org.interleave.core.Printable;

/**
 * Something that a plug-in brought, or the plug-in itself, which cannot be used. What else there is can be.
 *
 * @param kind what it would have been, such as {@code strategy}
 * @param name what it calls itself, if it came to say so
 * @param type the name of its class, if it is one
 * @param origin the jar or directory that names it
 * @param reason what is wrong with it, in one line
 */
public record Refusal(String kind, Optional<String> name, Optional<String> type, String origin, String reason) {

    /** All of it in one line. */
    public String line() {
        String called = name.map(given -> " '" + given + "'").orElse("");
        String where = type.map(given -> given + " in " + origin).orElse(origin);
        return Printable.line(kind + called + " (" + where + ") is refused: " + reason);
    }
}
