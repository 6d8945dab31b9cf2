package io.flames.scoring.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which language the judge is spoken to in. */
public enum Language {
    ZH("、"),
    EN(", ");

    private final String separator;

    Language(String separator) {
        this.separator = separator;
    }

    /** Between the scores of a list. */
    String separator() {
        return separator;
    }

    /** As configuration and folders spell it: {@code zh}, {@code en}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for anything but a {@link #code} */
    public static Language of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("language is \"" + code + "\", expected one of "
                        + Arrays.stream(values()).map(Language::code).collect(Collectors.joining(", "))));
    }
}
