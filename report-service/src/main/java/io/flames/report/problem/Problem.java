package io.flames.report.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** RFC 9457. {@code field} names the parameter that is wrong. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, @Nullable String field) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String title, String detail, @Nullable String field) {
        return new Problem("about:blank", title, status, detail, field);
    }
}
