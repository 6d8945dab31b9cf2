package io.flames.scoring.kserve;

import com.google.common.util.concurrent.ListenableFuture;
import io.flames.scoring.KserveTlsSettings;
import io.flames.scoring.proto.inference.GRPCInferenceServiceGrpc;
import io.flames.scoring.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelMetadataRequest;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.proto.inference.ModelReadyRequest;
import io.flames.scoring.proto.inference.ServerReadyRequest;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One server, and the connections to it. Several addresses behind its host name take turns. */
final class Endpoint implements AutoCloseable {
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(5);
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final int LONGEST_REASON = 200;

    private final String address;
    private final ManagedChannel channel;
    private final GRPCInferenceServiceFutureStub stub;
    private final Duration timeout;

    /** @param address HOST:PORT */
    Endpoint(String address, ChannelCredentials credentials, Duration timeout) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("endpoint \"" + address + "\" is not HOST:PORT");
        }
        this.address = address;
        this.timeout = timeout;
        this.channel = Grpc.newChannelBuilder("dns:///" + address, credentials)
                .defaultLoadBalancingPolicy("round_robin")
                .maxInboundMessageSize(LARGEST_ANSWER)
                .build();
        this.stub = GRPCInferenceServiceGrpc.newFutureStub(channel);
    }

    /** @throws IllegalArgumentException when a file cannot be read */
    static ChannelCredentials credentials(String key, KserveTlsSettings tls) {
        if (!tls.enabled()) {
            return InsecureChannelCredentials.create();
        }
        if (tls.cert().isPresent() != tls.key().isPresent()) {
            throw new IllegalArgumentException(key + ".cert and " + key + ".key are given together or not at all");
        }
        var credentials = TlsChannelCredentials.newBuilder();
        try {
            if (tls.ca().isPresent()) {
                credentials.trustManager(new File(tls.ca().get()));
            }
            if (tls.cert().isPresent()) {
                credentials.keyManager(
                        new File(tls.cert().get()), new File(tls.key().orElseThrow()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(key + ": a PEM file cannot be read: " + e.getMessage(), e);
        }
        return credentials.build();
    }

    String address() {
        return address;
    }

    /**
     * What the model says of itself, of a server and a model that say they are ready.
     *
     * @throws EndpointFault when it does not answer, or is not ready
     */
    ModelMetadataResponse readyModel(String model, String version) throws EndpointFault, InterruptedException {
        // Without it a connection that failed is not tried again for up to two minutes.
        channel.resetConnectBackoff();
        if (!ask(s -> s.serverReady(ServerReadyRequest.getDefaultInstance())).getReady()) {
            throw new EndpointFault("server " + address + " is not ready");
        }
        var asked = ModelReadyRequest.newBuilder().setName(model).setVersion(version);
        if (!ask(s -> s.modelReady(asked.build())).getReady()) {
            throw new EndpointFault("model " + model + " at " + address + " is not ready");
        }
        return ask(s -> s.modelMetadata(ModelMetadataRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build()));
    }

    /** None of our texts is in these requests, so that the server's own words may be shown. */
    private <T> T ask(Function<GRPCInferenceServiceFutureStub, ListenableFuture<T>> call)
            throws EndpointFault, InterruptedException {
        try {
            return await(call, timeout.compareTo(LONGEST_CHECK) < 0 ? timeout : LONGEST_CHECK);
        } catch (ExecutionException e) {
            Status status = Status.fromThrowable(e);
            String reason = String.valueOf(status.getDescription());
            throw new EndpointFault("server " + address + " answered " + status.getCode() + ": "
                    + reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
        }
    }

    /**
     * @throws EndpointFault when it does not answer in time or fails
     * @throws RefusedInput when it says that the request is wrong in itself, or that a batch is too much
     */
    ModelInferResponse infer(Question<?> question) throws EndpointFault, RefusedInput, InterruptedException {
        try {
            return await(s -> s.modelInfer(question.request()), timeout);
        } catch (ExecutionException e) {
            var code = Status.fromThrowable(e).getCode();
            String message = "server " + address + " answered " + code;
            switch (code) {
                case INVALID_ARGUMENT, OUT_OF_RANGE -> throw new RefusedInput(message);
                case RESOURCE_EXHAUSTED -> {
                    if (!question.alone()) {
                        throw new RefusedInput(message);
                    }
                    // A server without room says the same, so that only a large request may be to blame.
                    throw new EndpointFault(message, question.large());
                }
                case INTERNAL, UNKNOWN -> throw new EndpointFault(message, true);
                default -> throw new EndpointFault(message);
            }
        }
    }

    private <T> T await(Function<GRPCInferenceServiceFutureStub, ListenableFuture<T>> call, Duration longest)
            throws ExecutionException, InterruptedException {
        var answer = call.apply(stub.withDeadlineAfter(longest.toNanos(), TimeUnit.NANOSECONDS));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** This server cannot judge now; another one may. */
    static final class EndpointFault extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean ofInput;

        /** @param message without prompt or response text */
        EndpointFault(String message) {
            this(message, false);
        }

        /** @param ofInput the server answered, and the input may be what it failed on */
        EndpointFault(String message, boolean ofInput) {
            super(message);
            this.ofInput = ofInput;
        }

        boolean ofInput() {
            return ofInput;
        }
    }

    /** The request is what is wrong: a batch has to be split, an input alone is unscorable. */
    static final class RefusedInput extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedInput(String message) {
            super(message);
        }
    }
}
