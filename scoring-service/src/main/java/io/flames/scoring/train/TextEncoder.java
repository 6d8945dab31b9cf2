package io.flames.scoring.train;

import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.Encoder;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.WordPiece;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Runs texts through the very graph that serves, one at a time (int8 depends on its batch-mates). */
final class TextEncoder implements AutoCloseable {
    private final WordPiece wordPiece;
    private final Encoder encoder;

    TextEncoder(EncoderFiles files) {
        wordPiece = WordPiece.of(files.tokenizerJson());
        encoder = new Encoder(files.graph());
    }

    /** In the texts' order; on all processors. */
    List<EncodedText> encode(List<GradedText> texts, double weight) {
        return texts.parallelStream()
                .map(text -> new EncodedText(text, features(text), weight))
                .toList();
    }

    private Map<Features, float[]> features(GradedText text) {
        var input = InputTemplate.apply(
                        wordPiece.ids(text.prompt()), wordPiece.ids(text.response()), EnumSet.allOf(Reading.class))
                .orElseThrow(() -> new IllegalArgumentException("prompt " + text.promptKey() + " is too long"));
        var lastLayers = encoder.lastLayers(input);
        var features = new EnumMap<Features, float[]>(Features.class);
        for (Features kind : Features.values()) {
            features.put(kind, kind.of(lastLayers));
        }
        return features;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
