package io.flames.annotation.label;

import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotators;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Who the names in an imported file are. A pseudonym of this service, as its own exports have it, is that annotator; any
 * other name is one person, whatever tool it comes from, under a pseudonym of their own.
 */
@ApplicationScoped
class Raters {
    /** A pseudonym goes with a name; before, with a tool's name and a name, and those stay theirs. */
    private static final String BY_NAME = Annotators.FROM_ELSEWHERE + "rater/";

    private static final List<String> FORMER = List.of(
            Annotators.FROM_ELSEWHERE + "argilla/",
            Annotators.FROM_ELSEWHERE + "jsonl/",
            Annotators.FROM_ELSEWHERE + "label-studio/");

    /**
     * One person.
     *
     * @param id under which a new label is stored
     * @param all their pseudonyms, with that one
     * @param logsIn labels here, under a login
     */
    record Rater(UUID id, List<UUID> all, boolean logsIn) {}

    /** By name. All are made first and in one order, so that two imports at a time do not wait for each other for ever. */
    Map<String, Rater> of(Transaction transaction, Collection<String> names) {
        var raters = new HashMap<String, Rater>();
        for (var name : new TreeSet<>(names)) {
            raters.put(name, local(transaction, name).orElseGet(() -> byName(transaction, name)));
        }
        return raters;
    }

    private static Optional<Rater> local(Transaction transaction, String name) {
        return pseudonym(name).flatMap(id -> transaction
                .first("SELECT login FROM annotator WHERE id = $1", row -> row, id)
                .map(row -> of(transaction, id, row.getString("login"))));
    }

    private static Rater of(Transaction transaction, UUID id, String login) {
        if (!login.startsWith(Annotators.FROM_ELSEWHERE)) {
            return new Rater(id, List.of(id), true);
        }
        var name = login.substring(login.indexOf('/', Annotators.FROM_ELSEWHERE.length()) + 1);
        return new Rater(id, known(transaction, name), false);
    }

    private static Rater byName(Transaction transaction, String name) {
        var known = known(transaction, name);
        if (known.isEmpty()) {
            transaction.update(
                    "INSERT INTO annotator (id, login) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    UUID.randomUUID(),
                    BY_NAME + name);
            known = known(transaction, name);
        }
        return new Rater(known.get(0), known, false);
    }

    private static List<UUID> known(Transaction transaction, String name) {
        var logins = new ArrayList<>(List.of(BY_NAME + name));
        FORMER.forEach(former -> logins.add(former + name));
        return transaction.list(
                "SELECT id FROM annotator WHERE login = ANY($1) ORDER BY created_at, id", Raters::id, (Object)
                        logins.toArray(String[]::new));
    }

    private static UUID id(Row row) {
        return row.getUUID("id");
    }

    private static Optional<UUID> pseudonym(String name) {
        try {
            return Optional.of(UUID.fromString(name));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
