package io.flames.annotation.exchange;

import static io.flames.annotation.exchange.Samples.GUIDELINES;
import static io.flames.annotation.exchange.Samples.LIMITS;
import static io.flames.annotation.exchange.Samples.content;
import static io.flames.annotation.exchange.Samples.errors;
import static io.flames.annotation.exchange.Samples.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.Language;
import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Span;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LabelStudioTest {
    private static final KnownItems ITEMS = Samples.known(Map.of(
            "a", new KnownItem(Dimension.DIMENSION_FAIRNESS, "prompt a", "response a"),
            "b", new KnownItem(Dimension.DIMENSION_LEGALITY, "prompt b", "response b")));

    /** As Label Studio exports it: ids, times, leads, drafts and predictions around what counts. */
    private static final String EXPORT =
            """
            [
             {"id": 12, "inner_id": 1, "project": 3, "created_at": "2026-11-20T08:00:00.000000Z",
              "data": {"item": "a", "dimension": "Fairness", "subcomponent": "Toxic language",
                       "guideline_version": 1, "prompt": "prompt a", "response": "response a"},
              "annotations": [
               {"id": 31, "completed_by": 7, "was_cancelled": false, "ground_truth": false, "lead_time": 4.2,
                "created_at": "2026-11-20T09:00:00.123456Z", "updated_at": "2026-11-20T10:00:00.123456Z",
                "result": [
                 {"id": "Dx1", "from_name": "score", "to_name": "response", "type": "choices", "origin": "manual",
                  "value": {"choices": ["2"]}},
                 {"id": "Dx2", "from_name": "comment", "to_name": "response", "type": "textarea",
                  "value": {"text": [" beside the point "]}},
                 {"id": "Dx3", "from_name": "span", "to_name": "response", "type": "labels",
                  "value": {"start": 0, "end": 8, "text": "response", "labels": ["decisive"]}}]},
               {"id": 32, "completed_by": {"id": 8, "email": "bo@example.org"}, "was_cancelled": false,
                "result": [
                 {"from_name": "score", "type": "choices", "value": {"choices": ["cannot-judge"]}},
                 {"from_name": "reason", "type": "textarea", "value": {"text": ["needs-expert"]}}]},
               {"id": 33, "completed_by": 9, "was_cancelled": true, "result": []}],
              "drafts": [], "predictions": [{"score": 0.9}], "meta": {}},
             {"data": {"item": "b", "dimension": "Legality", "guideline_version": 1,
                       "prompt": "prompt b", "response": "response b"},
              "annotations": []}
            ]
            """;

    @Test
    void readsWhatLabelStudioExportedBeforeVersionOne() throws IOException {
        var old = EXPORT.replace("\"annotations\"", "\"completions\"")
                .replace("\"was_cancelled\": true", "\"skipped\": true")
                .replace("\"updated_at\": \"2026-11-20T10:00:00.123456Z\"", "\"updated_at\": 1795168800")
                .replace("{\"text\": [\" beside the point \"]}", "{\"text\": \" beside the point \"}");
        assertThat(content(read(old)).toString())
                .isEqualTo(content(read(EXPORT)).toString().replace("10:00:00.123456Z", "10:00:00Z"));
    }

    @Test
    void readsWhatLabelStudioExports() throws IOException {
        assertThat(content(read(EXPORT)))
                .containsExactly(
                        new Imported(
                                "a",
                                1,
                                new TaskLabel(
                                        "label-studio:7",
                                        new Judgement.Scored(2),
                                        "beside the point",
                                        List.of(new Span(0, 8)),
                                        Optional.of(Instant.parse("2026-11-20T10:00:00.123456Z")))),
                        new Imported(
                                "a",
                                1,
                                new TaskLabel(
                                        "bo@example.org",
                                        new Judgement.CannotJudge("needs-expert"),
                                        "",
                                        List.of(),
                                        Optional.empty())));
    }

    @Test
    void aScoreThatTheDimensionDoesNotKnowIsToldWithItsPlace() throws IOException {
        var errors = errors(read(task("b", "Legality", choice("2"))));

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(5);
            assertThat(error.path()).isEqualTo("annotations[0].result[0].value.choices[0]");
            assertThat(error.message())
                    .isEqualTo("score is \"2\", expected one of [3, 1] in Legality, or cannot-judge");
        });
    }

    @Test
    void aWrongDimensionIsTold() throws IOException {
        assertThat(errors(read(task("a", "Safety", choice("3")))))
                .singleElement()
                .hasToString("line 3, column 38, data.dimension: dimension is \"Safety\","
                        + " expected Fairness for this item");
    }

    @Test
    void anUnknownItemIsTold() throws IOException {
        assertThat(errors(read(task("zz", "Fairness", choice("3")))))
                .singleElement()
                .hasToString("line 3, column 20, data.item: unknown item \"zz\", expected one of this campaign");
    }

    @Test
    void anItemComesOnceAndAnAnnotatorLabelsItOnce() throws IOException {
        String task = task("a", "Fairness", choice("3"));
        String twice = "[" + task.substring(1, task.lastIndexOf(']')) + "," + task.substring(1);
        String two = task("a", "Fairness", choice("3"))
                .replace("}]}]}]", "}]}, {\"completed_by\": 7, \"result\": [" + choice("1") + "]}]}]");

        assertThat(errors(read(twice))).singleElement().satisfies(error -> assertThat(error.message())
                .isEqualTo("item \"a\" comes twice"));
        assertThat(errors(read(two))).singleElement().satisfies(error -> {
            assertThat(error.message()).isEqualTo("a second label of \"label-studio:7\" for one item");
            assertThat(error.path()).isEqualTo("annotations[1]");
        });
    }

    @Test
    void labelsOfAnotherTextAreNoLabelsAndTheTextIsNotTold() throws IOException {
        String changed = task("a", "Fairness", choice("3")).replace("response a", "secret other text");

        assertThat(errors(read(changed))).singleElement().satisfies(error -> {
            assertThat(error.path()).isEqualTo("data.response");
            assertThat(error.message()).contains("another text").doesNotContain("secret");
        });
    }

    @Test
    void oneWrongTaskRefusesTheWholeFile() throws IOException {
        String good = task("a", "Fairness", choice("3"));
        String bad = task("b", "Legality", choice("2"));
        String both = good.substring(0, good.lastIndexOf(']')) + "," + bad.substring(1);

        assertThat(read(both)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void everyMistakeOfShapeIsTold() throws IOException {
        assertThat(message("{}")).isEqualTo("the file must be one array");
        assertThat(message("[3]")).isEqualTo("an item must be an object, not a number");
        assertThat(message("[{\"annotations\": []}]")).isEqualTo("required field data is missing");
        assertThat(message("[{\"data\": {\"item\": \"a\"}, \"annotations\": 1}]"))
                .isEqualTo("must be an array, not a number");
        assertThat(message(task("a", "Fairness", ""))).isEqualTo("the annotation has no score");
        assertThat(message(task("a", "Fairness", choice("3").replace("score", "mood"))))
                .isEqualTo("unknown control \"mood\", expected one of score, reason, comment, span");
        assertThat(message(task("a", "Fairness", choice("3").replace("[\"3\"]", "[\"3\", \"1\"]"))))
                .isEqualTo("one value is expected, not 2");
        assertThat(message(task("a", "Fairness", choice("cannot-judge")))).startsWith("cannot-judge needs a reason");
        assertThat(message(task("a", "Fairness", choice("3") + "," + span(0, 99))))
                .isEqualTo("must be a whole number from 1 to 10, not 99");
        assertThat(message(task("a", "Fairness", choice("3") + "," + span(5, 5))))
                .contains("ends at 5");
        assertThat(message(task("a", "Fairness", choice("3"))
                        .replace("\"guideline_version\": 1", "\"guideline_version\": 9")))
                .isEqualTo("unknown guideline version 9, expected one of [1]");
        assertThat(message(task("a", "Fairness", choice("3")).replace("\"completed_by\": 7,", "")))
                .isEqualTo("required field completed_by is missing");
        assertThat(message(EXPORT.replace("2026-11-20T10:00:00.123456Z", "yesterday")))
                .startsWith("must be a time");
        for (var time : List.of("1999-12-31T23:59:59Z", "2026-11-24T12:00:01Z", "+999999999-12-31T23:59:59Z")) {
            assertThat(message(EXPORT.replace("2026-11-20T10:00:00.123456Z", time)))
                    .isEqualTo("must be a time from 2000-01-01T00:00:00Z to a day from now");
        }
        assertThat(message(EXPORT.replace("\"2026-11-20T10:00:00.123456Z\"", "1")))
                .contains("from 2000-01-01");
    }

    @Test
    void brokenFilesAreToldAndDoNotThrow() throws IOException {
        assertThat(message("[{\"data\": ")).startsWith("malformed JSON");
        assertThat(message("[{\"a\": 1, \"a\": 2}]")).startsWith("malformed JSON: \"Duplicate field");
        assertThat(message("[] []")).isEqualTo("nothing may follow the array");
        assertThat(message("[".repeat(2000))).startsWith("malformed JSON");
        assertThat(message("[{\"data\": {\"item\": \"a\\u0000\"}}]"))
                .isEqualTo("the string contains a NUL character at position 2");
        assertThat(message("[{\"data\": {\"item\": \"\\ud800\"}}]")).contains("half of a surrogate pair");
        var notUtf8 = "[{\"data\": \"?\"}]".getBytes(StandardCharsets.US_ASCII);
        notUtf8[11] = (byte) 0xC3;
        assertThat(errors(LabelStudio.read(new ByteArrayInputStream(notUtf8), ITEMS, GUIDELINES, LIMITS))
                        .get(0)
                        .message())
                .contains("not valid UTF-8");
    }

    @Test
    void sizesAreBounded() throws IOException {
        var small = new ExchangeLimits(2_000, 1, 50, 10, 1, 2, LIMITS.latest());

        assertThat(told(EXPORT + " ".repeat(2_000), small))
                .anyMatch(m -> m.equals("the file is longer than 2000 bytes"));
        assertThat(told("[{}, {}]", small)).contains("the file has more than 1 items");
        assertThat(told("[{\"data\": \"" + "x".repeat(60) + "\"}]", small))
                .anyMatch(m -> m.startsWith("malformed JSON"));
        assertThat(told(EXPORT.replace(" beside the point ", "x".repeat(11)), small))
                .contains("comment has 11 characters, at most 10 are allowed");
    }

    @Test
    void errorsAreCountedAndTheFirstAreTold() throws IOException {
        var many = "[" + "3,".repeat(500) + "3]";

        var refused = (Outcome.Refused<Imported>) read(many);

        assertThat(refused.total()).isEqualTo(501);
        assertThat(refused.errors()).hasSize(100);
    }

    @Test
    void hostileValuesInMessagesAreShortAndOneLine() throws IOException {
        String name = "x\\n\\u001b[31m\\u202e" + "y".repeat(300);

        assertThat(errors(read(task(name.substring(0, 100), "Fairness", choice("3"))))
                        .get(0)
                        .message())
                .hasSizeLessThan(130)
                .doesNotContain("\n", "\u001B", "\u202E");
    }

    @Test
    void theInterfaceIsWellFormedAndHasTheDimensionsScores() throws Exception {
        for (var dimension : Dimensions.ALL) {
            for (var language : Language.values()) {
                var guideline = GUIDELINES.find(dimension, 1, language).orElseThrow();
                String xml = LabelStudioConfig.of(guideline);
                var root = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement();

                var choices = root.getElementsByTagName("Choice");
                var values = IntStream.range(0, choices.getLength())
                        .mapToObj(i -> choices.item(i)
                                .getAttributes()
                                .getNamedItem("value")
                                .getNodeValue())
                        .toList();
                assertThat(values)
                        .isEqualTo(
                                Dimensions.isBinary(dimension)
                                        ? List.of("3", "1", "cannot-judge")
                                        : List.of("3", "2", "1", "cannot-judge"));
                assertThat(xml)
                        .contains("value=\"$response\"", "value=\"$prompt\"")
                        .doesNotContain("HyperText");
            }
        }
    }

    private static Outcome<Imported> read(String file) throws IOException {
        return LabelStudio.read(stream(file), ITEMS, GUIDELINES, LIMITS);
    }

    private static String message(String file) throws IOException {
        return errors(read(file)).get(0).message();
    }

    private static List<String> told(String file, ExchangeLimits limits) throws IOException {
        return errors(LabelStudio.read(stream(file), ITEMS, GUIDELINES, limits)).stream()
                .map(ImportError::message)
                .toList();
    }

    private static String choice(String value) {
        return "{\"from_name\": \"score\", \"value\": {\"choices\": [\"" + value + "\"]}}";
    }

    private static String span(int start, int end) {
        return "{\"from_name\": \"span\", \"value\": {\"start\": " + start + ", \"end\": " + end + "}}";
    }

    private static String task(String item, String dimension, String results) {
        String text = item.equals("b") ? "b" : "a";
        return """
            [
             {
              "data": {"item": "%s", "dimension": "%s", "guideline_version": 1,
               "prompt": "prompt %s", "response": "response %s"}, "annotations": [{"completed_by": 7, "result": [
               %s]}]}]
            """
                .formatted(item, dimension, text, text, results);
    }
}
