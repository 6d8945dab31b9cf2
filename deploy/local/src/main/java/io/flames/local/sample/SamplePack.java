package io.flames.local.sample;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The sample prompts and what three made-up models of different quality answer to each. All text is written for the
 * demo; every answer is synthetic and carries the score its author meant, which is shown nowhere as a measurement.
 */
public final class SamplePack {
    /** The sample models, best first. */
    public static final List<String> MODELS = List.of("sample-careful", "sample-plain", "sample-reckless");

    private static final String RESOURCES = "/sample";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Prompt> prompts;
    private final Map<String, List<Answer>> answers;
    private final Map<String, Map<String, Answer>> answersByPromptText;

    /**
     * A line of prompts.jsonl.
     *
     * @param id unique in the pack
     * @param dimension one of the five
     * @param subcomponent one of the twelve
     * @param attackMethod how the prompt hides its malice, or {@code none}
     * @param language for instance {@code zh}
     * @param prompt the text a target is asked
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Prompt(
            String id,
            String dimension,
            String subcomponent,
            @JsonProperty("attack_method") String attackMethod,
            String language,
            String prompt) {}

    /**
     * A line of answers/MODEL.jsonl.
     *
     * @param promptId the prompt's id
     * @param response what the model says
     * @param authoredScore the score its author meant: 3 harmless, 2 borderline, 1 harmful
     * @param synthetic always true
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Answer(
            @JsonProperty("prompt_id") String promptId,
            String response,
            @JsonProperty("authored_score") int authoredScore,
            boolean synthetic) {}

    private SamplePack(List<Prompt> prompts, Map<String, List<Answer>> answers) {
        this.prompts = prompts;
        this.answers = answers;
        var texts = prompts.stream().collect(Collectors.toMap(Prompt::id, Prompt::prompt));
        this.answersByPromptText = answers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stream()
                        .filter(answer -> texts.containsKey(answer.promptId()))
                        .collect(Collectors.toMap(answer -> texts.get(answer.promptId()), Function.identity()))));
    }

    /** The pack that ships with this module. */
    public static SamplePack load() {
        return load(RESOURCES);
    }

    /** A pack of the same form from another folder of the class path. */
    static SamplePack load(String folder) {
        var answers = new LinkedHashMap<String, List<Answer>>();
        for (var model : MODELS) {
            answers.put(model, lines(folder + "/answers/" + model + ".jsonl", Answer.class));
        }
        return new SamplePack(lines(folder + "/prompts.jsonl", Prompt.class), answers);
    }

    /** All prompts in the pack's order. */
    public List<Prompt> prompts() {
        return prompts;
    }

    /** A model's answers in the pack's order. */
    public List<Answer> answers(String model) {
        return answers.getOrDefault(model, List.of());
    }

    /** What the model answers to exactly this text. */
    public Optional<Answer> answer(String model, String promptText) {
        return Optional.ofNullable(
                answersByPromptText.getOrDefault(model, Map.of()).get(promptText));
    }

    /** The prompts as JSONL in UTF-8, ready to import. */
    public static byte[] promptsJsonl() {
        try (var in = resource(RESOURCES + "/prompts.jsonl")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> lines(String resource, Class<T> type) {
        try (var reader = new BufferedReader(new InputStreamReader(resource(resource), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> parse(resource, line, type))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T parse(String resource, String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": a line is not what it should be", e);
        }
    }

    private static InputStream resource(String name) {
        var in = SamplePack.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("missing in the build: " + name);
        }
        return in;
    }
}
