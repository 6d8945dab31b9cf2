package io.flames.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Ngrams;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.InputTemplate.Pass;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap in which one caller hands its inputs to ONNX Runtime and gets the output back. Kept from run to
 * run; it grows with the largest run.
 */
final class RunBuffers {
    private final OrtEnvironment environment;
    private final Layout layout;
    private final List<Vector> vectors;
    private final List<Reading> readings;
    private final Optional<Ngrams> ngrams;
    private final int outputWidth;
    private final Map<String, LongBuffer> longs = new HashMap<>();
    private final Map<String, FloatBuffer> floats = new HashMap<>();

    RunBuffers(
            OrtEnvironment environment, Layout layout, List<Vector> vectors, Optional<Ngrams> ngrams, int outputWidth) {
        this.ngrams = ngrams;
        this.environment = environment;
        this.layout = layout;
        this.vectors = vectors;
        this.readings =
                vectors.stream().map(Vector::reading).distinct().sorted().toList();
        this.outputWidth = outputWidth;
    }

    /** Tensors over these buffers, filled with a batch; {@link Layout#ALONE} takes one input. */
    Run fill(List<EncodedInput> batch) throws OrtException {
        int split = longest(batch, readings.get(0));
        int tokens = split + (readings.size() == 2 ? longest(batch, readings.get(1)) : 0);
        var inputs = new HashMap<String, OnnxTensor>();
        try {
            tokens(inputs, batch, split, tokens);
            if (readings.size() == 2) {
                inputs.put("split", OnnxTensor.createTensor(environment, scalar("split", split), new long[] {1}));
            }
            if (layout == Layout.ALONE) {
                pooledRows(inputs, batch.get(0), split);
            } else {
                padded(inputs, batch, split, tokens);
            }
            if (ngrams.isPresent()) {
                ngrams(inputs, batch, ngrams.get());
            }
            var values = floats("output", batch.size() * outputWidth);
            var output = OnnxTensor.createTensor(environment, values, new long[] {batch.size(), outputWidth});
            return new Run(inputs, output, values);
        } catch (OrtException | RuntimeException fault) {
            inputs.values().forEach(OnnxTensor::close);
            throw fault;
        }
    }

    /** Those of all items, one after the other; first the table's first row for nobody, so that there is always one. */
    private void ngrams(Map<String, OnnxTensor> inputs, List<EncodedInput> batch, Ngrams listed) throws OrtException {
        var counts = batch.stream().map(input -> listed.of(input.response())).toList();
        int all = 1 + counts.stream().mapToInt(count -> count.rows().length).sum();
        var rows = longs(ScoringGraph.NGRAMS, all).put(0, 0);
        var shares = zeros(ScoringGraph.NGRAM_SHARES, batch.size() * all);
        int at = 1;
        for (int item = 0; item < counts.size(); item++) {
            var count = counts.get(item);
            for (int i = 0; i < count.rows().length; i++, at++) {
                rows.put(at, count.rows()[i]);
                shares.put(item * all + at, count.shares()[i]);
            }
        }
        inputs.put(ScoringGraph.NGRAMS, OnnxTensor.createTensor(environment, rows, new long[] {all}));
        inputs.put(ScoringGraph.NGRAM_SHARES, OnnxTensor.createTensor(environment, shares, new long[] {batch.size(), all
        }));
    }

    private static int longest(List<EncodedInput> batch, Reading reading) {
        return batch.stream()
                .mapToInt(input -> pass(input, reading).length())
                .max()
                .orElseThrow();
    }

    private static Pass pass(EncodedInput input, Reading reading) {
        var pass = input.passes().get(reading);
        if (pass == null) {
            throw new IllegalArgumentException("the input has no pass " + reading);
        }
        return pass;
    }

    /** Padding is token 0 at position 0. */
    private void tokens(Map<String, OnnxTensor> inputs, List<EncodedInput> batch, int split, int tokens)
            throws OrtException {
        int size = batch.size() * tokens;
        var ids = longs("ids", size);
        var segments = longs("segments", size);
        var positions = longs("positions", size);
        for (int item = 0; item < batch.size(); item++) {
            for (Reading reading : readings) {
                var pass = pass(batch.get(item), reading);
                int at = item * tokens + (reading == readings.get(0) ? 0 : split);
                int end = reading == readings.get(0) ? item * tokens + split : (item + 1) * tokens;
                for (int i = 0; at < end; i++, at++) {
                    boolean real = i < pass.length();
                    ids.put(at, real ? pass.ids()[i] : 0);
                    segments.put(at, real && i >= pass.responseStart() ? pass.segment() : 0);
                    positions.put(at, real ? i : 0);
                }
            }
        }
        long[] shape = {batch.size(), tokens};
        inputs.put("ids", OnnxTensor.createTensor(environment, ids, shape));
        inputs.put("segments", OnnxTensor.createTensor(environment, segments, shape));
        inputs.put("positions", OnnxTensor.createTensor(environment, positions, shape));
    }

