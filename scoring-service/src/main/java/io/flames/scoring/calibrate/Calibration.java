package io.flames.scoring.calibrate;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.onnx.Device;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.MachineProfile;
import io.flames.scoring.onnx.MachineProfile.BatchSize;
import io.flames.scoring.onnx.MachineProfile.Setting;
import io.flames.scoring.onnx.Probe;
import io.flames.scoring.onnx.SessionShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures in three steps: sessions and threads with each input alone; at the best of these the throughput of batch sizes on
 * mixed lengths; and the time of batches by size and length, up to the size that pays. Settings that are compared take turns, so that a machine
 * that slows down meanwhile favours none.
 */
final class Calibration {
    private static final int ROUNDS = 5;
    private static final long SEED = 20_231_106;
    private static final int[] LENGTHS = {32, 96, 192, 384, 768, 1024};
    private static final int[] CPU_BATCHES = {1, 2, 4, 8, 16};
    private static final int[] ACCELERATOR_BATCHES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    /** Shares of the time of the three steps. */
    private static final double SETTINGS = 0.4;

    private static final double BATCHES = 0.4;
    private static final double GRID = 0.2;

    private final CalibrateOptions options;
    private final Progress progress;
    private final byte[] heads;
    private final int processors = Runtime.getRuntime().availableProcessors();

    Calibration(CalibrateOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.heads =
                Weights.load(options.weights(), options.variant().weights()).heads();
    }

    MachineProfile run() throws InterruptedException {
        var settings = settings();
        var best = Choice.setting(settings);
        List<Cost> grid;
        List<BatchSize> batches;
        int largest;
        try (var alone = throughput(best, false);
                var batched = throughput(best, true)) {
            batches = batches(alone, batched);
            // A batch-mate changes what int8 says, so that there it is measured for people only.
            largest = options.variant() == Variant.INT8 ? 1 : Choice.largestBatch(batches);
            grid = grid(largest == 1 ? alone : batched, largest);
        }
        return new MachineProfile(
                MachineProfile.FORMAT,
                options.device().platform(),
                Processor.name(),
                processors,
                Processor.runtime(),
                options.variant().id(),
                best.sessions(),
                best.threads(),
                best.workers(),
                largest,
                Choice.tokenBudget(grid, largest),
                Choice.longestWaitMicros(grid, largest),
                settings,
                batches,
                grid);
    }

