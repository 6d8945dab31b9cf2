package io.flames.cli.console;

/** How many columns text takes on a terminal: Chinese, Japanese and Korean characters take two, combining marks none. */
public final class DisplayWidth {
    /** First and last code points of the ranges that terminals draw two columns wide (Unicode UAX 11, W and F). */
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x4DBF}, {0x4E00, 0xA4CF}, {0xA960, 0xA97C}, {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}
    };

    private static final String ELLIPSIS = "…";

    private DisplayWidth() {}

    /** Columns of the text; escape sequences that set colours take none. */
    public static int of(String text) {
        return Style.stripped(text).codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (var range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }

    /** The text with spaces after it up to {@code columns}. */
    public static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** The text with spaces before it up to {@code columns}. */
    public static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }

    /** The text, or as much of it as fits into {@code columns} with an ellipsis; for text without colours. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        var kept = new StringBuilder();
        int room = columns - 1;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            room -= of(codePoint);
            if (room < 0) {
                break;
            }
            kept.appendCodePoint(codePoint);
            i += Character.charCount(codePoint);
        }
        return kept + ELLIPSIS;
    }
}
