package org.interleave.workbench.page;

import java.util.ArrayDeque;
import java.util.Deque;
import org.interleave.core.Printable;

/**
 * A writer of HTML and of the SVG that stands in it, element by element. Texts and values of attributes may come from
 * anywhere: they are escaped, what is no visible character is written as in Java's literals, and they have an end (see
 * {@link Printable}). Names of elements and attributes are this program's own.
 *
 * <p>A template engine would have to see every type that it shows, which are this room's own, and would be handed most of
 * the page ready-made: it is drawings.
 */
final class Markup {

    private final StringBuilder out = new StringBuilder("<!doctype html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    Markup open(String name, String... attributes) {
        begin(name, attributes);
        out.append('>');
        open.push(name);
        return this;
    }

    /** Ends the element that was begun last and is open. @throws java.util.NoSuchElementException if there is none */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with a text in it. */
    Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    /** An element that has nothing in it: one of HTML that never has, or any of SVG. */
    Markup empty(String name, String... attributes) {
        begin(name, attributes);
        out.append("/>");
        return this;
    }

    /** A text. */
    Markup text(String text) {
        escape(text);
        return this;
    }

    /** A line's end, for whoever reads the source. */
    Markup line() {
        out.append('\n');
        return this;
    }

    /**
     * A script, a style sheet or data, as it stands.
     *
     * @throws IllegalArgumentException if something in it could end the element
     */
    Markup embed(String name, String content, String... attributes) {
        if (content.contains("</") || content.contains("<!--")) {
            throw new IllegalArgumentException("what is embedded in <" + name + "> would end it");
        }
        begin(name, attributes);
        out.append('>').append(content).append("</").append(name).append('>');
        return this;
    }

    private void begin(String name, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("an attribute of <" + name + "> has no value");
        }
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        String line = Printable.line(text);
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(character);
            }
        }
    }

    /** All that was written. @throws IllegalStateException if an element is still open */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("<" + open.peek() + "> is still open");
        }
        return out + "\n";
    }
}
