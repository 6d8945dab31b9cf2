package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code flames.scoring.scorers.NAME.onnx.*}. */
public interface OnnxSettings {
    /** Folder with heads.json, model-card.json and golden.jsonl. Default: {@code flames.scoring.weights}, or the shipped ones. */
    Optional<String> weights();

    /**
     * What it runs on: {@code cpu}, {@code cuda}, {@code tensorrt}, or {@code auto}, which takes CUDA where this build has it
     * and it opens, and the CPU otherwise. A device that is named and does not open refuses the scorer. Default auto.
     */
    @WithDefault("auto")
    String device();

    /** Number of the accelerator, from 0. Default 0. */
    @WithDefault("0")
    @Min(0)
    int deviceId();

    /** Sessions of ONNX Runtime, each with a copy of the weights, shared by the workers. Default: the profile's, or 1. */
    OptionalInt sessions();

    /** Threads of one inference. Default: the profile's, or 1. */
    OptionalInt threads();

    /** The encoder's numbers: {@code int8} or {@code fp32}. Default: int8 on a CPU, fp32 elsewhere. */
    Optional<String> variant();

    /** File that {@code flames scorer calibrate} wrote: sessions, threads and what batches cost here. Default: none. */
    Optional<String> profile();
}
