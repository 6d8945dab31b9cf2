package io.flames.annotation.exchange;

/** Values of a file inside messages: quoted, short, and without control characters that could forge a second line. */
final class Quoted {
    private static final int MAX = 60;

    private Quoted() {}

    static String of(String value) {
        int[] shown = value.codePoints()
                .limit(MAX)
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE
                                || Character.getType(c) == Character.FORMAT
                        ? '\uFFFD'
                        : c)
                .toArray();
        String text = new String(shown, 0, shown.length);
        return '"' + text + (value.codePointCount(0, value.length()) > MAX ? "…" : "") + '"';
    }
}
