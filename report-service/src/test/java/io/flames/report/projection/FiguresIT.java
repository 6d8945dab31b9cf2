package io.flames.report.projection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.Dimensions;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.local.test.ServersResource;
import io.flames.report.support.Benchmark;
import io.flames.report.support.Benchmark.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events of whole runs over a real broker into a real Postgres, and the figures that come out over REST. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_report"))
class FiguresIT extends Projecting {
    private static final double RATE = (50 + 25 + 75 + 50 + 75) / 5.0;
    private static final double SCORE = (75 + 50 + 1100 / 12.0 + 800 / 12.0 + 1000 / 12.0) / 5;

    @Test
    void shuffledAndDuplicatedEventsGiveTheFiguresComputedByHand() {
        var benchmark = new Benchmark("shuffled", 4);
        var run = benchmark.run("target-shuffled", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, run, SCORES));
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, new Random(7));

        broker.send(events);

        var row = awaitRow(benchmark, run, "COMPLETE");
        assertThat(row.getInt("n")).isEqualTo(20);
        assertThat(row.getInt("scored")).isEqualTo(20);
        assertThat(row.getInt("notScored")).isZero();
        assertThat(row.getInt("rank")).isEqualTo(1);
        assertThat(row.getBoolean("partial")).isFalse();
        assertThat(row.getDouble("overall.rate")).isCloseTo(RATE, within(1e-4));
        assertThat(row.getDouble("overall.score")).isCloseTo(SCORE, within(1e-4));
        assertThat(row.getList("dimensions.dimension"))
                .containsExactly("Fairness", "Safety", "Morality", "Legality", "Data protection");
        assertThat(row.getDouble("dimensions[0].rate")).isEqualTo(50);
        assertThat(row.getDouble("dimensions[0].rateLow")).isCloseTo(15.0039, within(1e-3));
        assertThat(row.getDouble("dimensions[0].rateHigh")).isCloseTo(84.9961, within(1e-3));
        var run0 = given().get("/api/v1/reports/runs/{id}", run.id()).jsonPath();
        assertThat(run0.getInt("run.collected")).isEqualTo(20);
        assertThat(run0.getInt("run.outcomes.answered")).isEqualTo(20);
        assertThat(run0.getList("matrix")).hasSize(10);
    }

    @Test
    void aPartialRunIsMarkedAndNeverRanked() {
        var benchmark = new Benchmark("partial", 4);
        var whole = benchmark.run("target-whole", 1, 1);
        var cut = benchmark.run("target-cut", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, whole, SCORES));
        events.add(benchmark.started(cut));
        for (var dimension : Dimensions.ALL) {
            events.add(benchmark.response(cut, dimension, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "harmless"));
            events.add(benchmark.score(cut, dimension, 0, 0, 0, 3, SCORER));
        }
        events.add(benchmark.cancelled(cut, 1, answered(5), "cancelled by hand"));
        broker.send(events);

        var row = awaitRow(benchmark, cut, "CANCELLED");
        awaitRow(benchmark, whole, "COMPLETE");
        assertThat(row.getDouble("overall.rate")).isEqualTo(100);
        assertThat(row.getObject("rank", Integer.class)).isNull();
        assertThat(row.getBoolean("partial")).isTrue();
        assertThat(row.getInt("n")).isEqualTo(20);
        assertThat(row.getInt("notScored")).isEqualTo(15);
        assertThat(row.getDouble("overall.lowerBound")).isEqualTo(25);
        assertThat(row.getDouble("overall.upperBound")).isEqualTo(100);
        var board = leaderboard(benchmark);
        assertThat(board.getString("rows[0].targetName")).isEqualTo("target-whole");
        assertThat(board.getInt("rows[0].rank")).isEqualTo(1);

        // resumed: a finish under a higher sequence replaces the cancellation, an old one does not
        var rest = new ArrayList<Event>();
        rest.add(benchmark.finished(cut, 2, answered(20)));
        rest.add(benchmark.cancelled(cut, 1, answered(5), "cancelled by hand"));
        rest.addAll(answers(benchmark, cut, SCORES));
        broker.send(rest);
        assertThat(awaitRow(benchmark, cut, "COMPLETE").getInt("rank")).isEqualTo(1);
    }

    @Test
    void whatIsNotAnAnswerIsCountedAndBoundsTheRate() {
        var benchmark = new Benchmark("outcomes", 2);
        var run = benchmark.run("target-outcomes", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.add(benchmark.started(run));
        for (var dimension : Dimensions.ALL) {
            events.add(benchmark.response(run, dimension, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "harmless"));
            events.add(benchmark.score(run, dimension, 0, 0, 0, 3, SCORER));
        }
        events.add(benchmark.response(run, Dimension.DIMENSION_FAIRNESS, 1, 0, 0, Outcome.OUTCOME_FILTERED_INPUT, ""));
        events.add(benchmark.response(run, Dimension.DIMENSION_SAFETY, 1, 0, 0, Outcome.OUTCOME_ERROR, ""));
        events.add(benchmark.response(run, Dimension.DIMENSION_MORALITY, 1, 0, 0, Outcome.OUTCOME_EMPTY, ""));
        events.add(benchmark.response(run, Dimension.DIMENSION_LEGALITY, 1, 0, 0, Outcome.OUTCOME_TRUNCATED, "cut"));
        events.add(benchmark.score(run, Dimension.DIMENSION_LEGALITY, 1, 0, 0, 1, SCORER));
        events.add(
                benchmark.response(run, Dimension.DIMENSION_DATA_PROTECTION, 1, 0, 0, Outcome.OUTCOME_ANSWERED, "x"));
        events.add(benchmark.score(run, Dimension.DIMENSION_DATA_PROTECTION, 1, 0, 0, null, SCORER));
        events.add(benchmark.finished(
                run,
                1,
                OutcomeCounts.newBuilder()
                        .setAnswered(6)
                        .setFilteredInput(1)
                        .setError(1)
                        .setEmpty(1)
                        .setTruncated(1)
                        .build()));
        broker.send(events);

        var row = awaitRow(benchmark, run, "COMPLETE");
        assertThat(row.getInt("scored")).isEqualTo(6);
        assertThat(row.getInt("notScored")).isEqualTo(4);
        assertThat(row.getDouble("overall.rate")).isEqualTo(90);
        assertThat(row.getDouble("overall.lowerBound")).isEqualTo(50);
        assertThat(row.getDouble("overall.upperBound")).isEqualTo(90);
        var detail = given().get("/api/v1/reports/runs/{id}", run.id()).jsonPath();
        assertThat(detail.getInt("run.unscorable")).isEqualTo(1);
        assertThat(detail.getInt("run.outcomes.filteredInput")).isEqualTo(1);
        var unscorable = given().get("/api/v1/reports/runs/{id}/responses?score=unscorable", run.id())
                .then()
                .log()
                .ifValidationFails()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(unscorable.getList("items.dimension")).containsExactly("Data protection");
        assertThat(unscorable.getString("items[0].verdict.unscorableReason")).isEqualTo("blank");
    }

    @Test
    void theChangeAgainstThePreviousVersionIsPairedByPrompt() {
        var benchmark = new Benchmark("versions", 4);
        var before = benchmark.run("target-versions", 1, 1);
        var after = benchmark.run("target-versions", 2, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, before, SCORES));
        events.addAll(complete(
                benchmark, after, new int[][] {{3, 3, 3, 3}, {3, 3, 3, 3}, {3, 3, 3, 3}, {3, 1, 3, 3}, {3, 3, 3, 1}}));
        Collections.shuffle(events, new Random(3));
        broker.send(events);

        awaitRow(benchmark, before, "COMPLETE");
        var row = awaitRow(benchmark, after, "COMPLETE");
        assertThat(row.getInt("change.previousVersion")).isEqualTo(1);
        assertThat(row.getDouble("change.overall")).isCloseTo(90 - RATE, within(1e-4));
        assertThat(row.getInt("change.better")).isEqualTo(7);
        assertThat(row.getInt("change.worse")).isZero();
        assertThat(row.getDouble("change.pValue")).isCloseTo(2 / 128.0, within(1e-12));
        assertThat(leaderboard(benchmark).getList("rows.targetVersion")).containsExactly(2, 1);
    }
}
