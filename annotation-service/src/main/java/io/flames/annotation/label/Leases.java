package io.flames.annotation.label;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.care.CareDecision;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.SlotPick.HeldToken;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.flames.annotation.who.Annotators;
import io.flames.contracts.taxonomy.v1.Dimension;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Hands out slots. A slot is held by one person under a token until a time by the database's clock; the page extends the
 * lease while it is open, gives it back when it closes, and one that runs out is free for others. The token is new with
 * every lease: what comes under an older one is refused. Nobody gets two slots of one item.
 */
@ApplicationScoped
public class Leases {
    private final Database database;
    private final Pace pace;
    private final Tasks tasks;
    private final Guidelines guidelines;
    private final Duration length;
    private final int perAnnotator;
    private final Duration window;

    Leases(Database database, Pace pace, Tasks tasks, Guidelines guidelines, AnnotationConfig config) {
        this.database = database;
        this.pace = pace;
        this.tasks = tasks;
        this.guidelines = guidelines;
        this.length = config.leases().length();
        this.perAnnotator = config.leases().perAnnotator();
        this.window = config.labels().revisionWindow();
    }

    /**
     * An item to label blind: one that they hold already (a page that was loaded again), or else the next free one.
     *
     * @param campaign empty for any open one, the oldest first
     * @param hold tokens that the page shows or has loaded ahead
     * @throws ProblemException 404 without such a campaign, 409 when they hold as many as one may
     */
    public Next<Task> next(Annotator annotator, Optional<UUID> campaign, Set<UUID> hold) {
        return next(annotator, campaign, hold, SlotRole.BLIND, tasks::task);
    }

    /** An item to decide, on which two differ who are both others; else as {@link #next}. */
    public Next<AdjudicationTask> nextAdjudication(Annotator annotator, Optional<UUID> campaign, Set<UUID> hold) {
        return next(annotator, campaign, hold, SlotRole.ADJUDICATOR, tasks::adjudication);
    }

    /**
     * A sign of life.
     *
     * @return until when it is held now
     */
    public Instant extend(Annotator annotator, UUID token) {
        return database.inTransaction(transaction -> {
            var held = Held.lock(transaction, annotator, token, window);
            held.requireHeld();
            return extend(transaction, token).orElseThrow();
        });
    }

    /** Back to the others, and to oneself later. Again under the same token: nothing happens. */
    public void release(Annotator annotator, UUID token) {
        giveBack(annotator, token, "RELEASED");
    }

    /** Back to the others, for good. Nobody is asked why, and it counts against no limit. */
    public void skip(Annotator annotator, UUID token) {
        giveBack(annotator, token, "SKIPPED");
    }

    private record Open(UUID id, double goldRate, long seed, String request) {}

    private <T> Next<T> next(
            Annotator asking,
            Optional<UUID> campaign,
            Set<UUID> hold,
            SlotRole role,
            BiFunction<Transaction, UUID, T> read) {
        return database.inTransaction(transaction -> {
            var annotator = Annotators.oneAtATime(transaction, asking);
            var held = SlotPick.held(transaction, annotator);
            Next<T> nothing = new Next.Nothing<>();
            for (var open : open(transaction, campaign)) {
                var pause = Leases.<T>pause(pace.decide(transaction, annotator, open.request()));
                if (pause.isPresent()) {
                    nothing = pause.get();
                    continue;
                }
                var token = again(transaction, annotator, held, open, role, hold)
                        .or(() -> lease(transaction, annotator, held, open, role));
                if (token.isPresent()) {
                    return new Next.Offered<>(read.apply(transaction, token.get()));
                }
            }
            return nothing;
        });
    }

    private static List<Open> open(Transaction transaction, Optional<UUID> campaign) {
        if (campaign.isPresent()
                && transaction
                        .first("SELECT id FROM campaign WHERE id = $1", row -> row, campaign.get())
                        .isEmpty()) {
            throw ProblemException.notFound("There is no campaign " + campaign.get() + ".");
        }
        return transaction.list(
                """
                SELECT id, gold_rate, seed, request FROM campaign
                 WHERE state = 'OPEN' AND ($1::uuid IS NULL OR id = $1) ORDER BY created_at, id""",
                row -> new Open(
                        row.getUUID("id"), row.getDouble("gold_rate"), row.getLong("seed"), row.getString("request")),
                campaign.orElse(null));
    }

