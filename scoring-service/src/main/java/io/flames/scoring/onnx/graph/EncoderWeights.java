package io.flames.scoring.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The weights of an fp32 encoder of bge-small-zh-v1.5's shape, read from its model for training and written back into it.
 *
 * <p>They are known by the names that they have in PyTorch, such as {@code encoder.layer.0.attention.self.query.weight};
 * the weights of linear layers as [in, out], the way the model multiplies with them.
 *
 * <p>What is written is one ONNX model: the encoder's own graph with other weights, and the heads behind it. Its inputs
 * are the encoder's, for r passes of at most n tokens ({@code input_ids}, {@code attention_mask}, {@code token_type_ids},
 * int64 [r, n]), and {@code pool}, float [b, k, r * n]: for each of b items and each of k vectors 1 at a token of the
 * passes that the vector is the mean of, else 0. Its outputs are {@code last_hidden_state} and {@code logits},
 * float [b, 13]. A scorer takes the weights out of it and builds its own {@linkplain ScoringGraph graph}.
 */
public final class EncoderWeights {
    /** The encoder's layers. */
    public static final int LAYERS = 4;
    /** In each layer's attention. */
    public static final int ATTENTION_HEADS = 8;

    private static final String HIDDEN = "last_hidden_state";
    private static final List<String> LINEAR = List.of(
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "intermediate.dense",
            "output.dense");
    private static final List<String> NORMS = List.of("attention.output.LayerNorm", "output.LayerNorm");

    private EncoderWeights() {}

    /** One tensor's numbers, in row-major order. */
    public record Weight(long[] shape, float[] values) {}

    /**
     * In the order in which the network uses them.
     *
     * @throws IllegalArgumentException when it is no such encoder, or its weights are not float32
     */
    public static Map<String, Weight> read(byte[] model) {
        var graph = parse(model).getGraph();
        var tensors = graph.getInitializerList().stream().collect(Collectors.toMap(TensorProto::getName, t -> t));
        var weights = new LinkedHashMap<String, Weight>();
        places(graph).forEach((name, place) -> {
            var tensor = tensors.get(place);
            if (tensor == null || tensor.getDataType() != GraphWriter.FLOAT) {
                throw new IllegalArgumentException("the encoder's graph has no float32 tensor for " + name);
            }
            weights.put(
                    name,
                    new Weight(
                            tensor.getDimsList().stream()
                                    .mapToLong(Long::longValue)
                                    .toArray(),
                            Encoding.floats(tensor)));
        });
        return weights;
    }

    /**
     * @param model the encoder that was read
     * @param tuned numbers in place of its own, by name; what is not there stays as it is
     * @param about entries of the model's metadata
     * @throws IllegalArgumentException when a name is unknown or has another count of numbers
     */
    public static byte[] write(byte[] model, Map<String, float[]> tuned, Heads heads, Map<String, String> about) {
        var parsed = parse(model);
        var places = places(parsed.getGraph());
        var values = new LinkedHashMap<String, float[]>();
        tuned.forEach((name, numbers) -> {
            if (!places.containsKey(name)) {
                throw new IllegalArgumentException("the encoder's graph has no weights " + name);
            }
            values.put(places.get(name), numbers);
        });
        var graph = parsed.getGraph().toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            var tensor = graph.getInitializer(i);
            var numbers = values.get(tensor.getName());
            if (numbers != null) {
                graph.setInitializer(i, replaced(tensor, numbers));
            }
        }
        addHeads(graph, heads);
        var written = parsed.toBuilder().setProducerName("flames").setGraph(graph);
        about.forEach((key, value) -> written.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return written.build().toByteArray();
    }

    private static ModelProto parse(byte[] model) {
        try {
            return ModelProto.parseFrom(model);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the encoder's graph is no ONNX model", e);
        }
    }

