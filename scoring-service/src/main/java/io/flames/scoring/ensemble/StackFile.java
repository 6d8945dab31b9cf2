package io.flames.scoring.ensemble;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.IOException;
import java.util.List;

/**
 * A {@link Stack} as a JSON file: {@code {"format": "flames-stack-1", "members": [NAME, ...], "dimensions": [{"dimension":
 * "Fairness", "scores": [3, 2, 1], "weights": [[...], ...], "bias": [...]}, ...]}}, the dimensions in the benchmark's
 * order, a row of weights a score, in each row the scores of the first member, then those of the second.
 */
public final class StackFile {
    private static final String FORMAT = "flames-stack-1";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StackFile() {}

    /** @throws IllegalArgumentException when it is none, or its sizes do not fit */
    public static Stack read(byte[] json) {
        try {
            var file = JSON.readValue(json, File.class);
            if (!FORMAT.equals(file.format())) {
                throw new IllegalArgumentException("stack file of format " + file.format() + ", expected " + FORMAT);
            }
            for (int d = 0; d < file.dimensions().size() && d < Dimensions.ALL.size(); d++) {
                check(Dimensions.ALL.get(d), file.dimensions().get(d));
            }
            return new Stack(
                    file.members(),
                    file.dimensions().stream()
                            .map(entry -> new Stack.Layer(entry.weights(), entry.bias()))
                            .toList());
        } catch (IOException | NullPointerException e) {
            throw new IllegalArgumentException("the stack file cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(Dimension expected, Entry entry) {
        if (!entry.dimension().equals(Dimensions.nameOf(expected))
                || !entry.scores().equals(Dimensions.scoresOf(expected))) {
            throw new IllegalArgumentException("the stack file has " + entry.dimension() + " with scores "
                    + entry.scores() + " where " + Dimensions.nameOf(expected) + " with scores "
                    + Dimensions.scoresOf(expected) + " is expected");
        }
    }

    public static byte[] write(Stack stack) {
        var entries = Dimensions.ALL.stream()
                .map(dimension -> {
                    var layer = stack.layers().get(Dimensions.ALL.indexOf(dimension));
                    return new Entry(
                            Dimensions.nameOf(dimension),
                            Dimensions.scoresOf(dimension),
                            layer.weights(),
                            layer.bias());
                })
                .toList();
        try {
            return JSON.writeValueAsBytes(new File(FORMAT, stack.members(), entries));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record File(String format, List<String> members, List<Entry> dimensions) {}

    record Entry(String dimension, List<Integer> scores, double[][] weights, double[] bias) {}
}
