package io.flames.annotation.care;

import java.time.Instant;

/** Whether somebody gets another item. */
public sealed interface CareDecision {
    /**
     * Another item, please.
     *
     * @param leftInSession labels until the session ends, at least 1
     * @param leftToday labels until the day ends, at least 1
     */
    record MayGoOn(int leftInSession, int leftToday) implements CareDecision {}

    /**
     * A break is due.
     *
     * @param end first instant at which there is another item
     */
    record BreakUntil(Instant end, Reason reason) implements CareDecision {}

    /**
     * Enough for today.
     *
     * @param next first instant of the next day, where the limits say a day begins
     */
    record DoneForToday(Instant next, int labelled) implements CareDecision {}

    /** Why a break is due. */
    enum Reason {
        /** So many items, one after another, that they called harmful. */
        HARMFUL_RUN,
        /** So long without a pause. */
        LONG_WORK,
        /** So many items in one session. */
        SESSION_FULL
    }
}
