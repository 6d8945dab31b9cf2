package io.flames.prompt.importing;

/**
 * One thing that is wrong with one line of an import.
 *
 * @param line from 1, blank lines counted
 * @param field the field that is wrong, or {@code line} when the line as a whole is
 * @param message what is wrong and what is allowed; never the prompt's text
 */
public record LineError(int line, String field, String message) {
    /** The {@code field} of an error that concerns the whole line. */
    public static final String WHOLE_LINE = "line";
}
