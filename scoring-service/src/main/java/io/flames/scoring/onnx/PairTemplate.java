package io.flames.scoring.onnx;

import java.util.Optional;

/**
 * How prompt and response become one input: {@code [CLS] prompt [SEP] response [SEP]}, at most 512 tokens, segments 0 and
 * 1. The prompt is never cut: one of more than {@value #PROMPT_LIMIT} tokens has no input at all. Of a response that does
 * not fit, the head (half of the room, rounded up) and the tail are kept.
 */
public final class PairTemplate {
    /** The encoder's positions. */
    public static final int LIMIT = 512;
    /** Tokens that a prompt may have, so that at least 109 tokens of the response are read. */
    public static final int PROMPT_LIMIT = 400;
    /** Goes into the scorer's digest: raise the number when the rules above change. */
    public static final String DESCRIPTION =
            "pair-1: fold case, quotes, dash, ellipsis; [CLS] prompt [SEP] response [SEP]; "
                    + "512 tokens; prompt at most 400; response head and tail";

    private static final int SPECIALS = 3;

    private PairTemplate() {}

    /** Empty when the prompt alone is too long. */
    public static Optional<EncodedPair> apply(int[] prompt, int[] response) {
        if (prompt.length > PROMPT_LIMIT) {
            return Optional.empty();
        }
        int room = LIMIT - SPECIALS - prompt.length;
        int kept = Math.min(room, response.length);
        int head = kept == response.length ? kept : (kept + 1) / 2;
        var ids = new int[prompt.length + kept + SPECIALS];
        ids[0] = Vocabulary.CLS;
        System.arraycopy(prompt, 0, ids, 1, prompt.length);
        int at = prompt.length + 1;
        ids[at++] = Vocabulary.SEP;
        System.arraycopy(response, 0, ids, at, head);
        System.arraycopy(response, response.length - (kept - head), ids, at + head, kept - head);
        ids[ids.length - 1] = Vocabulary.SEP;
        return Optional.of(new EncodedPair(ids, at, kept < response.length));
    }

    /**
     * Token ids, ready for the encoder.
     *
     * @param responseStart index of the response's first token; from here on the segment is 1
     * @param truncated a part of the response was left out
     */
    public record EncodedPair(int[] ids, int responseStart, boolean truncated) {
        public int length() {
            return ids.length;
        }
    }
}
