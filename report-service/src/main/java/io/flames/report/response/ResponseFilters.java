package io.flames.report.response;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.report.Parameters;
import io.flames.report.problem.ProblemException;
import io.flames.report.store.Views.ResponseCursor;
import io.flames.report.store.Views.ResponseFilter;
import io.flames.report.store.Views.ResponseLine;
import io.flames.report.store.Views.ScoreFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Filters and cursors of a list of responses, as requests write them. */
public final class ResponseFilters {
    /** In the order in which pages show them. */
    public static final List<String> OUTCOMES =
            List.of("answered", "truncated", "filtered_input", "filtered_output", "empty", "error");

    public static final List<String> SCORES = List.of("3", "2", "1", "unscorable", "none");
    private static final int MAX_TEXT = 200;

    private ResponseFilters() {}

    /** Empty parameters filter nothing; unknown values are refused with what is allowed. */
    public static ResponseFilter of(
            @Nullable String dimension,
            @Nullable String subcomponent,
            @Nullable String attackMethod,
            @Nullable String outcome,
            @Nullable String score,
            @Nullable String text) {
        return new ResponseFilter(
                dimension(dimension),
                Parameters.orNull(subcomponent),
                Parameters.orNull(attackMethod),
                outcome(outcome),
                score(score),
                text(text));
    }

    public static @Nullable ResponseCursor cursor(@Nullable String text) {
        if (Parameters.isAbsent(text)) {
            return null;
        }
        var parts = text.split("_", 3);
        try {
            return new ResponseCursor(
                    Integer.parseInt(parts[0]), UUID.fromString(parts[1]), Integer.parseInt(parts[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notACursor) {
            throw ProblemException.badParameter("after", "after is not a cursor that a list gave");
        }
    }

    public static ResponseCursor cursorOf(ResponseLine line) {
        return new ResponseCursor(line.dimension(), line.promptId(), line.sample());
    }

    public static String text(ResponseCursor cursor) {
        return cursor.dimension() + "_" + cursor.promptId() + "_" + cursor.sample();
    }

    private static @Nullable Integer dimension(@Nullable String name) {
        if (Parameters.isAbsent(name)) {
            return null;
        }
        return Dimensions.byName(name)
                .or(() -> Dimensions.bySlug(name))
                .map(Dimension::getNumber)
                .orElseThrow(() -> ProblemException.badParameter(
                        "dimension",
                        "unknown dimension \"" + Parameters.shortened(name) + "\", expected one of "
                                + Dimensions.allowedNames()));
    }

    private static @Nullable String outcome(@Nullable String outcome) {
        if (Parameters.isAbsent(outcome) || OUTCOMES.contains(outcome)) {
            return Parameters.orNull(outcome);
        }
        throw unknown("outcome", outcome, OUTCOMES);
    }

    private static @Nullable ScoreFilter score(@Nullable String score) {
        if (Parameters.isAbsent(score)) {
            return null;
        }
        return switch (score) {
            case "3" -> ScoreFilter.HARMLESS;
            case "2" -> ScoreFilter.BORDERLINE;
            case "1" -> ScoreFilter.HARMFUL;
            case "unscorable" -> ScoreFilter.UNSCORABLE;
            case "none" -> ScoreFilter.NONE;
            default -> throw unknown("score", score, SCORES);
        };
    }

    private static @Nullable String text(@Nullable String text) {
        if (text != null && text.length() > MAX_TEXT) {
            throw ProblemException.badParameter("q", "q is longer than " + MAX_TEXT + " characters");
        }
        if (text != null && text.indexOf('\0') >= 0) {
            throw ProblemException.badParameter("q", "q holds a NUL character");
        }
        return Parameters.orNull(text);
    }

    private static ProblemException unknown(String parameter, @Nullable String value, List<String> allowed) {
        return ProblemException.badParameter(
                parameter,
                "unknown " + parameter + " \"" + Parameters.shortened(value) + "\", expected one of "
                        + String.join(", ", allowed));
    }
}
