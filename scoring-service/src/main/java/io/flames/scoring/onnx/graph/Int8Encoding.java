package io.flames.scoring.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;

/**
 * Weights as int8 with a scale a column, activations quantised to uint8 as they come, with one scale for all rows: that is
 * why a batch-mate would change the numbers.
 */
final class Int8Encoding extends Encoding {
    private static final String QUANTIZED = "_quantized";

    Int8Encoding(GraphProto graph) {
        super(graph);
    }

    @Override
    String rows(GraphWriter graph, String table, String indices) {
        String rows = graph.node("Gather", List.of(constant(graph, table + QUANTIZED), indices));
        return graph.node(
                "DequantizeLinear",
                List.of(rows, constant(graph, table + "_scale"), constant(graph, table + "_zero_point")));
    }

    @Override
    Activations activations(GraphWriter graph, String values) {
        var quantized = graph.nodes(3, "", "DynamicQuantizeLinear", List.of(values));
        return new Activations(quantized.get(0), quantized.get(1), quantized.get(2));
    }

    @Override
    String linear(GraphWriter graph, Activations x, String layer, float factor) {
        String weights = weightsOf(layer + "/MatMul_quant");
        String name = weights.substring(0, weights.length() - QUANTIZED.length());
        return graph.node(
                GraphWriter.MICROSOFT,
                "MatMulIntegerToFloat",
                List.of(
                        x.values(),
                        constant(graph, weights),
                        x.scale(),
                        scaled(graph, tensor(name + "_scale"), factor),
                        x.zeroPoint(),
                        constant(graph, name + "_zero_point"),
                        bias(graph, layer, factor)));
    }
}
