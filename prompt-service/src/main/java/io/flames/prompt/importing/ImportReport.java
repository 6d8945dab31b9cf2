package io.flames.prompt.importing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an import did.
 *
 * @param read lines that are not blank: {@code imported + duplicates + invalid}
 * @param errors at most 100, by line
 * @param duplicateLines at most 100, by line
 */
public record ImportReport(
        String set,
        int read,
        int imported,
        int duplicates,
        int invalid,
        List<LineError> errors,
        List<DuplicateLine> duplicateLines) {
    /** Longest {@code errors} and {@code duplicateLines}. */
    public static final int MAX_LISTED = 100;

    /** @param firstLine the line that has the same content, or null when the set had it before */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record DuplicateLine(int line, @Nullable Integer firstLine) {}
}
