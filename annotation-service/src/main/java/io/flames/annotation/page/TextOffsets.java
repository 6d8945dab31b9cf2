package io.flames.annotation.page;

/**
 * From the text as a browser has it to the text as it is stored. HTML parsers turn each CR LF, and each CR alone, into one
 * LF, so that offsets behind it differ. Pure.
 */
final class TextOffsets {
    private TextOffsets() {}

    /**
     * @param stored the text
     * @param shown UTF-16 units before the place in the browser's text; what lies outside it stays outside
     * @return UTF-16 units before the same place in the stored text
     */
    static int toStored(String stored, int shown) {
        int at = 0;
        for (int left = shown; left > 0 && at < stored.length(); left--) {
            at += stored.startsWith("\r\n", at) ? 2 : 1;
        }
        return shown < 0 ? shown : at + beyond(stored, shown);
    }

    /** The text as a browser has it. */
    static String shown(String stored) {
        return stored.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** The other way round, for a place in the stored text. */
    static int toShown(String stored, int at) {
        return shown(stored.substring(0, Math.min(at, stored.length()))).length();
    }

    private static int beyond(String stored, int shown) {
        return Math.max(0, shown - shown(stored).length());
    }
}
