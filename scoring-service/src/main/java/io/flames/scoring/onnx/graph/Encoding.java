package io.flames.scoring.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The weights of a BERT that PyTorch exported, whatever they are stored in. Found by the names that the export gives its
 * nodes and tensors.
 */
abstract sealed class Encoding permits Fp32Encoding, Int8Encoding {
    private final Map<String, TensorProto> tensors;
    private final Map<String, NodeProto> nodes;

    Encoding(GraphProto graph) {
        tensors = graph.getInitializerList().stream()
                .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
        nodes = graph.getNodeList().stream().collect(Collectors.toMap(NodeProto::getName, Function.identity()));
    }

    /** @param model as {@link io.flames.scoring.onnx.EncoderFiles} has it */
    static Encoding of(byte[] model) {
        try {
            var graph = ModelProto.parseFrom(model).getGraph();
            boolean int8 = graph.getNodeList().stream()
                    .anyMatch(node -> node.getOpType().equals("MatMulInteger"));
            return int8 ? new Int8Encoding(graph) : new Fp32Encoding(graph);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the encoder's graph is no ONNX model", e);
        }
    }

    /**
     * What a linear layer reads.
     *
     * @param values token vectors as the layer wants them
     * @param scale of the values, empty for those that are not quantised
     * @param zeroPoint of the values, likewise
     */
    record Activations(String values, String scale, String zeroPoint) {}

    /** Rows of a table of vectors. */
    abstract String rows(GraphWriter graph, String table, String indices);

    abstract Activations activations(GraphWriter graph, String values);

    /**
     * x W + b.
     *
     * @param layer path of the layer, such as {@code /encoder/layer.0/attention/self/query}
     * @param factor of the result; a power of two, so that no digit is lost
     */
    abstract String linear(GraphWriter graph, Activations x, String layer, float factor);

    final String constant(GraphWriter graph, String tensor) {
        return graph.constant(tensor(tensor));
    }

    /** The bias of a layer, times a factor. */
    final String bias(GraphWriter graph, String layer, float factor) {
        return scaled(graph, tensor(layer.substring(1).replace('/', '.') + ".bias"), factor);
    }

    static String scaled(GraphWriter graph, TensorProto tensor, float factor) {
        if (factor == 1) {
            return graph.constant(tensor);
        }
        float[] values = floats(tensor);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return graph.floats(
                values, tensor.getDimsList().stream().mapToLong(Long::longValue).toArray());
    }

    final TensorProto tensor(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the encoder's graph has no tensor " + name);
        }
        return tensor;
    }

    /** Name of the weights that a matrix product reads. */
    final String weightsOf(String node) {
        var product = nodes.get(node);
        if (product == null) {
            throw new IllegalArgumentException("the encoder's graph has no node " + node);
        }
        return product.getInput(1);
    }

    static float[] floats(TensorProto tensor) {
        if (tensor.getFloatDataCount() > 0) {
            var values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
            return values;
        }
        var raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }
}
