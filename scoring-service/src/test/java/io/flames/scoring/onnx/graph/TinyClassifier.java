package io.flames.scoring.onnx.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;

/**
 * Classifiers that are small enough to be computed by hand: the sum of the embeddings of all tokens so far, and linear heads
 * without bias. Each token's numbers depend on those before it, as in a causal model, padding's too.
 */
public final class TinyClassifier {
    /** As many as the tokenizer of the built-in encoder has. */
    private static final int WORDS = 21_128;

    private static final int WIDTH = 4;

    /** Its embedding is not a number. */
    private final int poison;

    /** @param poison a token of which the embedding is not a number; -1: none */
    public TinyClassifier(int poison) {
        this.poison = poison;
    }

    /** {@code logits} [b, t, 13]; the mask is not read. */
    public byte[] perToken() {
        return perToken(GraphWriter.INT64);
    }

    public byte[] perToken(int idType) {
        var graph = new GraphWriter();
        String words = embedded(graph, idType);
        String soFar = graph.node("CumSum", List.of(words, graph.constant(scalar(1))));
        graph.output("logits", "MatMul", List.of(soFar, head(graph, 0, 13)));
        return graph.model();
    }

    /** {@code logits} [b, columns], over the mask's tokens. */
    public byte[] pooled(int columns) {
        var graph = new GraphWriter();
        graph.output("logits", "MatMul", List.of(pool(graph), head(graph, 0, columns)));
        return graph.model();
    }

    /** Five outputs by the dimensions' names. */
    public byte[] separate() {
        var graph = new GraphWriter();
        String pooled = pool(graph);
        int column = 0;
        for (Dimension dimension : Dimensions.ALL) {
            int classes = Dimensions.scoresOf(dimension).size();
            graph.output(Dimensions.slugOf(dimension), "MatMul", List.of(pooled, head(graph, column, classes)));
            column += classes;
        }
        return graph.model();
    }

    /** As {@link #pooled}, with activations of eight bits. */
    public byte[] quantised() {
        var graph = new GraphWriter();
        var eightBits = graph.nodes(3, "", "DynamicQuantizeLinear", List.of(pool(graph)));
        String rounded = graph.node("DequantizeLinear", eightBits);
        graph.output("logits", "MatMul", List.of(rounded, head(graph, 0, 13)));
        return graph.model();
    }

    /** As {@link #perToken}, with one input more. */
    public byte[] withPositions() {
        var graph = new GraphWriter();
        graph.input("position_ids", GraphWriter.INT64, "b", "t");
        graph.output("logits", "MatMul", List.of(embedded(graph, GraphWriter.INT64), head(graph, 0, 13)));
        return graph.model();
    }

    private String pool(GraphWriter graph) {
        String words = embedded(graph, GraphWriter.INT64);
        String shown = graph.node("Cast", List.of("attention_mask"), GraphWriter.integer("to", GraphWriter.FLOAT));
        String column = graph.node("Unsqueeze", List.of(shown, graph.longs(2)));
        String kept = graph.node("Mul", List.of(words, column));
        return graph.node("ReduceSum", List.of(kept, graph.longs(1)), GraphWriter.integer("keepdims", 0));
    }

    private String embedded(GraphWriter graph, int idType) {
        graph.input("input_ids", idType, "b", "t");
        graph.input("attention_mask", GraphWriter.INT64, "b", "t");
        var table = new float[WORDS * WIDTH];
        for (int word = 0; word < WORDS; word++) {
            for (int i = 0; i < WIDTH; i++) {
                table[word * WIDTH + i] = embedding(word, i);
            }
        }
        return graph.node("Gather", List.of(graph.floats(table, WORDS, WIDTH), "input_ids"));
    }

    private static String head(GraphWriter graph, int from, int columns) {
        var weights = new float[WIDTH * columns];
        for (int i = 0; i < WIDTH; i++) {
            for (int c = 0; c < columns; c++) {
                weights[i * columns + c] = weight(i, from + c);
            }
        }
        return graph.floats(weights, WIDTH, columns);
    }

    private static TensorProto scalar(int value) {
        return TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.INT32.getNumber())
                .addInt32Data(value)
                .build();
    }

    private float embedding(long word, int i) {
        return word == poison ? Float.NaN : (float) (0.02 * Math.sin(0.7 * word + i));
    }

    private static float weight(int i, int column) {
        return (float) Math.cos(3 * i + column);
    }

    /** By hand: one number a column. */
    public double[] logits(long[] ids, int columns) {
        var logits = new double[columns];
        for (int i = 0; i < WIDTH; i++) {
            double sum = 0;
            for (long id : ids) {
                sum += embedding(id, i);
            }
            for (int c = 0; c < columns; c++) {
                logits[c] += sum * weight(i, c);
            }
        }
        return logits;
    }
}
