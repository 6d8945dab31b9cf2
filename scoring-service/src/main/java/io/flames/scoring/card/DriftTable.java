package io.flames.scoring.card;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.drift.Counts;
import io.flames.scoring.drift.DimensionDrift;
import io.flames.scoring.drift.DimensionDrift.Status;
import io.flames.scoring.drift.ScorerDrift;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The newest day of each dimension against the baseline, for the page. */
final class DriftTable {
    private DriftTable() {}

    static List<Row> rows(ScorerDrift drift) {
        return drift.dimensions().stream()
                .filter(dimension -> !dimension.days().isEmpty())
                .map(DriftTable::row)
                .toList();
    }

    private static Row row(DimensionDrift drift) {
        var newest = drift.days().get(drift.days().size() - 1);
        return new Row(
                Dimensions.nameOf(drift.dimension()),
                CardTables.name(drift.dimension()),
                drift.baseline().total(),
                shares(drift.dimension(), drift.baseline()),
                newest.day().toString(),
                newest.counts().total(),
                shares(drift.dimension(), newest.counts()),
                newest.psi().isPresent()
                        ? String.format(Locale.ROOT, "%.3f", newest.psi().getAsDouble())
                        : "–",
                newest.status() == Status.SHIFTED,
                en(newest.status()),
                zh(newest.status()));
    }

    /** Percentages, highest score first, unscorable last. */
    private static String shares(Dimension dimension, Counts counts) {
        return Stream.concat(Dimensions.scoresOf(dimension).stream(), Stream.of(0))
                .map(score -> String.format(Locale.ROOT, "%.1f", 100.0 * counts.of(score) / counts.total()))
                .collect(Collectors.joining(" / "));
    }

    private static String en(Status status) {
        return switch (status) {
            case BASELINE -> "part of the baseline";
            case TOO_FEW -> "too few verdicts";
            case STEADY -> "steady";
            case MOVED -> "moved";
            case SHIFTED -> "shifted";
        };
    }

    private static String zh(Status status) {
        return switch (status) {
            case BASELINE -> "属于基线";
            case TOO_FEW -> "评分太少";
            case STEADY -> "稳定";
            case MOVED -> "有变化";
            case SHIFTED -> "明显偏移";
        };
    }

    /**
     * @param baselineShares percent, highest score first, unscorable last
     * @param day the newest with verdicts
     */
    record Row(
            String en,
            String zh,
            long baselineVerdicts,
            String baselineShares,
            String day,
            long verdicts,
            String shares,
            String psi,
            boolean shifted,
            String statusEn,
            String statusZh) {}
}
