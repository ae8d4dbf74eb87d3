package org.interleave.workbench.suite;

import java.util.Comparator;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A mistake in a file.
 *
 * @param line where it is, from 1
 * @param column where it is in the line, from 1
 * @param text what is wrong, and what is allowed
 */
record Mistake(int line, int column, String text) implements Comparable<Mistake> {

    private static final Comparator<Mistake> ORDER = Comparator.comparingInt(Mistake::line)
            .thenComparingInt(Mistake::column)
            .thenComparing(Mistake::text);

    /** One at the beginning of a node. */
    static Mistake at(Node node, String text) {
        return node.getStartMark().map(mark -> at(mark, text)).orElseGet(() -> new Mistake(1, 1, text));
    }

    static Mistake at(Mark mark, String text) {
        return new Mistake(mark.getLine() + 1, mark.getColumn() + 1, text);
    }

    @Override
    public int compareTo(Mistake other) {
        return ORDER.compare(this, other);
    }
}
