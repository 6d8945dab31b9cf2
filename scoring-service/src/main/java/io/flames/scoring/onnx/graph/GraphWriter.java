package io.flames.scoring.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes an ONNX model node by node; values are known by their names. */
final class GraphWriter {
    /** Operators of ONNX Runtime itself. */
    static final String MICROSOFT = "com.microsoft";

    static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    static final int INT64 = TensorProto.DataType.INT64.getNumber();

    private static final int OPSET = 20;
    private static final int IR_VERSION = 9;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("flames-scorer");
    private int names;

    /** A node with one output. */
    String node(String domain, String operator, List<String> inputs, AttributeProto... attributes) {
        return nodes(1, domain, operator, inputs, attributes).get(0);
    }

    /** A node of the standard operators with one output. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node("", operator, inputs, attributes);
    }

    /** A node with several outputs. */
    List<String> nodes(int outputs, String domain, String operator, List<String> inputs, AttributeProto... attributes) {
        var node = NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .setName(operator + "-" + names)
                .addAllInput(inputs)
                .addAllAttribute(Arrays.asList(attributes));
        var values = new ArrayList<String>();
        for (int i = 0; i < outputs; i++) {
            values.add(fresh());
        }
        graph.addNode(node.addAllOutput(values));
        return values;
    }

    /** A node with one output of a given name. */
    void output(String name, String operator, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(operator + "-" + name)
                .addAllInput(inputs)
                .addAllAttribute(Arrays.asList(attributes))
                .addOutput(name));
        graph.addOutput(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT))));
    }

    /** @param dimensions numbers, or names of what is known at run time only */
    String input(String name, int type, String... dimensions) {
        var shape = TensorShapeProto.newBuilder();
        for (String dimension : dimensions) {
            var dim = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(
                    Character.isDigit(dimension.charAt(0))
                            ? dim.setDimValue(Long.parseLong(dimension))
                            : dim.setDimParam(dimension));
        }
        graph.addInput(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape))));
        return name;
    }

    String constant(TensorProto tensor) {
        String name = fresh();
        graph.addInitializer(tensor.toBuilder().setName(name));
        return name;
    }

    String longs(long... values) {
        var tensor = TensorProto.newBuilder().setDataType(INT64).addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return constant(tensor.build());
    }

    String floats(float[] values, long... dimensions) {
        return constant(tensor(values, dimensions));
    }

    static TensorProto tensor(float[] values, long... dimensions) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        var tensor = TensorProto.newBuilder().setDataType(FLOAT).setRawData(ByteString.copyFrom(bytes.array()));
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        return tensor.build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    byte[] model() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("flames")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private String fresh() {
        return "v" + names++;
    }
}