    private static TensorProto replaced(TensorProto tensor, float[] values) {
        var shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    tensor.getName() + " has " + size + " numbers, " + values.length + " were given");
        }
        return GraphWriter.tensor(values, shape).toBuilder()
                .setName(tensor.getName())
                .build();
    }

    /** Name to the tensor that holds it: PyTorch's export has given those of linear layers names of its own. */
    private static Map<String, String> places(GraphProto graph) {
        var products = graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("MatMul"))
                .collect(Collectors.toMap(NodeProto::getName, node -> node.getInput(1)));
        var places = new LinkedHashMap<String, String>();
        for (String table : List.of("word_embeddings", "token_type_embeddings", "position_embeddings")) {
            same(places, "embeddings." + table + ".weight");
        }
        norm(places, "embeddings.LayerNorm");
        for (int layer = 0; layer < LAYERS; layer++) {
            String path = "encoder.layer." + layer + ".";
            for (String linear : LINEAR) {
                String node = "/encoder/layer." + layer + "/" + linear.replace('.', '/') + "/MatMul";
                var weights = products.get(node);
                if (weights == null) {
                    throw new IllegalArgumentException("the encoder's graph has no node " + node);
                }
                places.put(path + linear + ".weight", weights);
                same(places, path + linear + ".bias");
            }
            NORMS.forEach(norm -> norm(places, path + norm));
        }
        return places;
    }

    private static void norm(Map<String, String> places, String name) {
        same(places, name + ".weight");
        same(places, name + ".bias");
    }

    private static void same(Map<String, String> places, String name) {
        places.put(name, name);
    }

    private static void addHeads(GraphProto.Builder graph, Heads heads) {
        int vectors = heads.features().vectors().size();
        graph.addInput(ValueInfoProto.newBuilder().setName("pool").setType(floats("items", vectors, "tokens")));
        long[] rows = {1, -1, Features.VECTOR};
        long[] row = {-1, (long) vectors * Features.VECTOR};
        node(graph, "Reshape", "heads.tokens", List.of(HIDDEN, longs(graph, "heads.tokens-shape", rows)));
        node(graph, "MatMul", "heads.sums", List.of("pool", "heads.tokens"));
        node(graph, "ReduceL2", "heads.lengths", List.of("heads.sums"), GraphWriter.integers("axes", -1));
        node(graph, "Div", "heads.vectors", List.of("heads.sums", "heads.lengths"));
        node(graph, "Reshape", "heads.features", List.of("heads.vectors", longs(graph, "heads.features-shape", row)));
        var weights = new ArrayList<float[]>();
        heads.heads().stream().map(LinearHead::weights).map(List::of).forEach(weights::addAll);
        graph.addInitializer(GraphWriter.tensor(
                        joined(weights), heads.classes(), heads.features().width())
                .toBuilder()
                .setName("heads.weight"));
        graph.addInitializer(
                GraphWriter.tensor(
                                joined(heads.heads().stream()
                                        .map(LinearHead::bias)
                                        .toList()),
                                heads.classes())
                        .toBuilder()
                        .setName("heads.bias"));
        node(
                graph,
                "Gemm",
                ScoringGraph.LOGITS,
                List.of("heads.features", "heads.weight", "heads.bias"),
                GraphWriter.integer("transB", 1));
        graph.addOutput(
                ValueInfoProto.newBuilder().setName(ScoringGraph.LOGITS).setType(floats("items", heads.classes())));
    }

    private static float[] joined(List<float[]> rows) {
        var all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    private static void node(
            GraphProto.Builder graph, String type, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addAllInput(inputs)
                .addAllAttribute(Arrays.asList(attributes))
                .addOutput(output));
    }

    private static String longs(GraphProto.Builder graph, String name, long... values) {
        var tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(GraphWriter.INT64)
                .addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return name;
    }

    private static TypeProto floats(Object... dimensions) {
        var shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            var dim = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(
                    dimension instanceof Integer number
                            ? dim.setDimValue(number)
                            : dim.setDimParam(String.valueOf(dimension)));
        }
        return TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(GraphWriter.FLOAT)
                        .setShape(shape))
                .build();
    }
}
