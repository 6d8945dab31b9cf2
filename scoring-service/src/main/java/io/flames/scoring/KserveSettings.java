package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code flames.scoring.scorers.NAME.kserve.*}. */
public interface KserveSettings {
    /** HOST:PORT of the inference servers, comma-separated; needed. They share the calls. */
    Optional<List<String>> endpoints();

    /** Name of the model on those servers; needed. */
    Optional<String> model();

    /** Version of the model. Default: the server's choice. */
    Optional<String> modelVersion();

    /**
     * What the model reads: {@code text} (the filled template as one BYTES element an item), {@code pair} (prompt, response
     * and dimension, BYTES) or {@code tokens} (token ids and attention mask, INT64). Default text.
     */
    @WithDefault("text")
    String input();

    /**
     * Names of the input tensors. Default by input: {@code text}; {@code prompt,response,dimension};
     * {@code input_ids,attention_mask}.
     */
    Optional<List<String>> inputNames();

    /**
     * Where the heads stand in the outputs: {@code concatenated} (one of 13 columns), {@code separate} (five, in dimension
     * order) or {@code own} (one of 3 columns, scores 3, 2 and 1 of the dimension that was asked). Default concatenated.
     */
    @WithDefault("concatenated")
    String layout();

    /**
     * Names of the output tensors. Default by layout: {@code logits};
     * {@code fairness,safety,morality,legality,data_protection}; {@code logits}.
     */
    Optional<List<String>> outputNames();

    /** What the outputs are: {@code logits} or {@code probabilities}. Default logits. */
    @WithDefault("logits")
    String values();

    /** Name of a BOOL output that says whether the server cut the input. Default: none. */
    Optional<String> truncatedOutput();

    /** {@code flames-internlm}, {@code plain}, or a file with {prompt} and {response}. Default flames-internlm. */
    @WithDefault("flames-internlm")
    String template();

    /** Most tokens of a filled template, input {@code tokens}. Default: the template's, 512. */
    OptionalInt maxTokens();

    /**
     * Most characters of a filled template, input {@code text}, where no tokenizer counts tokens here. Default: as many as
     * the template may have tokens, so that nearly all texts fit whatever the server's tokenizer makes of them.
     */
    OptionalInt maxCharacters();

    /** The model's tokenizer.json (Hugging Face format); needed for input {@code tokens}. */
    Optional<String> tokenizer();

    /** Token id that fills shorter items, input {@code tokens}. Default 0. */
    @WithDefault("0")
    @Min(0)
    long padToken();

    /** Most items of a call. Default 16. */
    @WithDefault("16")
    @Min(1)
    @Max(1024)
    int largestBatch();

    /** Most padded tokens of a call (with input {@code text} characters). Default 16384. */
    @WithDefault("16384")
    @Min(1)
    int tokenBudget();

    /** Longest time of one call. Default 30s. */
    @WithDefault("30s")
    Duration timeout();

    /** Tries after the first that failed, on another endpoint where there is one. Default 3. */
    @WithDefault("3")
    @Min(0)
    @Max(20)
    int retries();

    /** Encryption of the connections. */
    KserveTlsSettings tls();
}
