package io.flames.annotation.transfer;

import io.flames.annotation.problem.ProblemException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files that go out and come in. */
enum Format {
    LABEL_STUDIO("label-studio", "application/json"),
    ARGILLA("argilla", "application/json"),
    JSONL("jsonl", "application/x-ndjson");

    private final String name;
    private final String mediaType;

    Format(String name, String mediaType) {
        this.name = name;
        this.mediaType = mediaType;
    }

    String formatName() {
        return name;
    }

    String mediaType() {
        return mediaType;
    }

    /** @throws ProblemException 422 for anything else */
    static Format of(@Nullable String name) {
        return Arrays.stream(values())
                .filter(format -> format.name.equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "format",
                        "format is one of "
                                + Arrays.stream(values())
                                        .map(Format::formatName)
                                        .collect(Collectors.joining(", "))));
    }
}
