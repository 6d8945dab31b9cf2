package io.flames.scoring.kserve;

import com.google.protobuf.ByteString;
import io.flames.scoring.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.flames.scoring.proto.inference.InferTensorContents;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelInferResponse.InferOutputTensor;
import io.flames.scoring.proto.inference.ModelMetadataRequest;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.proto.inference.ModelMetadataResponse.TensorMetadata;
import io.flames.scoring.proto.inference.ModelReadyRequest;
import io.flames.scoring.proto.inference.ModelReadyResponse;
import io.flames.scoring.proto.inference.ServerReadyRequest;
import io.flames.scoring.proto.inference.ServerReadyResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A model server that speaks the real protocol over a real socket, with faults to switch on. Its model {@code flames} has
 * an output {@code logits} of 13 columns: a text that says {@link #HARMFUL} is harmful in every dimension, others are
 * harmless. Given tokens instead of text, the last column of the last token is what decides.
 */
final class FakeKserveServer extends GRPCInferenceServiceImplBase implements AutoCloseable {
    static final String MODEL = "flames";
    static final String HARMFUL = "有害";
    static final String POISON = "毒药";

    /** What goes wrong. */
    enum Fault {
        NONE,
        HANG,
        UNAVAILABLE,
        DIES,
        WRONG_NAME,
        WRONG_DATATYPE,
        WRONG_SHAPE,
        WRONG_SIZE,
        HUGE_SHAPE,
        NAN_FOR_HARMFUL,
        REFUSES_POISON,
        REFUSES_ALL,
        FAILS_ON_POISON,
        FAILS_ON_ALL,
        SERVER_NOT_READY,
        MODEL_NOT_READY
    }

    volatile Fault fault = Fault.NONE;
    /** Contents of outputs; false: typed. */
    volatile boolean raw = true;

    /** Of the metadata; several are comma-separated. */
    volatile String version = "1";
    /** Of the answers; empty: {@link #version}. */
    volatile String answering = "";
    /** Bytes of a request that it takes. */
    volatile int largest = Integer.MAX_VALUE;
    /** How often {@link Fault#FAILS_ON_POISON} strikes. */
    final AtomicInteger failuresLeft = new AtomicInteger(Integer.MAX_VALUE);

    volatile TensorMetadata input = tensor("text", "BYTES", -1, 1);
    volatile TensorMetadata output = tensor("logits", "FP32", -1, 13);
    volatile TensorMetadata extra = TensorMetadata.getDefaultInstance();
    volatile TensorMetadata third = TensorMetadata.getDefaultInstance();

    final List<ModelInferRequest> requests = new CopyOnWriteArrayList<>();
    private final Server server;
    private final int port;

    FakeKserveServer() {
        this(0, InsecureServerCredentials.create());
    }

    FakeKserveServer(int wanted, ServerCredentials credentials) {
        try {
            server = Grpc.newServerBuilderForPort(wanted, credentials)
                    .addService(this)
                    .build()
                    .start();
            // A server that died does not know it any more.
            this.port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TensorMetadata tensor(String name, String datatype, long... shape) {
        var tensor = TensorMetadata.newBuilder().setName(name).setDatatype(datatype);
        for (long size : shape) {
            tensor.addShape(size);
        }
        return tensor.build();
    }

    int port() {
        return port;
    }

    String address() {
        return "localhost:" + port();
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> client) {
        if (fault == Fault.HANG) {
            return;
        }
        answer(
                client,
                ServerReadyResponse.newBuilder()
                        .setReady(fault != Fault.SERVER_NOT_READY)
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> client) {
        answer(
                client,
                ModelReadyResponse.newBuilder()
                        .setReady(fault != Fault.MODEL_NOT_READY
                                && request.getName().equals(MODEL))
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> client) {
        var model = ModelMetadataResponse.newBuilder()
                .setName(MODEL)
                .setPlatform("fake")
                .addAllVersions(List.of(version.split(",")))
                .addInputs(input)
                .addOutputs(output);
        if (!extra.getName().isEmpty()) {
            model.addInputs(extra);
        }
        if (!third.getName().isEmpty()) {
            model.addInputs(third);
        }
        answer(client, model.build());
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> client) {
        requests.add(request);
        if (request.getSerializedSize() > largest) {
            client.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
            return;
        }
        switch (fault) {
            case HANG -> {}
            case UNAVAILABLE -> client.onError(Status.UNAVAILABLE.asRuntimeException());
            case DIES -> server.shutdownNow();
            case REFUSES_ALL -> client.onError(Status.INVALID_ARGUMENT.asRuntimeException());
            case FAILS_ON_ALL -> client.onError(Status.INTERNAL.asRuntimeException());
            case FAILS_ON_POISON -> {
                if (poisoned(request) && failuresLeft.getAndDecrement() > 0) {
                    client.onError(Status.INTERNAL.asRuntimeException());
                } else {
                    answer(client, response(request));
                }
            }
            case REFUSES_POISON -> {
                if (poisoned(request)) {
                    client.onError(Status.INVALID_ARGUMENT
                            .withDescription("cannot read " + texts(request))
                            .asRuntimeException());
                } else {
                    answer(client, response(request));
                }
            }
            default -> answer(client, response(request));
        }
    }

    private static boolean poisoned(ModelInferRequest request) {
        return texts(request).stream().anyMatch(text -> text.contains(POISON));
    }

    private static <T> void answer(StreamObserver<T> client, T message) {
        client.onNext(message);
        client.onCompleted();
    }

    private ModelInferResponse response(ModelInferRequest request) {
        var numbers = new ArrayList<Float>();
        int items = (int) request.getInputs(0).getShape(0);
        boolean text = request.getInputs(0).getDatatype().equals("BYTES");
        int rows = text ? items : items * (int) request.getInputs(0).getShape(1);
        for (int row = 0; row < rows; row++) {
            boolean harmful = text
                    ? texts(request).get(row).contains(HARMFUL)
                    : request.getInputs(0).getContents().getInt64Contents(row) % 2 == 1;
            numbers.addAll(logits(harmful));
        }
        var tensor = InferOutputTensor.newBuilder()
                .setName(fault == Fault.WRONG_NAME ? "other" : "logits")
                .setDatatype(fault == Fault.WRONG_DATATYPE ? "INT32" : output.getDatatype())
                .addShape(fault == Fault.HUGE_SHAPE ? Long.MAX_VALUE : items);
        if (output.getShapeCount() == 3) {
            tensor.addShape(request.getInputs(0).getShape(1));
        }
        tensor.addShape(fault == Fault.WRONG_SHAPE ? 12 : 13);
        if (fault == Fault.WRONG_SIZE) {
            numbers.remove(0);
        }
        var response = ModelInferResponse.newBuilder()
                .setModelName(MODEL)
                .setModelVersion(answering.isEmpty() ? version : answering);
        return raw
                ? response.addOutputs(tensor).addRawOutputContents(raw(numbers)).build()
                : response.addOutputs(tensor.setContents(
                                InferTensorContents.newBuilder().addAllFp32Contents(numbers)))
                        .build();
    }

    /** Class 0 or the last of each head leads by 2. */
    private List<Float> logits(boolean harmful) {
        float lead = fault == Fault.NAN_FOR_HARMFUL && harmful ? Float.NaN : 2;
        return IntStream.of(3, 3, 3, 2, 2)
                .boxed()
                .flatMap(classes ->
                        IntStream.range(0, classes).mapToObj(c -> c == (harmful ? classes - 1 : 0) ? lead : 0f))
                .toList();
    }

    private static ByteString raw(List<Float> numbers) {
        var floats = new float[numbers.size()];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = numbers.get(i));
        return Tensors.raw(floats);
    }

    static List<String> texts(ModelInferRequest request) {
        return request.getInputs(0).getContents().getBytesContentsList().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
}
