package io.flames.scoring.train.full;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.Locale;

/**
 * The PyTorch that this build has, on one device. Calls home to nobody and downloads nothing: its libraries come with the
 * class path, and are unpacked once into DJL's folder ({@code ~/.djl.ai}, or {@code DJL_CACHE_DIR}).
 */
final class Torch implements AutoCloseable {
    private final Engine engine;
    private final Device device;
    private final NDManager manager;

    private Torch(Engine engine, Device device) {
        this.engine = engine;
        this.device = device;
        manager = engine.newBaseManager(device);
    }

    /**
     * @param device {@code cpu} or {@code cuda}
     * @param threads of an operation; 0: a thread a core
     * @throws IllegalStateException when PyTorch is not on the class path, or the device is not there
     */
    static Torch open(String device, int threads) {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        var where =
                switch (device.toLowerCase(Locale.ROOT)) {
                    case "cpu" -> Device.cpu();
                    case "cuda" -> Device.gpu();
                    default ->
                        throw new IllegalArgumentException(
                                "unknown device \"" + device + "\", expected one of cpu, cuda");
                };
        try {
            var engine = Engine.getEngine("PyTorch");
            if (where.isGpu() && engine.getGpuCount() == 0) {
                throw new IllegalStateException(
                        "the device cuda does not open: this build's PyTorch sees no GPU, see scoring-service/README.md");
            }
            // Off except under a gradient collector, so that what is only looked at keeps no graph.
            JniUtils.setGradMode(false);
            if (threads > 0) {
                JniUtils.setNumThreads(threads);
            }
            return new Torch(engine, where);
        } catch (EngineException | LinkageError e) {
            throw new IllegalStateException("PyTorch does not open: " + e.getMessage(), e);
        }
    }

    /** Of everything that lives as long as the training. */
    NDManager manager() {
        return manager;
    }

    GradientCollector gradients() {
        return engine.newGradientCollector();
    }

    /** What is random from here on depends on this alone. */
    void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /** Such as {@code PyTorch 2.7.1 on cpu}. */
    String name() {
        return engine.getEngineName() + " " + engine.getVersion() + " on " + (device.isGpu() ? "cuda" : "cpu");
    }

    @Override
    public void close() {
        manager.close();
    }
}
