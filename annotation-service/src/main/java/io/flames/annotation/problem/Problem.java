package io.flames.annotation.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param detail for the reader: what was wrong, where, and what is allowed
 * @param field the offending field, where there is one
 * @param errors errors by line of an uploaded file, where there are any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable List<LineError> errors) {

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null);
    }

    /** @param line from 1 */
    public record LineError(long line, String field, String message) {}
}
