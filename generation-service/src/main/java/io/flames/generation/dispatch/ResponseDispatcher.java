package io.flames.generation.dispatch;

import io.flames.generation.GenerationConfig;
import io.flames.generation.dispatch.DispatchPlan.Assignment;
import io.flames.generation.dispatch.DispatchPlan.Role;
import io.flames.generation.outbox.DeadLetters;
import io.flames.generation.outbox.KafkaClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has responses sent to the promoted scorer version and to those that shadow it, each by a {@link ScorerDispatch} of its
 * own: a shadow that is slow or away holds up nobody else. Which versions these are it reads from {@code flames.scorers},
 * from the first record on, and sends nothing before it has read all of it.
 */
@ApplicationScoped
public class ResponseDispatcher {
    private static final Logger LOG = Logger.getLogger(ResponseDispatcher.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final long FAULT_PAUSE_MS = 1_000;
    private static final long CATCH_UP_LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final GenerationConfig.Scoring config;
    private final KafkaClients clients;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final Map<String, ScorerDispatch> running = new HashMap<>();
    private final CatchUp catchUp = new CatchUp();
    private @Nullable Thread thread;
    private volatile boolean stopped;

    ResponseDispatcher(GenerationConfig config, KafkaClients clients, DeadLetters deadLetters, MeterRegistry metrics) {
        this.config = config.scoring();
        this.clients = clients;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        var scoring = ScoringConnection.of(config);
        stopped = false;
        thread = new Thread(() -> run(scoring), "response-dispatcher");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        if (thread != null) {
            thread.join(10_000);
        }
    }

    private void run(ScoringConnection scoring) {
        try {
            while (!stopped) {
                follow(scoring);
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("dispatcher interrupted");
        } finally {
            Thread.interrupted();
            end(List.copyOf(running.keySet()));
        }
    }

    /** Until the broker is away; what runs goes on meanwhile. */
    private void follow(ScoringConnection scoring) throws InterruptedException {
        var plan = new DispatchPlan(config.scorer());
        try (var follower = new ScorerFollower(clients.bootstrapServers())) {
            while (!stopped) {
                follower.poll(LOOK, plan::after);
                if (follower.isUpToDate()) {
                    carryOut(plan.assignments(), scoring);
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("dispatcher cannot read which scorer is promoted, tries again reason=%s", e.toString());
            Thread.sleep(FAULT_PAUSE_MS);
        } catch (RuntimeException e) {
            LOG.error("dispatcher failed, starts anew", e);
            Thread.sleep(FAULT_PAUSE_MS);
        }
    }

    private void carryOut(List<Assignment> assignments, ScoringConnection scoring) throws InterruptedException {
        var wanted = new HashMap<String, Assignment>();
        for (Assignment assignment : assignments) {
            if (assignment.role() != Role.HELPER || catchUp.isBehind(assignments.get(0))) {
                wanted.put(assignment.group(), assignment);
            }
        }
        end(running.values().stream()
                .map(ScorerDispatch::assignment)
                .filter(assignment -> !assignment.equals(wanted.get(assignment.group())))
                .map(Assignment::group)
                .toList());
        wanted.forEach((group, assignment) -> running.computeIfAbsent(group, fresh -> {
            LOG.infof(
                    "responses are dispatched scorer=%s role=%s group=%s",
                    assignment.scorer(), assignment.role(), group);
            return new ScorerDispatch(
                    assignment,
                    config.window(),
                    scoring,
                    clients,
                    deadLetters,
                    new DispatchMetrics(metrics, assignment));
        }));
    }

    private void end(List<String> groups) {
        var ending = new ArrayList<ScorerDispatch>();
        for (String group : groups) {
            var dispatch = running.remove(group);
            if (dispatch != null) {
                dispatch.stop();
                ending.add(dispatch);
            }
        }
        for (ScorerDispatch dispatch : ending) {
            try {
                dispatch.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the group that reads from the first response on is behind. Once it is not, it is trusted to keep up. */
    private final class CatchUp {
        private String group = "";
        private boolean behind;
        private long looked;

        boolean isBehind(Assignment live) throws InterruptedException {
            boolean other = !group.equals(live.group());
            if (other || behind && System.nanoTime() - looked > CATCH_UP_LOOK_NANOS) {
                looked = System.nanoTime();
                behind = look(live, other || behind);
                group = live.group();
            }
            return behind;
        }

        private boolean look(Assignment live, boolean otherwise) throws InterruptedException {
            try {
                return GroupLag.of(live.group(), clients.bootstrapServers()) > config.window();
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.debugf("the group's lag is not known group=%s reason=%s", live.group(), e.toString());
                return otherwise;
            }
        }
    }
}
