package io.flames.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flames.e2e.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FlamesShadowLagging over series as Prometheus would have them, by promtool. */
class ShadowAlertTest {
    private static final String CASES =
            """
            rule_files: [%s]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  # Two replicas of the dispatcher have a part each.
                  - {series: 'flames_generation_shadow_lag{scorer="grows@2",instance="a"}', values: '10+1x90'}
                  - {series: 'flames_generation_shadow_lag{scorer="grows@2",instance="b"}', values: '0x90'}
                  - {series: 'flames_generation_shadow_lag{scorer="catches-up@3",instance="a"}', values: '9000-100x90'}
                  - {series: 'flames_generation_shadow_lag{scorer="keeps-up@4",instance="a"}', values: '0 7 0 9 0 0x85'}
                  - {series: 'flames_generation_shadow_lag{scorer="now-and-then@5",instance="a"}', values: '0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5 0 5'}
                alert_rule_test:
                  - alertname: FlamesShadowLagging
                    eval_time: 20m
                    exp_alerts: []
                  - alertname: FlamesShadowLagging
                    eval_time: 40m
                    exp_alerts:
                      - exp_labels: {scorer: grows@2, severity: warning}
                        exp_annotations:
                          summary: "Shadow grows@2 does not catch up: responses that it has not scored wait, and are not getting fewer"
            """;

    @TempDir
    Path folder;

    @Test
    void itFiresForAShadowThatDoesNotCatchUpAndForNoOther() throws Exception {
        assumeTrue(isThere(), "skipped: no promtool on the PATH");
        var cases = folder.resolve("cases.yml");
        Files.writeString(
                cases,
                CASES.formatted(Project.file("deploy/prometheus/alerts.yml").toAbsolutePath()));

        var promtool = new ProcessBuilder("promtool", "test", "rules", cases.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
