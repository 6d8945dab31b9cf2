package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import java.util.List;

/** Scorers of a running Flames. */
final class RestScorers implements Scorers {
    private static final int MOST = 1000;

    private final FlamesApi api;

    RestScorers(FlamesApi api) {
        this.api = api;
    }

    @Override
    public List<JsonNode> list() {
        return api.list("scorers", Query.none(), MOST);
    }

    @Override
    public JsonNode describe(String name) {
        return api.get(path(name), Query.none());
    }

    /** Scores the golden items now. */
    @Override
    public JsonNode selfTest(String name) {
        return api.postSlow(path(name) + "/selftest").body();
    }

    private String path(String name) {
        return "scorers/" + Query.segment(name.isEmpty() ? byDefault() : name);
    }

    private String byDefault() {
        return list().stream()
                .filter(scorer -> scorer.path("isDefault").asBoolean())
                .map(scorer -> scorer.path("name").asText())
                .findFirst()
                .orElseThrow(() -> new CliException("no scorer is the default: name one, see ./flames scorer list"));
    }

    @Override
    public void close() {
        // Connections are shared and close by themselves.
    }
}
