package io.flames.cli.scorer;

import com.google.protobuf.Timestamp;
import io.flames.contracts.scoring.v1.DescribeScorerRequest;
import io.flames.contracts.scoring.v1.DescribeScorerResponse;
import io.flames.contracts.scoring.v1.Figure;
import io.flames.contracts.scoring.v1.Head;
import io.flames.contracts.scoring.v1.ListScorersRequest;
import io.flames.contracts.scoring.v1.ListScorersResponse;
import io.flames.contracts.scoring.v1.ScorerStatus;
import io.flames.contracts.scoring.v1.ScorerSummary;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.scoring.v1.SelfTestReport;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/** Tells of two scorers over a real socket: one serves, one is loading. */
final class ScorersPeer extends ScoringServiceGrpc.ScoringServiceImplBase implements AutoCloseable {
    private final Server server;
    private final boolean passed;

    ScorersPeer(boolean passed) throws IOException {
        this.passed = passed;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    private static ScorerSummary judge() {
        return ScorerSummary.newBuilder()
                .setName("judge")
                .setKind("judge")
                .setStatus(ScorerStatus.SCORER_STATUS_STARTING)
                .build();
    }

    private static ScorerSummary onnx() {
        return ScorerSummary.newBuilder()
                .setName("onnx-heads")
                .setKind("onnx")
                .setIsDefault(true)
                .setStatus(ScorerStatus.SCORER_STATUS_SERVING)
                .setReason("golden items passed")
                .setScorerVersion(ScorerVersion.newBuilder()
                        .setName("onnx-heads")
                        .setVersion(4)
                        .setDigest("ab12"))
                .build();
    }

    @Override
    public void listScorers(ListScorersRequest request, StreamObserver<ListScorersResponse> client) {
        client.onNext(ListScorersResponse.newBuilder()
                .addScorers(judge())
                .addScorers(onnx())
                .build());
        client.onCompleted();
    }

    @Override
    public void describeScorer(DescribeScorerRequest request, StreamObserver<DescribeScorerResponse> client) {
        switch (request.getName()) {
            case "", "onnx-heads" -> {
                client.onNext(description());
                client.onCompleted();
            }
            case "judge" -> {
                client.onNext(
                        DescribeScorerResponse.newBuilder().setSummary(judge()).build());
                client.onCompleted();
            }
            default ->
                client.onError(Status.NOT_FOUND
                        .withDescription("unknown scorer, expected nothing or one of judge, onnx-heads")
                        .asRuntimeException());
        }
    }

    private DescribeScorerResponse description() {
        var test = SelfTestReport.newBuilder()
                .setPassed(passed)
                .setItems(40)
                .setAgreed(passed ? 40 : 38)
                .setWidestLogitDistance(0.25)
                .setTolerance(0.5)
                .setTestedAt(Timestamp.newBuilder()
                        .setSeconds(Instant.parse("2024-01-31T12:00:05Z").getEpochSecond()));
        if (!passed) {
            test.addFaults("g7: score 1, recorded 3");
        }
        return DescribeScorerResponse.newBuilder()
                .setSummary(onnx())
                .setTemplate("[CLS] {prompt} [SEP] {response} [SEP]")
                .addHeads(Head.newBuilder()
                        .setDimension(Dimension.DIMENSION_LEGALITY)
                        .addScores(3)
                        .addScores(1))
                .addFigures(figure(Dimension.DIMENSION_UNSPECIFIED, 0.8, 0.74, 0.85, 200))
                .addFigures(figure(Dimension.DIMENSION_LEGALITY, 0.9, 0.79, 0.96, 50))
                .putBackend("device", "cpu")
                .setSelfTest(test)
                .build();
    }

    private static Figure figure(Dimension dimension, double accuracy, double low, double high, long n) {
        return Figure.newBuilder()
                .setData("held-out")
                .setDimension(dimension)
                .setAccuracy(accuracy)
                .setLow(low)
                .setHigh(high)
                .setN(n)
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
