package io.flames.generation.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.scoring.v1.PromotionReason;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerShadowStarted;
import io.flames.contracts.scoring.v1.ScorerShadowStopped;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.generation.dispatch.DispatchPlan.Assignment;
import io.flames.generation.dispatch.DispatchPlan.Role;
import io.flames.generation.dispatch.DispatchPlan.Start;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatchPlanTest {
    private static final Assignment DEFAULT = new Assignment("flames-dispatch-default", "", Start.FIRST, Role.LIVE);
    private static final Assignment FIRST = new Assignment("flames-dispatch-default", "s@1", Start.FIRST, Role.LIVE);

    private final DispatchPlan plan = new DispatchPlan(Optional.empty());

    @Test
    void withoutAnyPromotionTheServiceDecides() {
        assertThat(plan.assignments()).containsExactly(DEFAULT);
    }

    @Test
    void theFirstPromotedVersionGoesOnInTheGroupThatIsThere() {
        promoted(1, PromotionReason.PROMOTION_REASON_INITIAL);

        assertThat(plan.assignments()).containsExactly(FIRST);
    }

    @Test
    void aShadowWithHistoryReadsFromTheFirstOnAndOneWithoutFromTheEnd() {
        promoted(1, PromotionReason.PROMOTION_REASON_INITIAL);
        shadow(2, true);
        shadow(3, false);

        assertThat(plan.assignments())
                .containsExactly(
                        FIRST,
                        new Assignment("flames-dispatch-id-2", "s@2", Start.FIRST, Role.SHADOW),
                        new Assignment("flames-dispatch-id-3-live", "s@3", Start.END, Role.SHADOW));
    }

    @Test
    void aStoppedShadowIsAskedNothingMore() {
        promoted(1, PromotionReason.PROMOTION_REASON_INITIAL);
        shadow(2, true);
        plan.after(ScorerEvent.newBuilder()
                .setScorerShadowStopped(ScorerShadowStopped.newBuilder().setScorerVersion(version(2)))
                .build());

        assertThat(plan.assignments()).containsExactly(FIRST);
    }

    @Test
    void aPromotedVersionJudgesAllFromTheFirstOnAndNewResponsesAtOnce() {
        promoted(1, PromotionReason.PROMOTION_REASON_INITIAL);
        shadow(2, false);
        promoted(2, PromotionReason.PROMOTION_REASON_GATE);

        assertThat(plan.assignments())
                .containsExactly(
                        new Assignment("flames-dispatch-id-2", "s@2", Start.FIRST, Role.LIVE),
                        new Assignment("flames-dispatch-id-2-live", "s@2", Start.END, Role.HELPER));
    }

    @Test
    void anotherConfiguredDefaultJudgesAllToo() {
        promoted(1, PromotionReason.PROMOTION_REASON_INITIAL);
        promoted(2, PromotionReason.PROMOTION_REASON_INITIAL);

        assertThat(plan.assignments())
                .extracting(Assignment::group)
                .containsExactly("flames-dispatch-id-2", "flames-dispatch-id-2-live");
    }

    @Test
    void aRollbackGoesOnWhereTheVersionWas() {
        promoted(1, PromotionReason.PROMOTION_REASON_INITIAL);
        promoted(2, PromotionReason.PROMOTION_REASON_GATE);
        promoted(1, PromotionReason.PROMOTION_REASON_ROLLBACK);

        assertThat(plan.assignments())
                .containsExactly(FIRST, new Assignment("flames-dispatch-id-1-live", "s@1", Start.END, Role.HELPER));
    }

    @Test
    void aPinnedScorerStaysWhateverIsPromotedAndIsShadowed() {
        var pinned = new DispatchPlan(Optional.of("mine"));
        pinned.after(event(2, PromotionReason.PROMOTION_REASON_GATE));
        pinned.after(ScorerEvent.newBuilder()
                .setScorerShadowStarted(ScorerShadowStarted.newBuilder()
                        .setScorerVersion(version(3))
                        .setFromBeginning(true))
                .build());

        assertThat(pinned.assignments())
                .containsExactly(
                        new Assignment("flames-dispatch-mine", "mine", Start.FIRST, Role.LIVE),
                        new Assignment("flames-dispatch-id-3", "s@3", Start.FIRST, Role.SHADOW));
    }

    private void promoted(int number, PromotionReason reason) {
        plan.after(event(number, reason));
    }

    private static ScorerEvent event(int number, PromotionReason reason) {
        return ScorerEvent.newBuilder()
                .setScorerPromoted(ScorerPromoted.newBuilder()
                        .setScorerVersion(version(number))
                        .setReason(reason))
                .build();
    }

    private void shadow(int number, boolean fromBeginning) {
        plan.after(ScorerEvent.newBuilder()
                .setScorerShadowStarted(ScorerShadowStarted.newBuilder()
                        .setScorerVersion(version(number))
                        .setFromBeginning(fromBeginning))
                .build());
    }

    private static ScorerVersion version(int number) {
        return ScorerVersion.newBuilder()
                .setScorerVersionId("id-" + number)
                .setName("s")
                .setVersion(number)
                .build();
    }
}
