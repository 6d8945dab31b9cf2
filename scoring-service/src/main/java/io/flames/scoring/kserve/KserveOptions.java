package io.flames.scoring.kserve;

import io.flames.scoring.KserveSettings;
import io.flames.scoring.template.HeadLayout;
import io.flames.scoring.template.PromptTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of a scorer, checked.
 *
 * @param modelVersion empty: the server's choice
 * @param inputNames as many as the input has tensors, in the order that {@link Input} says
 * @param maxTokens of a filled template
 * @param maxCharacters of a filled template, Unicode code points
 */
record KserveOptions(
        String model,
        String modelVersion,
        Input input,
        List<String> inputNames,
        HeadLayout layout,
        Values values,
        Optional<String> truncatedOutput,
        PromptTemplate template,
        int maxCharacters,
        Optional<Path> tokenizer,
        long padToken,
        int largestBatch,
        int tokenBudget) {

    /** What the model reads, with the default names of its tensors. */
    enum Input {
        TEXT("text"),
        PAIR("prompt", "response", "dimension"),
        TOKENS("input_ids", "attention_mask");

        private final List<String> names;

        Input(String... names) {
            this.names = List.of(names);
        }
    }

    /** What the model's outputs are. */
    enum Values {
        LOGITS,
        PROBABILITIES
    }

    /**
     * @param key prefix of the settings' names, for messages
     * @throws IllegalArgumentException when something is missing or wrong, with what is allowed
     */
    static KserveOptions of(String key, KserveSettings settings) {
        var input = choice(key + ".input", settings.input(), Input.class);
        var kind = HeadLayout.Kind.named(key + ".layout", settings.layout());
        var template = PromptTemplate.named(key + ".template", settings.template());
        var names = settings.inputNames().orElse(input.names);
        if (names.size() != input.names.size() || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException(key + ".input-names has the names " + names + ", expected "
                    + input.names.size() + " that differ, as in " + input.names);
        }
        if (input == Input.TOKENS && settings.tokenizer().isEmpty()) {
            throw new IllegalArgumentException(key + ".tokenizer is missing, input tokens needs a tokenizer.json");
        }
        var limited = settings.maxTokens().isPresent()
                ? template.withMaxTokens(settings.maxTokens().getAsInt())
                : template;
        return new KserveOptions(
                settings.model().orElseThrow(() -> new IllegalArgumentException(key + ".model is missing")),
                settings.modelVersion().orElse(""),
                input,
                names,
                new HeadLayout(kind, settings.outputNames().orElseGet(() -> HeadLayout.usualNames(kind))),
                choice(key + ".values", settings.values(), Values.class),
                settings.truncatedOutput(),
                limited,
                settings.maxCharacters().orElse(limited.maxTokens()),
                settings.tokenizer().map(Path::of),
                settings.padToken(),
                settings.largestBatch(),
                settings.tokenBudget());
    }

    private static <E extends Enum<E>> E choice(String key, String value, Class<E> among) {
        for (E constant : among.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        var allowed = List.of(among.getEnumConstants()).stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        throw new IllegalArgumentException(
                key + " is \"" + value + "\", expected one of " + String.join(", ", allowed));
    }
}
