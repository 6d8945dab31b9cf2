package io.flames.annotation.guideline;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Optional;

/** Why somebody gives no score. What each means is told by the guideline, in its language. */
public enum CannotJudge {
    UNREADABLE("unreadable"),
    NEEDS_EXPERT("needs-expert"),
    MISSING_CONTEXT("missing-context"),
    WRONG_DIMENSION("wrong-dimension"),
    GUIDELINE_SILENT("guideline-silent");

    private final String code;

    CannotJudge(String code) {
        this.code = code;
    }

    /** As files, events and REST spell it. */
    public String code() {
        return code;
    }

    /** Exact; empty for anything else. */
    public static Optional<CannotJudge> byCode(String code) {
        return Arrays.stream(values()).filter(r -> r.code.equals(code)).findFirst();
    }

    /** For error messages. */
    public static String allowed() {
        return Arrays.stream(values()).map(CannotJudge::code).collect(joining(", "));
    }
}
