package io.flames.scoring.registry.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.registry.state.Happening.Promoted;
import io.flames.scoring.registry.state.Happening.Reason;
import io.flames.scoring.registry.state.Happening.Registered;
import io.flames.scoring.registry.state.Happening.ShadowStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    @Test
    void aVersionIsRegisteredThenShadowsThenIsPromotedThenRetires() {
        var ledger = Ledger.of(List.of(new Registered(A), new Promoted(A, Reason.INITIAL), new Registered(B)));
        assertThat(state(ledger, B)).isEqualTo("registered");

        ledger = ledger.after(ledger.startShadow(B, true, 2));
        assertThat(ledger.state(B)).contains(new VersionState.Shadow(true));

        ledger = ledger.after(ledger.promote(B, A));
        assertThat(ledger.promoted()).contains(B);
        assertThat(state(ledger, A)).isEqualTo("retired");
    }

    @Test
    void whatIsNotInUseCanBeDiscardedAndRegisteredAgain() {
        var ledger = Ledger.of(List.of(
                new Registered(A),
                new Registered(B),
                new Registered(C),
                new Promoted(A, Reason.INITIAL),
                new Promoted(B, Reason.GATE),
                new Promoted(C, Reason.GATE)));
        assertThatThrownBy(() -> ledger.discard(C)).hasMessageContaining("is promoted");
        assertThatThrownBy(() -> ledger.discard(B)).hasMessageContaining("a rollback would promote");

        var after = ledger.after(ledger.discard(A));
        assertThat(state(after, A)).isEqualTo("discarded");
        assertThatThrownBy(() -> after.discard(A)).hasMessageContaining("is discarded");
        assertThatThrownBy(() -> after.startShadow(A, false, 2)).hasMessageContaining("is discarded");
        var back = after.after(after.rollback());
        assertThat(back.promoted()).contains(B);
        assertThat(back.before()).isEmpty();

        assertThat(state(after.after(new Registered(A)), A)).isEqualTo("registered");
        assertThat(state(after.after(new Registered(C)), C)).isEqualTo("promoted");
    }

    @Test
    void aVersionIsNeverWhatARollbackOfItselfPromotes() {
        var ledger = Ledger.of(List.of(
                new Promoted(A, Reason.INITIAL),
                new Promoted(B, Reason.GATE),
                new Promoted(A, Reason.GATE),
                new Promoted(C, Reason.GATE)));

        assertThat(ledger.after(ledger.discard(B)).line()).containsExactly(A, C);
    }

    @Test
    void theConfiguredDefaultIsPromotedOnlyWhereNothingWas() {
        var empty = Ledger.of(List.of(new Registered(A)));
        assertThat(empty.atStart(A, false)).contains(new Promoted(A, Reason.INITIAL));

        var first = empty.after(new Promoted(A, Reason.INITIAL));
        assertThat(first.atStart(A, false)).isEmpty();
        assertThat(first.atStart(B, false)).isEmpty();
    }

    @Test
    void anotherConfiguredDefaultTakesThePlaceOfOneThatIsGoneAndOfNothingElse() {
        var first = Ledger.of(List.of(new Registered(A), new Registered(B), new Promoted(A, Reason.INITIAL)));
        assertThat(first.atStart(B, true)).contains(new Promoted(B, Reason.INITIAL));
        assertThat(first.atStart(A, true)).isEmpty();

        assertThat(first.after(new Promoted(C, Reason.GATE)).atStart(B, true)).isEmpty();
        assertThat(first.after(new Promoted(C, Reason.GATE))
                        .after(new Promoted(A, Reason.ROLLBACK))
                        .atStart(B, true))
                .isEmpty();
    }

    @Test
    void rollbacksGoBackOneByOneAndNotToWhatWasRolledBack() {
        var ledger = Ledger.of(List.of(
                new Registered(A),
                new Registered(B),
                new Registered(C),
                new Promoted(A, Reason.INITIAL),
                new Promoted(B, Reason.GATE),
                new Promoted(C, Reason.GATE)));

        ledger = ledger.after(ledger.rollback());
        assertThat(ledger.promoted()).contains(B);
        ledger = ledger.after(ledger.rollback());
        assertThat(ledger.promoted()).contains(A);
        assertThat(state(ledger, C)).isEqualTo("retired");

        var last = ledger;
        assertThatThrownBy(last::rollback)
                .isInstanceOf(RefusedTransitionException.class)
                .hasMessageContaining("nothing to go back to");
    }

    @Test
    void whatHasNotShadowedIsNotPromoted() {
        var ledger = Ledger.of(List.of(new Registered(A), new Promoted(A, Reason.INITIAL), new Registered(B)));

        assertThatThrownBy(() -> ledger.promote(B, A))
                .isInstanceOf(RefusedTransitionException.class)
                .hasMessageContaining("start its shadow first");
        assertThatThrownBy(() -> ledger.promote(A, A)).isInstanceOf(RefusedTransitionException.class);
        assertThatThrownBy(() -> ledger.promote(C, A)).hasMessageContaining("not registered");
    }

    @Test
    void aPromotionHasToBeComparedWithWhatIsPromoted() {
        var ledger = Ledger.of(List.of(
                new Registered(A), new Registered(B), new Promoted(A, Reason.INITIAL), new ShadowStarted(B, false)));

        assertThatThrownBy(() -> ledger.promote(B, C)).hasMessageContaining("meanwhile");
    }

    @Test
    void noMoreShadowThanMay() {
        var ledger = Ledger.of(List.of(new Registered(A), new Registered(B), new ShadowStarted(A, false)));

        assertThatThrownBy(() -> ledger.startShadow(B, false, 1)).hasMessageContaining("at most 1");
        assertThat(ledger.startShadow(B, false, 2)).isEqualTo(new ShadowStarted(B, false));
        assertThat(ledger.after(ledger.stopShadow(A)).startShadow(B, false, 1)).isNotNull();
    }

    /** Whatever was ordered, in whatever order: at most one version is promoted, and it is the last of the line. */
    @Property
    void atMostOneIsPromoted(@ForAll @Size(max = 40) List<@IntRange(max = 14) Integer> orders) {
        var versions = List.of(A, B, C);
        var ledger = Ledger.of(versions.stream().map(Registered::new).toList());
        for (int order : orders) {
            ledger = after(ledger, order / 3, versions.get(order % 3));
            var promoted = new ArrayList<UUID>();
            ledger.states().forEach((id, state) -> {
                if (state instanceof VersionState.Promoted) {
                    promoted.add(id);
                }
            });
            assertThat(promoted).isEqualTo(ledger.promoted().stream().toList());
        }
    }

    private static Ledger after(Ledger ledger, int order, UUID version) {
        try {
            return switch (order) {
                case 0 -> ledger.after(ledger.startShadow(version, false, 2));
                case 1 -> ledger.after(ledger.stopShadow(version));
                case 2 -> ledger.after(ledger.promote(version, ledger.promoted().orElse(A)));
                case 3 -> ledger.after(ledger.rollback());
                default -> ledger.atStart(version, false).map(ledger::after).orElse(ledger);
            };
        } catch (RefusedTransitionException refused) {
            return ledger;
        }
    }

    private static String state(Ledger ledger, UUID version) {
        return ledger.state(version).orElseThrow().word();
    }
}
