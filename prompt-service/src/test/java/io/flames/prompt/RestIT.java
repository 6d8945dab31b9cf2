package io.flames.prompt;

import static io.flames.prompt.Calls.isProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST interface as a caller meets it at its edges. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class RestIT {
    @Test
    void taxonomyListsDimensionsInOrderWithTheirSubcomponents() {
        given().get("/api/v1/taxonomy")
                .then()
                .statusCode(200)
                .body("dimensions.name", contains("Fairness", "Safety", "Morality", "Legality", "Data protection"))
                .body("dimensions.subcomponents.flatten()", hasSize(12))
                .body("dimensions[3].scores", contains(3, 1))
                .body("attackMethods.name", contains("disguise", "reverse induction", "unsafe inquiry", "none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/sets/%00",
                "/api/v1/releases?set=%00",
                "/api/v1/sets/any/prompts?attackMethod=%00",
                "/api/v1/releases?limit=many",
                "/api/v1/releases?limit=99999999999"
            })
    void oddAddressesAreTheCallersFault(String address) {
        isProblem(given().urlEncodingEnabled(false).get(address).then(), 400);
    }

    @Test
    void healthMetricsAndOpenApiAreThere() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics)
                .contains(
                        "flames_prompt_imported_total",
                        "flames_prompt_import_errors_total",
                        "flames_prompt_releases_total",
                        "flames_prompt_outbox_pending",
                        "flames_prompt_outbox_failures_total");
        assertThat(given().get("/q/openapi").then().statusCode(200).extract().asString())
                .contains("importPrompts", "publishRelease", "diffReleases");
    }
}
