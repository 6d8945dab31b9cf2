package io.flames.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Loads {@link OnnxScorer}s: on the device that was asked for, or on the best that opens. */
public final class OnnxScorers {
    /** In {@link LoadedScorer#backend}: why it runs on the CPU though this build knows an accelerator. */
    public static final String FALLBACK = "device.fallback";

    private OnnxScorers() {}

    /**
     * @param name of the scorer
     * @param folder with weights in place of the shipped ones, and an encoder where they were trained with one of their own
     * @param tolerance of golden items' logits in place of the card's
     * @throws IllegalArgumentException when settings, weights and profile do not fit each other
     * @throws IllegalStateException when a device that was named does not open
     */
    public static LoadedScorer load(String name, Optional<Path> folder, OnnxPlan plan, OptionalDouble tolerance) {
        return onBest(plan.device(), (device, fallback) -> open(name, folder, plan, device, tolerance, fallback));
    }

    /** On the device that was named, or on CUDA where this build has it and it opens, and otherwise on the CPU. */
    static LoadedScorer onBest(Optional<Device> named, BiFunction<Device, Optional<String>, LoadedScorer> open) {
        if (named.isPresent()) {
            return open.apply(named.get(), Optional.empty());
        }
        if (!offered().contains(OrtProvider.CUDA)) {
            return open.apply(Device.CPU, Optional.empty());
        }
        try {
            return open.apply(Device.CUDA, Optional.empty());
        } catch (IllegalArgumentException | IllegalStateException | LinkageError away) {
            // Settings that fit neither device are refused by the second one as well.
            return open.apply(Device.CPU, Optional.of(String.valueOf(away.getMessage())));
        }
    }

    private static Set<OrtProvider> offered() {
        OrtLibrary.environment();
        return OrtEnvironment.getAvailableProviders();
    }

    private static LoadedScorer open(
            String name,
            Optional<Path> folder,
            OnnxPlan plan,
            Device device,
            OptionalDouble tolerance,
            Optional<String> fallback) {
        var tuned = folder.filter(EncoderFiles::isTuned);
        var decided = (tuned.isPresent() ? plan.inFp32() : plan)
                .on(device, Runtime.getRuntime().availableProcessors());
        var weights = Weights.load(folder, decided.variant().weights());
        String encoder =
                tuned.isPresent() ? EncoderFiles.TUNED : decided.variant().encoder();
        requireSameEncoder(weights, encoder);
        var scorer = new OnnxScorer(
                name,
                tuned.map(EncoderFiles::tuned).orElseGet(() -> EncoderFiles.load(decided.variant())),
                weights.version(),
                weights.heads(),
                decided.shape(),
                decided.layout());
        scorer.warmUp(decided.lane().workers());
        return new LoadedScorer(
                scorer,
                decided.lane(),
                new GoldenSet(weights.golden(), tolerance.orElse(weights.goldenTolerance(device.platform())), 1),
                InputTemplate.DESCRIPTION,
                backend(decided, encoder, device, fallback),
                weights.card(),
                weights.trainedOn());
    }

    private static void requireSameEncoder(Weights weights, String encoder) {
        String trainedOn = weights.card().path("encoder").asText();
        if (!trainedOn.equals(encoder)) {
            throw new IllegalArgumentException("the weights were trained on " + trainedOn + ", the scorer is to run on "
                    + encoder + ": their heads read other numbers");
        }
    }

    private static Map<String, String> backend(
            OnnxPlan.Decided decided, String encoder, Device device, Optional<String> fallback) {
        var backend = new TreeMap<String, String>();
        backend.put("device", device.id());
        backend.put("platform", device.platform());
        backend.put("encoder", encoder);
        backend.put("sessions", String.valueOf(decided.shape().sessions()));
        backend.put("threads", String.valueOf(decided.shape().threads()));
        backend.put("workers", String.valueOf(decided.lane().workers()));
        backend.put("largest-batch", String.valueOf(decided.lane().costs().largestBatch()));
        fallback.ifPresent(reason -> backend.put(FALLBACK, reason));
        return backend;
    }
}
