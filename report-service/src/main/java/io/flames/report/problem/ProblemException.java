package io.flames.report.problem;

import org.jspecify.annotations.Nullable;

/** A request that can't be answered as it is: becomes a problem document, or an error page for a browser. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient @Nullable String field;

    private ProblemException(int status, @Nullable String field, String detail) {
        super(detail);
        this.status = status;
        this.field = field;
    }

    /** 404; the detail says what is not there. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(404, null, detail);
    }

    /** 400; the detail says what is wrong with the parameter and what is allowed. */
    public static ProblemException badParameter(String parameter, String detail) {
        return new ProblemException(400, parameter, detail);
    }

    public int status() {
        return status;
    }

    public @Nullable String field() {
        return field;
    }
}
