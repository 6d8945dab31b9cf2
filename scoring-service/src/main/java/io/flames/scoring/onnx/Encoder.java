package io.flames.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flames.scoring.heads.LastLayer;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.InputTemplate.Pass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * The encoder at batch 1: token ids in, the last layer out, for one pass or two. An int8 graph quantises its activations by tensor, so that a
 * batch-mate would change the numbers; alone, an item gives the same bits every time on one machine. Each call runs on
 * the caller's thread; several callers share one copy of the weights.
 */
public final class Encoder implements AutoCloseable {
    private final OrtEnvironment environment = OrtLibrary.environment();
    private final OrtSession session;

    public Encoder(byte[] graph) {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(graph, options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the encoder's graph", e);
        }
    }

    /** The last layer of each pass, one after the other. */
    public Map<Reading, LastLayer> lastLayers(EncodedInput input) {
        var layers = new EnumMap<Reading, LastLayer>(Reading.class);
        input.passes().forEach((reading, pass) -> layers.put(reading, lastLayer(pass)));
        return layers;
    }

    private LastLayer lastLayer(Pass pass) {
        long[] shape = {1, pass.length()};
        try (var ids = OnnxTensor.createTensor(environment, ids(pass), shape);
                var mask = OnnxTensor.createTensor(environment, mask(pass), shape);
                var segments = OnnxTensor.createTensor(environment, segments(pass), shape);
                var result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", segments))) {
            return new LastLayer(pass.responseStart(), pass.length(), ((OnnxTensor) result.get(0)).getFloatBuffer());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on an input of " + pass.length() + " tokens", e);
        }
    }

    private static LongBuffer ids(Pass pass) {
        var buffer = direct(pass.length());
        for (int id : pass.ids()) {
            buffer.put(id);
        }
        return buffer.flip();
    }

    private static LongBuffer mask(Pass pass) {
        var buffer = direct(pass.length());
        for (int i = 0; i < pass.length(); i++) {
            buffer.put(1);
        }
        return buffer.flip();
    }

    private static LongBuffer segments(Pass pass) {
        var buffer = direct(pass.length());
        for (int i = 0; i < pass.length(); i++) {
            buffer.put(i < pass.responseStart() ? 0 : pass.segment());
        }
        return buffer.flip();
    }

    private static LongBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed to close the session", e);
        }
    }
}
