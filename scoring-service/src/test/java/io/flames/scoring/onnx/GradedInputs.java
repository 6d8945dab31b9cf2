package io.flames.scoring.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.scorer.ScoringInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The project's graded texts as inputs, in an order that is mixed and always the same. */
public final class GradedInputs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GradedInputs() {}

    public static List<ScoringInput> texts(int count) {
        var lines = new ArrayList<String>();
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("flames.root"), "scoring-service/training/graded"))) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.shuffle(lines, new Random(7));
        return lines.subList(0, count).stream().map(GradedInputs::text).toList();
    }

    /** Both passes of each. */
    public static List<EncodedInput> encoded(WordPiece wordPiece, int count) {
        return texts(count).stream()
                .map(text -> InputTemplate.apply(
                                wordPiece.ids(text.prompt()),
                                wordPiece.ids(text.response()),
                                EnumSet.allOf(Reading.class))
                        .orElseThrow())
                .toList();
    }

    private static ScoringInput text(String line) {
        try {
            var json = JSON.readTree(line);
            return new ScoringInput(
                    Dimensions.byName(json.path("dimension").asText()).orElseThrow(),
                    json.path("prompt").asText(),
                    json.path("response").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
