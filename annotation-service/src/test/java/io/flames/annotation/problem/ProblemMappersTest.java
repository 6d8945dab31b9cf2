package io.flames.annotation.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;

class ProblemMappersTest {
    @Test
    void whatTheDatabaseRolledBackCanBeSentAgain() {
        assertThat(answer("40P01"))
                .isEqualTo("503: Another request got in the way and nothing was changed;"
                        + " send the same request again.");
        assertThat(answer("40001")).startsWith("503: Another request");
        assertThat(answer("57P01")).startsWith("503: The database is away");
        assertThat(answer("23505")).startsWith("500: ");
    }

    private static String answer(String state) {
        var refused = new PgException("refused", "ERROR", state, "");
        var problem = (Problem) new ProblemMappers()
                .databaseAway(new IllegalStateException(refused))
                .getEntity();
        return problem.status() + ": " + problem.detail();
    }
}
