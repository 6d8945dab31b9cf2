package io.flames.annotation.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.annotation.campaign.CampaignView.Counts;
import io.flames.annotation.campaign.CampaignView.OfDimension;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Campaigns with their progress, derived by query. */
@ApplicationScoped
public class CampaignList {
    private static final String COUNTS =
            """
            SELECT campaign_id, dimension, count(*) AS items,
                   count(*) FILTER (WHERE state = 'OPEN') AS open,
                   count(*) FILTER (WHERE state = 'THIRD') AS third,
                   count(*) FILTER (WHERE state = 'AGREED') AS agreed,
                   count(*) FILTER (WHERE state = 'DECIDED') AS decided,
                   count(*) FILTER (WHERE state = 'UNDECIDED') AS undecided,
                   count(*) FILTER (WHERE state = 'IMPORTED') AS imported
              FROM item WHERE campaign_id = ANY($1) AND gold_id IS NULL GROUP BY campaign_id, dimension""";

    private final Database database;
    private final ObjectMapper json;

    CampaignList(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Newest first. */
    public List<CampaignView> all(int limit) {
        return database.read(transaction -> views(
                transaction,
                transaction.list("SELECT * FROM campaign ORDER BY created_at DESC, id LIMIT $1", row -> row, limit)));
    }

    /** Those that annotators can work on, oldest first. */
    public List<CampaignView> open() {
        return database.read(transaction -> views(
                transaction,
                transaction.list("SELECT * FROM campaign WHERE state = 'OPEN' ORDER BY created_at, id", row -> row)));
    }

    /** @throws ProblemException 404 when there is none */
    public CampaignView show(UUID id) {
        return find(id).orElseThrow(() -> ProblemException.notFound("There is no campaign " + id + "."));
    }

    public Optional<CampaignView> find(UUID id) {
        return database.read(transaction ->
                views(transaction, transaction.list("SELECT * FROM campaign WHERE id = $1", row -> row, id)).stream()
                        .findFirst());
    }

    private List<CampaignView> views(Transaction transaction, List<Row> campaigns) {
        var ids = campaigns.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
        var counts = new HashMap<UUID, TreeMap<Integer, Counts>>();
        transaction.list(COUNTS, row -> row, (Object) ids).forEach(row -> counts.computeIfAbsent(
                        row.getUUID("campaign_id"), id -> new TreeMap<>())
                .put(row.getInteger("dimension"), counts(row)));
        var labels = new HashMap<UUID, Long>();
        transaction
                .list(
                        "SELECT campaign_id, count(*) AS n FROM slot WHERE campaign_id = ANY($1) AND labelled AND role < 3"
                                + " GROUP BY campaign_id",
                        row -> row,
                        (Object) ids)
                .forEach(row -> labels.put(row.getUUID("campaign_id"), row.getLong("n")));
        return campaigns.stream()
                .map(row -> view(
                        row,
                        counts.getOrDefault(row.getUUID("id"), new TreeMap<>()),
                        labels.getOrDefault(row.getUUID("id"), 0L)))
                .toList();
    }

    private CampaignView view(Row row, Map<Integer, Counts> counts, long labels) {
        OffsetDateTime closedAt = row.getOffsetDateTime("closed_at");
        return new CampaignView(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("state"),
                row.getString("strategy"),
                row.getLong("seed"),
                row.getInteger("population"),
                row.getDouble("gold_rate"),
                row.getOffsetDateTime("created_at").toInstant(),
                closedAt == null ? null : closedAt.toInstant(),
                counts.values().stream().reduce(new Counts(0, 0, 0, 0, 0, 0, 0), Counts::plus),
                labels,
                counts.entrySet().stream()
                        .map(each ->
                                new OfDimension(Dimensions.nameOf(Dimension.forNumber(each.getKey())), each.getValue()))
                        .toList(),
                read(row.getString("cells")),
                read(row.getString("request")));
    }

    private static Counts counts(Row row) {
        return new Counts(
                row.getLong("items"),
                row.getLong("open"),
                row.getLong("third"),
                row.getLong("agreed"),
                row.getLong("decided"),
                row.getLong("undecided"),
                row.getLong("imported"));
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
