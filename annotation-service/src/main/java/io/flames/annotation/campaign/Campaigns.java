package io.flames.annotation.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.sampling.Sampling;
import io.flames.annotation.sampling.Selection;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.flames.contracts.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes campaigns. One transaction reads the candidates, chooses among them (see {@link Sampling}) and writes the campaign
 * with its items and two blind slots each, so that it is there whole or not at all.
 */
@ApplicationScoped
public class Campaigns {
    private static final Logger LOG = Logger.getLogger(Campaigns.class);
    private static final int LONGEST_KEY = 200;
    /** Campaigns are made one after another: two with one key or name meet on one. */
    private static final long LOCK = 0x63616d706169676eL;

    private final Database database;
    private final ObjectMapper json;
    private final CampaignRules rules;
    private final int maxItems;

    Campaigns(Database database, ObjectMapper json, AnnotationConfig config) {
        this.database = database;
        this.json = json;
        this.maxItems = config.campaigns().maxItems();
        this.rules = new CampaignRules(maxItems, config.campaigns().goldRate());
    }

    /** @param created false when the key's campaign was there already */
    public record Made(UUID id, boolean created) {}

    /**
     * @param idempotencyKey a request that comes again under its key gives the campaign that it made
     * @throws ProblemException 422 for what can be no campaign, 409 for a name that is taken or a key that stands for
     *     another request
     */
    public Made create(Annotator lead, CampaignRequest request, @Nullable String idempotencyKey) {
        var plan = check(request);
        var key = checkKey(idempotencyKey);
        var asked = write(request);
        var made = database.inTransaction(transaction -> {
            transaction.first("SELECT pg_advisory_xact_lock($1)", row -> true, LOCK);
            return known(transaction, key, asked)
                    .map(id -> new Made(id, false))
                    .orElseGet(() -> new Made(make(transaction, lead, plan, key, asked), true));
        });
        LOG.infof("campaign made campaignId=%s created=%s", made.id(), made.created());
        return made;
    }

    /** No slot is handed out any more; what is held may still be labelled. */
    public void close(UUID id) {
        change(id, "CLOSED");
    }

    public void reopen(UUID id) {
        change(id, "OPEN");
    }

    private void change(UUID id, String state) {
        int changed = database.inTransaction(transaction -> transaction.update(
                """
                UPDATE campaign SET state = $2,
                       closed_at = CASE WHEN $2 = 'CLOSED' THEN coalesce(closed_at, clock_timestamp()) END
                 WHERE id = $1""",
                id,
                state));
        if (changed == 0) {
            throw ProblemException.notFound("There is no campaign " + id + ".");
        }
    }

    private CampaignPlan check(CampaignRequest request) {
        try {
            return rules.check(request);
        } catch (CampaignRules.Broken broken) {
            throw ProblemException.invalid(broken.field(), broken.getMessage());
        }
    }

