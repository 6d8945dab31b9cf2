package io.flames.scoring.onnx.graph;

import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.heads.Ngrams;
import java.util.List;

/**
 * One graph from token ids to the heads' logits, made from the weights of bge-small-zh-v1.5 (BERT: 4 layers, 8 heads, 512
 * numbers a token). All passes of an input go through it together: their tokens stand one pass after the other, and only
 * attention keeps them apart. Each linear layer thus reads its weights once an input.
 *
 * <p>What is not read is not computed: after the attention of the last layer only the rows that are pooled go on, and of
 * prompts none. A batch, or an input with padding, needs its graph {@linkplain Layout#PADDED padded}; that one computes
 * all rows.
 *
 * <p>Inputs, with b items (1 unless padded), n tokens of all passes, m pooled rows and k vectors:
 *
 * <table>
 * <caption>inputs</caption>
 * <tr><td>{@code ids}, {@code segments}, {@code positions}</td><td>int64 [b, n]</td><td>positions from 0 in each pass</td></tr>
 * <tr><td>{@code split}</td><td>int64 [1]</td><td>where the second pass begins; with two passes only</td></tr>
 * <tr><td>{@code rows}</td><td>int64 [m]</td><td>tokens that are pooled, in their order; not when padded</td></tr>
 * <tr><td>{@code rows-split}</td><td>int64 [1]</td><td>where those of the second pass begin; not when padded</td></tr>
 * <tr><td>{@code padding}</td><td>float [b, 1, 1, n]</td><td>0 for a token, {@link #HIDDEN} for padding; when padded</td></tr>
 * <tr><td>{@code pool}</td><td>float [b, k, m]</td><td>1 for a row that a vector is the mean of, else 0; m = n when padded</td></tr>
 * <tr><td>{@code ngrams}</td><td>int64 [g]</td><td>n-grams of all items, where the heads read n-grams</td></tr>
 * <tr><td>{@code ngram-shares}</td><td>float [b, g]</td><td>what an n-gram counts in an item, likewise</td></tr>
 * </table>
 *
 * <p>Output: {@code logits}, float [b, 13], of all heads in dimension order, or {@code features}, float [b, k * 512].
 */
public final class ScoringGraph {
    /** Goes into the scorer's digest: raise the number when the arithmetic changes. */
    public static final String DESCRIPTION =
            "graph-1: passes in one run, quantised together; last layer for pooled rows only; pooling and heads in the graph";
    /** Added to the attention scores of padding: its share is then 0 exactly. */
    public static final float HIDDEN = -1e9f;

    public static final String LOGITS = "logits";
    public static final String FEATURES = "features";
    public static final String NGRAMS = "ngrams";
    public static final String NGRAM_SHARES = "ngram-shares";

    private static final int LAYERS = 4;
    private static final int HEADS = 8;
    private static final int WIDTH = 512;
    private static final int HEAD_WIDTH = WIDTH / HEADS;
    /** 1 / sqrt(HEAD_WIDTH), exact; put into the query's weights. */
    private static final float ATTENTION_SCALE = 0.125f;

    private static final float EPSILON = 1e-12f;
    private static final long END = Integer.MAX_VALUE;

    private final GraphWriter graph = new GraphWriter();
    private final Encoding encoding;
    private final Norm norm;
    private final Layout layout;
    private final int vectors;
    private final boolean twoPasses;

    private ScoringGraph(Encoding encoding, Norm norm, Layout layout, List<Vector> vectors) {
        this.encoding = encoding;
        this.norm = norm;
        this.layout = layout;
        this.vectors = vectors.size();
        this.twoPasses = vectors.stream().map(Vector::reading).distinct().count() == 2;
    }

    /** Whether items may be padded. */
    public enum Layout {
        /** One item, no padding, rows that nobody reads are left out. */
        ALONE,
        /** Several items, padded to one length. */
        PADDED
    }

    /** How a layer normalisation is written down. */
    public enum Norm {
        /** As InstanceNormalization with a channel a token, which ONNX Runtime computes 15 times faster on a CPU. */
        INSTANCE,
        /** As LayerNormalization, for accelerators. */
        LAYER
    }

