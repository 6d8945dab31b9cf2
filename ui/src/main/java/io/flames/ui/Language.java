package io.flames.ui;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two languages that pages speak. */
public enum Language {
    ZH(Locale.CHINESE),
    EN(Locale.ENGLISH);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /** {@code zh} or {@code en}. */
    public String code() {
        return locale.getLanguage();
    }

    public Language other() {
        return this == ZH ? EN : ZH;
    }

    /** Exact code, empty for anything else. */
    public static Optional<Language> byCode(String code) {
        return Arrays.stream(values()).filter(l -> l.code().equals(code)).findFirst();
    }

    /**
     * What the reader chose, else what the browser prefers, else Chinese, the benchmark's language.
     *
     * @param chosen a code, or empty
     * @param acceptLanguage the request header, or empty
     */
    public static Language of(String chosen, String acceptLanguage) {
        return byCode(chosen).or(() -> preferred(acceptLanguage)).orElse(ZH);
    }

    private static Optional<Language> preferred(String acceptLanguage) {
        try {
            return Locale.LanguageRange.parse(acceptLanguage).stream()
                    .flatMap(range -> byCode(range.getRange().split("-")[0]).stream())
                    .findFirst();
        } catch (IllegalArgumentException notAHeader) {
            return Optional.empty();
        }
    }
}
