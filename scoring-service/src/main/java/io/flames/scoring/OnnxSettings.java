package io.flames.scoring;

import java.util.Optional;

/** {@code flames.scoring.scorers.NAME.onnx.*}. */
public interface OnnxSettings {
    /** Folder with heads.json, model-card.json and golden.jsonl. Default: {@code flames.scoring.weights}, or the shipped ones. */
    Optional<String> weights();
}
