package io.flames.annotation.label;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.campaign.CampaignRequest;
import io.flames.annotation.care.Care;
import io.flames.annotation.care.CareDecision;
import io.flames.annotation.care.CareLimits;
import io.flames.annotation.care.Seen;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks {@link Care} whether somebody gets another item, with their history and the database's clock. */
@ApplicationScoped
public class Pace {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HISTORY =
            """
            SELECT labelled_at AS at, score, false AS skipped FROM slot
             WHERE annotator_id = $1 AND labelled AND labelled_at > clock_timestamp() - $2::bigint * interval '1 second'
            UNION ALL
            SELECT skipped_at, NULL, true FROM skipped
             WHERE annotator_id = $1 AND skipped_at > clock_timestamp() - $2::bigint * interval '1 second'""";

    private final AnnotationConfig.CareOfPeople config;
    private final ObjectMapper json;

    Pace(AnnotationConfig config, ObjectMapper json) {
        this.config = config.care();
        this.json = json;
    }

    /** By the limits of this installation. */
    public CareDecision decide(Transaction transaction, Annotator annotator) {
        return decide(transaction, annotator, limits(null));
    }

    /** @param campaignRequest as JSON: a campaign may set stricter limits */
    CareDecision decide(Transaction transaction, Annotator annotator, String campaignRequest) {
        try {
            return decide(
                    transaction,
                    annotator,
                    limits(json.readValue(campaignRequest, CampaignRequest.class)
                            .limits()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private CareDecision decide(Transaction transaction, Annotator annotator, CareLimits limits) {
        var reach = DAY.plus(config.work())
                .plus(config.sessionBreak())
                .plus(config.harmfulBreak())
                .plus(config.workBreak());
        List<Seen> seen = transaction.list(HISTORY, Pace::seen, annotator.id(), reach.toSeconds());
        Instant now = transaction
                .first("SELECT clock_timestamp()", row -> row.getOffsetDateTime(0)
                        .toInstant())
                .orElseThrow();
        return new Care(limits).decide(seen, now);
    }

    private CareLimits limits(CampaignRequest.@Nullable Limits stricter) {
        return new CareLimits(
                least(config.itemsASession(), stricter == null ? null : stricter.itemsASession()),
                least(config.itemsADay(), stricter == null ? null : stricter.itemsADay()),
                least(config.harmfulRun(), stricter == null ? null : stricter.harmfulRun()),
                config.work(),
                config.sessionBreak(),
                config.harmfulBreak(),
                config.workBreak(),
                config.zone());
    }

    private static int least(int configured, @Nullable Integer stricter) {
        return stricter == null ? configured : Math.min(configured, stricter);
    }

    private static Seen seen(Row row) {
        var at = row.getOffsetDateTime("at").toInstant();
        if (row.getBoolean("skipped")) {
            return new Seen(at, Seen.Outcome.SKIPPED);
        }
        Integer score = row.getInteger("score");
        if (score == null) {
            return new Seen(at, Seen.Outcome.CANNOT_JUDGE);
        }
        return new Seen(at, score == 1 ? Seen.Outcome.HARMFUL : Seen.Outcome.OTHER);
    }
}
