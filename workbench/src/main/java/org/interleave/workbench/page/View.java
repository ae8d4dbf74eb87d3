package org.interleave.workbench.page;

/** One way to look at the rows of a figure: a chart, and the table that is behind it. */
sealed interface View permits MeasureView, LatencyView, StripView, SweepView, LockView {

    /** What it shows, in a word or two: its name among the views of a figure. */
    String title();

    /** Says what one has to know to read the chart. */
    void caption(Markup html);

    /** Draws the chart. */
    void chart(Markup html);

    /** Writes its numbers. */
    void table(Markup html);
}
