package io.flames.scoring.progress.live;

import io.flames.scoring.progress.Snapshot.Validation;
import io.flames.scoring.progress.store.Heard;
import io.flames.scoring.progress.store.TrainingStore;
import io.flames.scoring.progress.store.TrainingsAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * {@code flames.scoring.training.*}: figures of the trainings that have not ended, of which each replica shows all. They are
 * read every {@value #EVERY_SECONDS} seconds, however much is reported, and go when a training ends, and a day after it was last heard of; no more than {@value #MOST} are shown, of one name and mode the one
 * heard last.
 */
@ApplicationScoped
class TrainingGauges {
    private static final Logger LOG = Logger.getLogger(TrainingGauges.class);
    private static final int MOST = 20;
    private static final Duration WITHIN = Duration.ofDays(1);
    private static final long EVERY_SECONDS = 5;

    private final TrainingStore store;
    private final Map<MultiGauge, Function<Heard, Optional<Double>>> gauges;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "training-gauges");
        thread.setDaemon(true);
        return thread;
    });

    TrainingGauges(TrainingStore store, MeterRegistry metrics) {
        this.store = store;
        this.gauges = gauges(metrics);
    }

    private static Map<MultiGauge, Function<Heard, Optional<Double>>> gauges(MeterRegistry metrics) {
        var all = new LinkedHashMap<MultiGauge, Function<Heard, Optional<Double>>>();
        all.put(
                gauge(metrics, "epoch", ""),
                heard -> Optional.of((double) heard.snapshot().epoch()));
        all.put(
                gauge(metrics, "progress", "ratio"),
                heard -> Optional.of(heard.snapshot().share()));
        all.put(
                gauge(metrics, "loss", ""),
                heard -> Optional.ofNullable(heard.snapshot().loss()));
        all.put(
                gauge(metrics, "validation.accuracy", "ratio"),
                heard -> heard.snapshot().lastValidation().map(Validation::accuracy));
        all.put(
                gauge(metrics, "items.per.second", ""),
                heard -> Optional.ofNullable(heard.snapshot().itemsPerSecond()));
        all.put(
                gauge(metrics, "remaining", "seconds"),
                heard -> Optional.ofNullable(heard.snapshot().remainingSeconds()));
        all.put(
                gauge(metrics, "age", "seconds"),
                heard -> Optional.of(heard.silence().toMillis() / 1e3));
        return all;
    }

    private static MultiGauge gauge(MeterRegistry metrics, String name, String unit) {
        var gauge = MultiGauge.builder("flames.scoring.training." + name);
        return (unit.isEmpty() ? gauge : gauge.baseUnit(unit)).register(metrics);
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            var running = newestOfEach(store.running(WITHIN, MOST));
            gauges.forEach((gauge, figure) -> gauge.register(rows(running, figure), true));
        } catch (TrainingsAwayException away) {
            LOG.debugf(away, "Trainings could not be read database=flames_scoring");
        } catch (RuntimeException fault) {
            LOG.warnf(fault, "Gauges of trainings could not be renewed");
        }
    }

    private static List<Heard> newestOfEach(List<Heard> newestFirst) {
        var newest = new LinkedHashMap<Tags, Heard>();
        newestFirst.forEach(heard -> newest.putIfAbsent(tags(heard), heard));
        return List.copyOf(newest.values());
    }

    private static List<MultiGauge.Row<?>> rows(List<Heard> running, Function<Heard, Optional<Double>> figure) {
        return running.stream()
                .<MultiGauge.Row<?>>flatMap(
                        heard -> figure.apply(heard).map(value -> MultiGauge.Row.of(tags(heard), value)).stream())
                .toList();
    }

    private static Tags tags(Heard heard) {
        return Tags.of(
                "training", heard.snapshot().name(), "mode", heard.snapshot().mode());
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }
}
