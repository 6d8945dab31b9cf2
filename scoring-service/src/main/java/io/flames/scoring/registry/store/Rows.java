package io.flames.scoring.registry.store;

import io.flames.scoring.registry.state.Happening;
import io.flames.scoring.registry.state.Happening.Reason;
import io.flames.scoring.scorer.ScorerIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Rows and what they mean. */
final class Rows {
    static final String HISTORY =
            """
            select sequence, scorer_version_id, what, reason, history, previous_id, gate, done_by, happened_at
            from scorer_history
            """;

    private Rows() {}

    static StoredVersion version(ResultSet row) throws SQLException {
        return new StoredVersion(
                new ScorerIdentity(row.getString("name"), row.getInt("version"), row.getString("digest")),
                row.getString("kind"),
                row.getString("model_card"),
                row.getBoolean("configured"),
                row.getString("registered_by"),
                row.getTimestamp("registered_at").toInstant());
    }

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("sequence"),
                row.getObject("scorer_version_id", UUID.class),
                happening(row),
                Optional.ofNullable(row.getObject("previous_id", UUID.class)),
                row.getString("gate"),
                row.getString("done_by"),
                row.getTimestamp("happened_at").toInstant());
    }

    private static Optional<Happening> happening(ResultSet row) throws SQLException {
        var version = row.getObject("scorer_version_id", UUID.class);
        return switch (row.getString("what")) {
            case "registered" -> Optional.of(new Happening.Registered(version));
            case "shadow_started" -> Optional.of(new Happening.ShadowStarted(version, row.getBoolean("history")));
            case "shadow_stopped" -> Optional.of(new Happening.ShadowStopped(version));
            case "discarded" -> Optional.of(new Happening.Discarded(version));
            case "promoted" -> Optional.of(new Happening.Promoted(version, Reason.valueOf(row.getString("reason"))));
            default -> Optional.empty();
        };
    }

    static String what(Happening happening) {
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

    static String reason(Happening happening) {
        return happening instanceof Happening.Promoted promoted
                ? promoted.reason().name()
                : "";
    }

    static boolean withHistory(Happening happening) {
        return happening instanceof Happening.ShadowStarted started && started.history();
    }
}
