package io.flames.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flames.scoring.onnx.PairTemplate.EncodedPair;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * The encoder at batch 1: token ids in, the last layer out. An int8 graph quantises its activations by tensor, so that a
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

    /** The last layer, row by token: 512 numbers a token. */
    public FloatBuffer lastLayer(EncodedPair pair) {
        long[] shape = {1, pair.length()};
        try (var ids = OnnxTensor.createTensor(environment, ids(pair), shape);
                var mask = OnnxTensor.createTensor(environment, mask(pair), shape);
                var segments = OnnxTensor.createTensor(environment, segments(pair), shape);
                var result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", segments))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on an input of " + pair.length() + " tokens", e);
        }
    }

    private static LongBuffer ids(EncodedPair pair) {
        var buffer = direct(pair.length());
        for (int id : pair.ids()) {
            buffer.put(id);
        }
        return buffer.flip();
    }

    private static LongBuffer mask(EncodedPair pair) {
        var buffer = direct(pair.length());
        for (int i = 0; i < pair.length(); i++) {
            buffer.put(1);
        }
        return buffer.flip();
    }

    private static LongBuffer segments(EncodedPair pair) {
        var buffer = direct(pair.length());
        for (int i = 0; i < pair.length(); i++) {
            buffer.put(i < pair.responseStart() ? 0 : 1);
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
