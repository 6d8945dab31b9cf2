package io.flames.prompt.importing;

/** What is wrong with a field, before it is known on which line. */
record FieldError(String field, String message) {

    LineError at(int line) {
        return new LineError(line, field, message);
    }

    static FieldError wholeLine(String message) {
        return new FieldError(LineError.WHOLE_LINE, message);
    }
}
