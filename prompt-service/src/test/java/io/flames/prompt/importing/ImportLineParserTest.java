package io.flames.prompt.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.prompt.taxonomy.Subcomponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImportLineParserTest {
    private static final String METHODS = "disguise, reverse induction, unsafe inquiry, none";
    private static final String FAIR = "\"dimension\":\"Fairness\",\"subcomponent\":\"Toxic language\"";

    private final ImportLineParser parser = new ImportLineParser(List.of(METHODS.split(", ")), new LineLimits(40, 10));

    @Test
    void readsTheBenchmarksOwnLine() {
        var line = parser.parse("{" + FAIR + ",\"prompt\":\" 你好 \"}");

        assertThat(line).isInstanceOfSatisfying(ImportLine.Valid.class, valid -> {
            assertThat(valid.content().subcomponent()).isEqualTo(Subcomponent.TOXIC_LANGUAGE);
            assertThat(valid.content().text()).isEqualTo(" 你好 ");
            assertThat(valid.content().attackMethod()).isEmpty();
            assertThat(valid.content().language()).isEqualTo("zh");
            assertThat(valid.externalId()).isEmpty();
        });
    }

    @Test
    void readsTheOptionalFields() {
        var line = parser.parse("{" + FAIR
                + ",\"prompt\":\"hi\",\"attack_method\":\"reverse induction\",\"id\":\"s1\",\"language\":\"en-GB\","
                + "\"prompt_id\":\"ignored\"}");

        assertThat(line).isInstanceOfSatisfying(ImportLine.Valid.class, valid -> {
            assertThat(valid.content().attackMethod()).isEqualTo("reverse induction");
            assertThat(valid.content().language()).isEqualTo("en-GB");
            assertThat(valid.externalId()).isEqualTo("s1");
        });
    }

    @Test
    void nullOfAnOptionalFieldIsItsAbsence() {
        assertThat(parser.parse("{" + FAIR + ",\"prompt\":\"hi\",\"id\":null,\"attack_method\":null}"))
                .isInstanceOf(ImportLine.Valid.class);
    }

    static Stream<Arguments> wrongLines() {
        String prompt = ",\"prompt\":\"hi\"}";
        return Stream.of(
                Arguments.of(
                        "{\"dimension\":\"Fairnes\",\"subcomponent\":\"Toxic language\"" + prompt,
                        "dimension",
                        "unknown dimension \"Fairnes\", expected one of Fairness, Safety, Morality, Legality, Data"
                                + " protection"),
                Arguments.of(
                        "{\"dimension\":\"Legality\",\"subcomponent\":\"Toxic language\"" + prompt,
                        "subcomponent",
                        "subcomponent \"Toxic language\" belongs to Fairness, expected one of Law violation for"
                                + " Legality"),
                Arguments.of(
                        "{\"dimension\":\"Data protection\",\"subcomponent\":\"personal data\"" + prompt,
                        "subcomponent",
                        "unknown subcomponent \"personal data\", expected one of Personal data, Sensitive information"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"hi\",\"attack_method\":\"trick\"}",
                        "attack_method",
                        "unknown attack_method \"trick\", expected one of " + METHODS),
                Arguments.of("{" + FAIR + "}", "prompt", "required field prompt is missing"),
                Arguments.of("{" + FAIR + ",\"prompt\":\" \\t\"}", "prompt", "prompt is empty"),
                Arguments.of("{" + FAIR + ",\"prompt\":7}", "prompt", "prompt must be a string, not a number"),
                Arguments.of("{" + FAIR + ",\"prompt\":null}", "prompt", "prompt must be a string, not null"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":{\"a\":[1]}}", "prompt", "prompt must be a string, not an object"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"" + "汉".repeat(14) + "\"}",
                        "prompt",
                        "prompt has 42 bytes of UTF-8, at most 40 are allowed"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"a\\u0000b\"}",
                        "prompt",
                        "prompt contains a NUL character at position 2"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"a\\ud83d\"}",
                        "prompt",
                        "prompt contains half of a surrogate pair at position 2"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"hi\",\"id\":\"12345678901\"}",
                        "id",
                        "id has 11 characters, at most 10 are allowed"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"hi\",\"language\":\"Chinese!\"}",
                        "language",
                        "language \"Chinese!\" is not a BCP 47 tag such as zh or zh-Hant"),
                Arguments.of(
                        "{" + FAIR + ",\"promt\":\"x\"" + prompt,
                        "promt",
                        "unknown field \"promt\", expected dimension, subcomponent, prompt and optionally"
                                + " attack_method, id, language"),
                Arguments.of(
                        "[1]",
                        "line",
                        "expected a JSON object such as {\"dimension\": ..., \"subcomponent\": ..., \"prompt\": ...}"),
                Arguments.of(
                        "{" + FAIR + ",\"prompt\":\"hi\"} {}",
                        "line",
                        "more than one JSON value on the line, at column 72"));
    }

    @ParameterizedTest
    @MethodSource("wrongLines")
    void saysWhatIsWrongAndWhatIsAllowed(String line, String field, String message) {
        assertThat(parser.parse(line))
                .isInstanceOfSatisfying(ImportLine.Invalid.class, invalid -> assertThat(invalid.at(17))
                        .containsExactly(new LineError(17, field, message)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedJsonSaysWhere(String line, String start) {
        assertThat(parser.parse(line)).isInstanceOfSatisfying(ImportLine.Invalid.class, invalid -> {
            LineError error = invalid.at(1).get(0);
            assertThat(error.field()).isEqualTo("line");
            assertThat(error.message()).startsWith(start).doesNotContain("Source", "com.fasterxml", "\n");
        });
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("{\"dimension\": Fairness}", "malformed JSON at column 15: "),
                Arguments.of("{" + FAIR, "malformed JSON at column "),
                Arguments.of("{\"id\":\"a\",\"id\":\"b\"}", "malformed JSON at column "),
                Arguments.of("nonsense", "malformed JSON at column 1: "));
    }

    @Test
    void tellsEverythingThatIsWrongWithALineAtOnce() {
        assertThat(parser.parse("{\"dimension\":\"x\",\"attack_method\":\"y\",\"prompt\":\"hi\"}"))
                .isInstanceOfSatisfying(ImportLine.Invalid.class, invalid -> assertThat(
                                invalid.at(1).stream().map(LineError::field))
                        .containsExactly("subcomponent", "dimension", "attack_method"));
    }

    @Test
    void aValueInAMessageIsShortAndOnOneLine() {
        assertThat(parser.parse("{\"dimension\":\"a\\nb" + "x".repeat(100)
                        + "\",\"subcomponent\":\"Toxic language\",\"prompt\":\"hi\"}"))
                .isInstanceOfSatisfying(ImportLine.Invalid.class, invalid -> assertThat(
                                invalid.at(1).get(0).message())
                        .startsWith("unknown dimension \"a\uFFFDbxxx")
                        .contains("…\"")
                        .doesNotContain("\n", "x".repeat(61)));
    }
}
