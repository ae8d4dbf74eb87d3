package org.interleave.workbench.trace;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.interleave.core.Printable;

/**
 * A piece of a page in the making. Texts and the values of attributes may come from anywhere: they are escaped, and show no
 * control character. Not thread-safe.
 */
final class Markup {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter written = new StringWriter();
    private final XMLStreamWriter out;

    Markup() {
        try {
            out = FACTORY.createXMLStreamWriter(written);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("nothing is wrong with writing to memory", e);
        }
    }

    private interface Writing {
        void run() throws XMLStreamException;
    }

    private Markup write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("elements do not match", e);
        }
    }

    /**
     * Begins an element.
     *
     * @param attributes names, each followed by a value
     */
    Markup begin(String name, String... attributes) {
        return write(() -> {
            out.writeStartElement(name);
            for (int attribute = 0; attribute < attributes.length; attribute += 2) {
                out.writeAttribute(attributes[attribute], Printable.line(attributes[attribute + 1]));
            }
        });
    }

    /** Ends the element that was begun last. */
    Markup end() {
        return write(out::writeEndElement);
    }

    Markup text(String text) {
        return write(() -> out.writeCharacters(Printable.line(text)));
    }

    /**
     * An element with nothing but a text.
     *
     * @param attributes names, each followed by a value
     */
    Markup element(String name, String text, String... attributes) {
        return begin(name, attributes).text(text).end();
    }

    /** What was written. */
    @Override
    public String toString() {
        write(out::flush);
        return written.toString();
    }
}
