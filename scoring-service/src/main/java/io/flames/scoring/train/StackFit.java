package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.ensemble.Stack;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Fits the model that stacks the members of an ensemble, and says what it is good for. */
final class StackFit {
    static final int FOLDS = 5;

    private final List<String> members;
    private final double l2;

    /** @param l2 strength of the penalty on the weights, see {@link SoftmaxRegression} */
    StackFit(List<String> members, double l2) {
        this.members = members;
        this.l2 = l2;
    }

    /** @throws IllegalArgumentException when a dimension lacks rows of one of its scores */
    Stack fit(List<GradedOpinions> rows) {
        return new Stack(
                members,
                Dimensions.ALL.stream()
                        .map(dimension -> layer(
                                dimension,
                                rows.stream()
                                        .filter(row -> row.dimension() == dimension)
                                        .toList()))
                        .toList());
    }

    private Stack.Layer layer(Dimension dimension, List<GradedOpinions> rows) {
        var scores = Dimensions.scoresOf(dimension);
        for (int score : scores) {
            if (rows.stream().noneMatch(row -> row.score() == score)) {
                throw new IllegalArgumentException(
                        "there is no graded response of score " + score + " in " + Dimensions.nameOf(dimension));
            }
        }
        var x = rows.stream().map(row -> floats(Stack.inputs(row.opinions()))).toArray(float[][]::new);
        int[] y = rows.stream().mapToInt(GradedOpinions::label).toArray();
        var equal = new double[rows.size()];
        Arrays.fill(equal, 1);
        double[][] fitted = new SoftmaxRegression(x, y, equal, scores.size(), l2).fit();
        int width = x[0].length;
        return new Stack.Layer(
                Arrays.stream(fitted).map(row -> Arrays.copyOf(row, width)).toArray(double[][]::new),
                Arrays.stream(fitted).mapToDouble(row -> row[width]).toArray());
    }

    /**
     * Share of the rows whose score comes out right, in five folds by group: each row is judged by a model that saw
     * nothing of its group. Empty where a fold's rest lacks a score of some dimension.
     */
    OptionalDouble crossValidated(List<GradedOpinions> rows) {
        int right = 0;
        try {
            for (int fold = 0; fold < FOLDS; fold++) {
                int held = fold;
                var stack = fit(rows.stream().filter(row -> row.fold() != held).toList());
                right += (int) rows.stream()
                        .filter(row -> row.fold() == held)
                        .filter(row -> decide(stack.logits(row.dimension(), row.opinions())) == row.label())
                        .count();
            }
        } catch (IllegalArgumentException tooFew) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((double) right / rows.size());
    }

    /** The same share of one member alone. */
    static double ofMember(int member, List<GradedOpinions> rows) {
        return (double) rows.stream()
                        .filter(row -> decide(row.opinions().get(member)) == row.label())
                        .count()
                / rows.size();
    }

    /** Of equal classes the one of the lower score, as an ensemble decides. */
    private static int decide(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((best, c) -> values[c] >= values[best] ? c : best)
                .orElseThrow();
    }

    private static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * What the members said about a graded response.
     *
     * @param group rows of one group stay in one fold, such as the prompt
     * @param score that people gave it
     * @param opinions class probabilities of each member, highest score first
     */
    record GradedOpinions(String group, Dimension dimension, int score, List<double[]> opinions) {
        GradedOpinions {
            opinions = List.copyOf(opinions);
            var scores = Dimensions.scoresOf(dimension);
            if (!scores.contains(score)) {
                throw new IllegalArgumentException(Dimensions.nameOf(dimension) + " has no score " + score);
            }
            if (!opinions.stream().allMatch(opinion -> opinion.length == scores.size())) {
                throw new IllegalArgumentException("each member gives " + scores.size() + " probabilities in "
                        + Dimensions.nameOf(dimension) + ", one a score " + scores);
            }
        }

        int label() {
            return Dimensions.scoresOf(dimension).indexOf(score);
        }

        int fold() {
            return Math.floorMod(group.hashCode(), FOLDS);
        }
    }
}
