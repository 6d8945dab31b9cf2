package io.flames.annotation.care;

import static io.flames.annotation.care.Seen.Outcome.CANNOT_JUDGE;
import static io.flames.annotation.care.Seen.Outcome.HARMFUL;
import static io.flames.annotation.care.Seen.Outcome.OTHER;
import static io.flames.annotation.care.Seen.Outcome.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.annotation.care.CareDecision.BreakUntil;
import io.flames.annotation.care.CareDecision.DoneForToday;
import io.flames.annotation.care.CareDecision.MayGoOn;
import io.flames.annotation.care.CareDecision.Reason;
import io.flames.annotation.care.Seen.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CareTest {
    /** 10:00 in Shanghai. */
    private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");

    static final CareLimits LIMITS = new CareLimits(
            20,
            50,
            3,
            Duration.ofMinutes(60),
            Duration.ofMinutes(30),
            Duration.ofMinutes(15),
            Duration.ofMinutes(10),
            ZoneId.of("Asia/Shanghai"));

    private final Care care = new Care(LIMITS);

    @Test
    void aFreshPersonMayGoOn() {
        assertThat(care.decide(List.of(), START)).isEqualTo(new MayGoOn(20, 50));
    }

    @Test
    void labelsAndCannotJudgeCountAndSkipsDoNot() {
        var history = List.of(seen(0, OTHER), seen(1, CANNOT_JUDGE), seen(2, SKIPPED), seen(3, SKIPPED));

        assertThat(care.decide(history, at(4))).isEqualTo(new MayGoOn(18, 48));
    }

    @Test
    void aRunOfHarmfulItemsForcesABreak() {
        var history = List.of(seen(0, HARMFUL), seen(1, HARMFUL), seen(2, HARMFUL));

        assertThat(care.decide(history, at(3))).isEqualTo(new BreakUntil(at(17), Reason.HARMFUL_RUN));
        assertThat(care.decide(history, at(17).minusNanos(1))).isInstanceOf(BreakUntil.class);
        assertThat(care.decide(history, at(17))).isEqualTo(new MayGoOn(17, 47));
    }

    @Test
    void anotherItemEndsTheRunAndASkipDoesNot() {
        assertThat(care.decide(List.of(seen(0, HARMFUL), seen(1, HARMFUL), seen(2, OTHER), seen(3, HARMFUL)), at(4)))
                .isInstanceOf(MayGoOn.class);
        assertThat(care.decide(
                        List.of(
                                seen(0, HARMFUL),
                                seen(1, HARMFUL),
                                seen(2, SKIPPED),
                                seen(3, CANNOT_JUDGE),
                                seen(4, HARMFUL)),
                        at(5)))
                .isEqualTo(new BreakUntil(at(19), Reason.HARMFUL_RUN));
    }

    @Test
    void aPauseOfTheirOwnEndsTheRun() {
        var history = List.of(seen(0, HARMFUL), seen(1, HARMFUL), seen(16, HARMFUL));

        assertThat(care.decide(history, at(17))).isInstanceOf(MayGoOn.class);
    }

    @Test
    void longWorkForcesABreak() {
        var history = new ArrayList<Seen>();
        for (int minute = 0; minute <= 56; minute += 8) {
            history.add(seen(minute, OTHER));
        }

        assertThat(care.decide(history, at(59))).isInstanceOf(MayGoOn.class);
        assertThat(care.decide(history, at(60))).isEqualTo(new BreakUntil(at(66), Reason.LONG_WORK));
        assertThat(care.decide(history, at(66))).isInstanceOf(MayGoOn.class);
    }

    @Test
    void aFullSessionEndsAndALaterOneBegins() {
        var history = new ArrayList<Seen>();
        for (int i = 0; i < 20; i++) {
            history.add(seen(i, OTHER));
        }

        assertThat(care.decide(history, at(20))).isEqualTo(new BreakUntil(at(49), Reason.SESSION_FULL));
        assertThat(care.decide(history, at(49))).isEqualTo(new MayGoOn(20, 30));
    }

    @Test
    void ofTwoBreaksTheLongerCounts() {
        var history = new ArrayList<Seen>();
        for (int i = 0; i < 20; i++) {
            history.add(seen(i, HARMFUL));
        }

        assertThat(care.decide(history, at(20))).isEqualTo(new BreakUntil(at(49), Reason.SESSION_FULL));
    }

    @Test
    void theDayEndsWhereTheAnnotatorsDayEnds() {
        var history = new ArrayList<Seen>();
        for (int i = 0; i < 50; i++) {
            history.add(new Seen(START.plus(Duration.ofMinutes(11L * i)), OTHER));
        }
        var midnightInShanghai = Instant.parse("2026-11-23T16:00:00Z");

        assertThat(care.decide(history, START.plus(Duration.ofHours(11))))
                .isEqualTo(new DoneForToday(midnightInShanghai, 50));
        assertThat(care.decide(history, midnightInShanghai)).isEqualTo(new MayGoOn(20, 50));
    }

    @Test
    void anotherReplicasClockMayBeAhead() {
        assertThat(care.decide(List.of(seen(5, OTHER)), at(4))).isEqualTo(new MayGoOn(19, 49));
    }

    @Test
    void optedOutSubcomponentsAreNotShown() {
        assertThat(Care.mayShow("Mental harm", Set.of("Mental harm"))).isFalse();
        assertThat(Care.mayShow("Toxic language", Set.of("Mental harm"))).isTrue();
    }

    @Test
    void limitsLimit() {
        assertThatThrownBy(() -> new CareLimits(
                        0,
                        1,
                        1,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        ZoneId.of("UTC")))
                .hasMessage("items a session is 0, expected at least 1");
    }

    static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    static Seen seen(int minute, Outcome outcome) {
        return new Seen(at(minute), outcome);
    }
}
