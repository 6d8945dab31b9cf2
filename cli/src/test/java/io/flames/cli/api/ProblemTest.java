package io.flames.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final String CALL = "POST http://localhost:8080/api/v1/sets";

    @Test
    void aBadLineIsNamedWithItsFile() {
        var body =
                """
                {"title":"Unprocessable","status":422,"detail":"1 line is invalid","errors":[{"line":17,"field":"dimension",
                "message":"unknown dimension \\"Fairnes\\", expected one of Fairness, Safety"}]}""";

        assertThat(Problem.lines(CALL, 422, body, Optional.of("prompts.jsonl")))
                .containsExactly("prompts.jsonl:17: unknown dimension \"Fairnes\", expected one of Fairness, Safety");
    }

    @Test
    void manyBadLinesEndWithHowManyMore() {
        var errors = IntStream.rangeClosed(1, 30)
                .mapToObj(line -> "{\"line\":" + line + ",\"message\":\"bad\"}")
                .collect(Collectors.joining(","));

        var lines = Problem.lines(
                CALL, 422, "{\"detail\":\"30 lines are invalid\",\"errors\":[" + errors + "]}", Optional.of("f"));

        assertThat(lines).hasSize(21).startsWith("f:1: bad").endsWith("and 10 more: 30 lines are invalid");
    }

    @Test
    void aProblemWithoutListIsItsDetail() {
        assertThat(lines(409, "{\"title\":\"Conflict\",\"detail\":\"there is a target \\\"mine\\\"\"}"))
                .containsExactly("there is a target \"mine\"");
        assertThat(lines(422, "{\"detail\":\"is a whole number from 1 to 100\",\"field\":\"samples\"}"))
                .containsExactly("samples: is a whole number from 1 to 100");
        assertThat(lines(404, "{\"title\":\"Not Found\"}")).containsExactly("Not Found");
    }

    @Test
    void violationsNameTheirFields() {
        assertThat(lines(400, "{\"violations\":[{\"field\":\"name\",\"message\":\"must not be blank\"}]}"))
                .containsExactly("name: must not be blank");
    }

    @Test
    void whatIsNoProblemIsShownShortAndHarmless() {
        assertThat(lines(502, "<html>\u001B[2J" + "x".repeat(1000)))
                .singleElement()
                .asString()
                .startsWith(CALL + " was answered with status 502: <html> [2Jxxx")
                .endsWith("…")
                .doesNotContain("\u001B");
        assertThat(lines(500, "")).containsExactly(CALL + " was answered with status 500");
        assertThat(lines(500, "{}")).containsExactly(CALL + " was answered with status 500");
    }

    private static List<String> lines(int status, String body) {
        return Problem.lines(CALL, status, body, Optional.empty());
    }
}
