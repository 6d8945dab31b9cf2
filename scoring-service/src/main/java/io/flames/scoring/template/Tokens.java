package io.flames.scoring.template;

/**
 * A tokenised text, special tokens of the tokenizer included.
 *
 * @param ids one a token
 * @param starts index of the first character (Unicode code point) of each token; of a token that stands for no character,
 *     such as a beginning of sequence, -1
 * @param ends index after its last character
 */
public record Tokens(long[] ids, int[] starts, int[] ends) {
    public Tokens {
        if (ids.length != starts.length || ids.length != ends.length) {
            throw new IllegalArgumentException("a token has an id, a start and an end");
        }
    }

    public int length() {
        return ids.length;
    }

    /** Index of the first token that lies within these characters from end to end; {@code length()} when none does. */
    int firstWithin(int from, int to) {
        int token = 0;
        while (token < ids.length && !within(token, from, to)) {
            token++;
        }
        return token;
    }

    /** Index after the last of the tokens in a row from {@code first} on that lie within these characters. */
    int afterLastWithin(int from, int to, int first) {
        int token = first;
        while (token < ids.length && within(token, from, to)) {
            token++;
        }
        return token;
    }

    private boolean within(int token, int from, int to) {
        return starts[token] >= from && ends[token] <= to && starts[token] >= 0;
    }
}
