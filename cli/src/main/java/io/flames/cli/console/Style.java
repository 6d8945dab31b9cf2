package io.flames.cli.console;

import java.util.regex.Pattern;

/** Colour on a terminal, and plain text elsewhere. Never the only carrier of a meaning. */
public enum Style {
    PLAIN {
        @Override
        String with(String code, String text) {
            return text;
        }
    },
    COLOURED {
        @Override
        String with(String code, String text) {
            return "\u001B[" + code + "m" + text + "\u001B[0m";
        }
    };

    private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\u200D]]+");

    abstract String with(String code, String text);

    public String bold(String text) {
        return with("1", text);
    }

    public String dim(String text) {
        return with("2", text);
    }

    public String error(String text) {
        return with("31", text);
    }

    public String accent(String text) {
        return with("36", text);
    }

    static String stripped(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }

    /**
     * Text that came from elsewhere, on one line: control and formatting characters, which could move the cursor or
     * forge output, become spaces.
     */
    public static String clean(String text) {
        return CONTROLS.matcher(text).replaceAll(" ").strip();
    }
}
