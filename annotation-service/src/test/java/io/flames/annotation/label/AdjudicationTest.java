package io.flames.annotation.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.annotation.label.Adjudication.Agreed;
import io.flames.annotation.label.Adjudication.Decided;
import io.flames.annotation.label.Adjudication.NeedsThird;
import io.flames.annotation.label.Adjudication.Undecided;
import io.flames.annotation.label.Judgement.CannotJudge;
import io.flames.annotation.label.Judgement.Scored;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple4;

class AdjudicationTest {
    private static final UUID ANNA = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final UUID CHEN = new UUID(0, 3);

    @Property
    void twoWhoGiveTheSameScoreNeedNobodyElse(
            @ForAll("judged") Tuple4<Dimension, Judgement, Judgement, Judgement> item) {
        var state = after(item.get1(), item.get2(), item.get3());

        boolean same = item.get2() instanceof Scored one
                && item.get3() instanceof Scored other
                && one.value() == other.value();
        assertThat(state instanceof Agreed).isEqualTo(same);
        assertThat(state instanceof NeedsThird).isEqualTo(!same);
        if (state instanceof Agreed agreed) {
            assertThat(agreed.score()).isEqualTo(((Scored) item.get2()).value());
        }
    }

    @Property
    void theThirdsWordIsTheLast(@ForAll("judged") Tuple4<Dimension, Judgement, Judgement, Judgement> item) {
        if (!(after(item.get1(), item.get2(), item.get3()) instanceof NeedsThird open)) {
            return;
        }

        var end = open.decide(rating(CHEN, item.get4()));

        assertThat(end.ratings()).extracting(Rating::annotator).containsExactly(ANNA, BEN, CHEN);
        if (item.get4() instanceof Scored scored) {
            assertThat(end).isInstanceOfSatisfying(Decided.class, d -> assertThat(d.score())
                    .isEqualTo(scored.value()));
        } else {
            assertThat(end).isInstanceOf(Undecided.class);
        }
    }

    @Property
    void nobodySpeaksTwice(@ForAll("judged") Tuple4<Dimension, Judgement, Judgement, Judgement> item) {
        var first = Adjudication.begin(item.get1()).label(rating(ANNA, item.get2()));
        assertThatThrownBy(() -> ((Adjudication.Open) first).label(rating(ANNA, item.get3())))
                .isInstanceOf(IllegalArgumentException.class);
        if (after(item.get1(), item.get2(), item.get3()) instanceof NeedsThird open) {
            for (var again : List.of(ANNA, BEN)) {
                assertThatThrownBy(() -> open.decide(rating(again, item.get4())))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Property
    void replayedLabelsLeadToTheSameState(@ForAll("judged") Tuple4<Dimension, Judgement, Judgement, Judgement> item) {
        var blind = List.of(rating(ANNA, item.get2()), rating(BEN, item.get3()));
        var state = after(item.get1(), item.get2(), item.get3());

        assertThat(Adjudication.of(item.get1(), blind, Optional.empty())).isEqualTo(state);
        if (state instanceof NeedsThird open) {
            var third = rating(CHEN, item.get4());
            assertThat(Adjudication.of(item.get1(), blind, Optional.of(third))).isEqualTo(open.decide(third));
        } else {
            assertThatThrownBy(() -> Adjudication.of(item.get1(), blind, Optional.of(rating(CHEN, item.get4()))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void aScoreThatTheDimensionDoesNotKnowIsRefused(@ForAll int score, @ForAll("dimensions") Dimension dimension) {
        boolean known = Dimensions.scoresOf(dimension).contains(score);
        var open = Adjudication.begin(dimension);
        if (known) {
            assertThat(open.label(rating(ANNA, new Scored(score))).ratings()).hasSize(1);
        } else {
            assertThatThrownBy(() -> open.label(rating(ANNA, new Scored(score))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Dimensions.nameOf(dimension));
        }
    }

    @Provide
    Arbitrary<Dimension> dimensions() {
        return Arbitraries.of(Dimensions.ALL);
    }

    @Provide
    Arbitrary<Tuple4<Dimension, Judgement, Judgement, Judgement>> judged() {
        return dimensions().flatMap(dimension -> {
            Arbitrary<Judgement> judgement = Arbitraries.frequencyOf(
                    Tuple.of(4, Arbitraries.of(Dimensions.scoresOf(dimension)).map(score ->
                            (Judgement) new Scored(score))),
                    Tuple.of(1, Arbitraries.just(new CannotJudge("看不懂"))));
            return judgement.array(Judgement[].class).ofSize(3).map(all -> Tuple.of(dimension, all[0], all[1], all[2]));
        });
    }

    private static Adjudication after(Dimension dimension, Judgement one, Judgement other) {
        var first = (Adjudication.Open) Adjudication.begin(dimension).label(rating(ANNA, one));
        return first.label(rating(BEN, other));
    }

    private static Rating rating(UUID annotator, Judgement judgement) {
        return new Rating(annotator, judgement, 1, Instant.EPOCH);
    }
}
