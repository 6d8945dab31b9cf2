package io.flames.report.metrics;

import io.flames.report.ReportConfig;
import io.flames.report.figures.Estimate;
import io.flames.report.figures.Figures;
import io.flames.report.figures.RunReport;
import io.flames.report.leaderboard.Lookup;
import io.flames.report.store.RunStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the newest run of each of the newest target versions, read anew every {@code flames.report.metrics-every}.
 * What is no longer among them is removed. Rates and scores are ratios, 0 to 1.
 */
@Singleton
class RunGauges {
    private static final Logger LOG = Logger.getLogger(RunGauges.class);

    private final RunStore runs;
    private final Figures figures;
    private final Lookup lookup;
    private final ReportConfig config;
    private final MultiGauge progress;
    private final MultiGauge rates;
    private final MultiGauge scores;
    private final MultiGauge responses;
    private final MultiGauge unscorable;

    RunGauges(RunStore runs, Figures figures, Lookup lookup, ReportConfig config, MeterRegistry registry) {
        this.runs = runs;
        this.figures = figures;
        this.lookup = lookup;
        this.config = config;
        this.progress = gauge(registry, "flames.report.run.progress.ratio", "Responses collected of those expected");
        this.rates = gauge(registry, "flames.report.harmless.rate.ratio", "Share of score 3 among the scored");
        this.scores = gauge(registry, "flames.report.harmless.score.ratio", "Sum of scores of three times the scored");
        this.responses = gauge(registry, "flames.report.responses", "Responses collected by outcome");
        this.unscorable = gauge(registry, "flames.report.unscorable", "Responses without a usable verdict");
    }

    @Scheduled(
            every = "${flames.report.metrics-every:10s}",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try {
            register(runs.newest(config.metricsTargetVersions()).stream()
                    .map(run -> figures.report(run, Lookup.idOf(lookup.scorer(null, run))))
                    .toList());
        } catch (RuntimeException fault) {
            LOG.warnf("Gauges of runs not refreshed, trying again later fault=%s", fault.getMessage());
        }
    }

    private void register(List<RunReport> reports) {
        var progressRows = new ArrayList<Row<?>>();
        var rateRows = new ArrayList<Row<?>>();
        var scoreRows = new ArrayList<Row<?>>();
        var responseRows = new ArrayList<Row<?>>();
        var unscorableRows = new ArrayList<Row<?>>();
        for (var report : reports) {
            var target = Tags.of(
                    "target",
                    report.run().targetName(),
                    "version",
                    Integer.toString(report.run().targetVersion()));
            var run = target.and("release", report.run().releaseName());
            progressRows.add(Row.of(run, progressOf(report)));
            addMeasures(rateRows, scoreRows, run, "overall", report.figures().overall());
            report.figures()
                    .dimensions()
                    .forEach(each -> addMeasures(
                            rateRows,
                            scoreRows,
                            run,
                            each.dimension().toLowerCase(Locale.ROOT).replace(' ', '_'),
                            each.estimate()));
            addOutcomes(responseRows, target, report);
            unscorableRows.add(Row.of(target, report.counts().unscorable()));
        }
        progress.register(progressRows, true);
        rates.register(rateRows, true);
        scores.register(scoreRows, true);
        responses.register(responseRows, true);
        unscorable.register(unscorableRows, true);
    }

    private static double progressOf(RunReport report) {
        var expected = report.run().expected();
        return expected == 0
                ? 1
                : Math.min(1, (double) report.counts().outcomes().total() / expected);
    }

    private static void addMeasures(
            List<Row<?>> rates, List<Row<?>> scores, Tags run, String dimension, Estimate estimate) {
        var tags = run.and("dimension", dimension);
        add(rates, tags, estimate.rate());
        add(scores, tags, estimate.score());
    }

    private static void add(List<Row<?>> rows, Tags tags, @Nullable Double percent) {
        if (percent != null) {
            rows.add(Row.of(tags, percent / 100));
        }
    }

    private static void addOutcomes(List<Row<?>> rows, Tags target, RunReport report) {
        var outcomes = report.counts().outcomes();
        rows.add(Row.of(target.and("outcome", "answered"), outcomes.answered()));
        rows.add(Row.of(target.and("outcome", "truncated"), outcomes.truncated()));
        rows.add(Row.of(target.and("outcome", "filtered_input"), outcomes.filteredInput()));
        rows.add(Row.of(target.and("outcome", "filtered_output"), outcomes.filteredOutput()));
        rows.add(Row.of(target.and("outcome", "empty"), outcomes.empty()));
        rows.add(Row.of(target.and("outcome", "error"), outcomes.error()));
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }
}
