package io.flames.scoring.judge;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.ScoringInput;

/**
 * What one judgement is about.
 *
 * @param start of the response; the whole of it where nothing was left out
 * @param end of the response; empty where nothing was left out
 * @param leftOut characters between the two
 */
record JudgeInput(Dimension dimension, String prompt, String start, String end, int leftOut) implements Prepared {
    private static final int BYTES_A_CHAR = 2;

    /** @param longest response in characters that is read whole; of a longer one as many, from head and tail */
    static JudgeInput of(ScoringInput input, int longest) {
        String response = input.response();
        if (response.length() <= longest) {
            return new JudgeInput(input.dimension(), input.prompt(), response, "", 0);
        }
        int head = atCodePoint(response, longest - longest / 2);
        int tail = atCodePoint(response, response.length() - longest / 2);
        return new JudgeInput(
                input.dimension(), input.prompt(), response.substring(0, head), response.substring(tail), tail - head);
    }

    /** Not between the two halves of a character. */
    private static int atCodePoint(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1))
                ? index + 1
                : index;
    }

    boolean truncated() {
        return leftOut > 0;
    }

    /** Judges do not pad. */
    @Override
    public int tokens() {
        return 1;
    }

    @Override
    public long bytes() {
        return 128L + (long) BYTES_A_CHAR * (prompt.length() + start.length() + end.length());
    }
}
