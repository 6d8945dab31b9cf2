package io.flames.scoring.ensemble;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Arrays;
import java.util.List;

/**
 * One multinomial logistic model a dimension over the members' class log-probabilities (stacked generalisation, Wolpert
 * 1992). The inputs of a dimension with k classes are k numbers a member, member by member, highest score first: the
 * natural logarithm of the probability, at least ln {@value #LEAST_PROBABILITY}.
 *
 * @param members names, in the order in which the inputs come
 * @param layers in the benchmark's order of dimensions
 */
public record Stack(List<String> members, List<Layer> layers) {
    /** A member that is certain says no more than this; ln 0 is no number. */
    public static final double LEAST_PROBABILITY = 1e-6;

    public Stack {
        members = List.copyOf(members);
        layers = List.copyOf(layers);
        if (layers.size() != Dimensions.ALL.size()) {
            throw new IllegalArgumentException("five layers, one a dimension, not " + layers.size());
        }
        for (Dimension dimension : Dimensions.ALL) {
            check(dimension, layers.get(Dimensions.ALL.indexOf(dimension)), members.size());
        }
    }

    private static void check(Dimension dimension, Layer layer, int members) {
        int classes = Dimensions.scoresOf(dimension).size();
        String name = Dimensions.nameOf(dimension);
        if (layer.weights().length != classes || layer.bias().length != classes) {
            throw new IllegalArgumentException("the layer of " + name + " has " + layer.weights().length
                    + " rows of weights and " + layer.bias().length + " biases, expected " + classes + ", one a class");
        }
        for (double[] row : layer.weights()) {
            if (row.length != members * classes) {
                throw new IllegalArgumentException("a row of " + name + " has " + row.length + " weights, expected "
                        + members * classes + ": " + members + " members times " + classes + " classes");
            }
            if (!Arrays.stream(row).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("a weight of " + name + " is not finite");
            }
        }
        if (!Arrays.stream(layer.bias()).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a bias of " + name + " is not finite");
        }
    }

    /**
     * @param opinions class probabilities of each member, highest score first
     * @return a logit a class, highest score first
     */
    public double[] logits(Dimension dimension, List<double[]> opinions) {
        var layer = layers.get(Dimensions.ALL.indexOf(dimension));
        double[] inputs = inputs(opinions);
        double[] logits = layer.bias().clone();
        for (int c = 0; c < logits.length; c++) {
            for (int i = 0; i < inputs.length; i++) {
                logits[c] += layer.weights()[c][i] * inputs[i];
            }
        }
        return logits;
    }

    /** What a layer reads. */
    public static double[] inputs(List<double[]> opinions) {
        return opinions.stream()
                .flatMapToDouble(Arrays::stream)
                .map(probability -> Math.log(Math.max(LEAST_PROBABILITY, probability)))
                .toArray();
    }

    /**
     * @param weights a row a class, highest score first
     * @param bias one a class
     */
    public record Layer(double[][] weights, double[] bias) {}
}
