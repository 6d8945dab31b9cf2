package io.flames.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import io.flames.scoring.scorer.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An ONNX file with the files beside it that hold its weights (a graph of more than 2 GB has to have them). It may be
 * larger than the heap: it is walked through, tensors are skipped.
 *
 * @param weights names of the files beside it, relative to its folder
 * @param operators that the graph uses
 */
record ModelFile(Path path, SortedSet<String> weights, SortedSet<String> operators) {
    private static final String LOCATION = "location";

    /** Messages of the ONNX format that lead to weights or operators. */
    private enum Part {
        MODEL,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR
    }

    private static final Map<Part, Map<Integer, Part>> PARTS = Map.of(
            Part.MODEL,
            Map.of(ModelProto.GRAPH_FIELD_NUMBER, Part.GRAPH, ModelProto.FUNCTIONS_FIELD_NUMBER, Part.FUNCTION),
            Part.FUNCTION,
            Map.of(FunctionProto.NODE_FIELD_NUMBER, Part.NODE),
            Part.GRAPH,
            Map.of(
                    GraphProto.NODE_FIELD_NUMBER,
                    Part.NODE,
                    GraphProto.INITIALIZER_FIELD_NUMBER,
                    Part.TENSOR,
                    GraphProto.SPARSE_INITIALIZER_FIELD_NUMBER,
                    Part.SPARSE_TENSOR),
            Part.NODE,
            Map.of(NodeProto.ATTRIBUTE_FIELD_NUMBER, Part.ATTRIBUTE),
            Part.ATTRIBUTE,
            Map.of(
                    AttributeProto.T_FIELD_NUMBER,
                    Part.TENSOR,
                    AttributeProto.TENSORS_FIELD_NUMBER,
                    Part.TENSOR,
                    AttributeProto.SPARSE_TENSOR_FIELD_NUMBER,
                    Part.SPARSE_TENSOR,
                    AttributeProto.SPARSE_TENSORS_FIELD_NUMBER,
                    Part.SPARSE_TENSOR,
                    AttributeProto.G_FIELD_NUMBER,
                    Part.GRAPH,
                    AttributeProto.GRAPHS_FIELD_NUMBER,
                    Part.GRAPH),
            Part.SPARSE_TENSOR,
            Map.of(
                    SparseTensorProto.VALUES_FIELD_NUMBER,
                    Part.TENSOR,
                    SparseTensorProto.INDICES_FIELD_NUMBER,
                    Part.TENSOR),
            Part.TENSOR,
            Map.of());

    /** @throws IllegalArgumentException when it cannot be read, is no ONNX file, or names weights that are not beside it */
    static ModelFile read(Path path) {
        var file = new ModelFile(path, new TreeSet<>(), new TreeSet<>());
        try (var in = Files.newInputStream(path)) {
            file.walk(CodedInputStream.newInstance(in), Part.MODEL);
        } catch (IOException e) {
            throw new IllegalArgumentException("the model " + path + " cannot be read: " + e.getMessage(), e);
        }
        file.weights.forEach(file::requireBeside);
        return file;
    }

    private void walk(CodedInputStream in, Part part) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            var inner = PARTS.get(part).get(field);
            if (inner != null) {
                int outerLimit = in.pushLimit(in.readRawVarint32());
                walk(in, inner);
                in.popLimit(outerLimit);
            } else if (part == Part.NODE && field == NodeProto.OP_TYPE_FIELD_NUMBER) {
                operators.add(in.readString());
            } else if (part == Part.TENSOR && field == TensorProto.EXTERNAL_DATA_FIELD_NUMBER) {
                var entry = in.readMessage(StringStringEntryProto.parser(), ExtensionRegistryLite.getEmptyRegistry());
                if (entry.getKey().equals(LOCATION)) {
                    weights.add(entry.getValue());
                }
            } else {
                in.skipField(tag);
            }
        }
    }

    private void requireBeside(String name) {
        Path folder = path.toAbsolutePath().normalize().getParent();
        Path file = beside(name);
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "the model " + path + " has weights in \"" + name + "\": expected that file beside it");
        }
    }

    private Path beside(String name) {
        return path.toAbsolutePath().resolveSibling(name).normalize();
    }

    /** Activations are quantised by tensor, so that a batch-mate would change an input's numbers. */
    boolean quantisesActivations() {
        return operators.stream().anyMatch(operator -> operator.startsWith("DynamicQuantize"));
    }

    /** Of graph and weights together. */
    long bytes() {
        try {
            long sum = Files.size(path);
            for (String name : weights) {
                sum += Files.size(beside(name));
            }
            return sum;
        } catch (IOException e) {
            throw new IllegalArgumentException("the model " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Adds graph and weights, byte for byte. */
    void digest(Digest digest) {
        try {
            digest.part("model", path);
            for (String name : weights) {
                digest.part("weights " + name, beside(name));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the model " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
