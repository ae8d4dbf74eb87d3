package org.interleave.workbench.suite;

import java.util.List;

/** The shape that a part of a suite file has to have. */
sealed interface Shape {

    /** What it is, in a sentence such as "it has to be ...". */
    String inWords();

    /**
     * A text in one line.
     *
     * @param most how many characters it may have
     */
    record Text(int most) implements Shape {

        @Override
        public String inWords() {
            return "a text of 1 to " + most + " characters";
        }
    }

    /**
     * A whole number.
     *
     * @param least the least it may be
     * @param most the most it may be
     */
    record WholeNumber(long least, long most) implements Shape {

        @Override
        public String inWords() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /**
     * A finite number.
     *
     * @param above what it has to be more than; minus infinity for any
     * @param most the most it may be; infinity for any
     */
    record Real(double above, double most) implements Shape {

        static final Real ANY = new Real(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        @Override
        public String inWords() {
            return equals(ANY) ? "a number" : "a number more than " + (long) above + " and at most " + (long) most;
        }
    }

    /** One of these words. */
    record Choice(List<String> words) implements Shape {

        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String inWords() {
            return "one of " + String.join(", ", words);
        }
    }

    /** Names with values, as {@code --set} takes them. */
    record Settings() implements Shape {

        @Override
        public String inWords() {
            return "a mapping of names to values";
        }
    }

    /** One or more of the same. */
    record ListOf(Shape element) implements Shape {

        @Override
        public String inWords() {
            return "a list, each element " + element.inWords();
        }
    }

    /**
     * A mapping with these keys and no others.
     *
     * @param fields what it may have
     * @param oneOf keys of which it has to have one at least; none for no such
     */
    record Mapping(List<Field> fields, List<String> oneOf) implements Shape {

        public Mapping {
            fields = List.copyOf(fields);
            oneOf = List.copyOf(oneOf);
        }

        List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }

        @Override
        public String inWords() {
            return "a mapping with: " + String.join(", ", keys());
        }
    }

    /** A mapping, or a text that stands for its first key alone. */
    record NameOr(Text name, Mapping mapping) implements Shape {

        @Override
        public String inWords() {
            return "a name, or " + mapping.inWords();
        }
    }

    /**
     * A key of a mapping.
     *
     * @param key what it is called
     * @param required whether it has to be there
     * @param shape of its value
     * @param description what it says, in a sentence
     */
    record Field(String key, boolean required, Shape shape, String description) {}
}
