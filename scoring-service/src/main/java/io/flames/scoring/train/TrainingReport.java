package io.flames.scoring.train;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.progress.Phase;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.Snapshot.Validation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a running Flames how far a training is. Best effort: whatever becomes of it, the training goes on as fast and ends as
 * well as without.
 */
final class TrainingReport implements TrainingProgress {
    private static final String FEATURES = "features";
    private static final String HEADS = "heads";
    private static final String ACCURACY = "accuracy";
    private static final int MOST_REASON = 500;

    private final ReportChannel channel;
    private final TrainingJob job;
    private final String mode;
    private final UUID id;
    private final Optional<Path> idFile;
    private final Instant startedAt = Instant.now();
    /** Looking it up may take a while. */
    private final CompletableFuture<String> host = CompletableFuture.supplyAsync(TrainingReport::hostName);

    private final TreeMap<Integer, Validation> validations = new TreeMap<>();
    private final LossCurve curve = new LossCurve();
    private Instant featuresSince = startedAt;
    private long featuresBefore;
    private boolean remembered;
    private boolean ended;
    private boolean complained;
    private Phase ending = Phase.DONE;

    private Phase phase = Phase.STARTING;
    private int epoch;
    private int epochs;
    private long step;
    private long steps;
    private @Nullable Double loss;
    private @Nullable Double itemsPerSecond;
    private @Nullable Double remainingSeconds;

    private TrainingReport(URI flames, TrainingJob job, String mode, UUID id, Optional<Path> idFile) {
        this.channel = new ReportChannel(flames, id, job.log());
        this.job = job;
        this.mode = mode;
        this.id = id;
        this.idFile = idFile;
    }

    /** @param flames address of a Flames, such as {@code http://localhost:8080} */
    static TrainingReport to(URI flames, TrainingJob job, TrainingMode mode) {
        var file = mode.idFile(job.out());
        boolean resumed = "true".equals(job.settings().get("resume"));
        var known = resumed ? file.flatMap(TrainingReport::read) : Optional.<UUID>empty();
        return new TrainingReport(flames, job, mode.id(), known.orElseGet(UUID::randomUUID), file);
    }

