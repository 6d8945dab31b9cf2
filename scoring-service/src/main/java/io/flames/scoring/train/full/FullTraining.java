package io.flames.scoring.train.full;

import ai.djl.ndarray.NDManager;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.onnx.graph.EncoderWeights;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.train.full.Checkpoint.Header;
import io.flames.scoring.train.full.Checkpoint.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the whole encoder with the five heads. It starts from the heads that fit the untouched encoder best, keeps the
 * weights of the epoch with the best validation, and stops when that does not get better any more.
 *
 * <p>After every epoch and every so many steps it leaves a {@link Checkpoint}. A training that was killed goes on from it
 * with the same step, state and order of data; on a CPU of the same kind with as many threads it then gives the weights
 * that it would have given.
 */
public final class FullTraining {
    /** Added to the output folder's path while it trains. */
    static final String CHECKPOINTS = "checkpoint";

    private final FullData data;
    private final FullSettings settings;
    private final Where where;
    private final FullProgress progress;
    private final Clock clock;

    public FullTraining(FullData data, FullSettings settings, Where where, FullProgress progress, Clock clock) {
        this.data = data;
        this.settings = settings;
        this.where = where;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Where a training runs and what it leaves there; none of it changes a number.
     *
     * @param out folder of checkpoints and progress
     * @param device {@code cpu} or {@code cuda}
     * @param resume go on from the checkpoint, where there is one
     * @param finish train no more: what is wanted is the best epoch so far
     * @param checkpointSteps steps between two checkpoints
     * @param threads of an operation on the CPU; 0: a thread a core
     */
    public record Where(Path out, String device, boolean resume, boolean finish, int checkpointSteps, int threads) {
        public Where {
            if (checkpointSteps < 1) {
                throw new IllegalArgumentException("checkpoint-steps is " + checkpointSteps + ", expected 1 or more");
            }
            if (finish && !resume) {
                throw new IllegalArgumentException(
                        "finish=true ends a training that there is: it goes with resume=true");
            }
            if (threads < 0) {
                throw new IllegalArgumentException("threads is " + threads + ", expected 0 or more");
            }
        }

        Path checkpoint(String name) {
            return out.resolve(CHECKPOINTS).resolve(name);
        }
    }

    /**
     * @param encoder weights of the best epoch that are not the encoder's own, by name
     * @param heads of the best epoch, temperature 1
     * @param validation of the best epoch
     * @param validations before the first epoch (0) and after each
     * @param best epoch, from 1; 0 when none was better than the heads it started from
     * @param steps that were made
     * @param seconds that steps and validations took, over all processes
     * @param device what it ran on
     */
    public record Trained(
            Map<String, float[]> encoder,
            Heads heads,
            List<double[]> validation,
            List<Validation> validations,
            int best,
            long steps,
            double seconds,
            String device) {
        /** The last that was trained; later ones than the best were no better. */
        int lastEpoch() {
            return validations.get(validations.size() - 1).epoch();
        }
    }

    /**
     * @throws IllegalArgumentException when the folder has a training that this one cannot go on with
     * @throws IllegalStateException when the device is not there, or the training diverges
     */
    public Trained run() {
        var previous = previous();
        var files = EncoderFiles.load(EncoderFiles.Variant.FP32);
        var wordPiece = WordPiece.of(files.tokenizerJson());
        var training = EncodedText.all(data.training(), wordPiece, settings.features(), settings.maxTokens());
        var validation = EncodedText.all(data.validation(), wordPiece, settings.features(), InputTemplate.LIMIT);
        try (var torch = Torch.open(where.device(), where.threads())) {
            var weights = EncoderWeights.read(files.graph());
            var heads = previous.isPresent()
                    ? HeadStart.none(settings.features())
                    : headStart(weights, training, torch.manager());
            var parameters = new Parameters(weights, heads, settings.frozen(), torch.manager());
            return new Run(torch, parameters, heads, training, validation).run(previous);
        }
    }

    private Heads headStart(Map<String, EncoderWeights.Weight> weights, List<EncodedText> training, NDManager manager) {
        try (var aside = manager.newSubManager()) {
            var frozen = new Parameters(weights, HeadStart.none(settings.features()), FullSettings.ALL_FROZEN, aside);
            return HeadStart.fit(new Network(frozen, 0), training, settings, aside);
        }
    }

    /** The checkpoint to go on from. */
    private Optional<Checkpoint> previous() {
        try {
            Files.createDirectories(where.out.resolve(CHECKPOINTS));
        } catch (IOException e) {
            throw new UncheckedIOException("the output folder cannot be made: " + e.getMessage(), e);
        }
        var found = Checkpoint.read(where.checkpoint(Checkpoint.LAST));
        if (found.isEmpty() && where.finish) {
            throw new IllegalArgumentException("there is no training in " + where.out + " to be finished");
        }
        if (found.isPresent() && !where.resume) {
            throw new IllegalArgumentException("there is a training in " + where.out
                    + " already: go on with it by resume=true (flames train --resume), or name another folder");
        }
        found.ifPresent(checkpoint -> {
            if (!checkpoint.header().training().equals(identity())) {
                throw new IllegalArgumentException("the training in " + where.out
                        + " has other texts or settings: resume it with its own, or name another folder");
            }
        });
        return found;
    }

    private String identity() {
        return new Digest()
                .part("settings", settings.toString())
                .part("training", FullData.digest(data.training()))
                .part("validation", FullData.digest(data.validation()))
                .part("template", InputTemplate.DESCRIPTION)
                .hex();
    }

    /** One training under way. */
    private final class Run {
        private final Torch torch;
        private final Parameters parameters;
        private final Heads heads;
        private final List<EncodedText> training;
        private final List<EncodedText> validation;
        private final Network network;
        private final AdamW optimizer;
        private final Loss loss = new Loss(new ClassWeights(data.training()));
        private final BatchOrder order;
        private final LearningRate rate;
        private final long steps;
        private final Speed speed = new Speed(clock.instant());
        private Instant measuredTo = clock.instant();
        private Header at = new Header(identity(), 0, 0, 0, List.of(), 0, 0, false);

        Run(Torch torch, Parameters parameters, Heads heads, List<EncodedText> training, List<EncodedText> validation) {
            this.torch = torch;
            this.parameters = parameters;
            this.heads = heads;
            this.training = training;
            this.validation = validation;
            network = new Network(parameters, settings.dropout());
            optimizer = new AdamW(parameters, settings);
            order = new BatchOrder(
                    training.stream().mapToInt(EncodedText::tokens).toArray(), settings.batch(), settings.seed());
            steps = (long) settings.epochs() * order.steps();
            rate = new LearningRate(steps, settings.warmUp());
        }

        Trained run(Optional<Checkpoint> previous) {
            previous.ifPresentOrElse(this::resume, this::begin);
            while (!at.ended() && !where.finish()) {
                epoch();
            }
            Checkpoint.read(where.checkpoint(Checkpoint.BEST)).ifPresent(best -> parameters.set(best.weights()));
            var best = evaluate();
            tell(at.step() < steps ? Progress.STOPPED : Progress.DONE);
            return new Trained(
                    parameters.encoder(),
                    parameters.heads(
                            heads, java.util.Collections.nCopies(heads.heads().size(), 1.0)),
                    best.logits(),
                    at.validations(),
                    at.best(),
                    at.step(),
                    at.seconds(),
                    torch.name());
        }

        private void resume(Checkpoint checkpoint) {
            parameters.set(checkpoint.weights());
            optimizer.set(checkpoint.state());
            at = checkpoint.header();
        }

        private void begin() {
            validated(0);
        }

        private void epoch() {
            int epoch = (int) (at.step() / order.steps());
            var batches = order.epoch(epoch);
            speed.again(clock.instant());
            for (int i = (int) (at.step() % order.steps()); i < batches.size(); i++) {
                step(batches.get(i).stream().map(training::get).toList());
                tell(Progress.TRAINING);
                if (at.step() % where.checkpointSteps() == 0 && i + 1 < batches.size()) {
                    save();
                }
            }
            validated(epoch + 1);
        }

        private void step(List<EncodedText> items) {
            torch.seed(settings.seed() * 1_000_003 + at.step());
            try (var manager = torch.manager().newSubManager()) {
                double value;
                try (var gradients = torch.gradients()) {
                    var logits = network.logits(Batch.of(items, settings.features(), manager), true);
                    var mean = loss.of(
                            logits, items.stream().map(EncodedText::text).toList(), manager);
                    gradients.backward(mean);
                    value = mean.getFloat();
                }
                optimizer.step(at.step(), rate.at(at.step()), manager);
                speed.step(clock.instant(), items.size());
                at = new Header(
                        at.training(),
                        at.step() + 1,
                        at.lossSum() + value * items.size(),
                        at.items() + items.size(),
                        at.validations(),
                        at.best(),
                        seconds(),
                        false);
            }
        }

        /** Looks how good the weights are after an epoch, keeps them if they are the best, and decides whether to go on. */
        private void validated(int epoch) {
            var found = evaluate();
            var validations = Checkpoint.with(
                    at.validations(), new Validation(epoch, trainingLoss(), found.loss(), found.accuracy()));
            boolean better = best().map(best -> found.betterThan(best.accuracy(), best.loss()))
                    .orElse(true);
            int best = better ? epoch : at.best();
            boolean ended = epoch == settings.epochs() || epoch - best >= settings.patience();
            at = new Header(at.training(), at.step(), 0, 0, validations, best, seconds(), ended);
            if (better) {
                new Checkpoint(at, parameters.values()).write(where.checkpoint(Checkpoint.BEST));
            }
            save();
            tell(Progress.VALIDATED);
        }

        /** All of the training so far. */
        private double seconds() {
            var now = clock.instant();
            double more = Duration.between(measuredTo, now).toNanos() / 1e9;
            measuredTo = now;
            return at.seconds() + more;
        }

        private Evaluation evaluate() {
            return Evaluation.of(network, validation, settings.features(), settings.batch(), torch.manager());
        }

        private Optional<Validation> best() {
            return at.validations().stream()
                    .filter(validation -> validation.epoch() == at.best())
                    .findFirst();
        }

        private double trainingLoss() {
            return at.items() == 0 ? 0 : at.lossSum() / at.items();
        }

        private void save() {
            Checkpoint.of(at, parameters.values(), optimizer.state()).write(where.checkpoint(Checkpoint.LAST));
        }

        private void tell(String phase) {
            var now = clock.instant();
            @Nullable
            Validation last = at.validations().isEmpty()
                    ? null
                    : at.validations().get(at.validations().size() - 1);
            boolean between = phase.equals(Progress.TRAINING);
            int done = (int) ((at.step() + order.steps() - 1) / order.steps());
            double perSecond = speed.perSecond();
            double left = between || phase.equals(Progress.VALIDATED) ? itemsLeft() : 0;
            progress.at(new Progress(
                    now,
                    phase,
                    done,
                    settings.epochs(),
                    at.step(),
                    steps,
                    between ? at.items() : (done == 0 ? 0 : training.size()),
                    training.size(),
                    between || last == null ? trainingLoss() : last.trainingLoss(),
                    last == null ? null : last.loss(),
                    last == null ? null : last.accuracy(),
                    best().map(Validation::accuracy).orElse(null),
                    perSecond,
                    perSecond == 0 ? 0 : left / perSecond));
        }

        private double itemsLeft() {
            return at.ended() ? 0 : (double) (steps - at.step()) / order.steps() * training.size();
        }
    }
}
