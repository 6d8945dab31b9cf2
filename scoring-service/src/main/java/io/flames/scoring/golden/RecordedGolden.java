package io.flames.scoring.golden;

import java.nio.file.Path;
import java.util.Optional;

/** Golden items for a scorer that ships without any: recorded with this very scorer in a file, or the shipped texts. */
public final class RecordedGolden {
    private static final double AUTHORED_AGREEMENT = 0.6;

    private RecordedGolden() {}

    /**
     * @param file of recorded items, each of which has to come out; empty: the shipped items with their author's scores, of
     *     which 60 % have to come out
     * @param tolerance how far a logit may lie from its record in the file, absolute
     * @param leastAgreement share of the items that have to get their class, in place of these
     * @throws IllegalArgumentException when the file cannot be read
     */
    public static GoldenSet load(Optional<Path> file, double tolerance, Optional<Double> leastAgreement) {
        return file.map(recorded -> new GoldenSet(Weights.goldenFile(recorded), tolerance, leastAgreement.orElse(1.0)))
                .orElseGet(() -> ClassGolden.load(Optional.empty(), leastAgreement.orElse(AUTHORED_AGREEMENT)));
    }
}