    private static <T> Optional<Next<T>> pause(CareDecision decision) {
        if (decision instanceof CareDecision.BreakUntil pause) {
            return Optional.of(new Next.Pause<>(pause.end(), pause.reason().name()));
        }
        if (decision instanceof CareDecision.DoneForToday done) {
            return Optional.of(new Next.Pause<>(done.next(), "day_full"));
        }
        return Optional.empty();
    }

    private Optional<UUID> again(
            Transaction transaction,
            Annotator annotator,
            List<HeldToken> held,
            Open open,
            SlotRole role,
            Set<UUID> hold) {
        return held.stream()
                .filter(slot -> slot.campaign().equals(open.id())
                        && (slot.role() == SlotRole.ADJUDICATOR) == (role == SlotRole.ADJUDICATOR)
                        && !hold.contains(slot.token())
                        && !annotator.optedOut().contains(slot.subcomponent()))
                .map(HeldToken::token)
                .filter(token -> extend(transaction, token).isPresent())
                .findFirst();
    }

    private Optional<UUID> lease(
            Transaction transaction, Annotator annotator, List<HeldToken> held, Open open, SlotRole role) {
        if (held.size() >= perAnnotator) {
            throw ProblemException.conflict(
                    "You hold %d items, as many as one may: label them or give them back.".formatted(held.size()));
        }
        var slot = role == SlotRole.BLIND
                ? blind(transaction, annotator, open)
                : SlotPick.free(transaction, annotator, open.id(), role);
        return slot.map(found -> lease(transaction, annotator, open, found));
    }

    private static Optional<UUID> blind(Transaction transaction, Annotator annotator, Open open) {
        return SlotPick.goldAgain(transaction, annotator, open.id())
                .or(() -> SlotPick.free(transaction, annotator, open.id(), SlotRole.BLIND)
                        .map(slot -> orGold(transaction, annotator, open, slot)));
    }

    private static UUID orGold(Transaction transaction, Annotator annotator, Open open, UUID slot) {
        if (open.goldRate() == 0) {
            return slot;
        }
        long served = transaction
                .first(
                        "SELECT count(*) FROM lease WHERE annotator_id = $1 AND campaign_id = $2",
                        row -> row.getLong(0),
                        annotator.id(),
                        open.id())
                .orElseThrow();
        return SlotPick.isGoldsTurn(open.goldRate(), open.seed(), annotator.id(), served)
                ? SlotPick.gold(transaction, annotator, open.id()).orElse(slot)
                : slot;
    }

    private UUID lease(Transaction transaction, Annotator annotator, Open open, UUID slot) {
        int dimension = transaction
                .first(
                        "SELECT i.dimension FROM slot s JOIN item i ON i.id = s.item_id WHERE s.id = $1",
                        row -> row.getInteger("dimension"),
                        slot)
                .orElseThrow();
        var token = UUID.randomUUID();
        transaction.update(
                """
                UPDATE slot SET annotator_id = $2, token = $3, guideline_version = $4,
                       leased_until = clock_timestamp() + $5::bigint * interval '1 millisecond'
                 WHERE id = $1""",
                slot,
                annotator.id(),
                token,
                guidelines.newest(Dimension.forNumber(dimension)),
                length.toMillis());
        transaction.update(
                "INSERT INTO lease (token, slot_id, campaign_id, annotator_id) VALUES ($1, $2, $3, $4)",
                token,
                slot,
                open.id(),
                annotator.id());
        return token;
    }

    /** Empty when it went to another in this very moment. */
    private Optional<Instant> extend(Transaction transaction, UUID token) {
        return transaction.first(
                """
                UPDATE slot SET leased_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
                 WHERE token = $1 RETURNING leased_until""",
                row -> row.getOffsetDateTime("leased_until").toInstant(),
                token,
                length.toMillis());
    }

    private void giveBack(Annotator annotator, UUID token, String how) {
        database.transact(transaction -> {
            var held = Held.lock(transaction, annotator, token, window);
            if (how.equals(held.ended())) {
                return;
            }
            held.requireHeld();
            // A gold slot stays theirs: nobody else has use for it.
            transaction.update(
                    """
                    UPDATE slot SET token = NULL, leased_until = NULL, guideline_version = NULL,
                           annotator_id = CASE WHEN role = 3 THEN annotator_id END
                     WHERE id = $1""",
                    held.slot());
            transaction.update("UPDATE lease SET ended = $2 WHERE token = $1", token, how);
            if (how.equals("SKIPPED")) {
                transaction.update(
                        "INSERT INTO skipped (item_id, annotator_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        held.item(),
                        annotator.id());
            }
        });
    }
}
