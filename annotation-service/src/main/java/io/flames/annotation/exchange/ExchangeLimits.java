package io.flames.annotation.exchange;

/**
 * How much of a file is read.
 *
 * @param bytes of the file
 * @param items tasks, records or lines
 * @param textCharacters of one string, such as a response
 * @param commentCharacters of an annotator's comment
 * @param spans of a label
 * @param errors that are told; more are counted
 */
public record ExchangeLimits(long bytes, int items, int textCharacters, int commentCharacters, int spans, int errors) {
    /** 64 MiB, 50,000 items, 400,000 characters a text, 4,000 a comment, 20 spans, 100 errors. */
    public static final ExchangeLimits USUAL = new ExchangeLimits(64L << 20, 50_000, 400_000, 4_000, 20, 100);

    public ExchangeLimits {
        if (bytes < 1 || items < 1 || textCharacters < 1 || commentCharacters < 1 || spans < 0 || errors < 1) {
            throw new IllegalArgumentException("every limit is at least 1, of spans at least 0");
        }
    }
}
