package io.flames.prompt.importing;

/** Values of a file inside messages: quoted, short, and without control characters that could forge a second line. */
final class Quoted {
    private static final int MAX = 60;

    private Quoted() {}

    static String of(String value) {
        return '"' + bare(value) + '"';
    }

    static String bare(String value) {
        int[] shown = value.codePoints()
                .limit(MAX)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .toArray();
        String text = new String(shown, 0, shown.length);
        return value.codePointCount(0, value.length()) > MAX ? text + "…" : text;
    }
}
