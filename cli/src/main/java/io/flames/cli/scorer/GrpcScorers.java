package io.flames.cli.scorer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.CliException;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.contracts.Dimensions;
import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.scoring.v1.DescribeScorerRequest;
import io.flames.contracts.scoring.v1.DescribeScorerResponse;
import io.flames.contracts.scoring.v1.Figure;
import io.flames.contracts.scoring.v1.ListScorersRequest;
import io.flames.contracts.scoring.v1.ScorerSummary;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc.ScoringServiceBlockingStub;
import io.flames.contracts.scoring.v1.SelfTestReport;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Scorers of a scoring-service that is reached by gRPC alone. */
final class GrpcScorers implements Scorers {
    private static final long WITHIN_SECONDS = 20;

    private final HostAndPort address;
    private final ManagedChannel channel;

    GrpcScorers(HostAndPort address, ChannelCredentials credentials) {
        this.address = address;
        this.channel = Grpc.newChannelBuilderForAddress(address.host(), address.port(), credentials)
                .build();
    }

    @Override
    public List<JsonNode> list() {
        return ask(stub -> stub.listScorers(ListScorersRequest.getDefaultInstance())).getScorersList().stream()
                .<JsonNode>map(GrpcScorers::summary)
                .toList();
    }

    @Override
    public JsonNode describe(String name) {
        return document(description(name));
    }

    /** Over gRPC only the newest run can be looked at; a scorer has one at its start and every hour. */
    @Override
    public JsonNode selfTest(String name) {
        var description = description(name);
        return description.hasSelfTest() ? selfTest(description.getSelfTest()) : NullNode.getInstance();
    }

    private DescribeScorerResponse description(String name) {
        var request = DescribeScorerRequest.newBuilder().setName(name).build();
        return ask(stub -> stub.describeScorer(request));
    }

    private <T> T ask(Function<ScoringServiceBlockingStub, T> call) {
        try {
            return call.apply(
                    ScoringServiceGrpc.newBlockingStub(channel).withDeadlineAfter(WITHIN_SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            var description = e.getStatus().getDescription();
            throw new CliException(
                    "scoring-service at " + address + " says: "
                            + (description == null ? e.getStatus().getCode().toString() : Style.clean(description)),
                    e);
        }
    }

    private static ObjectNode summary(ScorerSummary summary) {
        var document = Json.object().put("name", summary.getName()).put("isDefault", summary.getIsDefault());
        if (summary.hasScorerVersion()) {
            var version = summary.getScorerVersion();
            document.put("version", version.getVersion())
                    .put("scorerVersionId", version.getScorerVersionId())
                    .put("digest", version.getDigest());
        } else {
            document.putNull("version").putNull("scorerVersionId").putNull("digest");
        }
        return document.put("kind", summary.getKind())
                .put("status", summary.getStatus().name().replaceFirst("^SCORER_STATUS_", ""))
                .put("reason", summary.getReason());
    }

    private static ObjectNode document(DescribeScorerResponse description) {
        var document = summary(description.getSummary()).put("template", description.getTemplate());
        var backend = document.putObject("backend");
        new TreeMap<>(description.getBackendMap()).forEach(backend::put);
        var heads = document.putArray("heads");
        description.getHeadsList().forEach(head -> {
            var scores = heads.addObject()
                    .put("dimension", Dimensions.nameOf(head.getDimension()))
                    .putArray("scores");
            head.getScoresList().forEach(scores::add);
        });
        var figures = document.putArray("figures");
        description.getFiguresList().forEach(figure -> figures.add(figure(figure)));
        document.set(
                "selfTest", description.hasSelfTest() ? selfTest(description.getSelfTest()) : NullNode.getInstance());
        if (!description.getModelCardJson().isEmpty()) {
            document.set("modelCard", card(description.getModelCardJson()));
        }
        return document;
    }

    private static ObjectNode figure(Figure figure) {
        boolean all = figure.getDimension() == Dimension.DIMENSION_UNSPECIFIED;
        return Json.object()
                .put("data", figure.getData())
                .put("dimension", all ? Figures.ALL : Dimensions.nameOf(figure.getDimension()))
                .put("accuracy", figure.getAccuracy())
                .put("low", figure.getLow())
                .put("high", figure.getHigh())
                .put("n", figure.getN());
    }

    private static ObjectNode selfTest(SelfTestReport report) {
        var document = Json.object()
                .put("passed", report.getPassed())
                .put("items", report.getItems())
                .put("agreed", report.getAgreed());
        if (report.hasWidestLogitDistance()) {
            document.put("widestLogitDistance", report.getWidestLogitDistance());
        } else {
            document.putNull("widestLogitDistance");
        }
        var faults = document.put("tolerance", report.getTolerance()).putArray("faults");
        report.getFaultsList().forEach(faults::add);
        var at = report.getTestedAt();
        return document.put(
                "testedAt",
                Instant.ofEpochSecond(at.getSeconds(), at.getNanos()).toString());
    }

    private static JsonNode card(String json) {
        try {
            return Json.parse(json);
        } catch (JsonProcessingException e) {
            throw new CliException("the scorer's model card is not JSON", e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
