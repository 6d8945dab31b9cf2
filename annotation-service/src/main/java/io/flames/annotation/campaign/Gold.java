package io.flames.annotation.campaign;

import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.who.Annotator;
import io.flames.contracts.Dimensions;
import io.flames.contracts.Ids;
import io.flames.contracts.taxonomy.v1.Dimension;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Items with a known label. Campaigns mix them in at their gold rate; what annotators say of them shows how accurate they
 * are, and goes to nobody else.
 */
@ApplicationScoped
public class Gold {
    private static final int MOST = 1000;
    private static final int LONGEST_TEXT = 65_536;
    private static final int LONGEST_NAME = 200;

    private final Database database;

    Gold(Database database) {
        this.database = database;
    }

    /** A gold item as it comes from outside, unchecked. */
    public record NewItem(
            @Nullable String dimension,
            @Nullable String subcomponent,
            @Nullable String prompt,
            @Nullable String response,
            @Nullable Integer score) {}

    /** @param retired no longer mixed in */
    public record Item(
            UUID id,
            String dimension,
            String subcomponent,
            String prompt,
            String response,
            int score,
            boolean retired,
            Instant createdAt) {}

    private record Checked(Dimension dimension, String subcomponent, String prompt, String response, int score) {}

    /**
     * All of them or none.
     *
     * @throws ProblemException 422 naming the first that is wrong, from 0
     */
    public List<UUID> add(Annotator lead, List<@Nullable NewItem> items) {
        if (items.isEmpty() || items.size() > MOST) {
            throw ProblemException.invalid("items", "items has 1 to " + MOST + " entries");
        }
        var checked = new ArrayList<Checked>();
        for (int i = 0; i < items.size(); i++) {
            checked.add(check("items[" + i + "]", items.get(i)));
        }
        return database.inTransaction(transaction -> checked.stream()
                .map(item -> {
                    var id = Ids.random();
                    transaction.update(
                            """
                            INSERT INTO gold (id, dimension, subcomponent, prompt, response, score, created_by)
                            VALUES ($1, $2, $3, $4, $5, $6, $7)""",
                            id,
                            (short) item.dimension().getNumber(),
                            item.subcomponent(),
                            item.prompt(),
                            item.response(),
                            (short) item.score(),
                            lead.id());
                    return id;
                })
                .toList());
    }

    /** Newest first. */
    public List<Item> list(int limit) {
        return database.read(transaction -> transaction.list(
                "SELECT * FROM gold ORDER BY created_at DESC, id LIMIT $1",
                row -> new Item(
                        row.getUUID("id"),
                        Dimensions.nameOf(Dimension.forNumber(row.getInteger("dimension"))),
                        row.getString("subcomponent"),
                        row.getString("prompt"),
                        row.getString("response"),
                        row.getInteger("score"),
                        row.getOffsetDateTime("retired_at") != null,
                        row.getOffsetDateTime("created_at").toInstant()),
                limit));
    }

    /** Mixed in no more; what was said of it stays. */
    public void retire(UUID id) {
        int changed = database.inTransaction(transaction -> transaction.update(
                "UPDATE gold SET retired_at = coalesce(retired_at, clock_timestamp()) WHERE id = $1", id));
        if (changed == 0) {
            throw ProblemException.notFound("There is no gold item " + id + ".");
        }
    }

    private static Checked check(String where, @Nullable NewItem item) {
        if (item == null) {
            throw ProblemException.invalid(where, where + " is null");
        }
        var dimension = Dimensions.byName(item.dimension() == null ? "" : item.dimension())
                .orElseThrow(() -> ProblemException.invalid(
                        where + ".dimension", "dimension is one of " + Dimensions.allowedNames()));
        var scores = Dimensions.scoresOf(dimension);
        if (item.score() == null || !scores.contains(item.score())) {
            throw ProblemException.invalid(
                    where + ".score", "a score in " + Dimensions.nameOf(dimension) + " is one of " + scores);
        }
        return new Checked(
                dimension,
                text(where + ".subcomponent", item.subcomponent(), LONGEST_NAME),
                text(where + ".prompt", item.prompt(), LONGEST_TEXT),
                text(where + ".response", item.response(), LONGEST_TEXT),
                item.score());
    }

    private static String text(String field, @Nullable String value, int longest) {
        if (value == null || value.isBlank() || value.length() > longest || value.indexOf('\0') >= 0) {
            throw ProblemException.invalid(field, field + " has 1 to " + longest + " characters and no NUL");
        }
        return value;
    }
}
