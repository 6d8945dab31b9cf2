package io.flames.scoring.template;

import io.flames.scoring.template.PromptTemplate.Rendered;
import java.util.Optional;

/**
 * What is left out of an input that is too long: the middle of the response, so that its head (half of the room, rounded
 * up) and its tail stay. The prompt and the template's end are never cut.
 *
 * @param from index of the first unit that is left out
 * @param to index after the last; equal to {@code from} when the input is whole
 */
public record ResponseCut(int from, int to) {
    /** A response that has to be cut keeps at least so many units; otherwise the prompt is too long. */
    public static final int LEAST_KEPT = 32;

    /**
     * @param length of the whole input, in tokens or code points
     * @param responseFrom index of the response's first unit
     * @param responseTo index after its last
     * @param limit most units of the input
     * @return empty when too little of the response would be left beside prompt and template
     */
    public static Optional<ResponseCut> of(int length, int responseFrom, int responseTo, int limit) {
        if (length <= limit) {
            return Optional.of(new ResponseCut(responseTo, responseTo));
        }
        int kept = limit - (length - (responseTo - responseFrom));
        if (kept < LEAST_KEPT) {
            return Optional.empty();
        }
        int head = (kept + 1) / 2;
        return Optional.of(new ResponseCut(responseFrom + head, responseTo - (kept - head)));
    }

    /**
     * Where no tokenizer is at hand: a text of at most so many characters (Unicode code points).
     *
     * @return empty when too little of the response would be left
     */
    public static Optional<Cut<String>> characters(Rendered input, int limit) {
        String text = input.text();
        return of(text.codePointCount(0, text.length()), input.responseStartPoint(), input.responseEndPoint(), limit)
                .map(cut -> new Cut<>(
                        text.substring(0, text.offsetByCodePoints(0, cut.from))
                                + text.substring(text.offsetByCodePoints(0, cut.to)),
                        cut.truncated()));
    }

    /**
     * Token ids, at most so many. Tokens that lie in the response from end to end may be left out.
     *
     * @return empty when too little of the response would be left
     */
    public static Optional<Cut<long[]>> tokens(Rendered input, Tokens tokens, int limit) {
        int first = tokens.firstWithin(input.responseStartPoint(), input.responseEndPoint());
        int after = tokens.afterLastWithin(input.responseStartPoint(), input.responseEndPoint(), first);
        return of(tokens.length(), first, after, limit).map(cut -> new Cut<>(cut.apply(tokens.ids()), cut.truncated()));
    }

    boolean truncated() {
        return to > from;
    }

    private long[] apply(long[] ids) {
        var kept = new long[ids.length - (to - from)];
        System.arraycopy(ids, 0, kept, 0, from);
        System.arraycopy(ids, to, kept, from, ids.length - to);
        return kept;
    }

    /** @param truncated a part of the response was left out */
    public record Cut<T>(T input, boolean truncated) {}
}
