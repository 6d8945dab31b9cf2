package io.flames.annotation.exchange;

/**
 * What is wrong in a file, and where.
 *
 * @param line counts from 1
 * @param column counts from 1
 * @param path from the item on, such as {@code annotations[0].completed_by}; empty for the item itself
 * @param message for people, with what is allowed; holds no prompt or response text
 */
public record ImportError(int line, int column, String path, String message) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + (path.isEmpty() ? "" : ", " + path) + ": " + message;
    }
}
