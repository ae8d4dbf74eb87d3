package org.interleave.workbench.page;

/** The shape of a marker, around the point where it stands: what colour tells, shape tells too. */
enum Shape {
    DIAMOND("M0-5.5 5.5 0 0 5.5-5.5 0z"),
    CIRCLE("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"),
    SQUARE("M-4-4H4V4H-4z"),
    TRIANGLE("M0-5 5 4H-5z"),
    TRIANGLE_DOWN("M0 5-5-4H5z"),
    CROSS("M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z"),
    BAR("M-1.2-7h2.4v14h-2.4z"),
    /** Points to the left: it goes on there. */
    LEFT("M-1 0 6-5v10z"),
    /** Points to the right. */
    RIGHT("M1 0-6-5v10z");

    private final String path;

    Shape(String path) {
        this.path = path;
    }

    /** As SVG has it. */
    String path() {
        return path;
    }
}
