package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The scorers of a scoring-service, as documents of the REST interface's form, however they were asked for. */
interface Scorers extends AutoCloseable {
    List<JsonNode> list();

    /** @param name empty: the default scorer */
    JsonNode describe(String name);

    /**
     * The golden items' outcome: {@code passed}, {@code items}, {@code agreed}, {@code widestLogitDistance},
     * {@code tolerance}, {@code faults}, {@code testedAt}; null where they were never scored.
     *
     * @param name empty: the default scorer
     */
    JsonNode selfTest(String name);

    @Override
    void close();
}
