package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.scorer.Verdict.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
    /** A digit: a vote; u: not readable; f: filtered. */
    @ParameterizedTest
    @CsvSource({
        "333, 3, ''",
        "313, 3, ''",
        "11u, 1, ''",
        "1f1, 1, ''",
        "321, 0, NO_MAJORITY",
        "31u, 0, NO_MAJORITY",
        "3uu, 0, UNPARSEABLE",
        "3ff, 0, JUDGE_FILTERED",
        "3uf, 0, JUDGE_FILTERED",
        "3, 3, ''",
        "u, 0, UNPARSEABLE",
        "33211, 0, NO_MAJORITY",
        "33311, 3, ''",
        "333uf, 3, ''",
        "33uff, 0, JUDGE_FILTERED",
    })
    void aScoreNeedsMoreThanHalfOfAllVotes(String ballots, int score, String reason) {
        var tally = tally(ballots);

        assertThat(tally.score().orElse(0)).isEqualTo(score);
        assertThat(tally.reason().map(Reason::name).orElse("")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"333, 0", "331, 0.3333333333333333", "11u, 0", "33112, -1", "33311, 0.4", "3, -1"})
    void disagreementIsTheShareOfCastVotesForOthers(String ballots, double disagreement) {
        assertThat(tally(ballots).disagreement().orElse(-1)).isEqualTo(disagreement);
    }

    @ParameterizedTest
    @CsvSource({"3, u, false", "3, uu, true", "3, 1u, false", "5, uff, true", "5, uu, false", "1, f, true"})
    void votingEndsOnlyWhenNoScoreIsPossible(int asked, String ballots, boolean hopeless) {
        assertThat(tally(asked, ballots).hopeless()).isEqualTo(hopeless);
    }

    private static Tally tally(String ballots) {
        return tally(ballots.length(), ballots);
    }

    private static Tally tally(int asked, String ballots) {
        var tally = new Tally(asked);
        ballots.chars().forEach(ballot -> {
            switch (ballot) {
                case 'u' -> tally.unread();
                case 'f' -> tally.filtered();
                default -> tally.vote(Character.digit(ballot, 10));
            }
        });
        return tally;
    }
}