    /** Of each pass [CLS] and the response's tokens. */
    private void pooledRows(Map<String, OnnxTensor> inputs, EncodedInput input, int split) throws OrtException {
        int count = readings.stream()
                .mapToInt(reading -> 1 + responseTokens(pass(input, reading)))
                .sum();
        var rows = longs("rows", count);
        var pool = zeros("pool", vectors.size() * count);
        int at = 0;
        int second = 0;
        for (Reading reading : readings) {
            var pass = pass(input, reading);
            int start = reading == readings.get(0) ? 0 : split;
            second = at == 0 ? 0 : at;
            int response = responseTokens(pass);
            rows.put(at, start);
            for (int i = 0; i < response; i++) {
                rows.put(at + 1 + i, start + pass.responseStart() + i);
            }
            pool(pool, reading, 0, count, at, at + 1, response);
            at += 1 + response;
        }
        inputs.put("rows", OnnxTensor.createTensor(environment, rows, new long[] {count}));
        if (readings.size() == 2) {
            inputs.put(
                    "rows-split", OnnxTensor.createTensor(environment, scalar("rows-split", second), new long[] {1}));
        }
        inputs.put("pool", OnnxTensor.createTensor(environment, pool, new long[] {1, vectors.size(), count}));
    }

    private void padded(Map<String, OnnxTensor> inputs, List<EncodedInput> batch, int split, int tokens)
            throws OrtException {
        var pool = zeros("pool", batch.size() * vectors.size() * tokens);
        var padding = floats("padding", batch.size() * tokens);
        for (int item = 0; item < batch.size(); item++) {
            for (Reading reading : readings) {
                var pass = pass(batch.get(item), reading);
                int start = reading == readings.get(0) ? 0 : split;
                int end = reading == readings.get(0) ? split : tokens;
                for (int i = start; i < end; i++) {
                    padding.put(item * tokens + i, i - start < pass.length() ? 0 : ScoringGraph.HIDDEN);
                }
                pool(pool, reading, item, tokens, start, start + pass.responseStart(), responseTokens(pass));
            }
        }
        inputs.put("padding", OnnxTensor.createTensor(environment, padding, new long[] {batch.size(), 1, 1, tokens}));
        inputs.put(
                "pool", OnnxTensor.createTensor(environment, pool, new long[] {batch.size(), vectors.size(), tokens}));
    }

    private void pool(FloatBuffer pool, Reading reading, int item, int width, int cls, int from, int count) {
        for (int v = 0; v < vectors.size(); v++) {
            if (vectors.get(v).reading() == reading) {
                int row = (item * vectors.size() + v) * width;
                if (vectors.get(v).cls()) {
                    pool.put(row + cls, 1);
                } else {
                    for (int i = from; i < from + count; i++) {
                        pool.put(row + i, 1);
                    }
                }
            }
        }
    }

    private static int responseTokens(Pass pass) {
        return pass.length() - 1 - pass.responseStart();
    }

    private LongBuffer scalar(String name, long value) {
        return longs(name, 1).put(0, value);
    }

    private FloatBuffer zeros(String name, int size) {
        var buffer = floats(name, size);
        for (int i = 0; i < size; i++) {
            buffer.put(i, 0);
        }
        return buffer;
    }

    /** From 0 to {@code size}; what is in it is what the last run left. */
    private LongBuffer longs(String name, int size) {
        return longs.compute(
                        name,
                        (key, old) -> large(old, size)
                                ? old
                                : direct(size, Long.BYTES).asLongBuffer())
                .limit(size);
    }

    private FloatBuffer floats(String name, int size) {
        return floats.compute(
                        name,
                        (key, old) -> large(old, size)
                                ? old
                                : direct(size, Float.BYTES).asFloatBuffer())
                .limit(size);
    }

    private static boolean large(@Nullable Buffer buffer, int size) {
        return buffer != null && buffer.capacity() >= size;
    }

    private static ByteBuffer direct(int size, int bytes) {
        return ByteBuffer.allocateDirect(Math.max(64, size * 3 / 2) * bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * The tensors of one run.
     *
     * @param output ONNX Runtime writes into it
     * @param values what it wrote, a row an input
     */
    record Run(Map<String, OnnxTensor> inputs, OnnxTensor output, FloatBuffer values) implements AutoCloseable {
        float[][] rows(int count) {
            var rows = new float[count][values.limit() / count];
            for (int i = 0; i < count; i++) {
                values.get(i * rows[i].length, rows[i]);
            }
            return rows;
        }

        @Override
        public void close() {
            inputs.values().forEach(OnnxTensor::close);
            output.close();
        }
    }
}
