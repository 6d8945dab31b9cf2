package io.flames.prompt.importing;

/** One physical line of the input, before its JSON is looked at. */
public sealed interface RawLine {

    /** From 1. */
    int number();

    /** @param text without its line ending, and without a byte order mark */
    record Text(int number, String text) implements RawLine {}

    /** @param reason such as {@code line is longer than 65536 bytes} */
    record Unreadable(int number, String reason) implements RawLine {}
}
