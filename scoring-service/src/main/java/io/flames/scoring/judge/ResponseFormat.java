package io.flames.scoring.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far the endpoint can be told which form the answer has. The answer is checked in any case. */
public enum ResponseFormat {
    /** The schema of a verdict, strict. */
    JSON_SCHEMA,
    /** A JSON object. */
    JSON_OBJECT,
    /** Nothing: the words of the task only. */
    NONE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for anything but a {@link #code} */
    public static ResponseFormat of(String code) {
        return Arrays.stream(values())
                .filter(format -> format.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("response-format is \"" + code + "\", expected one of "
                        + Arrays.stream(values()).map(ResponseFormat::code).collect(Collectors.joining(", "))));
    }
}