    private static Optional<UUID> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(UUID.fromString(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Work that wants to be told where it reports. */
    @FunctionalInterface
    interface Work {
        void with(TrainingProgress progress) throws IOException;
    }

    /** Does the work, and reports how it goes and how it ends: an interruption of this process and a full heap included. */
    void during(TrainingProgress shown, Work work) throws IOException {
        var lastWords = new Thread(() -> end(Phase.FAILED, "interrupted", Optional.empty()), "training-last-words");
        Runtime.getRuntime().addShutdownHook(lastWords);
        try {
            quietly(this::tell);
            work.with(shown.and(this));
            end(ending, "", headsDigest());
        } catch (Throwable fault) {
            failed(fault);
            throw fault;
        } finally {
            forget(lastWords);
        }
    }

    /** With what the heap has left, where it was full. */
    private void failed(Throwable fault) {
        try {
            end(Phase.FAILED, reason(fault), Optional.empty());
        } catch (Throwable second) {
            fault.addSuppressed(second);
        }
    }

    private static String reason(Throwable fault) {
        var message = fault.getMessage();
        return fault instanceof Error || message == null ? fault.toString() : message;
    }

    private static void forget(Thread lastWords) {
        try {
            Runtime.getRuntime().removeShutdownHook(lastWords);
        } catch (IllegalStateException underWay) {
            // Then it is being said.
        }
    }

    @Override
    public synchronized void show(String name, long done, long total, Map<String, Double> figures) {
        quietly(() -> {
            if (name.equals(FEATURES)) {
                features(done, total);
            } else if (name.equals(HEADS)) {
                heads((int) done, (int) total, figures);
            }
        });
    }

    /** Whatever is wrong with what is reported, the training goes on. */
    private void quietly(Runnable report) {
        try {
            report.run();
        } catch (RuntimeException fault) {
            complain(fault);
        }
    }

    private void complain(RuntimeException fault) {
        if (!complained) {
            complained = true;
            job.log().println("progress on the page lacks what could not be reported: " + clean(reason(fault)));
        }
    }

    private void features(long done, long total) {
        var now = Instant.now();
        if (phase != Phase.FEATURES) {
            phase = Phase.FEATURES;
            featuresSince = now;
            featuresBefore = done;
        }
        step = done;
        steps = total;
        double seconds = Duration.between(featuresSince, now).toMillis() / 1e3;
        speed(seconds <= 0 ? 0 : (done - featuresBefore) / seconds, total - done);
        tell();
    }

    private void heads(int done, int total, Map<String, Double> figures) {
        phase = done < total ? Phase.TRAINING : Phase.WRITING;
        epoch = done;
        epochs = total;
        step = done;
        steps = total;
        speed(0, 0);
        Optional.ofNullable(figures.get(ACCURACY))
                .ifPresent(accuracy -> validated(new Validation(done, null, null, accuracy)));
        tell();
    }

    @Override
    public synchronized void resumed(Supplier<List<Standing>> before) {
        quietly(() -> before.get().forEach(this::stands));
    }

    @Override
    public synchronized void stands(Standing at) {
        quietly(() -> standing(at));
    }

    private void standing(Standing at) {
        remember();
        if (at.phase().ended()) {
            ending = at.phase();
        }
        phase = at.phase().ended() ? Phase.WRITING : at.phase();
        epoch = at.epoch();
        epochs = at.epochs();
        step = at.step();
        steps = at.steps();
        loss = at.epoch() == 0 ? null : finite(at.loss());
        itemsPerSecond = positive(at.itemsPerSecond());
        remainingSeconds = positive(at.remainingSeconds());
        if (at.phase() == Phase.VALIDATED && at.validationAccuracy() != null) {
            validated(new Validation(epoch, loss, finite(at.validationLoss()), at.validationAccuracy()));
        }
        if (at.phase() == Phase.TRAINING && at.steps() > 0) {
            curve.add((double) at.step() / at.steps() * at.epochs(), at.loss());
        }
        tell();
    }

    private void validated(Validation validation) {
        validations.tailMap(validation.epoch(), true).clear();
        validations.put(validation.epoch(), validation);
        if (validations.size() > Snapshot.MOST_POINTS) {
            validations.pollFirstEntry();
        }
    }

    private void speed(double perSecond, long left) {
        itemsPerSecond = positive(perSecond);
        remainingSeconds = perSecond > 0 ? positive(left / perSecond) : null;
    }

    /** Only now: a training that was refused before its first word leaves another's id as it is. */
    private void remember() {
        if (remembered) {
            return;
        }
        remembered = true;
        idFile.ifPresent(file -> {
            try {
                Files.writeString(file, id + "\n");
            } catch (IOException notKept) {
                job.log().println("the training's id could not be kept: resumed, it shows as another");
            }
        });
    }

    private synchronized void end(Phase how, String reason, Optional<String> headsDigest) {
        if (ended) {
            return;
        }
        ended = true;
        phase = how;
        remainingSeconds = null;
        try {
            channel.offer(last(clean(reason), headsDigest.orElse(null)));
        } finally {
            channel.close();
        }
    }

    /** How it ended is told even where figures contradict each other: without them then. */
    private Snapshot last(String reason, @Nullable String headsDigest) {
        try {
            return snapshot(reason, headsDigest);
        } catch (IllegalArgumentException contradictory) {
            complain(contradictory);
            epoch = 0;
            step = 0;
            return snapshot(reason, headsDigest);
        }
    }

    private synchronized void tell() {
        if (!ended) {
            channel.offer(snapshot("", null));
        }
    }

    private Snapshot snapshot(String reason, @Nullable String headsDigest) {
        return new Snapshot(
                0,
                job.name(),
                job.version(),
                mode,
                job.manifest().digest(),
                host.getNow(""),
                startedAt,
                phase,
                reason,
                epoch,
                epochs,
                step,
                steps,
                loss,
                itemsPerSecond,
                remainingSeconds,
                new ArrayList<>(validations.values()),
                curve.points(),
                headsDigest);
    }

    private Optional<String> headsDigest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return Optional.of(HexFormat.of()
                    .formatHex(sha256.digest(Files.readAllBytes(job.out().resolve(Weights.HEADS)))));
        } catch (IOException unreadable) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static @Nullable Double finite(@Nullable Double value) {
        return value != null && Double.isFinite(value) ? value : null;
    }

    private static @Nullable Double positive(double value) {
        return value > 0 ? finite(value) : null;
    }

    private static String clean(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MOST_REASON ? line : line.substring(0, MOST_REASON);
    }

    private static String hostName() {
        try {
            var name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return name.length() <= 255 ? name : name.substring(0, 255);
        } catch (UnknownHostException unnamed) {
            return "";
        }
    }
}
