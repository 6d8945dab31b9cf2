package io.flames.scoring.train.full;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.onnx.graph.EncoderWeights;
import io.flames.scoring.onnx.graph.EncoderWeights.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network's weights by name, in PyTorch's memory: the encoder's, then the heads' as one matrix and one bias. */
final class Parameters {
    static final String HEADS = "heads.";
    static final String HEADS_WEIGHT = HEADS + "weight";
    static final String HEADS_BIAS = HEADS + "bias";

    private static final String EMBEDDINGS = "embeddings.";

    private final Map<String, NDArray> all = new LinkedHashMap<>();
    private final Map<String, NDArray> trained = new LinkedHashMap<>();

    /** @param frozen as in {@link FullSettings#frozen} */
    Parameters(Map<String, Weight> encoder, Heads heads, int frozen, NDManager manager) {
        encoder.forEach((name, weight) -> add(name, weight.values(), manager, weight.shape()));
        add(
                HEADS_WEIGHT,
                weights(heads),
                manager,
                heads.classes(),
                heads.features().width());
        add(HEADS_BIAS, biases(heads), manager, heads.classes());
        all.forEach((name, values) -> {
            if (part(name) >= frozen) {
                values.setRequiresGradient(true);
                trained.put(name, values);
            }
        });
    }

    private void add(String name, float[] values, NDManager manager, long... shape) {
        all.put(name, manager.create(values, new Shape(shape)));
    }

    /** From the bottom: 0 the embeddings, then the layers, then the heads. */
    private static int part(String name) {
        if (name.startsWith(EMBEDDINGS)) {
            return 0;
        }
        return name.startsWith(HEADS) ? 1 + EncoderWeights.LAYERS : 1 + Integer.parseInt(name.split("\\.")[2]);
    }

    NDArray of(String name) {
        var values = all.get(name);
        if (values == null) {
            throw new IllegalArgumentException("the network has no weights " + name);
        }
        return values;
    }

    /** Those that training changes. */
    Map<String, NDArray> trained() {
        return trained;
    }

    /** Numbers of those that training changes, by name. */
    Map<String, float[]> values() {
        var values = new LinkedHashMap<String, float[]>();
        trained.forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    /** Puts numbers of {@link #values} back. */
    void set(Map<String, float[]> values) {
        if (!values.keySet().equals(trained.keySet())) {
            throw new IllegalArgumentException("these are the weights of another training");
        }
        values.forEach((name, numbers) -> of(name).set(numbers));
    }

    /** Those of the encoder that training changed, by name. */
    Map<String, float[]> encoder() {
        var values = values();
        values.keySet().removeIf(name -> name.startsWith(HEADS));
        return values;
    }

    /** The heads as they stand. */
    Heads heads(Heads like, List<Double> temperatures) {
        float[] weights = of(HEADS_WEIGHT).toFloatArray();
        float[] biases = of(HEADS_BIAS).toFloatArray();
        int width = like.features().width();
        var heads = new ArrayList<LinearHead>();
        int at = 0;
        for (LinearHead head : like.heads()) {
            var rows = new float[head.classes()][width];
            var bias = new float[head.classes()];
            for (int c = 0; c < rows.length; c++, at++) {
                System.arraycopy(weights, at * width, rows[c], 0, width);
                bias[c] = biases[at];
            }
            heads.add(new LinearHead(rows, bias, temperatures.get(heads.size())));
        }
        return new Heads(like.features(), heads);
    }

    private static float[] weights(Heads heads) {
        int width = heads.features().width();
        var values = new float[heads.classes() * width];
        int at = 0;
        for (LinearHead head : heads.heads()) {
            for (float[] row : head.weights()) {
                System.arraycopy(row, 0, values, at, width);
                at += width;
            }
        }
        return values;
    }

    private static float[] biases(Heads heads) {
        var values = new float[heads.classes()];
        int at = 0;
        for (LinearHead head : heads.heads()) {
            System.arraycopy(head.bias(), 0, values, at, head.classes());
            at += head.classes();
        }
        return values;
    }
}
