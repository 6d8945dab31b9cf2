package io.flames.scoring.onnx;

import io.flames.scoring.heads.Ngrams;
import io.flames.scoring.heads.Reading;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How prompt and response become what the encoder reads: {@code [CLS] prompt [SEP] response [SEP]}, segments 0 and 1, and
 * the response alone as {@code [CLS] response [SEP]}, segment 0; at most 512 tokens each. The prompt is never cut: one of
 * more than {@value #PROMPT_LIMIT} tokens has no input at all. Of a response that does not fit, the head (half of the
 * room, rounded up) and the tail are kept.
 */
public final class InputTemplate {
    /** The encoder's positions. */
    public static final int LIMIT = 512;
    /** Tokens that a prompt may have, so that at least 109 tokens of the response are read with it. */
    public static final int PROMPT_LIMIT = 400;
    /** Goes into the scorer's digest: raise the number when the rules above change. */
    public static final String DESCRIPTION =
            "input-2: fold case, quotes, dash, ellipsis; pair: [CLS] prompt [SEP] response [SEP]; "
                    + "response alone, where the features read it: [CLS] response [SEP]; "
                    + "512 tokens each; prompt at most 400; response head and tail";

    private InputTemplate() {}

    /**
     * Empty when the prompt alone is too long.
     *
     * @param readings the passes that are wanted
     */
    public static Optional<EncodedInput> apply(int[] prompt, int[] response, Set<Reading> readings) {
        if (prompt.length > PROMPT_LIMIT) {
            return Optional.empty();
        }
        var passes = new EnumMap<Reading, Pass>(Reading.class);
        for (Reading reading : readings) {
            passes.put(
                    reading,
                    switch (reading) {
                        case PAIR -> pair(prompt, response);
                        case RESPONSE_ALONE -> alone(response);
                    });
        }
        return Optional.of(new EncodedInput(passes, Arrays.copyOf(response, Math.min(response.length, Ngrams.LIMIT))));
    }

    private static Pass pair(int[] prompt, int[] response) {
        var before = new int[prompt.length + 2];
        before[0] = Vocabulary.CLS;
        System.arraycopy(prompt, 0, before, 1, prompt.length);
        before[before.length - 1] = Vocabulary.SEP;
        return pass(before, response, 1);
    }

    private static Pass alone(int[] response) {
        return pass(new int[] {Vocabulary.CLS}, response, 0);
    }

    private static Pass pass(int[] before, int[] response, int segment) {
        int kept = Math.min(LIMIT - before.length - 1, response.length);
        int head = kept == response.length ? kept : (kept + 1) / 2;
        var ids = new int[before.length + kept + 1];
        System.arraycopy(before, 0, ids, 0, before.length);
        System.arraycopy(response, 0, ids, before.length, head);
        System.arraycopy(response, response.length - (kept - head), ids, before.length + head, kept - head);
        ids[ids.length - 1] = Vocabulary.SEP;
        return new Pass(ids, before.length, segment, kept < response.length);
    }

    /**
     * Token ids of every pass, ready for the encoder.
     *
     * @param response its own token ids, for n-grams: at most {@link Ngrams#LIMIT}
     */
    public record EncodedInput(Map<Reading, Pass> passes, int[] response) {
        /** Of all passes together. */
        public int tokens() {
            return passes.values().stream().mapToInt(Pass::length).sum();
        }

        /** A pass left out a part of the response. */
        public boolean truncated() {
            return passes.values().stream().anyMatch(Pass::truncated);
        }
    }

    /**
     * Token ids of one pass.
     *
     * @param responseStart index of the response's first token
     * @param segment of the response, its [SEP] included; what is before it is segment 0
     * @param truncated a part of the response was left out
     */
    public record Pass(int[] ids, int responseStart, int segment, boolean truncated) {
        public int length() {
            return ids.length;
        }
    }
}
