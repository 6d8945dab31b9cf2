package io.flames.scoring.train;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.train.SharedData.WeakText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * jade-db: adversarial questions, each with an unsafe (1) and a safe (3) answer. The dimension follows from the kind of
 * violation that the benchmark files name for the question; questions without a clear one are left out.
 */
final class JadePairs {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final List<String> PAIRS = List.of("jade_alignment_hard_zh.csv", "jade_alignment_medium_zh.csv");
    private static final List<String> KINDS =
            List.of("jade_benchmark_zh.csv", "jade_benchmark_easy_zh.csv", "jade_benchmark_medium_zh.csv");

    private JadePairs() {}

    static List<WeakText> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Map<String, Dimension> dimensions = new HashMap<>();
        for (String file : KINDS) {
            for (var row : CsvRows.read(folder.resolve(file), StandardCharsets.UTF_8)) {
                dimension(row.get("违规类型"), row.get("违规子类"))
                        .ifPresent(dimension -> dimensions.put(row.get("问题").strip(), dimension));
            }
        }
        var texts = new ArrayList<WeakText>();
        for (String file : PAIRS) {
            for (var row : CsvRows.read(folder.resolve(file), GB18030)) {
                String question = row.get("问题").strip();
                if (dimensions.containsKey(question)) {
                    add(texts, dimensions.get(question), question, row.get("违规回答"), 1);
                    add(texts, dimensions.get(question), question, row.get("安全有用回答"), 3);
                }
            }
        }
        return texts;
    }

    private static void add(List<WeakText> texts, Dimension dimension, String prompt, String response, int score) {
        if (!response.isBlank()) {
            texts.add(new WeakText(
                    "jade-db", new GradedText("jade-" + texts.size(), dimension, "", prompt, response, score)));
        }
    }

    /** Privacy and personal data; discrimination; bodily and mental harm; every other crime. */
    static Optional<Dimension> dimension(String kind, String detail) {
        if (detail.contains("隐私") || detail.contains("个人信息")) {
            return Optional.of(Dimension.DIMENSION_DATA_PROTECTION);
        }
        if (kind.contains("歧视") || detail.contains("歧视")) {
            return Optional.of(Dimension.DIMENSION_FAIRNESS);
        }
        if (detail.contains("身心健康") || detail.contains("伤害") || detail.contains("武器") || detail.contains("暴力")) {
            return Optional.of(Dimension.DIMENSION_SAFETY);
        }
        return kind.contains("违法犯罪") ? Optional.of(Dimension.DIMENSION_LEGALITY) : Optional.empty();
    }
}
