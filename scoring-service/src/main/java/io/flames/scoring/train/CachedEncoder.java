package io.flames.scoring.train;

import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.WordPiece;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encodes texts, each once: what the cache knows is not computed again. The encoder is only loaded when it is needed. */
final class CachedEncoder {
    /** Texts between two writes, and so at most lost by a kill. */
    static final int BATCH = 64;

    private final EncoderFiles files;
    private final Path folder;

    CachedEncoder(EncoderFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /** In the texts' order; without those that the encoder has no input for, such as prompts that are too long. */
    List<EncodedText> encode(List<GradedText> texts, TrainingProgress progress) {
        try (var cache = new FeatureCache(folder, TextEncoder.digest(files), TextEncoder.width())) {
            var missing = texts.stream()
                    .filter(text -> cache.find(text).isEmpty())
                    .distinct()
                    .toList();
            if (!missing.isEmpty()) {
                compute(cache, missing, texts.size(), progress);
            }
            var wordPiece = WordPiece.of(files.tokenizerJson());
            return texts.stream()
                    .flatMap(text -> cache
                            .find(text)
                            .map(vectors -> new EncodedText(text, vectors, 1, wordPiece.ids(text.response())))
                            .stream())
                    .toList();
        }
    }

    private void compute(FeatureCache cache, List<GradedText> missing, int all, TrainingProgress progress) {
        int known = all - missing.size();
        progress.show("features", known, all);
        try (var encoder = new TextEncoder(files)) {
            for (int from = 0; from < missing.size(); from += BATCH) {
                var batch = new ArrayList<>(missing.subList(from, Math.min(missing.size(), from + BATCH)));
                cache.add(batch.parallelStream()
                        .flatMap(text ->
                                encoder
                                        .vectors(text)
                                        .map(vectors -> new EncodedText(text, vectors, 1, new int[0]))
                                        .stream())
                        .toList());
                progress.show("features", (long) known + from + batch.size(), all);
            }
        }
    }
}
