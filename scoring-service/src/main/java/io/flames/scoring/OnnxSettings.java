package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.List;
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

    /**
     * ONNX file of a classifier of your own, with a head a dimension, in place of the built-in encoder and {@link #weights};
     * weights in files beside it are found. Default: none.
     */
    Optional<String> model();

    /** The tokenizer.json (Hugging Face format) of {@link #model}; needed with it. */
    Optional<String> tokenizer();

    /** What {@link #model} reads: {@code flames-internlm}, {@code plain}, or a file with {prompt} and {response}. Default flames-internlm. */
    @WithDefault("flames-internlm")
    String template();

    /**
     * Where the heads stand in the outputs of {@link #model}: {@code concatenated} (one of 13 columns), {@code separate}
     * (five, in dimension order) or {@code own} (one of 3 columns, for scores 3, 2 and 1). Default concatenated.
     */
    @WithDefault("concatenated")
    String layout();

    /** Input of {@link #model} for token ids, INT64 [n, T], padded behind with 0. Default input_ids. */
    @WithDefault("input_ids")
    String inputIds();

    /** Input of {@link #model} for the mask, INT64 [n, T]: 1 for a token, 0 for padding. Default attention_mask. */
    @WithDefault("attention_mask")
    String attentionMask();

    /**
     * Outputs of {@link #model}. Default by layout: {@code logits}; {@code fairness,safety,morality,legality,data_protection};
     * {@code logits}.
     */
    Optional<List<String>> logits();

    /**
     * Sessions of ONNX Runtime, each with a copy of the weights, shared by the workers. Default: the profile's, or of the
     * built-in encoder on a CPU one a worker, 4 at most, otherwise 1.
     */
    OptionalInt sessions();

    /** Threads of one inference. Default: the profile's, or 1. */
    OptionalInt threads();

    /** The encoder's numbers: {@code int8} or {@code fp32}. Default: int8 on a CPU, fp32 elsewhere. */
    Optional<String> variant();

    /** File that {@code flames scorer calibrate} wrote: sessions, threads and what batches cost here. Default: none. */
    Optional<String> profile();
}
