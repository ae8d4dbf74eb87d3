package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Shares;
import org.interleave.workbench.trace.Contention.Waiter;

/** The contention for a lock in a sentence: who waited the most, for whom, and how it came to the lock. */
final class ContentionVerdict {

    /** For whom less of the time was waited is not worth a mention, but for the first. */
    private static final double LEAST_SHARE = 0.1;

    private static final int MOST_HOLDERS = 3;

    private final Contention contention;

    private ContentionVerdict(Contention contention) {
        this.contention = contention;
    }

    /** The sentence. */
    static String of(Contention contention) {
        return new ContentionVerdict(contention).sentence();
    }

    private String sentence() {
        if (contention.nanos() == 0) {
            return "Nothing was recorded that took any time.";
        }
        int group = IntStream.range(0, contention.groups().size())
                .boxed()
                .max(Comparator.comparingDouble(contention::waitedShare))
                .orElseThrow();
        Waiter waiter = contention.waiters().get(group);
        if (waiter.waited().total() == 0) {
            return "No task waited for the lock, which was held " + HumanFormat.percent(heldShare()) + " of the run.";
        }
        return contention.groups().get(group).name()
                + " waited " + HumanFormat.percent(contention.waitedShare(group)) + " of the run"
                + (contention.groups().get(group).size() > 1 ? " each, on average," : "")
                + " for the lock, of which " + reasons(group)
                + course(waiter, contention.groups().get(group).size())
                + ".";
    }

    private double heldShare() {
        return (double) contention.lock().byAnybody() / contention.nanos();
    }

    private record Reason(String text, double share) {}

    private String reasons(int group) {
        HolderTimes waited = contention.waiters().get(group).waited();
        List<Double> shares = Shares.of(waited.parts());
        int holders = contention.groups().size();
        List<Reason> reasons = new ArrayList<>();
        for (int holder = 0; holder < holders; holder++) {
            String name = contention.groups().get(holder).name();
            reasons.add(new Reason(holder == group ? "for each other" : "for " + name, shares.get(holder)));
        }
        reasons.add(new Reason("while it was free and being handed over", shares.get(holders)));
        reasons.add(new Reason("while it is not known who held it", shares.getLast()));
        List<Reason> most = reasons.stream()
                .sorted(Comparator.comparingDouble(Reason::share).reversed())
                .limit(MOST_HOLDERS)
                .toList();
        return most.stream()
                .filter(reason ->
                        reason.share() >= Math.min(LEAST_SHARE, most.getFirst().share()))
                .map(reason -> HumanFormat.percent(reason.share()) + " " + reason.text())
                .collect(Collectors.joining(", "));
    }

    private static String course(Waiter waiter, int tasks) {
        List<String> course = new ArrayList<>();
        if (waiter.asked() > 0) {
            course.add("asked " + times(waiter.asked()));
        }
        if (waiter.failedWakeups() > 0) {
            course.add("woke in vain " + times(waiter.failedWakeups()));
        }
        if (waiter.waits() > 0) {
            course.add("got the lock after " + (waiter.waits() == 1 ? time(waiter.longest()) : median(waiter)));
        }
        if (course.isEmpty()) {
            return "";
        }
        String last = course.removeLast();
        String before = course.isEmpty() ? "" : String.join(", ", course) + " and ";
        return "; " + (tasks > 1 ? "they " : "it ") + before + last;
    }

    private static String median(Waiter waiter) {
        return time(waiter.median()) + " (median of " + count(waiter.waits()) + " waits, the longest "
                + time(waiter.longest()) + ")";
    }

    private static String times(long count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count(count) + " times";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String time(long nanos) {
        return HumanFormat.quantity(nanos / 1e9, "s");
    }
}
