package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One scorer of this service: {@code flames.scoring.scorers.NAME.*}. */
public interface ScorerSettings {
    /** {@code onnx}, {@code kserve}, {@code judge}, {@code ensemble}, or one that is plugged in. */
    String kind();

    /** Whether it is served. Default true; false takes the built-in {@code onnx-heads} out. */
    @WithDefault("true")
    boolean enabled();

    /** From 1; raise it when the same name becomes another scorer. An onnx scorer without a model file takes its model card's. Default 1. */
    @WithDefault("1")
    @Min(1)
    int version();

    /** Batches at a time. Default: by kind, see there. */
    OptionalInt workers();

    /** File of golden items, JSON lines, in place of the shipped ones. Default: shipped. */
    Optional<String> golden();

    /** How far a golden item's logit may lie from the recorded one, absolute. Default: by kind and device. */
    Optional<Double> goldenTolerance();

    /**
     * Share of golden items that have to get their class, above 0 to 1. Default 1; 0.6 of judge and ensemble, and of kserve
     * and an onnx model file without golden items of their own.
     */
    Optional<Double> goldenAgreement();

    /** For a kind that is plugged in, see {@code served/ScorerKind}. Default: none. */
    Map<String, String> options();

    /** Of kind {@code onnx}. */
    OnnxSettings onnx();

    /** Of kind {@code kserve}. */
    KserveSettings kserve();

    /** Of kind {@code judge}. */
    JudgeSettings judge();

    /** Of kind {@code ensemble}. */
    EnsembleSettings ensemble();
}
