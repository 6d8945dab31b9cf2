package io.flames.scoring.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flames.scoring.registry.Registry;
import io.flames.scoring.registry.VersionViews;
import io.flames.scoring.registry.VersionViews.EventView;
import io.flames.scoring.registry.VersionViews.VersionView;
import io.flames.scoring.registry.store.RegistryAwayException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Versions, their states and what happened to them, as the page shows them.
 *
 * @param away the registry cannot be read now
 * @param rows newest registration first
 * @param history newest first
 */
record VersionTable(boolean away, List<Row> rows, List<Line> history) {
    private static final int LINES = 50;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Words> STATES = Map.of(
            "registered", new Words("registered", "已注册"),
            "shadow", new Words("shadow", "影子评分"),
            "promoted", new Words("promoted", "已启用"),
            "retired", new Words("retired", "已退役"),
            "discarded", new Words("discarded", "文件已删除"));
    private static final Map<String, Words> EVENTS = Map.of(
            "registered", new Words("registered", "注册"),
            "shadow_started", new Words("shadow started", "开始影子评分"),
            "shadow_stopped", new Words("shadow stopped", "停止影子评分"),
            "promoted", new Words("promoted", "启用"),
            "discarded", new Words("files deleted", "删除文件"),
            "gate_refused", new Words("refused by the gate", "未通过门槛"));

    private static final Map<String, Words> REASONS = Map.of(
            "INITIAL", new Words("as configured", "按配置"),
            "GATE", new Words("passed the gate", "通过门槛"),
            "ROLLBACK", new Words("rolled back", "回滚"));
    private static final Words NO_REASON = new Words("", "");

    private record Words(String en, String zh) {}

    /** @param history of a shadow: what was collected before, too */
    record Row(
            String label,
            String stateEn,
            String stateZh,
            boolean promoted,
            boolean shadow,
            boolean history,
            boolean configured,
            String by,
            Instant at,
            String digest) {}

    /**
     * @param reasonEn of a promotion; empty where there is none
     * @param gate what was measured; null where there was no gate
     */
    record Line(
            String label,
            String whatEn,
            String whatZh,
            String reasonEn,
            String reasonZh,
            String previous,
            String by,
            Instant at,
            @Nullable Gate gate) {}

    /**
     * Shares as percentages, differences in percentage points.
     *
     * @param measured false where the data was refused before anything was scored
     * @param least the lowest difference that passes
     * @param dropped items left out, as a version was trained on them; empty for none
     * @param nearUncheckedOf versions with training items without sketches, so that near responses were not looked for
     * @param uncheckedOf versions of which it is not known what they were trained on; empty for none
     */
    record Gate(
            boolean passed,
            boolean measured,
            String items,
            String candidate,
            String current,
            String difference,
            String lowerBound,
            String least,
            String dropped,
            String nearUncheckedOf,
            String uncheckedOf,
            String reasons) {}

    /** Waits for the database. */
    static VersionTable of(Registry registry) {
        if (!registry.isThere()) {
            return new VersionTable(false, List.of(), List.of());
        }
        try {
            var overview = registry.overview();
            var views = overview.versions().stream()
                    .map(version -> VersionViews.of(overview, version))
                    .sorted(Comparator.comparing(VersionView::registeredAt).reversed())
                    .toList();
            return new VersionTable(false, views.stream().map(VersionTable::row).toList(), lines(views));
        } catch (RegistryAwayException away) {
            return new VersionTable(true, List.of(), List.of());
        }
    }

    private static Row row(VersionView version) {
        var state = words(STATES, version.state());
        return new Row(
                version.label(),
                state.en(),
                state.zh(),
                version.state().equals("promoted"),
                version.state().equals("shadow"),
                version.history(),
                version.configured(),
                version.registeredBy(),
                version.registeredAt(),
                version.digest().substring(0, 12));
    }

    private static List<Line> lines(List<VersionView> versions) {
        return versions.stream()
                .flatMap(version -> version.events().stream().map(event -> line(version, event)))
                .sorted(Comparator.comparing(Line::at).reversed())
                .limit(LINES)
                .toList();
    }

    private static Line line(VersionView version, EventView event) {
        var what = words(EVENTS, event.what());
        var reason = event.reason() == null ? NO_REASON : words(REASONS, event.reason());
        return new Line(
                version.label(),
                what.en(),
                what.zh(),
                reason.en(),
                reason.zh(),
                event.previous() == null ? "" : event.previous(),
                event.by(),
                event.at(),
                event.gate() == null ? null : gate(parsed(event.gate())));
    }

    private static Gate gate(JsonNode gate) {
        var reasons = new ArrayList<String>();
        gate.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        int dropped = gate.path("droppedItems").asInt();
        return new Gate(
                gate.path("passed").asBoolean(),
                gate.path("candidateAccuracy").isNumber(),
                gate.path("items").asText(),
                percent(gate.path("candidateAccuracy")),
                percent(gate.path("currentAccuracy")),
                points(gate.path("difference")),
                points(gate.path("lowerBound")),
                signed(-gate.path("margin").asDouble()),
                dropped == 0 ? "" : String.valueOf(dropped),
                nearUncheckedOf(gate),
                uncheckedOf(gate),
                String.join("; ", reasons));
    }

    private static String uncheckedOf(JsonNode gate) {
        var versions = new ArrayList<String>();
        // What was measured before it was checked at all says nothing of either.
        if (!gate.path("trainingItemsKnown").asBoolean()) {
            versions.add(gate.path("candidate").asText());
        }
        if (!gate.path("currentTrainingItemsKnown").asBoolean()) {
            versions.add(gate.path("current").asText());
        }
        return String.join(", ", versions);
    }

    private static String nearUncheckedOf(JsonNode gate) {
        var versions = new ArrayList<String>();
        if (gate.path("unsketchedItems").asInt() > 0) {
            versions.add(gate.path("candidate").asText());
        }
        if (gate.path("currentUnsketchedItems").asInt() > 0) {
            versions.add(gate.path("current").asText());
        }
        return String.join(", ", versions);
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "–";
    }

    private static String points(JsonNode share) {
        return share.isNumber() ? signed(share.asDouble()) : "–";
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.2f", 100 * share).replace('-', '−');
    }

    private static Words words(Map<String, Words> all, String key) {
        var known = all.get(key);
        return known == null ? new Words(key, key) : known;
    }
}
