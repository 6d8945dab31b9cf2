package io.flames.annotation.care;

import io.flames.annotation.care.CareDecision.BreakUntil;
import io.flames.annotation.care.CareDecision.DoneForToday;
import io.flames.annotation.care.CareDecision.MayGoOn;
import io.flames.annotation.care.CareDecision.Reason;
import io.flames.annotation.care.Seen.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Decides whether somebody gets another item. The state is their history: nothing is kept, so that a restarted service, a
 * second browser or another replica decides the same.
 *
 * <p>For each kind of break the stretch that counts is what they did since they last paused for that break's length; a
 * break ends that long after their last item, whether the page told them to go or they left by themselves. Of several
 * breaks that are due the one that ends last is given. The day's limit comes before all breaks.
 */
public final class Care {
    private final CareLimits limits;

    public Care(CareLimits limits) {
        this.limits = limits;
    }

    /**
     * @param history all that they dealt with since the day began, and at least what they did within the longest break and
     *     the longest work before it; in any order. What lies after now is taken as now (clocks differ between replicas)
     */
    public CareDecision decide(Collection<Seen> history, Instant now) {
        var seen = history.stream()
                .map(s -> s.at().isAfter(now) ? new Seen(now, s.outcome()) : s)
                .sorted(Comparator.comparing(Seen::at).thenComparing(Seen::outcome))
                .toList();
        int today =
                labels(seen.stream().filter(s -> !s.at().isBefore(dayOf(now))).toList());
        if (today >= limits.itemsADay()) {
            return new DoneForToday(nextDayOf(now), today);
        }
        var breaks = dueBreaks(seen, now);
        if (!breaks.isEmpty()) {
            return breaks.get(breaks.size() - 1);
        }
        int session = labels(stretch(seen, now, limits.sessionBreak()));
        return new MayGoOn(limits.itemsASession() - session, limits.itemsADay() - today);
    }

    /** Opted-out subcomponents are never shown; nobody is asked why. */
    public static boolean mayShow(String subcomponent, Set<String> optedOut) {
        return !optedOut.contains(subcomponent);
    }

    /** By their end. */
    private List<BreakUntil> dueBreaks(List<Seen> seen, Instant now) {
        var due = new ArrayList<BreakUntil>();
        var sinceSessionBreak = stretch(seen, now, limits.sessionBreak());
        if (labels(sinceSessionBreak) >= limits.itemsASession()) {
            due.add(after(sinceSessionBreak, limits.sessionBreak(), Reason.SESSION_FULL));
        }
        var sinceWorkBreak = stretch(seen, now, limits.workBreak());
        if (!sinceWorkBreak.isEmpty()
                && Duration.between(sinceWorkBreak.get(0).at(), now).compareTo(limits.work()) >= 0) {
            due.add(after(sinceWorkBreak, limits.workBreak(), Reason.LONG_WORK));
        }
        var sinceHarmfulBreak = stretch(seen, now, limits.harmfulBreak());
        if (harmfulRun(sinceHarmfulBreak) >= limits.harmfulRun()) {
            due.add(after(sinceHarmfulBreak, limits.harmfulBreak(), Reason.HARMFUL_RUN));
        }
        due.sort(Comparator.comparing(BreakUntil::end));
        return due;
    }

    private static BreakUntil after(List<Seen> stretch, Duration length, Reason reason) {
        return new BreakUntil(stretch.get(stretch.size() - 1).at().plus(length), reason);
    }

    /** What was done since the last pause of that length; nothing when that pause is over just now. */
    private static List<Seen> stretch(List<Seen> seen, Instant now, Duration pause) {
        Instant later = now;
        int from = seen.size();
        while (from > 0 && Duration.between(seen.get(from - 1).at(), later).compareTo(pause) < 0) {
            from--;
            later = seen.get(from).at();
        }
        return seen.subList(from, seen.size());
    }

    private static int labels(List<Seen> seen) {
        return (int) seen.stream().filter(s -> s.outcome() != Outcome.SKIPPED).count();
    }

    private static int harmfulRun(List<Seen> seen) {
        int run = 0;
        for (int i = seen.size() - 1; i >= 0 && seen.get(i).outcome() != Outcome.OTHER; i--) {
            run += seen.get(i).outcome() == Outcome.HARMFUL ? 1 : 0;
        }
        return run;
    }

    private Instant dayOf(Instant now) {
        return now.atZone(limits.zone())
                .toLocalDate()
                .atStartOfDay(limits.zone())
                .toInstant();
    }

    private Instant nextDayOf(Instant now) {
        return now.atZone(limits.zone())
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(limits.zone())
                .toInstant();
    }
}
