package io.flames.scoring.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;

/** Weights as float32. */
final class Fp32Encoding extends Encoding {
    Fp32Encoding(GraphProto graph) {
        super(graph);
    }

    @Override
    String rows(GraphWriter graph, String table, String indices) {
        return graph.node("Gather", List.of(constant(graph, table), indices));
    }

    @Override
    Activations activations(GraphWriter graph, String values) {
        return new Activations(values, "", "");
    }

    @Override
    String linear(GraphWriter graph, Activations x, String layer, float factor) {
        String weights = scaled(graph, tensor(weightsOf(layer + "/MatMul")), factor);
        String product = graph.node("MatMul", List.of(x.values(), weights));
        return graph.node("Add", List.of(product, bias(graph, layer, factor)));
    }
}
