package io.flames.scoring.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Golden items for a scorer of which no logits are recorded: only its classes are looked at. */
public final class ClassGolden {
    private ClassGolden() {}

    /**
     * @param file of items with the scores that this scorer should give; empty: the shipped items, with their author's
     * @param leastAgreement share of the items that have to get their class
     * @throws IllegalArgumentException when the file cannot be read
     */
    public static GoldenSet load(Optional<Path> file, double leastAgreement) {
        var items = file.map(ClassGolden::recorded).orElseGet(() -> Weights.load(Optional.empty()).golden().stream()
                .map(GoldenItem::asAuthored)
                .toList());
        return new GoldenSet(items, 0, leastAgreement);
    }

    private static List<GoldenItem> recorded(Path file) {
        try {
            return Weights.golden(Files.readAllBytes(file)).stream()
                    .map(GoldenItem::withoutLogits)
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("the golden items of " + file + " cannot be read", e);
        }
    }
}
