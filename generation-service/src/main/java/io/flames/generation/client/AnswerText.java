package io.flames.generation.client;

/**
 * An answer's text as it may be kept: without NUL characters, which Postgres has no place for; with U+FFFD for lone
 * surrogates, which UTF-8 has no form for; and cut at a code point when it is over the cap.
 */
public record AnswerText(String text, boolean cut) {

    /** @param maxBytes of UTF-8 */
    public static AnswerText of(String raw, int maxBytes) {
        var kept = new StringBuilder(Math.min(raw.length(), maxBytes));
        int bytes = 0;
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            i += Character.charCount(point);
            if (point == 0) {
                continue;
            }
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                point = 0xFFFD;
            }
            bytes += utf8Length(point);
            if (bytes > maxBytes) {
                return new AnswerText(kept.toString(), true);
            }
            kept.appendCodePoint(point);
        }
        return new AnswerText(kept.toString(), false);
    }

    private static int utf8Length(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}
