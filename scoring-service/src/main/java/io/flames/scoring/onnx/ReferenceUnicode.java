package io.flames.scoring.onnx;

/**
 * Where the reference tokenizer's Unicode tables are older than the JDK's: characters that the JDK calls punctuation or
 * format characters, and the reference ordinary ones. Found by comparing all of Unicode, which the test does again.
 */
final class ReferenceUnicode {
    /** Punctuation to the reference, a symbol and a mark to the JDK. */
    private static final int CANADIAN_SYLLABICS_CHI_SIGN = 0x166d;

    private static final int SHARADA_SANDHI_MARK = 0x111c9;

    private static final int[][] ORDINARY = {
        {0x8e2, 0x8e2},
        {0x9fd, 0x9fd},
        {0xa76, 0xa76},
        {0xc77, 0xc77},
        {0xc84, 0xc84},
        {0x2e43, 0x2e4f},
        {0x2e52, 0x2e52},
        {0x10ead, 0x10ead},
        {0x10f55, 0x10f59},
        {0x110cd, 0x110cd},
        {0x1144b, 0x1144f},
        {0x1145a, 0x1145b},
        {0x1145d, 0x1145d},
        {0x11660, 0x1166c},
        {0x1183b, 0x1183b},
        {0x11944, 0x11946},
        {0x119e2, 0x119e2},
        {0x11a3f, 0x11a46},
        {0x11a9a, 0x11a9c},
        {0x11a9e, 0x11aa2},
        {0x11c41, 0x11c45},
        {0x11c70, 0x11c71},
        {0x11ef7, 0x11ef8},
        {0x11fff, 0x11fff},
        {0x13430, 0x13438},
        {0x16e97, 0x16e9a},
        {0x16fe2, 0x16fe2},
        {0x1e95e, 0x1e95f}
    };

    private ReferenceUnicode() {}

    /** Neither punctuation nor dropped, whatever the JDK says. */
    static boolean isOrdinary(int c) {
        if (c < ORDINARY[0][0]) {
            return false;
        }
        for (int[] range : ORDINARY) {
            if (c <= range[1]) {
                return c >= range[0];
            }
        }
        return false;
    }

    static boolean isPunctuation(int c) {
        return c == CANADIAN_SYLLABICS_CHI_SIGN || c == SHARADA_SANDHI_MARK;
    }
}