    /**
     * The graph that is served: its output is {@code logits}.
     *
     * @param encoder the encoder's own model, int8 or fp32
     * @return an ONNX model
     */
    public static byte[] ofLogits(byte[] encoder, Norm norm, Layout layout, Heads heads) {
        var graph = new ScoringGraph(
                Encoding.of(encoder), norm, layout, heads.features().vectors());
        return graph.withHeads(heads);
    }

    /** The same graph up to the vectors: its output is {@code features}. */
    public static byte[] ofFeatures(byte[] encoder, Norm norm, Layout layout, List<Vector> vectors) {
        var graph = new ScoringGraph(Encoding.of(encoder), norm, layout, vectors);
        graph.graph.output(FEATURES, "Identity", List.of(graph.features()));
        return graph.graph.model();
    }

    private byte[] withHeads(Heads heads) {
        var read = List.of(features(), weights(heads), biases(heads));
        var transposed = GraphWriter.integer("transB", 1);
        heads.ngrams()
                .ifPresentOrElse(
                        listed -> graph.output(
                                LOGITS, "Add", List.of(graph.node("Gemm", read, transposed), said(listed))),
                        () -> graph.output(LOGITS, "Gemm", read, transposed));
        return graph.model();
    }

    /** Of each item the weights of its n-grams, added up by what they count. */
    private String said(Ngrams listed) {
        var values = new float[listed.keys().length * listed.classes()];
        int at = 0;
        for (float[] row : listed.weights()) {
            System.arraycopy(row, 0, values, at, row.length);
            at += row.length;
        }
        String table = graph.floats(values, listed.keys().length, listed.classes());
        String rows = graph.input(NGRAMS, GraphWriter.INT64, "g");
        String shares = graph.input(NGRAM_SHARES, GraphWriter.FLOAT, "b", "g");
        return graph.node("MatMul", List.of(shares, graph.node("Gather", List.of(table, rows))));
    }

    private String features() {
        String x = embeddings();
        for (int layer = 0; layer < LAYERS; layer++) {
            x = layer("/encoder/layer." + layer, x, layer == LAYERS - 1 && layout == Layout.ALONE);
        }
        String pool = graph.input("pool", GraphWriter.FLOAT, "b", String.valueOf(vectors), "m");
        String sums = graph.node("MatMul", List.of(pool, x));
        String lengths = graph.node("ReduceL2", List.of(sums, graph.longs(-1)));
        String scaled = graph.node("Div", List.of(sums, lengths));
        return graph.node("Reshape", List.of(scaled, graph.longs(-1, (long) vectors * WIDTH)));
    }

    private String embeddings() {
        String ids = graph.input("ids", GraphWriter.INT64, "b", "n");
        String segments = graph.input("segments", GraphWriter.INT64, "b", "n");
        String positions = graph.input("positions", GraphWriter.INT64, "b", "n");
        if (twoPasses) {
            graph.input("split", GraphWriter.INT64, "1");
        }
        if (layout == Layout.PADDED) {
            graph.input("padding", GraphWriter.FLOAT, "b", "1", "1", "n");
        } else {
            graph.input("rows", GraphWriter.INT64, "m");
            if (twoPasses) {
                graph.input("rows-split", GraphWriter.INT64, "1");
            }
        }
        String words = encoding.rows(graph, "embeddings.word_embeddings.weight", ids);
        String sides = encoding.rows(graph, "embeddings.token_type_embeddings.weight", segments);
        String places = encoding.rows(graph, "embeddings.position_embeddings.weight", positions);
        return normalized(sum(sum(words, sides), places), "embeddings.LayerNorm");
    }

    /** @param last only pooled rows are wanted */
    private String layer(String path, String x, boolean last) {
        String name = path.substring(1).replace('/', '.');
        String attended = attention(path + "/attention", x, last);
        String kept = last ? pooledRows(x) : x;
        x = normalized(sum(attended, kept), name + ".attention.output.LayerNorm");
        String wide = graph.node("Gelu", List.of(linear(x, path + "/intermediate/dense")));
        return normalized(sum(linear(wide, path + "/output/dense"), x), name + ".output.LayerNorm");
    }

