package io.flames.annotation.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(Problem.of(404, "Not found", detail));
    }

    public static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, "Conflict", detail));
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(403, "Forbidden", detail));
    }

    public static ProblemException badRequest(String detail) {
        return new ProblemException(Problem.of(400, "Bad request", detail));
    }

    /** @param field where the error is, or null when it concerns no single field */
    public static ProblemException invalid(@Nullable String field, String detail) {
        return new ProblemException(new Problem("about:blank", "Invalid", 422, detail, field, null));
    }

    public static ProblemException invalidLines(String detail, List<Problem.LineError> errors) {
        return new ProblemException(new Problem("about:blank", "Invalid lines", 422, detail, null, errors));
    }
}
