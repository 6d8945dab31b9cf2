package io.flames.scoring.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.InputTemplate.Pass;
import java.util.List;
import java.util.Map;

/**
 * The way of the benchmark's own script: batches of 16 in the order of arrival, padded to the longest, one session with
 * all processors, the encoder's graph as it ships, its whole last layer copied out and pooled by the caller. Both passes
 * that the shipped heads read, on inputs that are tokenised before the clock starts.
 */
final class ReferenceWay implements AutoCloseable {
    static final int BATCH = 16;

    private static final int WIDTH = 512;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Heads heads;
    private final List<Pair> pairs;
    private final List<EncodedInput> inputs;

    ReferenceWay(List<Pair> pairs, List<EncodedInput> inputs, Heads heads) throws OrtException {
        this.pairs = pairs;
        this.inputs = inputs;
        this.heads = heads;
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            session = environment.createSession(
                    EncoderFiles.load(EncoderFiles.Variant.INT8).graph(), options);
        }
    }

    /** All inputs once, pairs a second. */
    double run() throws OrtException {
        long start = System.nanoTime();
        int scored = 0;
        for (int from = 0; from < inputs.size(); from += BATCH) {
            scored += batch(from, Math.min(from + BATCH, inputs.size()));
        }
        return scored / ((System.nanoTime() - start) / 1e9);
    }

    private int batch(int from, int to) throws OrtException {
        var features = new float[to - from][heads.features().width()];
        int at = 0;
        for (var vector : heads.features().vectors()) {
            pool(from, to, vector.reading(), features, at);
            at += WIDTH;
        }
        int scored = 0;
        for (int i = from; i < to; i++) {
            double[] logits = heads.of(pairs.get(i).dimension()).logits(features[i - from]);
            scored += Double.isFinite(logits[0]) ? 1 : 0;
        }
        return scored;
    }

    private void pool(int from, int to, Reading reading, float[][] features, int at) throws OrtException {
        int count = to - from;
        int longest = 0;
        for (int i = from; i < to; i++) {
            longest = Math.max(longest, inputs.get(i).passes().get(reading).length());
        }
        var ids = new long[count][longest];
        var mask = new long[count][longest];
        var segments = new long[count][longest];
        for (int i = 0; i < count; i++) {
            Pass pass = inputs.get(from + i).passes().get(reading);
            for (int t = 0; t < pass.length(); t++) {
                ids[i][t] = pass.ids()[t];
                mask[i][t] = 1;
                segments[i][t] = t < pass.responseStart() ? 0 : pass.segment();
            }
        }
        try (var idTensor = OnnxTensor.createTensor(environment, ids);
                var maskTensor = OnnxTensor.createTensor(environment, mask);
                var segmentTensor = OnnxTensor.createTensor(environment, segments);
                var result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", segmentTensor))) {
            var layer = (float[][][]) result.get(0).getValue();
            for (int i = 0; i < count; i++) {
                Pass pass = inputs.get(from + i).passes().get(reading);
                mean(layer[i], pass, features[i], at);
            }
        }
    }

    private static void mean(float[][] rows, Pass pass, float[] features, int at) {
        var sum = new double[WIDTH];
        for (int t = pass.responseStart(); t < pass.length() - 1; t++) {
            for (int i = 0; i < WIDTH; i++) {
                sum[i] += rows[t][i];
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        for (int i = 0; i < WIDTH; i++) {
            features[at + i] = (float) (sum[i] / Math.sqrt(square));
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