    private static @Nullable String checkKey(@Nullable String key) {
        if (key != null
                && (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c < ' '))) {
            throw ProblemException.invalid(
                    "Idempotency-Key", "Idempotency-Key has 1 to " + LONGEST_KEY + " characters");
        }
        return key;
    }

    private Optional<UUID> known(Transaction transaction, @Nullable String key, String asked) {
        if (key == null) {
            return Optional.empty();
        }
        return transaction
                .first("SELECT id, request FROM campaign WHERE idempotency_key = $1", row -> row, key)
                .map(row -> {
                    if (!read(row.getString("request")).equals(read(asked))) {
                        throw ProblemException.conflict("This Idempotency-Key stands for another request.");
                    }
                    return row.getUUID("id");
                });
    }

    private UUID make(Transaction transaction, Annotator lead, CampaignPlan plan, @Nullable String key, String asked) {
        if (transaction
                .first("SELECT id FROM campaign WHERE name = $1", row -> row, plan.name())
                .isPresent()) {
            throw ProblemException.conflict("There is a campaign \"" + plan.name() + "\" already.");
        }
        var found = Candidates.find(transaction, plan);
        if (found.isEmpty()) {
            throw ProblemException.invalid("filter", "No response that can be labelled matches the filter.");
        }
        long seed = plan.seed().orElseGet(() -> new SecureRandom().nextLong());
        var selection =
                Sampling.select(found.stream().map(Candidates.Found::candidate).toList(), plan.strategy(), seed);
        if (selection.items().size() > maxItems) {
            throw ProblemException.invalid(
                    "strategy",
                    "%d responses match, a campaign has at most %d items: take a sample or a narrower filter"
                            .formatted(selection.items().size(), maxItems));
        }
        var id = Ids.random();
        insert(transaction, id, lead, plan, selection, dimensions(found, selection), key, asked);
        insertItems(transaction, id, found, selection);
        return id;
    }

    private void insert(
            Transaction transaction,
            UUID id,
            Annotator lead,
            CampaignPlan plan,
            Selection selection,
            Short[] dimensions,
            @Nullable String key,
            String asked) {
        transaction.update(
                """
                INSERT INTO campaign (id, name, state, request, strategy, seed, population, cells, gold_rate, dimensions,
                                      idempotency_key, created_by)
                VALUES ($1, $2, 'OPEN', $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
                id,
                plan.name(),
                asked,
                nameOf(selection),
                selection.seed(),
                selection.population(),
                write(selection.cells()),
                plan.goldRate(),
                dimensions,
                key,
                lead.id());
    }

    /** Those of the items, which gold items have too: another one would stand out. */
    private static Short[] dimensions(List<Candidates.Found> found, Selection selection) {
        var taken = selection.items().stream().map(Selection.Item::id).collect(Collectors.toSet());
        return found.stream()
                .filter(each -> taken.contains(each.candidate().id()))
                .map(each -> (short) each.dimension().getNumber())
                .distinct()
                .sorted()
                .toArray(Short[]::new);
    }

    private static String nameOf(Selection selection) {
        return switch (selection.strategy().getClass().getSimpleName()) {
            case "RandomSample" -> "random";
            case "Targeted" -> "targeted";
            default -> "all";
        };
    }

    private static void insertItems(
            Transaction transaction, UUID campaign, List<Candidates.Found> found, Selection selection) {
        var byId =
                found.stream().collect(Collectors.toMap(each -> each.candidate().id(), Function.identity()));
        var items = selection.items();
        var taken = items.stream().map(item -> byId.get(item.id())).toList();
        transaction.update(
                """
                WITH taken AS (
                    INSERT INTO item (id, campaign_id, response_id, revision, position, dimension, subcomponent, stratum,
                                      inclusion_probability, random_probability, signals)
                    SELECT id, $1, response_id, revision, ordinality - 1, dimension, subcomponent, stratum, inclusion,
                           randomly, string_to_array(signals, ',')
                      FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::smallint[], $6::text[], $7::text[],
                                  $8::float8[], $9::float8[], $10::text[]) WITH ORDINALITY
                        AS u(id, response_id, revision, dimension, subcomponent, stratum, inclusion, randomly, signals,
                             ordinality)
                    RETURNING id, position, subcomponent)
                INSERT INTO slot (id, item_id, campaign_id, role, position, subcomponent)
                SELECT gen_random_uuid(), t.id, $1, role, t.position, t.subcomponent
                  FROM taken t CROSS JOIN generate_series(0, 1) AS role""",
                campaign,
                taken.stream()
                        .map(each -> Ids.labelId(campaign, each.responseId(), each.revision()))
                        .toArray(UUID[]::new),
                taken.stream().map(Candidates.Found::responseId).toArray(UUID[]::new),
                taken.stream().map(Candidates.Found::revision).toArray(Integer[]::new),
                taken.stream().map(each -> (short) each.dimension().getNumber()).toArray(Short[]::new),
                taken.stream().map(Candidates.Found::subcomponent).toArray(String[]::new),
                items.stream().map(item -> item.stratum().name()).toArray(String[]::new),
                items.stream().map(Selection.Item::inclusionProbability).toArray(Double[]::new),
                items.stream().map(Selection.Item::randomProbability).toArray(Double[]::new),
                items.stream()
                        .map(item -> item.signals().stream()
                                .map(CampaignRules::nameOf)
                                .collect(Collectors.joining(",")))
                        .toArray(String[]::new));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
