package io.flames.scoring.train.full;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.InputTemplate.Pass;
import io.flames.scoring.onnx.graph.ScoringGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items as tensors, in the passes that the features read; the passes are padded behind to the longest. */
record Batch(int items, List<PassTensors> passes) {
    /**
     * One pass of all items.
     *
     * @param ids int64 [b, n]
     * @param segments int64 [b, n]
     * @param padding float [b, 1, 1, n], 0 for a token, {@link ScoringGraph#HIDDEN} for padding; null where nothing is padded
     * @param pool float [b, k, n], the share of each token in each of this pass's vectors: 1 or 0
     */
    record PassTensors(NDArray ids, NDArray segments, @Nullable NDArray padding, NDArray pool) {
        int tokens() {
            return (int) ids.getShape().get(1);
        }
    }

    /** @param manager that the tensors, and all that is computed from them, live with */
    static Batch of(List<EncodedText> items, Features features, NDManager manager) {
        var passes = new ArrayList<PassTensors>();
        for (Reading reading : Reading.values()) {
            var vectors = features.vectors().stream()
                    .filter(vector -> vector.reading() == reading)
                    .toList();
            if (!vectors.isEmpty()) {
                passes.add(pass(items.stream().map(item -> pass(item, reading)).toList(), vectors, manager));
            }
        }
        return new Batch(items.size(), passes);
    }

    private static Pass pass(EncodedText item, Reading reading) {
        var pass = item.input().passes().get(reading);
        if (pass == null) {
            throw new IllegalArgumentException("an item was not encoded for the pass " + reading);
        }
        return pass;
    }

    private static PassTensors pass(List<Pass> passes, List<Vector> vectors, NDManager manager) {
        int b = passes.size();
        int n = passes.stream().mapToInt(Pass::length).max().orElseThrow();
        int k = vectors.size();
        var ids = new long[b * n];
        var segments = new long[b * n];
        var padding = new float[b * n];
        var pool = new float[b * k * n];
        boolean padded = false;
        for (int item = 0; item < b; item++) {
            var pass = passes.get(item);
            for (int i = 0; i < n; i++) {
                boolean real = i < pass.length();
                padded |= !real;
                ids[item * n + i] = real ? pass.ids()[i] : 0;
                segments[item * n + i] = real && i >= pass.responseStart() ? pass.segment() : 0;
                padding[item * n + i] = real ? 0 : ScoringGraph.HIDDEN;
            }
            for (int v = 0; v < k; v++) {
                int row = (item * k + v) * n;
                int from = vectors.get(v).cls() ? 0 : pass.responseStart();
                int to = vectors.get(v).cls() ? 1 : pass.length() - 1;
                java.util.Arrays.fill(pool, row + from, row + to, 1);
            }
        }
        return new PassTensors(
                manager.create(ids, new Shape(b, n)),
                manager.create(segments, new Shape(b, n)),
                padded ? manager.create(padding, new Shape(b, 1, 1, n)) : null,
                manager.create(pool, new Shape(b, k, n)));
    }
}
