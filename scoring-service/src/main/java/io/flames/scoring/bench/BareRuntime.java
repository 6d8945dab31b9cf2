package io.flames.scoring.bench;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.ScoringModel;
import io.flames.scoring.onnx.SessionShape;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ceiling: the shipped scorer's graph in bare ONNX Runtime sessions, in a loop, on inputs that are tokenised before
 * the clock starts. Nothing is queued, sent, counted or kept.
 */
final class BareRuntime implements AutoCloseable {
    private static final int TURNS = 3;

    private final Heads heads;
    private final byte[] graph;
    private final List<Pair> pairs;
    private final List<EncodedInput> inputs;
    private final WordPiece wordPiece;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private Setting setting = new Setting(SessionShape.SHARED, processors);
    private ScoringModel model;

    BareRuntime(List<Pair> pairs) {
        var files = EncoderFiles.load(EncoderFiles.Variant.INT8);
        this.wordPiece = WordPiece.of(files.tokenizerJson());
        this.heads = HeadsFile.read(Weights.load(Optional.empty()).heads());
        this.graph = ScoringGraph.ofLogits(files.graph(), Norm.INSTANCE, Layout.ALONE, heads);
        this.pairs = pairs;
        this.inputs = pairs.stream()
                .map(pair -> InputTemplate.apply(
                                wordPiece.ids(pair.prompt()),
                                wordPiece.ids(pair.response()),
                                heads.features().readings())
                        .orElseThrow(() -> new IllegalArgumentException("a prompt is too long for the scorer")))
                .toList();
        this.model = load(setting.shape());
    }

    private ScoringModel load(SessionShape shape) {
        return new ScoringModel(graph, heads, Layout.ALONE, shape);
    }

    Heads heads() {
        return heads;
    }

    List<EncodedInput> inputs() {
        return inputs;
    }

    Setting setting() {
        return setting;
    }

    /**
     * Tries the settings that make sense on this machine, in turns, on the first inputs, and keeps the fastest.
     *
     * @return what each gave, the median of its turns, pairs a second
     */
    List<Tried> chooseSetting(int sample) {
        var candidates = List.of(
                new Setting(new SessionShape(1, 1), processors),
                new Setting(new SessionShape(processors, 1), processors),
                new Setting(new SessionShape(1, processors), 1));
        var turns = new Series();
        for (int turn = 0; turn < TURNS; turn++) {
            for (Setting candidate : candidates) {
                use(candidate);
                run(0, Math.min(sample, inputs.size()) / 4);
                turns.add(
                        candidate.toString(),
                        run(0, Math.min(sample, inputs.size())).pairsPerSecond());
            }
        }
        var tried = candidates.stream()
                .map(candidate -> new Tried(candidate, turns.median(candidate.toString())))
                .toList();
        use(tried.stream()
                .max(Comparator.comparingDouble(Tried::pairsPerSecond))
                .orElseThrow()
                .setting());
        return tried;
    }

    private void use(Setting next) {
        model.close();
        setting = next;
        model = load(next.shape());
    }

    /** Both texts of each pair tokenised once, on one thread; microseconds a pair. */
    double tokeniseMicros() {
        long start = System.nanoTime();
        int tokens = 0;
        for (Pair pair : pairs) {
            tokens += wordPiece.ids(pair.prompt()).length + wordPiece.ids(pair.response()).length;
        }
        double micros = (System.nanoTime() - start) / 1e3 / pairs.size();
        if (tokens == 0) {
            throw new IllegalStateException("no pair has a token");
        }
        return micros;
    }

    /** All inputs once. */
    Timed run() {
        return run(0, inputs.size());
    }

    private Timed run(int from, int to) {
        var nanos = new long[inputs.size()];
        var logits = new double[inputs.size()][];
        var next = new AtomicInteger(from);
        var callers = new Thread[setting.callers()];
        long start = System.nanoTime();
        for (int c = 0; c < callers.length; c++) {
            callers[c] = new Thread(
                    () -> {
                        for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
                            long begin = System.nanoTime();
                            float[] all = model.run(List.of(inputs.get(i)))[0];
                            nanos[i] = System.nanoTime() - begin;
                            logits[i] = heads.logits(pairs.get(i).dimension(), all);
                        }
                    },
                    "bare-" + c);
            callers[c].start();
        }
        join(callers);
        return new Timed((to - from) / ((System.nanoTime() - start) / 1e9), nanos, logits);
    }

    private static void join(Thread[] threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        model.close();
    }

    /** @param callers threads that call at the same time */
    record Setting(SessionShape shape, int callers) {
        @Override
        public String toString() {
            return shape.sessions() + " session(s) x " + shape.threads() + " thread(s), " + callers + " caller(s)";
        }
    }

    record Tried(Setting setting, double pairsPerSecond) {}

    /**
     * @param nanos of each input's run, while the other callers run too
     * @param logits of each input's head
     */
    record Timed(double pairsPerSecond, long[] nanos, double[][] logits) {}
}
