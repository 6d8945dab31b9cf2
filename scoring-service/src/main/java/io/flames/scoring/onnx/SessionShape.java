package io.flames.scoring.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * How ONNX Runtime runs a graph.
 *
 * @param deviceId number of the accelerator, from 0; of no meaning on a CPU
 * @param sessions copies of the weights; several callers share one nearly as well
 * @param threads of one run; 1: the caller's own
 */
public record SessionShape(Device device, int deviceId, int sessions, int threads) {
    /** On the CPU, one copy of the weights, each run on its caller's thread. */
    public static final SessionShape SHARED = new SessionShape(1, 1);

    public SessionShape {
        if (sessions < 1 || threads < 1 || deviceId < 0) {
            throw new IllegalArgumentException("sessions and threads are 1 or more, the device's number 0 or more");
        }
    }

    /** On the CPU. */
    public SessionShape(int sessions, int threads) {
        this(Device.CPU, 0, sessions, threads);
    }

    /** @throws OrtException when this build does not have the device's provider, or its libraries are missing */
    OrtSession.SessionOptions options() throws OrtException {
        var options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            if (device == Device.TENSORRT) {
                options.addTensorrt(deviceId);
            }
            if (device != Device.CPU) {
                options.addCUDA(deviceId);
            }
            return options;
        } catch (OrtException fault) {
            options.close();
            throw fault;
        }
    }
}
