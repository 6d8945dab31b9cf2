package io.flames.report.export;

import org.jspecify.annotations.Nullable;

/** Cells of a CSV file that a spreadsheet will open. */
final class Cells {
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private Cells() {}

    /**
     * Text that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, "CSV injection"). For text only:
     * a negative number stays a number.
     */
    static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    static String number(@Nullable Number number) {
        return number == null ? "" : number.toString();
    }
}
