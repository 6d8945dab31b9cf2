package io.flames.scoring.template;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A tokenizer.json in Hugging Face's own tokenizer; about half a millisecond a text. Safe for several threads. */
public final class HuggingFaceTokens implements AutoCloseable {
    static {
        // Otherwise its loader downloads another native library where it finds CUDA, which tokenising does not use.
        if (System.getenv("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
    }

    private final HuggingFaceTokenizer tokenizer;

    /** @throws IllegalArgumentException when it is no tokenizer.json */
    public HuggingFaceTokens(InputStream tokenizerJson) {
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    tokenizerJson, Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("the tokenizer cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Not cut, not padded, with the special tokens that the tokenizer adds. */
    public Tokens of(String text) {
        var encoding = tokenizer.encode(text);
        var spans = encoding.getCharTokenSpans();
        var starts = new int[spans.length];
        var ends = new int[spans.length];
        long[] added = encoding.getSpecialTokenMask();
        for (int i = 0; i < spans.length; i++) {
            // A token that the tokenizer added stands for no character.
            boolean none = spans[i] == null || added[i] == 1 && spans[i].getStart() == spans[i].getEnd();
            starts[i] = none ? -1 : spans[i].getStart();
            ends[i] = none ? -1 : spans[i].getEnd();
        }
        return new Tokens(encoding.getIds(), starts, ends);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
