package io.flames.annotation.exchange;

import static io.flames.annotation.exchange.Samples.GUIDELINES;
import static io.flames.annotation.exchange.Samples.LIMITS;
import static io.flames.annotation.exchange.Samples.content;
import static io.flames.annotation.exchange.Samples.errors;
import static io.flames.annotation.exchange.Samples.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.Language;
import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Span;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgillaTest {
    private static final String ANN = "4f0c2c0e-5f5c-4d1f-9b1f-0c5f4a1f2e3d";
    private static final String BO = "9b6c9a10-11a1-4b66-8b1e-6b7c8d9e0f1a";
    private static final KnownItems ITEMS =
            Samples.known(Map.of("b", new KnownItem(Dimension.DIMENSION_LEGALITY, "prompt b", "response b")));

    /** As {@code dataset.records.to_json} writes it, with and without a status. */
    private static final String EXPORT =
            """
            [
             {"id": "b", "fields": {"prompt": "prompt b", "response": "response b"},
              "metadata": {"dimension": "Legality", "subcomponent": "Law violation", "guideline_version": 1},
              "suggestions": {"score": {"value": "3", "score": 0.9, "agent": "a model"}},
              "responses": {
               "score": [{"value": "1", "user_id": "ANN"},
                         {"value": "cannot-judge", "user_id": "BO", "status": "submitted"},
                         {"value": null, "user_id": "c0c0c0c0-0000-4000-8000-000000000000", "status": "discarded"}],
               "reason": [{"value": "which law applies?", "user_id": "BO", "status": "submitted"}],
               "comment": [{"value": "helps", "user_id": "ANN"}],
               "span": [{"value": [{"label": "decisive", "start": 0, "end": 8}], "user_id": "ANN"}]},
              "vectors": {}, "_server_id": "0a0a0a0a-0000-4000-8000-000000000000"}
            ]
            """
                    .replace("ANN", ANN)
                    .replace("BO", BO);

    /** As 1.x and the server's REST have it. */
    private static final String BY_USER =
            """
            [{"id": "0a0a0a0a-0000-4000-8000-000000000000", "external_id": "b", "status": "completed",
              "fields": {"prompt": "prompt b", "response": "response b"},
              "metadata": {"dimension": "Legality", "guideline_version": 1},
              "suggestions": [{"question_name": "score", "value": "3", "agent": "a model"}],
              "responses": [
               {"user_id": "ANN", "status": "submitted", "inserted_at": "2026-11-20T09:00:00.123456",
                "values": {"score": {"value": "1"}, "comment": {"value": "helps"},
                           "span": {"value": [{"label": "decisive", "start": 0, "end": 8}]}}},
               {"user_id": "BO", "status": "submitted",
                "values": {"score": {"value": "cannot-judge"}, "reason": {"value": "which law applies?"}}},
               {"user_id": "c0c0c0c0-0000-4000-8000-000000000000", "status": "discarded", "values": null},
               {"user_id": "d0d0d0d0-0000-4000-8000-000000000000", "status": "draft", "values": {"score": {"value": "3"}}}]}]
            """
                    .replace("ANN", ANN)
                    .replace("BO", BO);

    @Test
    void answersByUserAreTheSameAsAnswersByQuestion() throws IOException {
        assertThat(content(read(BY_USER))).isEqualTo(content(read(EXPORT)));
        assertThat(errors(read(BY_USER.replace("\"reason\": {", "\"why\": {"))).toString())
                .contains("unknown question", "why");
        assertThat(errors(read(BY_USER.replace(
                                "\"values\": {\"score\": {\"value\": \"cannot-judge\"},", "\"answers\": {")))
                        .toString())
                .contains("required field values is missing");
    }

    @Test
    void readsWhatArgillaExports() throws IOException {
        assertThat(content(read(EXPORT)))
                .containsExactly(
                        new Imported(
                                "b",
                                1,
                                new TaskLabel(
                                        ANN,
                                        new Judgement.Scored(1),
                                        "helps",
                                        List.of(new Span(0, 8)),
                                        Optional.empty())),
                        new Imported(
                                "b",
                                1,
                                new TaskLabel(
                                        BO,
                                        new Judgement.CannotJudge("which law applies?"),
                                        "",
                                        List.of(),
                                        Optional.empty())));
    }

    @Test
    void mistakesAreToldWithTheirPlace() throws IOException {
        assertThat(told(EXPORT.replace("\"value\": \"1\"", "\"value\": \"2\"")))
                .isEqualTo("line 6, column 24, responses.score[0].value: score is \"2\","
                        + " expected one of [3, 1] in Legality, or cannot-judge");
        assertThat(told(EXPORT.replace("Legality", "Safety")))
                .isEqualTo("line 3, column 29, metadata.dimension: dimension is \"Safety\","
                        + " expected Legality for this item");
        assertThat(told(EXPORT.replace("\"id\": \"b\"", "\"id\": \"q\""))).contains("unknown item \"q\"");
        assertThat(told(EXPORT.replace("\"comment\":", "\"mood\":"))).contains("unknown question \"mood\"");
        assertThat(told(EXPORT.replace(BO, ANN))).contains("a second score of \"" + ANN + "\" for one item");
        assertThat(told(EXPORT.replace("discarded", "lost"))).contains("unknown status \"lost\"");
        assertThat(told(EXPORT.replace("\"value\": \"1\"", "\"value\": 1"))).contains("must be a string, not a number");
        assertThat(told(EXPORT.replace("{\"value\": \"1\", \"user_id\": \"" + ANN + "\"},", "")))
                .contains("user \"" + ANN + "\" gave no score");
        assertThat(told(EXPORT.replace("response b", "other"))).contains("the labels are for another text");
        assertThat(told(EXPORT.replace("\"responses\"", "\"answers\"")))
                .contains("required field responses is missing");
    }

    @Test
    void suggestionsAreNeverWritten() throws IOException {
        var out = new ByteArrayOutputStream();
        Argilla.write(Samples.tasks(3, 5).iterator(), out);

        for (var record : new ObjectMapper().readTree(out.toByteArray())) {
            assertThat(record.get("suggestions")).isEmpty();
            assertThat(record.get("metadata").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("dimension", "subcomponent", "guideline_version");
        }
    }

    /** Limits of Argilla 2.x: 10,000 characters of guidelines, 500 of an option's text, 1,000 of a description. */
    @Test
    void settingsFitTheDimensionAndArgillasLimits() throws IOException {
        for (var dimension : Dimensions.ALL) {
            for (var language : Language.values()) {
                var settings = new ObjectMapper()
                        .readTree(ArgillaSettings.of(
                                GUIDELINES.find(dimension, 1, language).orElseThrow()));

                assertThat(settings.get("guidelines").asText()).hasSizeLessThanOrEqualTo(10_000);
                var score = settings.get("questions").get(0);
                assertThat(score.at("/settings/type").asText()).isEqualTo("label_selection");
                assertThat(score.get("title").asText()).hasSizeLessThanOrEqualTo(500);
                assertThat(score.at("/settings/options").findValuesAsText("value"))
                        .isEqualTo(
                                Dimensions.isBinary(dimension)
                                        ? List.of("3", "1", "cannot-judge")
                                        : List.of("3", "2", "1", "cannot-judge"));
                assertThat(settings.findValuesAsText("description"))
                        .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(1_000));
                assertThat(settings.at("/distribution/min_submitted").asInt()).isEqualTo(2);
            }
        }
    }

    private static Outcome<Imported> read(String file) throws IOException {
        return Argilla.read(stream(file), ITEMS, GUIDELINES, LIMITS);
    }

    private static String told(String file) throws IOException {
        return errors(read(file)).get(0).toString();
    }
}
