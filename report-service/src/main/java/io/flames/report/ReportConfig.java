package io.flames.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Everything of report-service that can be set, beside Quarkus' own keys, Kafka's address and the database's. */
@ConfigMapping(prefix = "flames.report")
public interface ReportConfig {
    /** First wait before a batch is stored again after a transient fault. Default 200 ms. */
    @WithDefault("200ms")
    Duration retryFirst();

    /** Longest wait between two attempts to store a batch; attempts never end. Default 10 s. */
    @WithDefault("10s")
    Duration retryMax();

    /** Resamples of a bootstrap interval, from 200 to 20,000. Default 2,000. */
    @WithDefault("2000")
    @Min(200)
    @Max(20_000)
    int bootstrapResamples();

    /** Runs whose figures are kept in memory, a few kilobytes each. Default 500. */
    @WithDefault("500")
    @Min(1)
    int cachedRuns();

    /** Rows of a list when the request names no limit. Default 50. */
    @WithDefault("50")
    @Min(1)
    @Max(500)
    int pageSize();

    /** How often the gauges of runs are read from the database. Default 10 s. */
    @WithDefault("10s")
    Duration metricsEvery();

    /** Gauges are kept for the newest so many target versions. Default 50. */
    @WithDefault("50")
    @Min(1)
    @Max(500)
    int metricsTargetVersions();
}
