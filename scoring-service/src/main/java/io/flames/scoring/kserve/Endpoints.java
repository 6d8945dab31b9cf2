package io.flames.scoring.kserve;

import io.flames.scoring.kserve.Endpoint.EndpointFault;
import io.flames.scoring.kserve.Endpoint.RefusedInput;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.scorer.ScorerUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The servers of a model. Calls take turns among them; one that hangs, fails or answers with something that is no output of
 * the model sits out until it says that it is ready with the very model that was found at load.
 */
final class Endpoints implements AutoCloseable {
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final List<Endpoint> servers;
    private final String model;
    private final String version;
    private final int retries;
    private final Rotation rotation;
    private final ModelMetadataResponse metadata;
    private final Set<Integer> asked = new HashSet<>();
    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "kserve-probes");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Asks all servers; those that are away now may come later.
     *
     * @throws ScorerUnavailableException when none is ready
     * @throws IllegalArgumentException when two of them have different models
     */
    Endpoints(List<Endpoint> servers, String model, String version, int retries) throws InterruptedException {
        this.servers = List.copyOf(servers);
        this.model = model;
        this.version = version;
        this.retries = retries;
        this.rotation = new Rotation(servers.size());
        var away = new ArrayList<Integer>();
        this.metadata = agreed(away);
        away.forEach(this::failed);
    }

    private ModelMetadataResponse agreed(List<Integer> away) throws InterruptedException {
        var found = new ArrayList<ModelMetadataResponse>();
        var faults = new ArrayList<String>();
        for (int i = 0; i < servers.size(); i++) {
            try {
                found.add(servers.get(i).readyModel(model, version));
            } catch (EndpointFault fault) {
                faults.add(fault.getMessage());
                away.add(i);
            }
        }
        if (found.isEmpty()) {
            throw new ScorerUnavailableException(String.join("; ", faults));
        }
        if (found.stream().distinct().count() > 1) {
            throw new IllegalArgumentException("the servers have different models of the name " + model
                    + ": their metadata differ, expected the same at each endpoint");
        }
        return found.get(0);
    }

    /** What all servers say of the model. */
    ModelMetadataResponse metadata() {
        return metadata;
    }

    /**
     * A batch that a server refuses is given back to be split. An input alone is the one to blame only when no server takes
     * it, and those that refuse it or fail on it take the known one.
     *
     * @param known an input that any classifier takes; empty: nothing is ever blamed on the input
     * @throws ScorerUnavailableException when all tries failed
     * @throws RefusedInput when the question is wrong in itself
     */
    <T> T infer(Question<T> question, Optional<Question<?>> known) throws RefusedInput, InterruptedException {
        var tries = new Tries(servers.size(), retries);
        while (tries.more()) {
            var choice = next(tries.asked());
            if (tries.faults() > 0 && !choice.fresh()) {
                Thread.sleep(pause(tries.faults()));
            }
            try {
                if (choice.suspect()) {
                    checkAgain(servers.get(choice.server()));
                }
                T answer = answer(servers.get(choice.server()), question);
                worked(choice.server());
                return answer;
            } catch (RefusedInput refused) {
                refused(choice.server(), refused, question, known, tries);
            } catch (EndpointFault e) {
                failed(choice.server());
                tries.failed(choice.server(), e.getMessage(), e.ofInput());
            }
        }
        if (tries.refusal().isPresent()) {
            throw new RefusedInput(tries.refusal().get() + " to this input");
        }
        return onceMore(question, known, tries);
    }

    /** One that refuses everything is misconfigured or was changed, which says nothing about the input. */
    private void refused(
            int server, RefusedInput refused, Question<?> question, Optional<Question<?>> known, Tries tries)
            throws RefusedInput, InterruptedException {
        if (!question.alone()) {
            throw refused;
        }
        if (takes(server, known)) {
            tries.refused(server, refused.getMessage());
        } else {
            failed(server);
            tries.failed(server, refused.getMessage() + ", and takes no input that is known to be right", false);
        }
    }

    private boolean takes(int server, Optional<Question<?>> known) throws InterruptedException {
        if (known.isEmpty()) {
            return false;
        }
        try {
            answer(servers.get(server), known.get());
            worked(server);
            return true;
        } catch (RefusedInput | EndpointFault fault) {
            return false;
        }
    }

    /** Servers that recovered meanwhile take the known input, and then this one. */
    private <T> T onceMore(Question<T> question, Optional<Question<?>> known, Tries tries)
            throws RefusedInput, InterruptedException {
        boolean inputToBlame = !tries.broke().isEmpty();
        for (int server : tries.broke()) {
            if (!takes(server, known)) {
                inputToBlame = false;
            } else if (question.alone()) {
                try {
                    return answer(servers.get(server), question);
                } catch (RefusedInput again) {
                    continue;
                } catch (EndpointFault again) {
                    inputToBlame &= again.ofInput();
                }
            }
        }
        if (inputToBlame) {
            throw new RefusedInput("the server fails on this input: " + tries.fault());
        }
        throw new ScorerUnavailableException("no verdict after " + tries.faults() + " tries: " + tries.fault());
    }

    private static <T> T answer(Endpoint server, Question<T> question)
            throws EndpointFault, RefusedInput, InterruptedException {
        var response = server.infer(question);
        try {
            return question.reading().apply(response);
        } catch (IllegalArgumentException | ArithmeticException lie) {
            throw new EndpointFault(
                    "server " + server.address() + " answered with no output of the model: " + lie.getMessage());
        }
    }

    private void checkAgain(Endpoint server) throws EndpointFault, InterruptedException {
        if (!server.readyModel(model, version).equals(metadata)) {
            throw new EndpointFault(
                    "model " + model + " at " + server.address() + " is another one than the one that was loaded");
        }
    }

    /** Doubles with each try, a random half of it so that workers do not come back together. */
    private static long pause(int attempt) {
        long full = Math.min(FIRST_PAUSE_MS << Math.min(attempt - 1, 20), LONGEST_PAUSE_MS);
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    private synchronized Rotation.Choice next(Set<Integer> tried) {
        return rotation.next(tried);
    }

    private synchronized void worked(int server) {
        rotation.worked(server);
    }

    private synchronized void failed(int server) {
        var pause = rotation.failed(server);
        if (asked.add(server) && !probes.isShutdown()) {
            probes.schedule(() -> probe(server), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Outside of the calls, so that none waits for a server that hangs. */
    private void probe(int server) {
        synchronized (this) {
            asked.remove(server);
        }
        try {
            checkAgain(servers.get(server));
            worked(server);
        } catch (EndpointFault stillAway) {
            failed(server);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        probes.shutdownNow();
        servers.forEach(Endpoint::close);
    }
}
