package io.flames.scoring.template;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a model's outputs have the logits of a dimension's head. Five heads of 3, 3, 3, 2 and 2 classes in dimension order;
 * classes 0, 1, 2 stand for the scores 3, 2, 1, and 0, 1 for 3, 1. Only the head of the prompt's dimension is read.
 *
 * @param outputs names of the output tensors, in the order that the kind says
 */
public record HeadLayout(Kind kind, List<String> outputs) {
    private static final int THREE = 3;

    /** How the heads are laid out. */
    public enum Kind {
        /** One output of 13 columns: the heads one after the other. */
        CONCATENATED,
        /** Five outputs, one a head, in dimension order. */
        SEPARATE,
        /** One output of 3 columns, for scores 3, 2 and 1 of the dimension that was asked; a binary one uses first and last. */
        OWN;

        /**
         * @param key of the setting, for messages
         * @throws IllegalArgumentException when there is none of that name
         */
        public static Kind named(String key, String value) {
            return switch (value) {
                case "concatenated" -> CONCATENATED;
                case "separate" -> SEPARATE;
                case "own" -> OWN;
                default ->
                    throw new IllegalArgumentException(
                            key + " is \"" + value + "\", expected one of concatenated, separate, own");
            };
        }
    }

    public HeadLayout {
        outputs = List.copyOf(outputs);
        int expected = kind == Kind.SEPARATE ? Dimensions.ALL.size() : 1;
        if (outputs.size() != expected) {
            throw new IllegalArgumentException(
                    "a layout of kind " + kind + " has " + expected + " output name(s), not " + outputs.size());
        }
        if (outputs.stream().distinct().count() != outputs.size()) {
            throw new IllegalArgumentException("output names differ from each other");
        }
    }

    /** Names that outputs have where none are configured. */
    public static List<String> usualNames(Kind kind) {
        return kind == Kind.SEPARATE
                ? Dimensions.ALL.stream().map(Dimensions::slugOf).toList()
                : List.of("logits");
    }

    /** Columns of an output by its index in {@link #outputs}. */
    public int width(int output) {
        return switch (kind) {
            case CONCATENATED ->
                Dimensions.ALL.stream().mapToInt(HeadLayout::classes).sum();
            case SEPARATE -> classes(Dimensions.ALL.get(output));
            case OWN -> THREE;
        };
    }

    /** Where a dimension's head stands; its columns go by score, highest first. */
    public Place place(Dimension dimension) {
        int index = Dimensions.ALL.indexOf(dimension);
        return switch (kind) {
            case CONCATENATED -> new Place(0, columns(offset(index), classes(dimension)));
            case SEPARATE -> new Place(index, columns(0, classes(dimension)));
            case OWN ->
                new Place(
                        0,
                        Dimensions.scoresOf(dimension).stream()
                                .map(score -> THREE - score)
                                .toList());
        };
    }

    private static int offset(int index) {
        return Dimensions.ALL.subList(0, index).stream()
                .mapToInt(HeadLayout::classes)
                .sum();
    }

    private static int classes(Dimension dimension) {
        return Dimensions.scoresOf(dimension).size();
    }

    private static List<Integer> columns(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    /**
     * The logits of an item at the last token that is not padding, as causal models are read.
     *
     * @param logits [n, tokens, width] in row-major order
     * @param mask [n, tokens]: 1 for a token, 0 for padding, on either side
     * @param tokens of the padded input
     * @param width columns a token
     * @return [n, width]
     * @throws IllegalArgumentException when the lengths do not fit or an item has no token
     */
    public static double[] logitsAtLastToken(double[] logits, long[] mask, int tokens, int width) {
        if (tokens < 1 || mask.length % tokens != 0 || logits.length != mask.length * width) {
            throw new IllegalArgumentException("[n, %d, %d] logits and [n, %d] mask have another length than %d and %d"
                    .formatted(tokens, width, tokens, logits.length, mask.length));
        }
        int items = mask.length / tokens;
        var pooled = new double[items * width];
        for (int item = 0; item < items; item++) {
            int last = tokens - 1;
            while (last >= 0 && mask[item * tokens + last] == 0) {
                last--;
            }
            if (last < 0) {
                throw new IllegalArgumentException("an item has no token that is not padding");
            }
            System.arraycopy(logits, (item * tokens + last) * width, pooled, item * width, width);
        }
        return pooled;
    }

    /**
     * @param output index in {@link #outputs}
     * @param columns of the classes, highest score first
     */
    public record Place(int output, List<Integer> columns) {
        public Place {
            columns = List.copyOf(columns);
        }

        /**
         * @param rows [n, width] of the place's output
         * @param item from 0
         * @return one number a class, highest score first
         */
        public double[] read(double[] rows, int width, int item) {
            return columns.stream()
                    .mapToDouble(column -> rows[item * width + column])
                    .toArray();
        }
    }
}
