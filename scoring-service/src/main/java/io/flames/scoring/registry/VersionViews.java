package io.flames.scoring.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.flames.scoring.registry.Registry.Overview;
import io.flames.scoring.registry.state.Happening;
import io.flames.scoring.registry.state.VersionState;
import io.flames.scoring.registry.store.Entry;
import io.flames.scoring.registry.store.StoredVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Versions as REST and pages show them. */
public final class VersionViews {
    private VersionViews() {}

    /** @param items newest first */
    public record VersionList(List<VersionView> items, @Nullable String next) {}

    /**
     * @param state {@code registered}, {@code shadow}, {@code promoted}, {@code retired} or {@code discarded}
     * @param history of a shadow: whether it also scores what was collected before
     * @param configured from the configuration of a replica: the registry has no files of it
     * @param events newest first
     */
    public record VersionView(
            String name,
            int version,
            String label,
            String scorerVersionId,
            String digest,
            String kind,
            String state,
            boolean history,
            boolean configured,
            String registeredBy,
            Instant registeredAt,
            List<EventView> events) {}

    /**
     * @param what {@code registered}, {@code shadow_started}, {@code shadow_stopped}, {@code promoted},
     *     {@code discarded} or {@code gate_refused}
     * @param reason of a promotion: {@code INITIAL}, {@code GATE} or {@code ROLLBACK}
     * @param previous of a promotion: what was promoted before, such as {@code onnx-heads@3}
     * @param gate what the gate measured
     */
    public record EventView(
            String what,
            @Nullable String reason,
            @Nullable String previous,
            @JsonRawValue @Nullable String gate,
            String by,
            Instant at) {}

    static VersionList of(Overview overview, String name) {
        return new VersionList(
                overview.versions().stream()
                        .filter(version -> version.identity().name().equals(name))
                        .sorted(Comparator.comparing((StoredVersion version) ->
                                        version.identity().version())
                                .reversed())
                        .map(version -> of(overview, version))
                        .toList(),
                null);
    }

    public static VersionView of(Overview overview, StoredVersion version) {
        var state = overview.ledger().state(version.id());
        return new VersionView(
                version.identity().name(),
                version.identity().version(),
                version.label(),
                version.id().toString(),
                version.identity().digest(),
                version.kind(),
                state.map(VersionState::word).orElse("registered"),
                state.filter(VersionState.Shadow.class::isInstance)
                        .map(shadow -> ((VersionState.Shadow) shadow).history())
                        .orElse(false),
                version.configured(),
                version.by(),
                version.at(),
                overview.history().stream()
                        .filter(entry -> entry.version().equals(version.id()))
                        .sorted(Comparator.comparing(Entry::sequence).reversed())
                        .map(entry -> event(overview, entry))
                        .toList());
    }

    private static EventView event(Overview overview, Entry entry) {
        var known = overview.byId();
        return new EventView(
                entry.happening().map(VersionViews::word).orElse("gate_refused"),
                entry.happening()
                        .filter(Happening.Promoted.class::isInstance)
                        .map(promoted ->
                                ((Happening.Promoted) promoted).reason().name())
                        .orElse(null),
                entry.previous()
                        .flatMap(id -> Optional.ofNullable(known.get(id)))
                        .map(StoredVersion::label)
                        .orElse(null),
                entry.gate().isEmpty() ? null : entry.gate(),
                entry.by(),
                entry.at());
    }

    private static String word(Happening happening) {
        if (happening instanceof Happening.Registered) {
            return "registered";
        }
        if (happening instanceof Happening.ShadowStarted) {
            return "shadow_started";
        }
        if (happening instanceof Happening.Discarded) {
            return "discarded";
        }
        return happening instanceof Happening.ShadowStopped ? "shadow_stopped" : "promoted";
    }
}
