package io.flames.scoring.ensemble;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {
    @Test
    void anEnsembleOfEnsemblesIsFine() {
        var scorers = Map.of("top", List.of("left", "right"), "left", List.of("a", "b"), "right", List.of("b", "c"));

        assertThatCode(() -> check("top", scorers)).doesNotThrowAnyException();
    }

    @Test
    void itselfIsRefused() {
        assertThatThrownBy(() -> check("top", Map.of("top", List.of("a", "top"))))
                .hasMessage("ensemble top is a member of itself: top -> top");
    }

    @Test
    void aWayRoundIsRefusedAndNamed() {
        var scorers = Map.of("top", List.of("left", "a"), "left", List.of("b", "right"), "right", List.of("a", "left"));

        assertThatThrownBy(() -> check("top", scorers))
                .hasMessage("ensemble left is a member of itself: left -> right -> left");
    }

    @Test
    void aMemberTwiceIsRefused() {
        assertThatThrownBy(() -> check("top", Map.of("top", List.of("a", "a"))))
                .hasMessageContaining("not all different");
    }

    private static void check(String name, Map<String, List<String>> members) {
        Membership.check(name, asked -> members.getOrDefault(asked, List.of()));
    }
}
