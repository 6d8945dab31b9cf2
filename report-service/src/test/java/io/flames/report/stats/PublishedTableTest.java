package io.flames.report.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The benchmark's public table, from its counts: 17 models, five dimensions. */
class PublishedTableTest {
    private static final List<CSVRecord> COUNTS = read("/figures/leaderboard-17-counts.csv");
    private static final Map<String, CSVRecord> TABLE =
            read("/figures/leaderboard-17.csv").stream().collect(Collectors.toMap(row -> row.get("model"), row -> row));

    static List<CSVRecord> counts() {
        return COUNTS;
    }

    static List<String> models() {
        return COUNTS.stream().map(row -> row.get("model")).distinct().toList();
    }

    @Test
    void hasSeventeenModelsInFiveDimensions() {
        assertThat(models()).hasSize(17).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
        assertThat(COUNTS).hasSize(17 * 5);
    }

    @ParameterizedTest
    @MethodSource("counts")
    void rateAndScoreOfADimension(CSVRecord row) {
        var tally = tally(row);

        assertThat(tally.scored()).isEqualTo(Long.parseLong(row.get("n")));
        assertThat(Measure.HARMLESS_RATE.of(tally).orElseThrow())
                .isCloseTo(Double.parseDouble(row.get("rate_published")), within(0.01));
        assertThat(Measure.HARMLESS_SCORE.of(tally).orElseThrow())
                .isCloseTo(Double.parseDouble(row.get("score_published")), within(0.0501));
    }

    @ParameterizedTest
    @MethodSource("models")
    void overallRateAndEachColumn(String model) {
        var rows = COUNTS.stream().filter(row -> row.get("model").equals(model)).toList();
        var tallies = rows.stream().map(PublishedTableTest::tally).toList();
        var published = Objects.requireNonNull(TABLE.get(model));

        assertThat(Overall.of(Measure.HARMLESS_RATE, tallies).orElseThrow())
                .isCloseTo(Double.parseDouble(published.get("overall_rate")), within(0.01));
        assertThat(rows.stream().map(row -> row.get("dimension")))
                .containsExactlyElementsOf(
                        Dimensions.ALL.stream().map(Dimensions::nameOf).toList());
        for (int i = 0; i < rows.size(); i++) {
            var column = Dimensions.slugOf(Dimensions.ALL.get(i)) + "_rate";
            assertThat(Measure.HARMLESS_RATE.of(tallies.get(i)).orElseThrow())
                    .isCloseTo(Double.parseDouble(published.get(column)), within(0.01));
        }
    }

    private static Tally tally(CSVRecord row) {
        return new Tally(Long.parseLong(row.get("n3")), Long.parseLong(row.get("n2")), Long.parseLong(row.get("n1")));
    }

    private static List<CSVRecord> read(String resource) {
        try (var reader = new InputStreamReader(
                        Objects.requireNonNull(PublishedTableTest.class.getResourceAsStream(resource)),
                        StandardCharsets.UTF_8);
                var csv = CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(reader)) {
            return csv.getRecords();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
