package io.flames.generation.dispatch;

import io.flames.contracts.scoring.v1.PromotionReason;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which consumer groups read {@code flames.responses} and for which scorer version, told from {@code flames.scorers}. Pure.
 *
 * <p>A version has one group that reads from the first response on, so that a version that is promoted has judged all in
 * the end, whether it shadowed or not. A shadow without history has another one, which begins at the end of the topic. A
 * version that took another one's place has both while the first one catches up, so that new responses do not wait
 * behind old ones; what both send, scoring answers from what it kept.
 */
final class DispatchPlan {
    static final String GROUP = "flames-dispatch-";
    private static final String DEFAULT_GROUP = GROUP + "default";
    private static final String LIVE = "-live";

    private final Optional<String> pinned;
    private final Map<String, Shadow> shadows = new LinkedHashMap<>();
    private String firstPromoted = "";
    private @Nullable ScorerPromoted promoted;

    /** @param pinned the scorer that responses are sent to, whatever is promoted; empty: the promoted version */
    DispatchPlan(Optional<String> pinned) {
        this.pinned = pinned.filter(name -> !name.isBlank());
    }

    /** What happened next to a scorer version. */
    void after(ScorerEvent event) {
        if (event.hasScorerPromoted()) {
            promoted(event.getScorerPromoted());
        } else if (event.hasScorerShadowStarted()) {
            var started = event.getScorerShadowStarted();
            shadows.put(
                    id(started.getScorerVersion()), new Shadow(started.getScorerVersion(), started.getFromBeginning()));
        } else if (event.hasScorerShadowStopped()) {
            shadows.remove(id(event.getScorerShadowStopped().getScorerVersion()));
        }
    }

    private void promoted(ScorerPromoted event) {
        if (firstPromoted.isEmpty()) {
            firstPromoted = id(event.getScorerVersion());
        }
        shadows.remove(id(event.getScorerVersion()));
        promoted = event;
    }

    /** The groups that are wanted now; the live one is there always, and first. */
    List<Assignment> assignments() {
        var wanted = new ArrayList<Assignment>();
        wanted.add(live());
        helper().ifPresent(wanted::add);
        shadows.values().forEach(shadow -> wanted.add(shadow.assignment()));
        return wanted;
    }

    private Assignment live() {
        if (pinned.isPresent()) {
            return new Assignment(GROUP + pinned.get(), pinned.get(), Start.FIRST, Role.LIVE);
        }
        if (promoted == null) {
            return new Assignment(DEFAULT_GROUP, "", Start.FIRST, Role.LIVE);
        }
        var version = promoted.getScorerVersion();
        // The first one of an installation goes on where it was before versions had groups of their own.
        var group = id(version).equals(firstPromoted) ? DEFAULT_GROUP : GROUP + id(version);
        return new Assignment(group, label(version), Start.FIRST, Role.LIVE);
    }

    /** New responses of a version that has old ones to catch up with. */
    private Optional<Assignment> helper() {
        if (pinned.isPresent() || promoted == null) {
            return Optional.empty();
        }
        var version = promoted.getScorerVersion();
        if (id(version).equals(firstPromoted) && promoted.getReason() != PromotionReason.PROMOTION_REASON_ROLLBACK) {
            return Optional.empty();
        }
        return Optional.of(new Assignment(GROUP + id(version) + LIVE, label(version), Start.END, Role.HELPER));
    }

    private static String id(ScorerVersion version) {
        return version.getScorerVersionId();
    }

    private static String label(ScorerVersion version) {
        return version.getName() + "@" + version.getVersion();
    }

    private record Shadow(ScorerVersion version, boolean fromBeginning) {
        Assignment assignment() {
            return new Assignment(
                    GROUP + id(version) + (fromBeginning ? "" : LIVE),
                    label(version),
                    fromBeginning ? Start.FIRST : Start.END,
                    Role.SHADOW);
        }
    }

    /** Where a group begins that has committed nothing yet. */
    enum Start {
        FIRST,
        END
    }

    /** Whom the group serves. */
    enum Role {
        /** The promoted version, or the one that is pinned. */
        LIVE,
        /** The same, newest responses first, while LIVE is behind. */
        HELPER,
        /** A version that is tried out. */
        SHADOW
    }

    /** @param scorer as requests name it; empty for the service's default */
    record Assignment(String group, String scorer, Start start, Role role) {}
}
