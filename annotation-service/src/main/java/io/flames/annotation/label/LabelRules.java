package io.flames.annotation.label;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which labels there are. Pure.
 *
 * @param maxComment characters of a comment
 * @param maxSpans highlighted parts of a label
 */
record LabelRules(int maxComment, int maxSpans) {
    private static final int LONGEST_REASON = 1000;

    /** What is wrong with a label, and where. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String field;

        Broken(String field, String why) {
            super(why, null, false, false);
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /**
     * @param response the text that was read
     * @throws Broken when it is no label in this dimension for this text
     */
    LabelDraft check(LabelRequest request, Dimension dimension, String response) {
        return new LabelDraft(judgement(request, dimension), comment(request.comment()), spans(request, response));
    }

    private static Judgement judgement(LabelRequest request, Dimension dimension) {
        var score = request.score();
        var reason = request.cannotJudge();
        if (score != null && reason != null) {
            throw new Broken("cannotJudge", "a label has a score, or the reason why it can't be judged, not both");
        }
        if (score != null) {
            if (!Dimensions.scoresOf(dimension).contains(score)) {
                throw new Broken(
                        "score",
                        "score " + score + " is none of " + Dimensions.nameOf(dimension) + ", expected one of "
                                + Dimensions.scoresOf(dimension));
            }
            return new Judgement.Scored(score);
        }
        if (reason == null) {
            throw new Broken(
                    "score",
                    "a label has a score, one of " + Dimensions.scoresOf(dimension)
                            + ", or in cannotJudge the reason why there is none");
        }
        return new Judgement.CannotJudge(reason(reason));
    }

    private static String reason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON || isNoText(reason)) {
            throw new Broken(
                    "cannotJudge", "the reason has 1 to " + LONGEST_REASON + " characters and no control characters");
        }
        return reason.strip();
    }

    private String comment(@Nullable String comment) {
        if (comment == null) {
            return "";
        }
        if (comment.length() > maxComment || isNoText(comment)) {
            throw new Broken(
                    "comment", "a comment has at most " + maxComment + " characters and no control characters");
        }
        return comment.strip();
    }

    private List<Span> spans(LabelRequest request, String response) {
        var spans = request.spans();
        if (spans == null) {
            return List.of();
        }
        if (spans.size() > maxSpans) {
            throw new Broken("spans", "a label has at most " + maxSpans + " spans");
        }
        var checked = new ArrayList<Span>();
        for (var span : spans) {
            if (span == null || span.start() < 0 || span.end() <= span.start() || span.end() > response.length()) {
                throw new Broken(
                        "spans",
                        "a span lies in the response: 0 <= start < end <= " + response.length() + " (UTF-16 units)");
            }
            checked.add(span);
        }
        return checked;
    }

    /** What the database takes none of, or what no keyboard writes. Line breaks and tabs are text; so is all Unicode. */
    private static boolean isNoText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (lone || c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                return true;
            }
        }
        return false;
    }
}
