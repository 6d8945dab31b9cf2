package io.flames.scoring.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.flames.scoring.template.HeadLayout;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A classifier's graph in one or more sessions of ONNX Runtime: token ids and mask in, logits of the heads out. Safe for
 * several threads.
 */
final class ExternalGraph implements AutoCloseable {
    private static final long ANY = -1;
    private static final List<OnnxJavaType> FLOATS =
            List.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

    private final OrtEnvironment environment = OrtLibrary.environment();
    private final List<OrtSession> sessions = new ArrayList<>();
    private final Deque<OrtSession> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger callers = new AtomicInteger();
    private final ExternalOptions options;
    private final Set<String> outputs;
    private final boolean alone;

    /**
     * @param alone inputs are never batched, so that the graph may be one for a single input
     * @throws IllegalArgumentException when the graph has other inputs or outputs than configured
     * @throws IllegalStateException when the device does not open, or ONNX Runtime refuses the graph
     */
    ExternalGraph(ExternalOptions options, SessionShape shape, boolean alone) {
        this.options = options;
        this.outputs = new LinkedHashSet<>(options.layout().outputs());
        this.alone = alone;
        try (var ort = shape.options()) {
            for (int i = 0; i < shape.sessions(); i++) {
                // By path: the file may be larger than the heap.
                sessions.add(environment.createSession(options.model().toString(), ort));
            }
            check(sessions.get(0));
        } catch (OrtException e) {
            close();
            throw new IllegalStateException(
                    "the device " + shape.device().id() + " does not open for the model " + options.model() + ": "
                            + e.getMessage(),
                    e);
        } catch (IllegalArgumentException wrong) {
            close();
            throw wrong;
        }
    }

    private void check(OrtSession session) throws OrtException {
        var wanted = List.of(options.inputIds(), options.attentionMask());
        var found = session.getInputInfo();
        if (!found.keySet().equals(Set.copyOf(wanted))) {
            throw wrong("the inputs " + wanted, tensors(found));
        }
        for (String name : wanted) {
            check("input", name, found, List.of(OnnxJavaType.INT64), List.of(new long[] {ANY, ANY}));
        }
        for (int i = 0; i < options.layout().outputs().size(); i++) {
            int width = options.layout().width(i);
            check(
                    "output",
                    options.layout().outputs().get(i),
                    session.getOutputInfo(),
                    FLOATS,
                    List.of(new long[] {ANY, width}, new long[] {ANY, ANY, width}));
        }
    }

    private void check(
            String what, String name, Map<String, NodeInfo> among, List<OnnxJavaType> types, List<long[]> shapes) {
        var node = among.get(name);
        boolean fits = node != null
                && node.getInfo() instanceof TensorInfo tensor
                && types.contains(tensor.type)
                && shapes.stream().anyMatch(shape -> fits(tensor.getShape(), shape));
        if (!fits) {
            throw wrong(
                    what + " \"" + name + "\" of datatype "
                            + types.stream().map(Enum::name).collect(Collectors.joining(", ")) + " and shape "
                            + shapes.stream().map(Arrays::toString).collect(Collectors.joining(" or ")),
                    tensors(among));
        }
    }

    /** -1 on either side is any size. */
    private boolean fits(long[] found, long[] expected) {
        if (found.length != expected.length) {
            return false;
        }
        for (int i = 0; i < found.length; i++) {
            boolean any = found[i] == ANY || i == 0 && alone && found[i] == 1;
            if (!any && found[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static String tensors(Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .map(node -> "\"" + node.getName() + "\""
                        + (node.getInfo() instanceof TensorInfo tensor
                                ? " of datatype " + tensor.type + " and shape " + Arrays.toString(tensor.getShape())
                                : ", which is no tensor"))
                .collect(Collectors.joining("; "));
    }

    private IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException(
                "the model " + options.model() + ": expected " + expected + ", found " + found);
    }

    /**
     * @param batch token ids, not padded
     * @return for each output of the layout [n, width], in row-major order
     */
    List<double[]> run(List<long[]> batch) {
        var known = free.poll();
        var session = known != null ? known : sessions.get(callers.getAndIncrement() % sessions.size());
        try {
            return run(session, batch);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "ONNX Runtime failed on a batch of " + batch.size() + " inputs: " + e.getMessage(), e);
        } finally {
            free.push(session);
        }
    }

    private List<double[]> run(OrtSession session, List<long[]> batch) throws OrtException {
        int tokens = batch.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        var ids = new long[batch.size() * tokens];
        var mask = new long[ids.length];
        for (int item = 0; item < batch.size(); item++) {
            int length = batch.get(item).length;
            System.arraycopy(batch.get(item), 0, ids, item * tokens, length);
            Arrays.fill(mask, item * tokens, item * tokens + length, 1);
        }
        long[] shape = {batch.size(), tokens};
        try (var idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                var maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                var result = session.run(
                        Map.of(options.inputIds(), idTensor, options.attentionMask(), maskTensor), outputs)) {
            var rows = new ArrayList<double[]>();
            for (int i = 0; i < options.layout().outputs().size(); i++) {
                var output = (OnnxTensor)
                        result.get(options.layout().outputs().get(i)).orElseThrow();
                rows.add(rows(output, mask, shape, options.layout().width(i)));
            }
            return rows;
        }
    }

    private static double[] rows(OnnxTensor output, long[] mask, long[] shape, int width) {
        long[] found = output.getInfo().getShape();
        if (Arrays.equals(found, new long[] {shape[0], width})) {
            return numbers(output);
        }
        if (Arrays.equals(found, new long[] {shape[0], shape[1], width})) {
            return HeadLayout.logitsAtLastToken(numbers(output), mask, Math.toIntExact(shape[1]), width);
        }
        throw new IllegalStateException("the model gave logits of shape " + Arrays.toString(found) + " for inputs of "
                + Arrays.toString(shape) + ", expected " + width + " an input or a token");
    }

    private static double[] numbers(OnnxTensor output) {
        if (output.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = output.getDoubleBuffer();
            var numbers = new double[doubles.remaining()];
            doubles.get(numbers);
            return numbers;
        }
        FloatBuffer floats = output.getFloatBuffer();
        var numbers = new double[floats.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats.get(i);
        }
        return numbers;
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
}
