package io.flames.scoring.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * How ONNX Runtime runs a graph.
 *
 * @param sessions copies of the weights; several callers share one nearly as well
 * @param threads of one run; 1: the caller's own
 */
public record SessionShape(int sessions, int threads) {
    /** One copy of the weights, each run on its caller's thread. */
    public static final SessionShape SHARED = new SessionShape(1, 1);

    public SessionShape {
        if (sessions < 1 || threads < 1) {
            throw new IllegalArgumentException("sessions and threads are 1 or more");
        }
    }

    OrtSession.SessionOptions options() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }
}
