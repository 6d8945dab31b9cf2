package io.flames.cli.scorer;

import java.util.OptionalInt;

/** What a scorer said about an answer, in a byte: 3, 2, 1, or 0 for unscorable. */
record Opinion(byte code) {
    static final Opinion UNSCORABLE = new Opinion((byte) 0);

    static Opinion of(int score) {
        return new Opinion((byte) score);
    }

    OptionalInt score() {
        return code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
    }
}
