package io.flames.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.Ngrams;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A {@linkplain io.flames.scoring.onnx.graph.ScoringGraph scoring graph} in one or more sessions of ONNX Runtime. Safe for
 * several threads: each call takes buffers of its own, and the newest that came back, whose memory is still in the cache.
 */
public final class ScoringModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtLibrary.environment();
    private final List<OrtSession> sessions = new ArrayList<>();
    private final Deque<Place> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger places = new AtomicInteger();
    private final String output;
    private final int width;
    private final Layout layout;
    private final List<Vector> vectors;
    private final Optional<Ngrams> ngrams;

    /**
     * A graph up to the heads' logits.
     *
     * @param graph with heads and layout as it was built
     * @throws IllegalStateException when the device does not open, or ONNX Runtime refuses the graph
     */
    public ScoringModel(byte[] graph, Heads heads, Layout layout, SessionShape shape) {
        this(graph, heads.features().vectors(), heads.ngrams(), layout, ScoringGraph.LOGITS, heads.classes(), shape);
    }

    /**
     * A graph up to its vectors.
     *
     * @param graph with vectors, layout, output and its width as it was built
     * @throws IllegalStateException when the device does not open, or ONNX Runtime refuses the graph
     */
    public ScoringModel(
            byte[] graph, List<Vector> vectors, Layout layout, String output, int width, SessionShape shape) {
        this(graph, vectors, Optional.empty(), layout, output, width, shape);
    }

    private ScoringModel(
            byte[] graph,
            List<Vector> vectors,
            Optional<Ngrams> ngrams,
            Layout layout,
            String output,
            int width,
            SessionShape shape) {
        this.vectors = List.copyOf(vectors);
        this.ngrams = ngrams;
        this.layout = layout;
        this.output = output;
        this.width = width;
        try (var options = shape.options()) {
            for (int i = 0; i < shape.sessions(); i++) {
                sessions.add(environment.createSession(graph, options));
            }
        } catch (OrtException e) {
            close();
            throw new IllegalStateException(
                    "the device " + shape.device().id() + " does not open for the scorer's graph: " + e.getMessage(),
                    e);
        }
    }

    /**
     * @param batch one input in the layout {@link Layout#ALONE}
     * @return a row of the output an input
     */
    public float[][] run(List<EncodedInput> batch) {
        if (layout == Layout.ALONE && batch.size() != 1) {
            throw new IllegalArgumentException("this graph takes one input, not " + batch.size());
        }
        var place = place();
        try {
            return run(place, batch);
        } finally {
            free.push(place);
        }
    }

    private float[][] run(Place place, List<EncodedInput> batch) {
        try (var run = place.buffers.fill(batch);
                var result = place.session.run(run.inputs(), Map.of(output, run.output()))) {
            return run.rows(batch.size());
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "ONNX Runtime failed on a batch of " + batch.size() + " inputs: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the places of so many callers and runs each of the inputs in each, one after the other.
     *
     * @param callers that there will be at a time
     */
    void warmUp(List<EncodedInput> inputs, int callers) {
        var made = Stream.generate(this::place).limit(callers).toList();
        for (Place place : made) {
            inputs.forEach(input -> run(place, List.of(input)));
        }
        made.forEach(free::push);
    }

    private Place place() {
        var known = free.poll();
        return known != null
                ? known
                : new Place(
                        sessions.get(places.getAndIncrement() % sessions.size()),
                        new RunBuffers(environment, layout, vectors, ngrams, width));
    }

    /** No run may be under way. */
    @Override
    public void close() {
        for (OrtSession session : sessions) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime failed to close the session", e);
            }
        }
    }

    private record Place(OrtSession session, RunBuffers buffers) {}
}
