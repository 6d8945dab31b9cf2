package io.flames.scoring.onnx;

import io.flames.scoring.OnnxSettings;
import io.flames.scoring.template.HeadLayout;
import io.flames.scoring.template.PromptTemplate;
import java.nio.file.Path;

/**
 * The settings of a graph that is not the built-in encoder's, checked.
 *
 * @param model ONNX file
 * @param tokenizer tokenizer.json
 * @param inputIds name of the input for token ids
 * @param attentionMask name of the input for the mask
 */
record ExternalOptions(
        Path model, Path tokenizer, PromptTemplate template, HeadLayout layout, String inputIds, String attentionMask) {
    /**
     * @param key prefix of the settings' names, for messages
     * @throws IllegalArgumentException when something is missing or wrong, with what is allowed
     */
    static ExternalOptions of(String key, OnnxSettings settings) {
        if (settings.weights().isPresent() || settings.variant().isPresent()) {
            throw new IllegalArgumentException(key + ".weights and " + key
                    + ".variant are of the built-in encoder, expected neither with " + key + ".model");
        }
        if (settings.inputIds().equals(settings.attentionMask())) {
            throw new IllegalArgumentException(key + ".input-ids and " + key + ".attention-mask are both \""
                    + settings.inputIds() + "\", expected two names");
        }
        var kind = HeadLayout.Kind.named(key + ".layout", settings.layout());
        return new ExternalOptions(
                Path.of(settings.model().orElseThrow(() -> new IllegalArgumentException(key + ".model is missing"))),
                Path.of(settings.tokenizer()
                        .orElseThrow(() -> new IllegalArgumentException(
                                key + ".tokenizer is missing, " + key + ".model needs a tokenizer.json"))),
                PromptTemplate.named(key + ".template", settings.template()),
                new HeadLayout(kind, settings.logits().orElseGet(() -> HeadLayout.usualNames(kind))),
                settings.inputIds(),
                settings.attentionMask());
    }
}
