package io.flames.scoring.kserve;

import io.flames.scoring.kserve.Endpoint.EndpointFault;
import io.flames.scoring.kserve.Endpoint.RefusedInput;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.scorer.ScorerUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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
     * @param reading of the response; throws IllegalArgumentException when it is no output of the model, which counts as a
     *     failure of the server
     * @throws ScorerUnavailableException when all tries failed
     * @throws RefusedInput when a server says that the request is wrong in itself
     */
    <T> T infer(ModelInferRequest request, Function<ModelInferResponse, T> reading)
            throws RefusedInput, InterruptedException {
        Set<Integer> tried = new HashSet<>();
        String fault = "";
        for (int attempt = 0; attempt <= retries; attempt++) {
            var choice = next(tried);
            if (attempt > 0 && !choice.fresh()) {
                Thread.sleep(pause(attempt));
            }
            try {
                if (choice.suspect()) {
                    checkAgain(servers.get(choice.server()));
                }
                T answer = answer(servers.get(choice.server()), request, reading);
                worked(choice.server());
                return answer;
            } catch (EndpointFault e) {
                fault = e.getMessage();
                failed(choice.server());
                tried.add(choice.server());
            }
        }
        throw new ScorerUnavailableException("no verdict after " + (retries + 1) + " tries: " + fault);
    }

    private static <T> T answer(Endpoint server, ModelInferRequest request, Function<ModelInferResponse, T> reading)
            throws EndpointFault, RefusedInput, InterruptedException {
        var response = server.infer(request);
        try {
            return reading.apply(response);
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
