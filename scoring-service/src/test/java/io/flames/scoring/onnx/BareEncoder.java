package io.flames.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.InputTemplate.Pass;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The encoder's own model as it ships, with pooling in Java: what the built graph is compared with. */
final class BareEncoder implements AutoCloseable {
    private static final int WIDTH = 512;

    private final OrtSession session;

    BareEncoder(byte[] model) throws OrtException {
        session = OrtLibrary.environment().createSession(model, SessionShape.SHARED.options());
    }

    double[] features(EncodedInput input, List<Vector> vectors) throws OrtException {
        var features = new double[vectors.size() * WIDTH];
        for (int v = 0; v < vectors.size(); v++) {
            var pass = input.passes().get(vectors.get(v).reading());
            float[][] rows = lastLayer(pass);
            double[] mean =
                    vectors.get(v).cls() ? mean(rows, 0, 1) : mean(rows, pass.responseStart(), pass.length() - 1);
            System.arraycopy(mean, 0, features, v * WIDTH, WIDTH);
        }
        return features;
    }

    private float[][] lastLayer(Pass pass) throws OrtException {
        var environment = OrtLibrary.environment();
        long[][] ids = {IntStream.of(pass.ids()).asLongStream().toArray()};
        long[][] mask = {IntStream.of(pass.ids()).mapToLong(id -> 1).toArray()};
        long[][] segments = {
            IntStream.range(0, pass.length())
                    .mapToLong(i -> i < pass.responseStart() ? 0 : pass.segment())
                    .toArray()
        };
        try (var idTensor = OnnxTensor.createTensor(environment, ids);
                var maskTensor = OnnxTensor.createTensor(environment, mask);
                var segmentTensor = OnnxTensor.createTensor(environment, segments);
                var result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", segmentTensor))) {
            return ((float[][][]) result.get(0).getValue())[0];
        }
    }

    /** Of rows {@code from} to {@code to - 1}, scaled to length 1. */
    private static double[] mean(float[][] rows, int from, int to) {
        var sum = new double[WIDTH];
        for (int row = from; row < to; row++) {
            for (int i = 0; i < WIDTH; i++) {
                sum[i] += rows[row][i];
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        for (int i = 0; i < WIDTH; i++) {
            sum[i] /= Math.sqrt(square);
        }
        return sum;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
