package io.flames.annotation.progress;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.store.Database;
import io.flames.annotation.who.Annotator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;

/** Somebody's days of work and their breaks, for themselves. Days are those of the configured zone. */
@ApplicationScoped
public class OwnDays {
    private static final String DAYS =
            """
            WITH own AS (
                SELECT labelled_at AS at, (labelled_at AT TIME ZONE $2)::date AS day, role, score, reason
                  FROM slot WHERE annotator_id = $1 AND labelled AND labelled_at > clock_timestamp() - interval '30 days'),
            paced AS (
                SELECT *, at - lag(at) OVER (PARTITION BY day ORDER BY at) AS pause FROM own)
            SELECT day, count(*) FILTER (WHERE role <> 2) AS labels, count(*) FILTER (WHERE role = 2) AS decisions,
                   count(*) FILTER (WHERE score = 1) AS harmful, count(*) FILTER (WHERE reason IS NOT NULL) AS unjudged,
                   count(*) FILTER (WHERE pause >= $3::bigint * interval '1 second') AS breaks,
                   coalesce(extract(epoch FROM max(pause) FILTER (WHERE pause >= $3::bigint * interval '1 second')), 0)::bigint
                       AS longest
              FROM paced GROUP BY day ORDER BY day""";

    private final Database database;
    private final AnnotationConfig.CareOfPeople care;

    OwnDays(Database database, AnnotationConfig config) {
        this.database = database;
        this.care = config.care();
    }

    /**
     * One day with labels.
     *
     * @param labels blind and gold
     * @param decisions as the third
     * @param harmful own labels 1
     * @param unjudged own labels without a score
     * @param breaks pauses of at least the shortest break between two labels
     * @param longestSeconds of them; 0 without any
     */
    public record Day(
            LocalDate day,
            long labels,
            long decisions,
            long harmful,
            long unjudged,
            long breaks,
            long longestSeconds) {}

    /** Of the last 30 days, those with labels, oldest first. */
    public List<Day> days(Annotator annotator) {
        return database.read(transaction -> transaction.list(
                DAYS,
                row -> new Day(
                        row.getLocalDate("day"),
                        row.getLong("labels"),
                        row.getLong("decisions"),
                        row.getLong("harmful"),
                        row.getLong("unjudged"),
                        row.getLong("breaks"),
                        row.getLong("longest")),
                annotator.id(),
                care.zone().getId(),
                Math.min(care.harmfulBreak().toSeconds(), care.workBreak().toSeconds())));
    }
}
