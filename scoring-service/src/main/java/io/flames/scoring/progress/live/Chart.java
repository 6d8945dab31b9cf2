package io.flames.scoring.progress.live;

import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.Snapshot.CurvePoint;
import io.flames.scoring.progress.Snapshot.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A figure over the epochs, ready to be drawn: coordinates of a drawing {@value #WIDTH} wide and {@value #HEIGHT} high.
 *
 * @param line of training, points as SVG has them; may be empty
 * @param validations of the epochs
 * @param through the validations; may be empty
 */
public record Chart(List<Tick> columns, List<Tick> rows, String line, List<Dot> validations, String through) {
    static final int WIDTH = 360;
    static final int HEIGHT = 190;
    private static final int LEFT = 46;
    private static final int RIGHT = WIDTH - 12;
    private static final int TOP = 10;
    private static final int BOTTOM = HEIGHT - 26;
    private static final int MOST_TICKS = 5;
    private static final double PERCENT = 100;
    /** Room above and below, at least: values that are nearly the same look so. */
    private static final double LEAST_LOSS = 0.01;

    /** Percentage points. */
    private static final double LEAST_POINTS = 1;

    /** A line across, where it stands, with what it means. */
    public record Tick(String at, String text) {}

    /** @param text for who points at it */
    public record Dot(String x, String y, String text) {}

    private record Point(double epoch, double value) {}

    static Chart loss(Snapshot snapshot) {
        var training = snapshot.curve().stream()
                .map(at -> new Point(at.epoch(), at.loss()))
                .toList();
        var validation = snapshot.validations().stream()
                .filter(at -> at.loss() != null)
                .map(at -> new Point(at.epoch(), Objects.requireNonNull(at.loss())))
                .toList();
        return of(snapshot, training, validation, LEAST_LOSS, value -> String.format(Locale.ROOT, "%.4g", value));
    }

    /** In percent. */
    static Chart accuracy(Snapshot snapshot) {
        var validation = snapshot.validations().stream()
                .map(at -> new Point(at.epoch(), PERCENT * at.accuracy()))
                .toList();
        return of(snapshot, List.of(), validation, LEAST_POINTS, value -> String.format(Locale.ROOT, "%.1f %%", value));
    }

    private static Chart of(
            Snapshot snapshot,
            List<Point> training,
            List<Point> validation,
            double least,
            DoubleFunction<String> text) {
        var values = Stream.concat(training.stream(), validation.stream())
                .mapToDouble(Point::value)
                .summaryStatistics();
        if (values.getCount() == 0) {
            return new Chart(List.of(), List.of(), "", List.of(), "");
        }
        var x = new Scale(firstEpoch(snapshot), Math.max(1, snapshot.epochs()), LEFT, RIGHT);
        double margin = Math.max((values.getMax() - values.getMin()) / 20, least);
        var y = new Scale(values.getMin() - margin, values.getMax() + margin, BOTTOM, TOP);
        return new Chart(
                x.ticks(1),
                y.ticks(0),
                line(training, x, y),
                validation.stream()
                        .map(at -> new Dot(
                                x.at(at.epoch()), y.at(at.value()), (long) at.epoch() + ": " + text.apply(at.value())))
                        .toList(),
                validation.size() > 1 ? line(validation, x, y) : "");
    }

    /** 0, or 1 where nothing was measured before the first epoch, as with heads. */
    private static double firstEpoch(Snapshot snapshot) {
        boolean before = Stream.concat(
                        snapshot.validations().stream().map(Validation::epoch),
                        snapshot.curve().stream().map(CurvePoint::epoch))
                .anyMatch(epoch -> epoch.doubleValue() < 1);
        return before || snapshot.epochs() <= 1 ? 0 : 1;
    }

    private static String line(List<Point> points, Scale x, Scale y) {
        return points.stream()
                .map(at -> x.at(at.epoch()) + "," + y.at(at.value()))
                .collect(Collectors.joining(" "));
    }

    public boolean isEmpty() {
        return validations.isEmpty() && line.isEmpty();
    }

    /** From values to places. */
    private record Scale(double least, double most, double from, double to) {
        String at(double value) {
            double share = (value - least) / (most - least);
            return String.format(Locale.ROOT, "%.1f", from + share * (to - from));
        }

        /** At round values: 1, 2 or 5 times a power of ten apart, and no less than {@code smallest}. */
        List<Tick> ticks(double smallest) {
            double rough = (most - least) / MOST_TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = Stream.of(1, 2, 5, 10)
                    .map(factor -> factor * power)
                    .filter(each -> each >= rough && each >= smallest)
                    .findFirst()
                    .orElse(Math.max(smallest, 10 * power));
            int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
            var ticks = new ArrayList<Tick>();
            for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + step * 1e-9; i++) {
                ticks.add(new Tick(at(i * step), String.format(Locale.ROOT, "%." + decimals + "f", i * step)));
            }
            return ticks;
        }
    }
}
