package io.flames.prompt.taxonomy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** The attack methods as the database knows them now; read each time, because a row can be added at any time. */
@ApplicationScoped
public class AttackMethods {
    private static final String ALL =
            "select name, description_en, description_zh from attack_method order by position, name";

    private final Pool pool;

    public AttackMethods(Pool pool) {
        this.pool = pool;
    }

    public Uni<List<AttackMethod>> all() {
        return pool.query(ALL).execute().map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(AttackMethods::view)
                .toList());
    }

    private static AttackMethod view(Row row) {
        return new AttackMethod(
                row.getString("name"), row.getString("description_en"), row.getString("description_zh"));
    }
}
