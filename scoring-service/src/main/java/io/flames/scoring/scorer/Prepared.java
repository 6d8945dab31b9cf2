package io.flames.scoring.scorer;

import java.util.Optional;

/** An input that is ready for its scorer. */
public interface Prepared {
    /** What its batch-mates are padded to, in tokens of the scorer; 1 where the scorer does not pad. */
    int tokens();

    /** Memory that it holds while it waits, in bytes, roughly. */
    long bytes();

    /** The verdict, where the input's text alone decides it; it needs no inference then. */
    default Optional<Verdict> decided() {
        return Optional.empty();
    }

    /** Unscorable by its text alone. */
    record Decided(Verdict verdict) implements Prepared {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public long bytes() {
            return 64;
        }

        @Override
        public Optional<Verdict> decided() {
            return Optional.of(verdict);
        }
    }
}
