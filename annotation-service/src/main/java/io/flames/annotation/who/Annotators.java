package io.flames.annotation.who;

import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * From the login to the annotator. The security context alone says who it is; a pseudonym is drawn when somebody comes for
 * the first time and stays for ever.
 */
@ApplicationScoped
public class Annotators {
    private static final int MOST_OPTED_OUT = 100;
    private static final int LONGEST_NAME = 200;
    /** Begins the names of those whose labels were imported: nobody logs in as one of them. */
    public static final String FROM_ELSEWHERE = "import/";

    /** A gold slot stays theirs: nobody else has use for it. */
    private static final String GIVE_BACK =
            """
            WITH held AS (
                SELECT id, token FROM slot
                 WHERE annotator_id = $1 AND NOT labelled AND leased_until > clock_timestamp() AND subcomponent = ANY($2)
                   FOR UPDATE),
            ended AS (UPDATE lease SET ended = 'RELEASED' WHERE token IN (SELECT token FROM held))
            UPDATE slot SET token = NULL, leased_until = NULL, guideline_version = NULL,
                   annotator_id = CASE WHEN role = 3 THEN annotator_id END
             WHERE id IN (SELECT id FROM held)""";

    private final Database database;

    Annotators(Database database) {
        this.database = database;
    }

    /** @throws ProblemException 403 when nobody is logged in */
    public Annotator of(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            throw ProblemException.forbidden("This needs a login.");
        }
        var login = identity.getPrincipal().getName();
        if (login.isBlank() || login.length() > LONGEST_NAME || login.startsWith(FROM_ELSEWHERE)) {
            throw ProblemException.forbidden("A login name has 1 to " + LONGEST_NAME + " characters and does not begin"
                    + " with \"" + FROM_ELSEWHERE + "\".");
        }
        var roles = identity.getRoles().stream()
                .map(Role::byName)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return database.inTransaction(transaction -> find(transaction, login, roles)
                .or(() -> {
                    transaction.update(
                            "INSERT INTO annotator (id, login) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                            UUID.randomUUID(),
                            login);
                    return find(transaction, login, roles);
                })
                .orElseThrow());
    }

    /** Which subcomponents they are never shown; nobody is asked why. What they hold of these goes back to the others. */
    public Annotator optOut(Annotator annotator, Collection<String> subcomponents) {
        var wanted = subcomponents.stream().distinct().sorted().toList();
        if (wanted.size() > MOST_OPTED_OUT
                || wanted.stream()
                        .anyMatch(name -> name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0)) {
            throw ProblemException.invalid(
                    "optedOut", "optedOut is a list of at most " + MOST_OPTED_OUT + " names of subcomponents");
        }
        database.transact(transaction -> {
            var names = wanted.toArray(String[]::new);
            transaction.update("UPDATE annotator SET opted_out = $2 WHERE id = $1", annotator.id(), names);
            transaction.update(GIVE_BACK, annotator.id(), names);
        });
        return new Annotator(annotator.id(), annotator.login(), annotator.roles(), wanted);
    }

    /**
     * What one person does happens one after another: two tabs that ask at once get two items, not two slots of one. Held
     * until the transaction ends.
     *
     * @return with the opt-outs that hold now
     */
    public static Annotator oneAtATime(Transaction transaction, Annotator annotator) {
        return transaction
                .first(
                        "SELECT id, login, opted_out FROM annotator WHERE id = $1 FOR UPDATE",
                        row -> read(row, annotator.roles()),
                        annotator.id())
                .orElseThrow();
    }

    private static Optional<Annotator> find(Transaction transaction, String login, Set<Role> roles) {
        return transaction.first(
                "SELECT id, login, opted_out FROM annotator WHERE login = $1", row -> read(row, roles), login);
    }

    private static Annotator read(Row row, Set<Role> roles) {
        return new Annotator(
                row.getUUID("id"), row.getString("login"), roles, List.of(row.getArrayOfStrings("opted_out")));
    }
}
