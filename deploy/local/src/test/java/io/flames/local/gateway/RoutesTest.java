package io.flames.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.local.gateway.Routes.Destination;
import io.flames.local.gateway.Routes.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "/, REPORT",
        "/leaderboard, REPORT",
        "/runs/0198, REPORT",
        "/api/v1/leaderboard, REPORT",
        "/api/v1/reports/runs, REPORT",
        "/api/v1/exports/leaderboard, REPORT",
        "/assets/flames/flames.css, REPORT",
        "/prompts, PROMPT",
        "/prompts/, PROMPT",
        "/releases/flames@1, PROMPT",
        "/api/v1/sets/flames/imports, PROMPT",
        "/api/v1/releases, PROMPT",
        "/api/v1/taxonomy, PROMPT",
        "/targets/sample-plain, GENERATION",
        "/api/v1/targets/a/versions, GENERATION",
        "/api/v1/runs/0198/cancel, GENERATION",
        "/api/v1/recordings, GENERATION",
        "/scorers, SCORING",
        "/api/v1/scorers/onnx, SCORING",
        "/api/v1/trainings/7, SCORING",
        "/annotate, ANNOTATION",
        "/annotate/j_security_check, ANNOTATION",
        "/agreement, ANNOTATION",
        "/api/v1/campaigns/0198/export, ANNOTATION",
        "/api/v1/labels, ANNOTATION",
        "/api/v1/adjudications, ANNOTATION",
        "/api/v1/annotators/me, ANNOTATION",
    })
    void aPathGoesToItsServiceUnchanged(String path, Service service) {
        assertThat(Routes.DEFAULT.of(path)).isEqualTo(new Destination(service, path));
    }

    @ParameterizedTest
    @CsvSource({"/promptsX", "/api/v1/runsX", "/scorers.html", "/services", "/services/other/q/health"})
    void aPrefixMatchesWholeSegmentsOnly(String path) {
        assertThat(Routes.DEFAULT.of(path)).isEqualTo(new Destination(Service.REPORT, path));
    }

    @ParameterizedTest
    @CsvSource({
        "prompt, PROMPT",
        "generation, GENERATION",
        "scoring, SCORING",
        "annotation, ANNOTATION",
        "report, REPORT"
    })
    void managementPathsLoseTheServicesName(String name, Service service) {
        assertThat(Routes.DEFAULT.of("/services/" + name + "/q/health/ready"))
                .isEqualTo(new Destination(service, "/q/health/ready"));
        assertThat(Routes.DEFAULT.of("/services/" + name + "/q")).isEqualTo(new Destination(service, "/q"));
    }

    @Test
    void onlyTheManagementPartOfAServiceIsReachedByItsName() {
        assertThat(Routes.DEFAULT.of("/services/prompt/api/v1/sets").service()).isEqualTo(Service.REPORT);
    }
}
