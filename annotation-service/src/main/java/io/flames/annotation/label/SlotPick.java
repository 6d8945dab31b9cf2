package io.flames.annotation.label;

import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.flames.contracts.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds a slot that is free for somebody and locks it until the transaction ends. Slots that others lock are passed over. */
final class SlotPick {
    private static final String FREE =
            """
            SELECT s.id FROM slot s
             WHERE s.campaign_id = $1 AND s.role = ANY($2) AND NOT s.labelled
               AND (s.leased_until IS NULL OR s.leased_until <= clock_timestamp())
               AND s.subcomponent <> ALL($4)
               AND NOT EXISTS (SELECT FROM slot o
                                WHERE o.item_id = s.item_id AND o.annotator_id = $3 AND o.id <> s.id)
               AND NOT EXISTS (SELECT FROM skipped k WHERE k.item_id = s.item_id AND k.annotator_id = $3)
             ORDER BY s.position, s.role LIMIT 1 FOR UPDATE OF s SKIP LOCKED""";

    /**
     * In a dimension that the campaign has. Shown to nobody twice, whatever the campaign, and not to who made it and knows
     * the score.
     */
    private static final String GOLD =
            """
            SELECT g.id, g.dimension, g.subcomponent FROM gold g, campaign c
             WHERE c.id = $1 AND g.retired_at IS NULL
               AND g.dimension = ANY(c.dimensions) AND g.created_by <> $2 AND g.subcomponent <> ALL($3)
               AND NOT EXISTS (SELECT FROM item i JOIN slot s ON s.item_id = i.id
                                WHERE i.gold_id = g.id AND s.annotator_id = $2)
             ORDER BY md5(g.id::text || $2::text) LIMIT 1""";

    /** Theirs, for a gold item that they gave back or whose lease ran out: it comes again, as any other item would. */
    private static final String GOLD_AGAIN =
            """
            SELECT s.id FROM slot s JOIN item i ON i.id = s.item_id JOIN gold g ON g.id = i.gold_id
             WHERE s.campaign_id = $1 AND s.annotator_id = $2 AND s.role = 3 AND NOT s.labelled
               AND (s.leased_until IS NULL OR s.leased_until <= clock_timestamp())
               AND g.retired_at IS NULL AND s.subcomponent <> ALL($3)
               AND NOT EXISTS (SELECT FROM skipped k WHERE k.item_id = s.item_id AND k.annotator_id = $2)
             ORDER BY s.id LIMIT 1 FOR UPDATE OF s""";

    private SlotPick() {}

    /** Of the item that is first in the campaign's order. */
    static Optional<UUID> free(Transaction transaction, Annotator annotator, UUID campaign, SlotRole role) {
        var roles = role == SlotRole.ADJUDICATOR ? new Short[] {2} : new Short[] {0, 1};
        return transaction.first(
                FREE,
                row -> row.getUUID("id"),
                campaign,
                roles,
                annotator.id(),
                annotator.optedOut().toArray(String[]::new));
    }

    /** Their slot of a gold item that they had in hand and neither labelled nor skipped; empty when there is none. */
    static Optional<UUID> goldAgain(Transaction transaction, Annotator annotator, UUID campaign) {
        return transaction.first(
                GOLD_AGAIN,
                row -> row.getUUID("id"),
                campaign,
                annotator.id(),
                annotator.optedOut().toArray(String[]::new));
    }

    /** A slot of their own for a gold item that they do not know; empty when there is none. */
    static Optional<UUID> gold(Transaction transaction, Annotator annotator, UUID campaign) {
        return transaction
                .first(
                        GOLD,
                        row -> row,
                        campaign,
                        annotator.id(),
                        annotator.optedOut().toArray(String[]::new))
                .map(row -> {
                    var item = Ids.labelId(campaign, row.getUUID("id"), 0);
                    transaction.update(
                            """
                            INSERT INTO item (id, campaign_id, gold_id, position, dimension, subcomponent, stratum,
                                              inclusion_probability, random_probability)
                            VALUES ($1, $2, $3, 0, $4, $5, 'GOLD', 1, 1) ON CONFLICT DO NOTHING""",
                            item,
                            campaign,
                            row.getUUID("id"),
                            row.getShort("dimension"),
                            row.getString("subcomponent"));
                    var slot = UUID.randomUUID();
                    transaction.update(
                            """
                            INSERT INTO slot (id, item_id, campaign_id, role, position, subcomponent, annotator_id)
                            VALUES ($1, $2, $3, 3, 0, $4, $5)""",
                            slot,
                            item,
                            campaign,
                            row.getString("subcomponent"),
                            annotator.id());
                    return slot;
                });
    }

    /**
     * Whether the next one is a gold item: a share of {@code rate}, at places that nobody can foresee and that a repeated
     * request does not change.
     *
     * @param served slots that they were given in this campaign so far
     */
    static boolean isGoldsTurn(double rate, long seed, UUID annotator, long served) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((seed + "/" + annotator + "/" + served).getBytes(StandardCharsets.UTF_8));
            double draw = (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
            return draw < rate;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A slot that somebody holds. */
    record HeldToken(UUID token, UUID campaign, SlotRole role, String subcomponent) {}

    /** What they hold now, oldest lease first. */
    static List<HeldToken> held(Transaction transaction, Annotator annotator) {
        return transaction.list(
                """
                SELECT token, campaign_id, role, subcomponent FROM slot
                 WHERE annotator_id = $1 AND NOT labelled AND token IS NOT NULL AND leased_until > clock_timestamp()
                 ORDER BY leased_until""",
                row -> new HeldToken(
                        row.getUUID("token"),
                        row.getUUID("campaign_id"),
                        SlotRole.of(row.getInteger("role")),
                        row.getString("subcomponent")),
                annotator.id());
    }
}
