package io.flames.annotation.guideline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that guidelines are written in. */
public enum Language {
    ZH,
    EN;

    /** BCP 47: {@code zh} or {@code en}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Exact; empty for anything else. */
    public static Optional<Language> byTag(String tag) {
        return Arrays.stream(values()).filter(l -> l.tag().equals(tag)).findFirst();
    }
}
