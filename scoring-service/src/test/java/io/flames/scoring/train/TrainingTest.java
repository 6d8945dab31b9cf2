package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final int PROMPTS = 6;
    private static final Choice NGRAMS = new Choice(Features.CLS, 1, 0, 1, 0, 1);

    /** Both sources answer the same prompts with the same scores, in other words. */
    @Test
    void eachLeftOutSourceIsJudgedByTheWordsOfTheOther() {
        assertThat(predicted("x", "y")).isEqualTo(predicted("y", "x"));
    }

    /** Logits by answer, which do not depend on which source is left out first. */
    private static TreeMap<String, List<Double>> predicted(String plain, String turned) {
        var texts = new ArrayList<EncodedText>();
        for (Dimension dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                for (int prompt = 0; prompt < PROMPTS; prompt++) {
                    texts.add(text(dimension, prompt + "p" + score, score, plain, 100 + score));
                    texts.add(text(dimension, prompt + "p" + score, score, turned, 104 - score));
                }
            }
        }
        var split = new Split(texts.stream().map(EncodedText::text).toList(), 1);
        var training = new Training(texts, List.of(), split, (phase, done, total, figures) -> {});
        var predictions = training.with(NGRAMS).best().predictions().iterator();
        var logits = new TreeMap<String, List<Double>>();
        texts.stream()
                .filter(text -> !split.heldOut(text.text()))
                .forEach(text -> logits.put(
                        text.text().promptKey() + text.text().response(),
                        rounded(predictions.next().logits())));
        return logits;
    }

    private static EncodedText text(Dimension dimension, String prompt, int score, String source, int token) {
        var key = Dimensions.nameOf(dimension) + prompt;
        var text = new GradedText(key, dimension, Dimensions.nameOf(dimension), key, "word " + token, score, source);
        return new EncodedText(text, new float[TextEncoder.width()], 1, new int[] {token});
    }

    private static List<Double> rounded(double[] logits) {
        return java.util.Arrays.stream(logits)
                .mapToObj(logit -> Math.round(1e3 * logit) / 1e3)
                .toList();
    }
}
