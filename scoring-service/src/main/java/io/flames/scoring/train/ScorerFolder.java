package io.flames.scoring.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the {@code onnx} scorer loads by its setting {@code weights}: heads, model card, golden items; and the card for people. */
final class ScorerFolder {
    /** Elsewhere: rounding to eight bits carries the least difference between two kernels on. */
    static final double GOLDEN_TOLERANCE = 0.3;
    /** On the same provider and instruction set, where the same bits come out. */
    static final double GOLDEN_TOLERANCE_THERE = 0.001;
    /** The model card as Markdown. */
    static final String CARD_TEXT = "MODEL_CARD.md";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper JSON_LINE = new ObjectMapper();

    private ScorerFolder() {}

    /** With the card for people. */
    static void write(Path folder, Heads heads, ModelCard card, List<GoldenItem> golden) throws IOException {
        writeWeights(folder, heads, card, golden);
        Files.writeString(folder.resolve(CARD_TEXT), ModelCardText.of(card), StandardCharsets.UTF_8);
    }

    /** The heads last: a folder without them is no scorer. */
    static void writeWeights(Path folder, Heads heads, ModelCard card, List<GoldenItem> golden) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(Weights.CARD), JSON.writeValueAsString(card) + "\n", StandardCharsets.UTF_8);
        var lines = new StringBuilder();
        for (GoldenItem item : golden) {
            lines.append(JSON_LINE.writeValueAsString(item)).append('\n');
        }
        Files.writeString(folder.resolve(Weights.GOLDEN), lines, StandardCharsets.UTF_8);
        Files.write(folder.resolve(Weights.HEADS), HeadsFile.write(heads));
    }
}
