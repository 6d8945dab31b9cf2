package io.flames.annotation.page;

import io.flames.annotation.label.LabelRequest;
import io.flames.annotation.label.Span;
import io.flames.annotation.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a label as it was sent.
 *
 * @param judgement a score, or {@code 0} for one that could not be judged
 * @param reason for a judgement {@code 0}
 * @param spans places in the text as the browser has it, {@code 0-4,9-12}
 * @param quote words of the response to highlight, for those who can't select
 * @param revision of the own label that is replaced; 0 for a first one
 */
record LabelForm(String judgement, String reason, String comment, String spans, String quote, int revision) {
    private static final int MOST_SPANS = 1000;
    private static final String CANNOT_JUDGE = "0";

    static LabelForm empty() {
        return new LabelForm("", "", "", "", "", 0);
    }

    /** For the template. */
    public boolean chose(int score) {
        return judgement.equals(String.valueOf(score));
    }

    /**
     * @param response the stored text
     * @throws ProblemException 422 for what is not a form of this page
     */
    LabelRequest toRequest(String response) {
        boolean cannot = judgement.equals(CANNOT_JUDGE);
        if (!cannot && !judgement.matches("[0-9]{1,9}")) {
            throw ProblemException.invalid("judgement", "Choose a score, or that it can't be judged.");
        }
        if (cannot && reason.isBlank()) {
            throw ProblemException.invalid("reason", "Say why it can't be judged.");
        }
        return new LabelRequest(
                cannot ? null : Integer.valueOf(judgement), cannot ? reason : null, comment, spans(response));
    }

    private List<@Nullable Span> spans(String response) {
        var found = new ArrayList<@Nullable Span>();
        for (var part : spans.isBlank() ? List.<String>of() : List.of(spans.split(",", MOST_SPANS))) {
            if (!part.matches("[0-9]{1,7}-[0-9]{1,7}")) {
                throw ProblemException.invalid("spans", "Highlights are places in the response, such as 0-4,9-12.");
            }
            int dash = part.indexOf('-');
            found.add(new Span(
                    TextOffsets.toStored(response, Integer.parseInt(part.substring(0, dash))),
                    TextOffsets.toStored(response, Integer.parseInt(part.substring(dash + 1)))));
        }
        if (!quote.isBlank()) {
            found.add(quoted(response));
        }
        return found;
    }

    private Span quoted(String response) {
        var words = quote.strip();
        int start = response.indexOf(words);
        if (start < 0) {
            throw ProblemException.invalid(
                    "quote", "These words are not in the response; copy them as they stand there.");
        }
        return new Span(start, start + words.length());
    }
}