    private List<Setting> settings() throws InterruptedException {
        var shapes = shapes();
        progress.begin("sessions x threads", shapes.size() * ROUNDS);
        var runs = new ArrayList<Throughput>();
        try {
            for (Setting shape : shapes) {
                runs.add(throughput(shape, false));
            }
            var mixed = alone(mixedLengths());
            long each = nanos(SETTINGS) / shapes.size() / (ROUNDS + 1);
            for (Throughput run : runs) {
                run.itemsPerSecond(mixed, each);
            }
            var rates = new double[shapes.size()][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < runs.size(); i++) {
                    rates[i][round] = runs.get(i).itemsPerSecond(mixed, each);
                    progress.step();
                }
            }
            var measured = new ArrayList<Setting>();
            for (int i = 0; i < rates.length; i++) {
                var spread = Spread.of(rates[i]);
                var shape = shapes.get(i);
                measured.add(new Setting(
                        shape.sessions(),
                        shape.threads(),
                        shape.workers(),
                        spread.median(),
                        spread.lowest(),
                        spread.highest()));
            }
            return measured;
        } finally {
            runs.forEach(Throughput::close);
        }
    }

    /** Each way to share the processors between inferences; on an accelerator one or two inferences at a time. */
    private List<Setting> shapes() {
        var shapes = new ArrayList<Setting>();
        if (options.device() != Device.CPU) {
            shapes.add(shape(1, 1, 1));
            shapes.add(shape(1, 1, 2));
            return shapes;
        }
        for (int threads = 1; threads <= processors; threads *= 2) {
            int workers = Math.max(1, processors / threads);
            shapes.add(shape(1, threads, workers));
            if (workers > 1) {
                shapes.add(shape(workers, threads, workers));
            }
        }
        return shapes;
    }

    private static Setting shape(int sessions, int threads, int workers) {
        return new Setting(sessions, threads, workers, 0, 0, 0);
    }

    private Throughput throughput(Setting setting, boolean batched) {
        var shape = new SessionShape(options.device(), options.deviceId(), setting.sessions(), setting.threads());
        return new Throughput(new Probe(options.variant(), heads, shape, batched), setting.workers());
    }

    private List<Cost> grid(Throughput run, int largest) throws InterruptedException {
        var grid = new ArrayList<Cost>();
        int[] sizes = IntStream.of(batchSizes()).filter(size -> size <= largest).toArray();
        progress.begin("batch x tokens", sizes.length * LENGTHS.length);
        long each = nanos(GRID) / ((long) sizes.length * LENGTHS.length);
        for (int tokens : LENGTHS) {
            var input = ofLength(tokens);
            for (int size : sizes) {
                grid.add(new Cost(size, tokens, run.medianMicros(Collections.nCopies(size, input), each)));
                progress.step();
            }
        }
        return grid;
    }

    private List<BatchSize> batches(Throughput alone, Throughput batched) throws InterruptedException {
        int[] sizes = batchSizes();
        progress.begin("batches in arrival order", sizes.length * ROUNDS);
        var mixed = mixedLengths();
        long each = nanos(BATCHES) / ((long) sizes.length * ROUNDS);
        var rates = new double[sizes.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < sizes.length; i++) {
                var run = sizes[i] == 1 ? alone : batched;
                rates[i][round] = run.itemsPerSecond(cut(mixed, sizes[i]), each);
                progress.step();
            }
        }
        var measured = new ArrayList<BatchSize>();
        for (int i = 0; i < sizes.length; i++) {
            var spread = Spread.of(rates[i]);
            measured.add(new BatchSize(sizes[i], spread.median(), spread.lowest(), spread.highest()));
        }
        return measured;
    }

    private int[] batchSizes() {
        return options.device() == Device.CPU ? CPU_BATCHES : ACCELERATOR_BATCHES;
    }

    private long nanos(double share) {
        return (long) (options.seconds() * share * 1e9);
    }

    /** Prompts of 20 to 80 tokens; responses of 20 to 400, short ones more often: what a benchmark's answers look like. */
    private List<EncodedInput> mixedLengths() {
        var random = new Random(SEED);
        var inputs = new ArrayList<EncodedInput>();
        for (int i = 0; i < 256; i++) {
            double skewed = random.nextDouble() * random.nextDouble();
            inputs.add(Probe.input(20 + random.nextInt(61), 20 + (int) (380 * skewed), random));
        }
        return inputs;
    }

    /** Of so many tokens in both passes together. */
    private EncodedInput ofLength(int tokens) {
        int prompt = Math.min(48, tokens / 4);
        int response = Math.max(1, (tokens - prompt - 5) / 2);
        return Probe.input(prompt, response, new Random(SEED + tokens));
    }

    private static List<List<EncodedInput>> alone(List<EncodedInput> inputs) {
        return inputs.stream().map(List::of).toList();
    }

    private static List<List<EncodedInput>> cut(List<EncodedInput> inputs, int size) {
        var batches = new ArrayList<List<EncodedInput>>();
        for (int from = 0; from + size <= inputs.size(); from += size) {
            batches.add(inputs.subList(from, from + size));
        }
        return batches;
    }

    /** Median, lowest and highest of the rounds. */
    private record Spread(double median, double lowest, double highest) {
        static Spread of(double[] rates) {
            var sorted = rates.clone();
            Arrays.sort(sorted);
            return new Spread(Throughput.median(rates), sorted[0], sorted[sorted.length - 1]);
        }
    }
}
