package io.flames.prompt.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;

/** The problem documents of this service, one method a kind. Details say what was wrong and what is allowed. */
public final class Problems {
    private Problems() {}

    /** 400: a value of the request that can't be understood. */
    public static HttpProblem badValue(String field, String detail) {
        return problem(400, "Bad request", detail).with("field", field).build();
    }

    /** 404: nothing has this name or id. */
    public static HttpProblem notFound(String detail) {
        return problem(404, "Not found", detail).build();
    }

    /** 409: the name is taken, or another request was faster. */
    public static HttpProblem conflict(String field, String detail) {
        return problem(409, "Conflict", detail).with("field", field).build();
    }

    /** 413: more bytes than this path takes. */
    public static HttpProblem tooLarge(String detail) {
        return problem(413, "Content too large", detail).build();
    }

    /** 422: understood, and refused for what it asks. */
    public static HttpProblem unprocessable(String detail) {
        return problem(422, "Unprocessable content", detail).build();
    }

    /** 422: understood, and refused for what stands on these lines. */
    public static HttpProblem invalidLines(String detail, int read, int invalid, List<?> errors) {
        return problem(422, "Invalid lines", detail)
                .with("read", read)
                .with("invalid", invalid)
                .with("errors", errors)
                .build();
    }

    /** 429: try again in some seconds. */
    public static HttpProblem busy(String detail, int retryAfterSeconds) {
        return problem(429, "Too many requests", detail)
                .withHeader("Retry-After", retryAfterSeconds)
                .build();
    }

    private static HttpProblem.Builder problem(int status, String title, String detail) {
        return HttpProblem.builder().withStatus(status).withTitle(title).withDetail(detail);
    }
}