    private String attention(String path, String x, boolean last) {
        var input = encoding.activations(graph, x);
        var asking =
                last ? new Encoding.Activations(pooledRows(input.values()), input.scale(), input.zeroPoint()) : input;
        String query = encoding.linear(graph, asking, path + "/self/query", ATTENTION_SCALE);
        String key = encoding.linear(graph, input, path + "/self/key", 1);
        String value = encoding.linear(graph, input, path + "/self/value", 1);
        String mixed = twoPasses
                ? inEachPass(query, key, value, last ? "rows-split" : "split")
                : mix(query, key, value, "padding");
        return linear(mixed, path + "/output/dense");
    }

    private String inEachPass(String query, String key, String value, String querySplit) {
        String first = mix(
                before(query, querySplit, 1),
                before(key, "split", 1),
                before(value, "split", 1),
                layout == Layout.PADDED ? before("padding", "split", 3) : "");
        String second = mix(
                from(query, querySplit, 1),
                from(key, "split", 1),
                from(value, "split", 1),
                layout == Layout.PADDED ? from("padding", "split", 3) : "");
        return graph.node("Concat", List.of(first, second), GraphWriter.integer("axis", 1));
    }

    /** softmax(Q K^T) V, a head at a time. */
    private String mix(String query, String key, String value, String padding) {
        String scores = graph.node("MatMul", List.of(heads(query, 0, 2, 1, 3), heads(key, 0, 2, 3, 1)));
        String shown = layout == Layout.PADDED ? sum(scores, padding) : scores;
        String shares = graph.node("Softmax", List.of(shown), GraphWriter.integer("axis", -1));
        String mixed = graph.node("MatMul", List.of(shares, heads(value, 0, 2, 1, 3)));
        String byToken = graph.node("Transpose", List.of(mixed), GraphWriter.integers("perm", 0, 2, 1, 3));
        return graph.node("Reshape", List.of(byToken, graph.longs(0, -1, WIDTH)));
    }

    private String heads(String x, long... order) {
        String apart = graph.node("Reshape", List.of(x, graph.longs(0, -1, HEADS, HEAD_WIDTH)));
        return graph.node("Transpose", List.of(apart), GraphWriter.integers("perm", order));
    }

    private String linear(String x, String layer) {
        return encoding.linear(graph, encoding.activations(graph, x), layer, 1);
    }

    private String normalized(String x, String name) {
        String weight = encoding.constant(graph, name + ".weight");
        String bias = encoding.constant(graph, name + ".bias");
        if (norm == Norm.LAYER) {
            return graph.node("LayerNormalization", List.of(x, weight, bias), GraphWriter.number("epsilon", EPSILON));
        }
        String tokens = graph.node("Shape", List.of(x), GraphWriter.integer("start", 1), GraphWriter.integer("end", 2));
        String ones = graph.node("Expand", List.of(graph.floats(new float[] {1}, 1), tokens));
        String zeros = graph.node("Expand", List.of(graph.floats(new float[] {0}, 1), tokens));
        String plain =
                graph.node("InstanceNormalization", List.of(x, ones, zeros), GraphWriter.number("epsilon", EPSILON));
        return sum(graph.node("Mul", List.of(plain, weight)), bias);
    }

    private String sum(String a, String b) {
        return graph.node("Add", List.of(a, b));
    }

    private String pooledRows(String x) {
        return graph.node("Gather", List.of(x, "rows"), GraphWriter.integer("axis", 1));
    }

    private String before(String x, String end, long axis) {
        return graph.node("Slice", List.of(x, graph.longs(0), end, graph.longs(axis)));
    }

    private String from(String x, String start, long axis) {
        return graph.node("Slice", List.of(x, start, graph.longs(END), graph.longs(axis)));
    }

    private String weights(Heads heads) {
        int width = heads.features().width();
        int classes = heads.classes();
        var values = new float[classes * width];
        int at = 0;
        for (LinearHead head : heads.heads()) {
            for (float[] row : head.weights()) {
                System.arraycopy(row, 0, values, at, width);
                at += width;
            }
        }
        return graph.floats(values, classes, width);
    }

    private String biases(Heads heads) {
        var values = new float[heads.classes()];
        int at = 0;
        for (LinearHead head : heads.heads()) {
            System.arraycopy(head.bias(), 0, values, at, head.classes());
            at += head.classes();
        }
        return graph.floats(values, values.length);
    }
}
