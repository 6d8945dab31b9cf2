package io.flames.prompt.promptset;

import io.flames.prompt.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Lists the prompts of a set, in the order of their import, page by page. */
@ApplicationScoped
public class Prompts {
    private static final String PAGE =
            """
            select seq, id, dimension, subcomponent, attack_method, language, text, external_id, content_digest
            from prompt
            where set_id = $1 and seq > $2
                and ($3 = '' or dimension = $3) and ($4 = '' or subcomponent = $4)
                and ($5 = '' or attack_method = case when $5 = '-' then '' else $5 end)
            order by seq limit $6""";
    private static final String COUNTS =
            """
            select dimension, subcomponent, attack_method, count(*) as prompts from prompt where set_id = $1
            group by dimension, subcomponent, attack_method""";

    private final Pool pool;

    public Prompts(Pool pool) {
        this.pool = pool;
    }

    /** @param after the {@code next} of the page before, or empty for the first */
    public Uni<Listing<PromptView>> page(UUID setId, PromptFilter filter, String after, int limit) {
        var values = Tuple.of(setId, seq(after), filter.dimension(), filter.subcomponent(), filter.attackMethod())
                .addInteger(limit + 1);
        return pool.preparedQuery(PAGE).execute(values).map(rows -> {
            var read = new ArrayList<Row>();
            rows.forEach(read::add);
            boolean more = read.size() > limit;
            List<Row> shown = more ? read.subList(0, limit) : read;
            @Nullable String next = more ? Long.toString(shown.get(limit - 1).getLong("seq"), 36) : null;
            return new Listing<>(shown.stream().map(Prompts::view).toList(), next);
        });
    }

    /** @param attackMethod empty for prompts that name none */
    public record Count(String dimension, String subcomponent, String attackMethod, long prompts) {}

    /** How many prompts of each kind a set has. */
    public Uni<List<Count>> counts(UUID setId) {
        return pool.preparedQuery(COUNTS).execute(Tuple.of(setId)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> new Count(
                        row.getString("dimension"),
                        row.getString("subcomponent"),
                        row.getString("attack_method"),
                        row.getLong("prompts")))
                .toList());
    }

    private static long seq(String after) {
        if (after.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(after, 36);
        } catch (NumberFormatException e) {
            throw Problems.badValue("after", "not a cursor, expected the value of \"next\" of the page before");
        }
    }

    private static PromptView view(Row row) {
        String method = row.getString("attack_method");
        return new PromptView(
                row.getUUID("id"),
                row.getString("dimension"),
                row.getString("subcomponent"),
                method.isEmpty() ? null : method,
                row.getString("language"),
                row.getString("text"),
                row.getString("external_id"),
                HexFormat.of().formatHex(row.getBuffer("content_digest").getBytes()));
    }
}
