package io.flames.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Style;
import java.util.List;

final class LeaderboardTable {
    private LeaderboardTable() {}

    static List<String> lines(JsonNode report, Style style) {
        return List.of(report.toPrettyString());
    }
}
