package io.flames.annotation.label;

import com.google.protobuf.Timestamp;
import io.flames.annotation.label.Adjudication.Agreed;
import io.flames.annotation.label.Adjudication.Decided;
import io.flames.annotation.label.Adjudication.Undecided;
import io.flames.annotation.label.Judgement.CannotJudge;
import io.flames.annotation.label.Judgement.Scored;
import io.flames.contracts.annotation.v1.AdjudicationWay;
import io.flames.contracts.annotation.v1.LabelAdjudicated;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.contracts.annotation.v1.LabelUndecided;
import io.flames.contracts.annotation.v1.LabelledItem;
import io.flames.contracts.annotation.v1.RaterRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The event that tells of an item's end. Pure. */
final class LabelEvents {
    private static final int THIRD = 2;

    private LabelEvents() {}

    /**
     * Empty while it waits for a label.
     *
     * @param imported both blind labels were given elsewhere
     */
    static Optional<LabelEvent> of(LabelledItem item, Adjudication state, boolean imported, Instant at) {
        var ratings = ratings(state);
        if (state instanceof Agreed agreed) {
            var way = imported ? AdjudicationWay.ADJUDICATION_WAY_IMPORTED : AdjudicationWay.ADJUDICATION_WAY_AGREED;
            return Optional.of(adjudicated(item, agreed.score(), way, ratings, at));
        }
        if (state instanceof Decided decided) {
            return Optional.of(
                    adjudicated(item, decided.score(), AdjudicationWay.ADJUDICATION_WAY_DECIDED, ratings, at));
        }
        if (state instanceof Undecided) {
            return Optional.of(LabelEvent.newBuilder()
                    .setLabelUndecided(LabelUndecided.newBuilder()
                            .setItem(item)
                            .addAllRatings(ratings)
                            .setDecidedAt(time(at)))
                    .build());
        }
        return Optional.empty();
    }

    private static LabelEvent adjudicated(
            LabelledItem item,
            int score,
            AdjudicationWay way,
            List<io.flames.contracts.annotation.v1.Rating> ratings,
            Instant at) {
        return LabelEvent.newBuilder()
                .setLabelAdjudicated(LabelAdjudicated.newBuilder()
                        .setItem(item)
                        .setScore(score)
                        .setWay(way)
                        .addAllRatings(ratings)
                        .setAdjudicatedAt(time(at)))
                .build();
    }

    private static List<io.flames.contracts.annotation.v1.Rating> ratings(Adjudication state) {
        var ratings = new ArrayList<io.flames.contracts.annotation.v1.Rating>();
        for (var rating : state.ratings()) {
            var role = ratings.size() == THIRD ? RaterRole.RATER_ROLE_ADJUDICATOR : RaterRole.RATER_ROLE_BLIND;
            ratings.add(rating(rating, role));
        }
        return ratings;
    }

    private static io.flames.contracts.annotation.v1.Rating rating(Rating rating, RaterRole role) {
        var event = io.flames.contracts.annotation.v1.Rating.newBuilder()
                .setRaterId(rating.annotator().toString())
                .setRole(role)
                .setGuidelineVersion(rating.guidelineVersion())
                .setRatedAt(time(rating.at()));
        if (rating.judgement() instanceof Scored scored) {
            event.setScore(scored.value());
        } else if (rating.judgement() instanceof CannotJudge cannot) {
            event.setCannotJudgeReason(cannot.reason());
        }
        return event.build();
    }

    private static Timestamp time(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
