package io.flames.scoring.onnx;

import io.flames.scoring.lane.CostProfile;
import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How an onnx scorer is to run; what is empty is decided by the device and the profile.
 *
 * @param device empty: the best that opens
 * @param workers inferences at a time
 */
public record OnnxPlan(
        Optional<Device> device,
        int deviceId,
        OptionalInt sessions,
        OptionalInt threads,
        OptionalInt workers,
        Optional<Variant> variant,
        Optional<Path> profile) {
    /** Copies of the built-in encoder's weights that a CPU's workers get by default: 24 MB each. */
    private static final int MOST_COPIES = 4;

    /**
     * Of an accelerator that nobody measured: an inference of 2 ms, and a microsecond for each padded token. Rough on purpose,
     * and enough to know that batches pay there; {@code flames scorer calibrate} measures.
     */
    private static final CostProfile UNMEASURED_ACCELERATOR = new CostProfile(
            Stream.of(1, 64)
                    .flatMap(batch ->
                            Stream.of(64, 512).map(tokens -> new Cost(batch, tokens, 2_000 + (double) batch * tokens)))
                    .toList(),
            64,
            16_384);

    private static final Duration ACCELERATOR_WAIT = Duration.ofMillis(2);

    /** On the best device that opens, everything else by default. */
    public static final OnnxPlan DEFAULT = new OnnxPlan(
            Optional.empty(),
            0,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    public OnnxPlan withWorkers(OptionalInt callers) {
        return new OnnxPlan(device, deviceId, sessions, threads, callers, variant, profile);
    }

    /**
     * For an encoder that there is in float32 only.
     *
     * @throws IllegalArgumentException when another variant was asked for
     */
    OnnxPlan inFp32() {
        if (variant.isPresent() && variant.get() != Variant.FP32) {
            throw new IllegalArgumentException("these weights come with an encoder of their own in fp32, expected no"
                    + " variant or fp32, not " + variant.get().id());
        }
        return new OnnxPlan(device, deviceId, sessions, threads, workers, Optional.of(Variant.FP32), profile);
    }

    /** Decided for one device. */
    Decided on(Device where, int processors) {
        var numbers = variant.orElse(where.variant());
        var measured = profile.map(MachineProfile::read);
        measured.ifPresent(found -> found.check(where.platform(), numbers));
        var fed = fed(measured, where, processors, MOST_COPIES);
        if (measured.isEmpty() && where != Device.CPU && numbers == Variant.FP32) {
            fed = new Fed(fed.shape(), new LaneShape(fed.lane().workers(), UNMEASURED_ACCELERATOR, ACCELERATOR_WAIT));
        }
        return new Decided(
                fed.shape(), numbers, fed.lane().costs().largestBatch() > 1 ? Layout.PADDED : Layout.ALONE, fed.lane());
    }

    /** Decided for one device and a graph that is not the built-in encoder's; the profile's variant says nothing of it. */
    Fed external(Device where, int processors) {
        var measured = profile.map(MachineProfile::read);
        measured.ifPresent(found -> found.checkPlatform(where.platform()));
        return fed(measured, where, processors, 1);
    }

    /** @param copies of the weights that workers of a CPU get by default, at most */
    private Fed fed(Optional<MachineProfile> measured, Device where, int processors, int copies) {
        int eachThreads = threads.orElse(measured.map(MachineProfile::threads).orElse(1));
        var givenSessions = sessions.isPresent()
                ? sessions
                : measured.map(found -> OptionalInt.of(found.sessions())).orElse(OptionalInt.empty());
        int callers = workers.orElse(measured.map(MachineProfile::workers)
                .orElse(where == Device.CPU ? Math.max(1, processors / eachThreads) : givenSessions.orElse(1)));
        int eachSessions = givenSessions.orElse(where == Device.CPU ? Math.min(callers, copies) : 1);
        var lane = measured.map(found -> found.lane(callers)).orElse(LaneShape.alone(callers));
        return new Fed(new SessionShape(where, deviceId, eachSessions, eachThreads), lane);
    }

    /** How sessions run and how they are fed. */
    record Fed(SessionShape shape, LaneShape lane) {}

    /** Everything there is to know before the graph is built. */
    record Decided(SessionShape shape, Variant variant, Layout layout, LaneShape lane) {
        Decided {
            if (variant == Variant.INT8 && layout == Layout.PADDED) {
                throw new IllegalArgumentException(
                        "int8 inputs are scored alone: a batch-mate would change the numbers");
            }
        }
    }
}
