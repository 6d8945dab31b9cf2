package io.flames.scoring.judge;

/** Hears of each call to the judge, for metrics. */
public interface JudgeListener {
    void called(Outcome outcome);

    /**
     * 0 where the endpoint does not say.
     *
     * @param prompt tokens read
     * @param completion tokens written
     */
    void tokens(long prompt, long completion);

    /** How a call ended. */
    enum Outcome {
        /** A vote. */
        VOTE,
        /** Not readable, repair attempts too. */
        UNREAD,
        /** The judge, or its filter, declined. */
        FILTERED,
        /** Too long for the judge. */
        TOO_LONG,
        /** Refused, while a harmless request is answered. */
        INPUT_REFUSED,
        /** The harmless request after a refusal, answered. */
        PROBE,
        /** Status 429. */
        THROTTLED,
        /** No connection, a timeout, a status that may pass. */
        FAILED,
        /** A status that stays, such as a wrong key. */
        REFUSED
    }
}
